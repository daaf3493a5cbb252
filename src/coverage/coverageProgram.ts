import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../base/errors';

/**
 * The coverage program of the environment that most likely made a root's data: `cover`, then any `py3…` environment
 * of tox, then a `.venv`. Absolute path; undefined when none has it. It belongs to the folder: trusted ones only.
 */
export async function findCoverageProgram(root: string): Promise<string | undefined> {
  const tox = join(root, '.tox');
  const others = (await namesIn(tox)).filter((name) => /^py3\d*$/.test(name)).sort().reverse();
  const environments = [...['cover', ...others].map((name) => join(tox, name)), join(root, '.venv')];
  const relative = process.platform === 'win32' ? ['Scripts', 'coverage.exe'] : ['bin', 'coverage'];
  for (const environment of environments) {
    const program = join(environment, ...relative);
    if (await isExecutable(program)) return program;
  }
  return undefined;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false; // whatever keeps it from being run, it is not the program to take
  }
}
