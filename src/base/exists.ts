import { lstat } from 'node:fs/promises';
import { isMissing } from './readFile';

/** Whether anything is at this absolute path: a file, a folder, or a link, even one that leads nowhere. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
