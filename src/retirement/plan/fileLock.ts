/**
 * A lock on a file that several processes change. It is kept in a folder of ours, as the file is in a person's.
 *
 * Who has it is the one who made the lock file with the highest number, `<hash>.<number>`. The next number may be made
 * when that one is over: emptied by its owner, or left by a process that ended. Making a file is possible once, so there
 * is one successor; taking a dead lock away instead could take away the one that another process just put in its place.
 */
import { createHash, randomUUID } from 'node:crypto';
import { link, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasCode, UserError } from '../../base/errors';
import { exists } from '../../base/exists';
import { keeping, makeFolder } from '../../base/keeping';
import { readFile } from '../../base/readFile';

export interface LockOptions {
  /** Absolute folder of the locks, the same for all processes. */
  readonly locks: string;
  /** How long a busy lock is waited for, in milliseconds. */
  readonly waitMs?: number;
}

const WAIT_MS = 8000;
const RETRY_MS = 20;
/** The work takes milliseconds. The id of a process that ended may be that of another one by now. */
const LONGEST_MS = 60_000;
/** Older numbers go, but not at once: a process that was slow may be about to make one, and must find it taken. */
const KEPT = 20;
const MAX_BYTES = 1000;

/**
 * Does something while no other process does it with the same file.
 * @param path of a file that is there; links to it have the same lock
 * @param work gets a check that the lock is still its own, for just before it writes
 * @throws UserError `plan-busy` when another one has it for too long; KeepingError for a disk that takes no lock
 */
export async function withFileLock<T>(
  path: string,
  { locks, waitMs = WAIT_MS }: LockOptions,
  work: (checkLock: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const busy = new UserError('plan-busy', `${path} is being changed in another window. Try again in a moment.`);
  const prefix = `${createHash('sha256')
    .update(await realpath(path))
    .digest('hex')}.`;
  const lock = await keeping('The lock of the plan', locks, async () => {
    await makeFolder(locks);
    const end = Date.now() + waitMs;
    for (;;) {
      const number = await takenNumber(locks, prefix);
      if (number !== undefined) return { path: join(locks, `${prefix}${number}`), number };
      if (Date.now() > end) throw busy;
      // Not all at the same moment: several may wait.
      await wait(RETRY_MS * (0.5 + Math.random()));
    }
  });
  try {
    return await work(async () => {
      if (await exists(join(locks, `${prefix}${lock.number + 1}`))) throw busy;
    });
  } finally {
    await writeFile(lock.path, '');
  }
}

/** The number of the lock that is ours now; undefined when another process has it. */
async function takenNumber(locks: string, prefix: string): Promise<number | undefined> {
  const numbers = await numbersIn(locks, prefix);
  const last = numbers.at(-1) ?? 0;
  if (last > 0 && !(await isOver(join(locks, `${prefix}${last}`)))) return undefined;
  const next = last + 1;
  if (!(await isMade(locks, join(locks, `${prefix}${next}`)))) return undefined;
  // Others may have come and gone since the look, up to the removal of old numbers.
  if ((await numbersIn(locks, prefix)).at(-1) !== next) return undefined;
  for (const old of numbers.filter((number) => number <= next - KEPT)) {
    await rm(join(locks, `${prefix}${old}`), { force: true });
  }
  return next;
}

/** Sorted. */
async function numbersIn(locks: string, prefix: string): Promise<number[]> {
  const names = (await readdir(locks)).filter((name) => name.startsWith(prefix));
  return names
    .map((name) => Number(name.slice(prefix.length)))
    .filter((number) => Number.isSafeInteger(number) && number > 0)
    .sort((a, b) => a - b);
}

/** Makes the lock with its owner in it at once: nobody may read one that is half written. False when it is there. */
async function isMade(locks: string, lock: string): Promise<boolean> {
  const draft = join(locks, `draft-${randomUUID()}`);
  await writeFile(draft, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Whether a lock was given back, or its owner cannot do that any more. */
async function isOver(lock: string): Promise<boolean> {
  const file = await readFile(lock, MAX_BYTES);
  if (!file || file.bytes.length === 0) return true;
  if (Date.now() - file.modifiedAt > LONGEST_MS) return true;
  const [, pid, host] = /^\{"pid":(\d{1,10}),"host":"(.*)"\}$/.exec(file.bytes.toString('utf8')) ?? [];
  if (pid === undefined) return true;
  // Processes of another machine with the same home folder cannot be seen: only their time ends.
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}
