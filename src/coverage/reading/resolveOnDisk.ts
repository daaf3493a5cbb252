import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disk } from './resolve';

/**
 * The disk as it is, while one report is read. Its folders are remembered, since a report names few of them, many times:
 * once a folder was asked for a few files it is listed as a whole, which takes a fifth of asking for nova's one by one.
 * @param roots absolute paths of the workspace's folders
 */
export function diskOf(roots: readonly string[]): Disk {
  const folders = new Map<string, Folder | undefined>();
  const folderAt = (path: string): Folder | undefined => {
    if (folders.has(path)) return folders.get(path);
    const parent = dirname(path);
    const isFolder = (parent === path || folderAt(parent) !== undefined) && (stats(path)?.isDirectory() ?? false);
    const folder = isFolder ? new Folder(path) : undefined;
    folders.set(path, folder);
    return folder;
  };
  return {
    roots,
    exists: (path) => folderAt(dirname(path))?.holds(basename(path)) ?? false,
    realPath: (path) => (stats(path) === undefined ? path : realpathSync(path)),
  };
}

/** How many files are asked for before a folder is listed. */
const FEW = 3;

class Folder {
  private asked = 0;
  private files: ReadonlySet<string> | undefined;

  constructor(private readonly path: string) {}

  /** Whether a file, not a folder, of this name is in it. */
  holds(name: string): boolean {
    if (++this.asked === FEW + 1) this.files = filesIn(this.path);
    // Not listed: a link, or, where the case of letters does not matter, a file that is written otherwise.
    return (this.files?.has(name) ?? false) || (stats(`${this.path}/${name}`)?.isFile() ?? false);
  }
}

function filesIn(folder: string): ReadonlySet<string> | undefined {
  try {
    return new Set(
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
    );
  } catch {
    return undefined; // one that may be passed through but not listed: each file is asked for
  }
}

function stats(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Not permitted, or a name that no file can have.
    return undefined;
  }
}
