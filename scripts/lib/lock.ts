/** What two processes must not do at once. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../../src/base/errors';
import { atExit } from './cleanup';
import { isRunning } from './processes';

const POLL_MS = 200;

/**
 * Waits until nobody else holds the lock, this process included, and takes it; a holder that died without giving it
 * back does not count. Gives what gives it back, which the end of the process does too.
 * @param file holds the number of the process; absolute
 * @param onWait called once, with that number, if there is somebody to wait for
 */
async function lock(file: string, onWait: (holder: number) => void = () => undefined): Promise<() => void> {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const release = (): void => rmSync(file, { force: true });
      const forget = atExit(release);
      return () => {
        forget();
        release();
      };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const holder = holderOf(file);
    if (holder > 0 && !isRunning(holder)) {
      rmSync(file, { force: true });
    } else {
      if (!told) onWait(holder);
      told = true;
      await sleep(POLL_MS);
    }
  }
}

/** 0 when nobody holds it, or has just begun to. */
function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

/**
 * Makes something unless it is there: of several that ask at the same time, in this process or another, one makes it
 * and the others wait.
 * @param lockFile, onWait as for `lock`
 */
export async function makeOnce(
  lockFile: string,
  isMade: () => boolean,
  make: () => Promise<void>,
  onWait?: (holder: number) => void,
): Promise<void> {
  if (isMade()) return;
  const release = await lock(lockFile, onWait);
  try {
    if (!isMade()) await make();
  } finally {
    release();
  }
}
