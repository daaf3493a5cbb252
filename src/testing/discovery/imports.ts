/** What the import statements of a Python module bind, and how a relative one is resolved. */
import { DOTTED_NAME, NAME, normalizedName } from '../../project/python/names';

const FROM = new RegExp(`^from (\\.*(?: ?${DOTTED_NAME})?) import (.+)$`, 'u');
const PART = new RegExp(`^ ?(${DOTTED_NAME})(?: as (${NAME}))? ?;?.*$`, 'u');

/**
 * The names that one import statement binds, with the dotted name each stands for.
 *
 * `from a.b import c as d` binds d to `a.b.c`, `from .x import y` binds y to `.x.y`, `import a.b as c` binds c to
 * `a.b`, `import a.b` binds `a` to `a`. Anything else binds nothing.
 */
export function importsOf(statement: string): [name: string, target: string][] {
  const flat = normalizedName(statement)
    .replace(/#.*/g, ' ')
    .replace(/\\(?:\r\n?|\n)/g, ' ')
    .replace(/[\s()]+/g, ' ')
    .trim();
  const from = FROM.exec(flat);
  if (from) {
    const source = from[1]!.replace(/ /g, '');
    return names(from[2]!).map(([name, as]) => [
      as ?? name,
      source.endsWith('.') ? source + name : `${source}.${name}`,
    ]);
  }
  const plain = /^import (.+)$/.exec(flat);
  if (!plain) return [];
  return names(plain[1]!).map(([name, as]) =>
    as === undefined ? [name.split('.')[0]!, name.split('.')[0]!] : [as, name],
  );
}

function names(list: string): [name: string, as: string | undefined][] {
  const found: [string, string | undefined][] = [];
  for (const part of list.split(',')) {
    const match = PART.exec(part);
    if (match) found.push([match[1]!, match[2]]);
  }
  return found;
}

/**
 * The dotted name behind an import as written in `module`; undefined where the dots lead out of the top folder.
 * Source: Python language reference, "Package Relative Imports".
 */
export function resolveImport(target: string, module: string, isPackage: boolean): string | undefined {
  const dots = /^\.*/.exec(target)![0].length;
  if (dots === 0) return target;
  const parts = module.split('.');
  const climb = isPackage ? dots - 1 : dots;
  if (climb >= parts.length + (isPackage ? 1 : 0)) return undefined;
  return [...parts.slice(0, parts.length - climb), target.slice(dots)].filter((part) => part !== '').join('.');
}
