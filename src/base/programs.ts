/** Which programs a folder of environments holds. Whoever runs one has to know that the folder is trusted. */
import { access, constants, readdir } from 'node:fs/promises';
import { hasCode } from './errors';

/** What is in a folder; nothing where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false; // whatever keeps it from being run, it is not the program to take
  }
}
