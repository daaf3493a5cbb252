/** Finds the Python files of a project without following links: none leaves the project, and none goes in a circle. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../base/errors';
import { isInside } from '../../base/paths';

/** Folders without Python files of the project: environments of tox, caches, the repository. */
export function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__';
}

/**
 * Absolute paths of the Python files in a folder and below, or the file itself; hidden folders are left out.
 * @param root absolute path of the project. A `folder` that is a link is followed, but not out of it
 */
export async function pythonFiles(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (path: string): Promise<void> => {
    const folders: string[] = [];
    for (const entry of await entriesOf(path)) {
      if (isLeftOut(entry.name)) continue;
      if (entry.isDirectory()) folders.push(join(path, entry.name));
      else if (entry.isFile() && entry.name.endsWith('.py')) found.push(join(path, entry.name));
    }
    for (const each of folders) await walk(each);
  };
  if (!(await staysIn(root, folder))) return [];
  if (await isFile(folder)) return [folder];
  await walk(folder);
  return found;
}

async function staysIn(root: string, folder: string): Promise<boolean> {
  const [top, real] = await Promise.all([root, folder].map((path) => unlessGone(() => realpath(path), undefined)));
  return top !== undefined && real !== undefined && (top === real || isInside(top, real));
}

const isFile = (path: string): Promise<boolean> => unlessGone(async () => (await stat(path)).isFile(), false);

const entriesOf = (folder: string): Promise<Dirent[]> => unlessGone(() => readdir(folder, { withFileTypes: true }), []);

/** What is gone since it was listed, or belongs to another user, has nothing for us. */
async function unlessGone<T>(look: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM')) return otherwise;
    throw error;
  }
}
