import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOnce } from '../../../scripts/lib/lock';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { LAB, PYTHON, run } from './run';

/**
 * A folder of the git-ignored `.lab/` that is made once, in its place, and kept. A file `NAME.done` says that NAME is
 * complete: what an interrupted run left is made again. When several ask at the same time one makes it, and the others
 * wait.
 */
export async function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(LAB, name);
  const done = `${folder}.done`;
  const makeNow = async (): Promise<void> => {
    console.log(`    making .lab/${name}`);
    removeFolder(folder);
    await mkdir(folder, { recursive: true });
    await make(folder);
    await writeFile(done, '');
  };
  await makeOnce(`${folder}.lock`, () => existsSync(done), makeNow);
  return folder;
}

/** A virtual environment of that name, into which pip installed what these arguments say. */
export function venvOnce(name: string, install: readonly string[]): Promise<string> {
  return madeOnce(name, async (venv) => {
    await run(PYTHON, ['-m', 'venv', venv]);
    await run(join(venv, 'bin/python'), ['-m', 'pip', 'install', '-q', ...install]);
  });
}
