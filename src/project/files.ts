/** The little that reading a project asks of a disk, so that the rules are tested without one. */
import { readdir, stat } from 'node:fs/promises';
import { isMissing, readText } from '../base/readFile';

export interface ProjectFiles {
  /**
   * Text of a regular file, read as UTF-8; undefined when there is none at this absolute path.
   * @throws UserError `too-big` when it has more than `maxBytes`, `unreadable` for what the system refuses
   */
  read(path: string, maxBytes: number): Promise<string | undefined>;

  /** When a regular file was last written, in milliseconds since the epoch; undefined when there is none. */
  modified(path: string): Promise<number | undefined>;

  /** Names of what a folder holds, not deeper; empty when there is no such folder. */
  list(folder: string): Promise<string[]>;
}

export const diskFiles: ProjectFiles = {
  read: readText,

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

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
