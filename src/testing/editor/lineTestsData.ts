/** Where the coverage data with contexts of a root is: what a run of ours left, or the project's own `.coverage`. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from '../../base/errors';

export interface DataFile {
  /** Absolute path. */
  readonly path: string;
  /** When it was written, in milliseconds since the epoch. */
  readonly writtenAt: number;
}

export class ContextsData {
  /** @param storage absolute path of a folder of ours */
  constructor(private readonly storage: string) {}

  /** Copies the data that a run with contexts left: the next run, without contexts, is free to delete its own. */
  async keep(root: string, path: string): Promise<void> {
    const kept = this.kept(root);
    await mkdir(dirname(kept), { recursive: true });
    await copyFile(path, kept);
  }

  /** The files that may have contexts, newest first. */
  async files(root: string): Promise<DataFile[]> {
    const found = await Promise.all([this.kept(root), join(root, '.coverage')].map(dataFileAt));
    return found.filter((each) => each !== undefined).sort((a, b) => b.writtenAt - a.writtenAt);
  }

  private kept(root: string): string {
    return join(this.storage, createHash('sha256').update(root).digest('hex').slice(0, 16), 'contexts.coverage');
  }
}

async function dataFileAt(path: string): Promise<DataFile | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? { path, writtenAt: stats.mtimeMs } : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return undefined;
    throw error;
  }
}
