/**
 * The little that reading a project asks of a disk, so that the rules are tested without one.
 *
 * What a repository holds is hostile: reads are limited, and a pipe or a device is no file.
 */
import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { hasCode, UserError } from '../base/errors';

export interface ProjectFiles {
  /**
   * Text of a regular file, read as UTF-8; undefined when there is none at this absolute path.
   * @throws UserError `too-big` when it has more than `maxBytes`; errors of the file system other than "not there"
   */
  read(path: string, maxBytes: number): Promise<string | undefined>;

  /** When a regular file was last written, in milliseconds since the epoch; undefined when there is none. */
  modified(path: string): Promise<number | undefined>;

  /** Names of what a folder holds, not deeper; empty when there is no such folder. */
  list(folder: string): Promise<string[]>;
}

export const diskFiles: ProjectFiles = {
  async read(path, maxBytes) {
    // Opening a pipe would wait for who writes to it, hence O_NONBLOCK (which Windows does not have).
    const flags = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);
    return unlessMissing(async () => {
      const file = await open(path, flags);
      try {
        const stats = await file.stat();
        if (!stats.isFile()) return undefined;
        if (stats.size > maxBytes) throw new UserError('too-big', `${path} has more than ${maxBytes} bytes.`);
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    });
  },

  async modified(path) {
    return unlessMissing(async () => {
      const stats = await stat(path);
      return stats.isFile() ? stats.mtimeMs : undefined;
    });
  },

  async list(folder) {
    return (await unlessMissing(() => readdir(folder))) ?? [];
  },
};

/** Windows says EISDIR on opening a folder, ENXIO is a socket; a path through a file is ENOTDIR, a circle ELOOP. */
async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO', 'ENAMETOOLONG')) return undefined;
    throw error;
  }
}
