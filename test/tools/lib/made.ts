import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { hasCode } from '../../../src/base/errors';
import { isRunning } from '../../../scripts/lib/processes';

const LAB = resolve(__dirname, '../../../.lab');
const POLL_MS = 200;

/**
 * A folder of the git-ignored `.lab/` that is made once and then only read. Several test runs may ask at the same time:
 * one makes it under a lock and the others wait; what an interrupted run left is made again.
 */
export async function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(LAB, name);
  if (await isThere(folder)) return folder;
  const release = await lock(`${folder}.lock`);
  try {
    if (!(await isThere(folder))) {
      console.log(`    making .lab/${name}`);
      const unfinished = `${folder}.unfinished`;
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(unfinished, { recursive: true });
      await make(unfinished);
      await rename(unfinished, folder);
    }
  } finally {
    await release();
  }
  return folder;
}

/** A file that holds the id of the process that works; one whose process is gone does not count. */
async function lock(file: string): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true });
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner > 0 && !isRunning(owner)) await rm(file, { force: true });
    await new Promise((later) => setTimeout(later, POLL_MS));
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
