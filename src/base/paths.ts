import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path lies below a folder, by their names alone; a folder is not below itself. Both are absolute. */
export function isInside(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}
