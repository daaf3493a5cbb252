import { parseHunkHeader } from './hunkHeader';

/** Of a hunk without its lines, as a diff has that was cut off: no source file has as many. */
const MOST_LINES = 5_000_000;

/**
 * The added and changed lines that a unified diff names, 1-based, by the file's new name (with `/`, without prefix).
 * Of hunks that name more than some millions of lines, only the first count.
 *
 * @param diff what `git diff -U0 --src-prefix=a/ --dst-prefix=b/` printed
 */
export function parseAddedLines(diff: string): Map<string, number[]> {
  const files = new Map<string, number[]>();
  let current: number[] | undefined;
  /** Lines of the hunk that are still to come: they can begin with `+++` as well. */
  let left = 0;
  let named = 0;
  for (const line of diff.split('\n')) {
    if (left > 0 && (line.startsWith('+') || line.startsWith('-'))) {
      left--;
    } else if (line.startsWith('+++ ')) {
      const name = newName(line.slice(4));
      current = name === undefined ? undefined : [];
      if (name !== undefined && current) files.set(name, current);
    } else if (line.startsWith('@@ ')) {
      const hunk = parseHunkHeader(line);
      if (!hunk) continue;
      const { oldCount, newStart, newCount } = hunk;
      left = oldCount + newCount;
      for (let i = 0; current && i < newCount && named < MOST_LINES; i++, named++) current.push(newStart + i);
    }
  }
  return files;
}

/** `b/name`, with a tab after a name that has spaces, or quoted as in C; undefined for `/dev/null`. */
function newName(text: string): string | undefined {
  const name = text.startsWith('"') ? unquoted(text) : text.replace(/\t$/, '').replace(/\r$/, '');
  return name.startsWith('b/') ? name.slice(2) : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Undoes git's quoting of names: escapes as in C, bytes of UTF-8 in octal. Source: git, quote.c. */
function unquoted(text: string): string {
  const bytes: Buffer[] = [];
  const inside = text.slice(1, text.lastIndexOf('"'));
  for (const [, octal, escape, plain] of inside.matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    if (octal !== undefined) bytes.push(Buffer.from([parseInt(octal, 8)]));
    else bytes.push(Buffer.from(escape === undefined ? plain! : (ESCAPES[escape] ?? escape)));
  }
  return Buffer.concat(bytes).toString('utf8');
}
