import type { PythonText, Statement } from '../../project/python/text';
import { joinedLine } from './joinedLine';

/** What hacking's H306 compares for a statement; undefined for one that it does not look at. */
export function sortKey(python: PythonText, statement: Statement): string | undefined {
  const words = normalized(joinedLine(python, statement)).toLowerCase().split(/\s+/);
  return (words.length === 2 || words.length === 4) && words[0] === 'import' ? words[1] : undefined;
}

/**
 * `from a import b` and `from a import b as c` count as `import a.b` (hacking 8.1, core.import_normalize); several
 * names, `*` and `__future__` do not.
 */
function normalized(line: string): string {
  const words = line.split(/\s+/);
  const single = words.length === 4 || (words.length === 6 && words[4] === 'as');
  if (line.startsWith('from ') && !line.includes(',') && single && words[2] === 'import') {
    if (words[3] !== '*' && words[1] !== '__future__') return `import ${words[1]}.${words[3]}`;
  }
  return line;
}

/**
 * The pairs that H306 would report, as `previous,current`: neighbours at the same indent without a blank line in
 * between, compared by code points.
 */
export function disorder(python: PythonText): Map<string, number> {
  const pairs = new Map<string, number>();
  let previous: Statement | undefined;
  let previousKey: string | undefined;
  for (const statement of python.statements) {
    const key = mayBeImport(python, statement) ? sortKey(python, statement) : undefined;
    const neighbours = statement.blankBefore < 1 && previous?.indent === statement.indent;
    if (key !== undefined && previousKey !== undefined && neighbours && comesBefore(key, previousKey)) {
      const pair = `${previousKey}, ${key}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    previous = statement;
    previousKey = key;
  }
  return pairs;
}

export function mayBeImport({ text }: PythonText, { from }: Statement): boolean {
  return text.startsWith('import', from) || text.startsWith('from', from);
}

/** Whether `after` has no pair out of order that `before` had not. */
export function keepsOrder(before: PythonText, after: PythonText): boolean {
  const had = disorder(before);
  return [...disorder(after)].every(([pair, count]) => count <= (had.get(pair) ?? 0));
}

/** Python compares strings by code points, JavaScript by UTF-16 units. */
export function comesBefore(a: string, b: string): boolean {
  const left = [...a];
  const right = [...b];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!;
    if (difference !== 0) return difference < 0;
  }
  return left.length < right.length;
}
