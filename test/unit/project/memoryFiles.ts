import { tooBig } from '../../../src/base/readFile';
import { type ProjectFiles } from '../../../src/project/files';

/**
 * A disk that holds these files.
 * @param texts by absolute path
 * @param modified when they were written; the others at 0
 */
export function memoryFiles(texts: Record<string, string>, modified: Record<string, number> = {}): ProjectFiles {
  const held = new Map(Object.entries(texts));
  return {
    read(path, maxBytes) {
      const text = held.get(path);
      if (text !== undefined && text.length > maxBytes) {
        return Promise.reject(tooBig(path, maxBytes));
      }
      return Promise.resolve(text);
    },
    modified(path) {
      return Promise.resolve(held.has(path) ? (modified[path] ?? 0) : undefined);
    },
    list(folder) {
      const below = [...held.keys()].filter((path) => path.startsWith(`${folder}/`));
      return Promise.resolve([...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))]);
    },
  };
}

/** A disk with a project in `/p` that holds these files, by their paths in the project. */
export function projectFiles(texts: Record<string, string>): ProjectFiles {
  return memoryFiles(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/p/${name}`, text])));
}
