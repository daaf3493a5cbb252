import { isAbsolute, relative, sep } from 'node:path';

/** Of the folders around a path, the innermost. All paths are absolute. */
export function innermost<Folder extends { readonly path: string }>(
  folders: readonly Folder[],
  path: string,
): Folder | undefined {
  const around = folders.filter((each) => isInside(each.path, path));
  return around.sort((a, b) => b.path.length - a.path.length)[0];
}

/** Whether a path lies below a folder, by their names alone; a folder is not below itself. Both are absolute. */
export function isInside(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}
