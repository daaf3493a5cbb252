/** Which programs a folder of environments holds. Whoever runs one has to know that the folder is trusted. */
import { access, constants, readdir } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { hasCode } from './errors';
import { isReadError, readStart } from './readFile';

/** What is in a folder; nothing where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

export async function isExecutable(path: string): Promise<boolean> {
  return may(path, constants.X_OK); // whatever keeps it from being run, it is not the program to take
}

function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** Where a script says what runs it, pip's way around a path that is long or has a blank included. */
const INTERPRETER = /^#!\s*(?:\/bin\/sh\r?\n'''exec' (?:"([^"\n]+)"|(\S+))|(\S+))/;

/**
 * The interpreter that a script names and that is not there, as an absolute path; undefined for any other program. The
 * scripts of a virtual environment name that of the folder which it was made in: they do not start when it was moved.
 */
export async function lostInterpreter(script: string): Promise<string | undefined> {
  const [, quoted, plain, named] = INTERPRETER.exec(await beginningOf(script)) ?? [];
  const interpreter = quoted ?? plain ?? named;
  if (interpreter === undefined || !isAbsolute(interpreter) || (await may(interpreter, constants.F_OK))) {
    return undefined;
  }
  return interpreter;
}

/** As much as the first lines of a script may take; empty where it cannot be read. */
export async function beginningOf(file: string): Promise<string> {
  try {
    return (await readStart(file, 1024))?.toString('utf8') ?? '';
  } catch (error) {
    if (isReadError(error)) return '';
    throw error;
  }
}
