import { dirname } from 'node:path';

export interface Import {
  /** Path of the file that imports, from the project's root. */
  from: string;
  /** Path of the file that is imported. */
  to: string;
}

/** Its extension.ts hands down to all features, whose api.ts is types for them: no room of its own. */
const ROOT = 'src';

/**
 * The circles of folders below src/, a folder being the files that lie in it directly. Of each circle, the imports that
 * tie it, as `from -> to`, sorted.
 */
export function folderCycles(imports: readonly Import[]): string[][] {
  const ties = imports.filter(({ from, to }) => isRoom(from) && isRoom(to) && dirname(from) !== dirname(to));
  const reached = new Map<string, Set<string>>();
  const reach = (folder: string): Set<string> => {
    const known = reached.get(folder);
    if (known) return known;
    const folders = new Set<string>();
    const open = [folder];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const here = next;
      for (const tie of ties) {
        const to = dirname(tie.to);
        if (dirname(tie.from) !== here || folders.has(to)) continue;
        folders.add(to);
        open.push(to);
      }
    }
    reached.set(folder, folders);
    return folders;
  };
  const cycles = new Map<string, string[]>();
  for (const { from, to } of ties) {
    const [a, b] = [dirname(from), dirname(to)];
    if (!reach(b).has(a)) continue;
    // All folders of one circle reach the same folders of it, and so name it alike.
    const circle = [...reach(a)].filter((folder) => reach(folder).has(a)).sort();
    const name = circle.join(' ');
    cycles.set(name, [...(cycles.get(name) ?? []), `${from} -> ${to}`]);
  }
  return [...cycles.values()].map((cycle) => cycle.sort());
}

function isRoom(file: string): boolean {
  return file.startsWith(`${ROOT}/`) && dirname(file) !== ROOT;
}
