import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * What to check: files on disk, one text that is not saved, or the whole project, which is what the command that
 * checks it names as operands, with the project's own excludes.
 */
export type Target =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | { readonly kind: 'root'; readonly operands?: readonly string[] };

/** Relative to the root, as excludes and per-file-ignores of the project expect. A leading `-` is no option. */
export function inRoot(file: string, root: string): string {
  const path = relative(root, resolve(root, file));
  if (path.startsWith('..') || isAbsolute(path)) return resolve(root, file);
  return path.startsWith('-') ? `.${sep}${path}` : path;
}
