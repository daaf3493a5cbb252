import { lstat, readdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { basename, join } from 'node:path';

/** Begins the name of every folder of an AskpassServer. */
export const FOLDER_PREFIX = 'openstack-askpass-';

/** Where the server of a folder listens: a socket in it; on Windows, which has none in files, a pipe with its name. */
export const addressIn = (folder: string): string =>
  process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, 'socket');

/** A server that is just being started does not listen yet. */
const STARTING_MS = 60_000;

/**
 * Removes the folders of servers that ended without tidying up, as in a window that was killed; another window's server
 * is left alone. Gives the paths of what was removed.
 * @param parent absolute path of the folder for temporary files
 * @param now in milliseconds since the epoch
 */
export async function sweepAskpassFolders(parent: string, now = Date.now()): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    if (!name.startsWith(FOLDER_PREFIX) || !(await isOldOwn(folder, now)) || (await isServed(addressIn(folder)))) {
      continue;
    }
    await rm(folder, { recursive: true, force: true });
    removed.push(folder);
  }
  return removed;
}

/** Anybody may make such a name where all users keep temporary files. */
async function isOldOwn(folder: string, now: number): Promise<boolean> {
  const stats = await lstat(folder).catch(() => undefined); // another window's sweep was quicker
  const uid = process.getuid?.();
  return (
    stats !== undefined &&
    stats.isDirectory() &&
    (uid === undefined || stats.uid === uid) &&
    now - stats.mtimeMs > STARTING_MS
  );
}

const isServed = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(address);
    const settle = (served: boolean): void => {
      socket.destroy();
      resolve(served);
    };
    socket.on('connect', () => settle(true));
    socket.on('error', () => settle(false));
  });
