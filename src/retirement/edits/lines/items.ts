/** Where things stand in hand-kept YAML, line by line: items of a list at the top, and the keys of a mapping. */
import type { Lines } from './lines';

/** An item of the list that a file is. All lines are 0-based; `end` is exclusive. */
export interface Item {
  /** The first of the comment lines directly above, else `start`. */
  readonly top: number;
  /** The line with its `-`. */
  readonly start: number;
  /** After its last line that is not empty. */
  readonly end: number;
}

/** A key of a mapping with all that is below it, and the comments that stand alone between keys. */
export interface Chunk {
  /** Undefined for a comment that stands at the column of the keys, and for empty lines. */
  readonly key: string | undefined;
  /** What follows the colon on its line, without spaces at its ends. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** The items of a file whose top is a list. An indented line belongs to the item above it. */
export function itemsOf({ lines }: Lines): Item[] {
  const items: Item[] = [];
  for (let line = 0; line < lines.length; line++) {
    if (!/^-(?: |$)/.test(lines[line] ?? '')) continue;
    let end = line + 1;
    for (let at = end; at < lines.length && /^(?: |$)/.test(lines[at] ?? ''); at++) {
      if (lines[at] !== '') end = at + 1;
    }
    items.push({ top: commentsAbove(lines, line), start: line, end });
    line = end - 1;
  }
  return items;
}

function commentsAbove(lines: readonly string[], start: number): number {
  let top = start;
  while (top > 0 && lines[top - 1]?.startsWith('#')) top--;
  // The head of a file is not about its first entry, even where no empty line is between.
  return top === 0 ? start : top;
}

/** Names of deliverables are keys too: `openstack/openstack-ansible-os_murano`, `Enterprise Working Group`. */
const KEY = /^( *)(["']?)([A-Za-z0-9_][\w./+-]*(?: [\w./+-]+)*)\2 *:(?: +(.*))?$/;

/**
 * The keys of the mapping in these lines, at a column that is given.
 * @param repeated whether a key may be there twice, as in lists of names that grew over years
 * @throws EditRefused for a line left of the column, and for one at it that is no key
 */
export function chunksOf(file: Lines, from: number, to: number, column: number, repeated = false): Chunk[] {
  const chunks: Chunk[] = [];
  let open: { key: string; value: string; from: number } | undefined;
  const close = (at: number): void => {
    if (open) chunks.push({ ...open, to: at });
    open = undefined;
  };
  for (let line = from; line < to; line++) {
    const text = file.lines[line] ?? '';
    const indent = text.length - text.trimStart().length;
    if (text.trim() === '' || (text.trimStart().startsWith('#') && indent <= column)) {
      // A comment or an empty line between two keys is nobody's; within a block it is followed by deeper lines.
      if (open && isWithin(file, line + 1, to, column)) continue;
      close(line);
      chunks.push({ key: undefined, value: '', from: line, to: line + 1 });
      continue;
    }
    if (indent > column || (indent === column && open && /^ *- /.test(text))) {
      if (!open) throw file.refused(line, 'this line is deeper than the key it would belong to');
      continue;
    }
    const [, , , key, value = ''] = KEY.exec(text) ?? [];
    if (indent < column || key === undefined) throw file.refused(line, 'this is not a key as all others here');
    close(line);
    if (!repeated && chunks.some((chunk) => chunk.key === key)) {
      throw file.refused(line, `the key ${key} is here twice`);
    }
    open = { key, value: value.trim(), from: line };
  }
  close(to);
  return chunks;
}

/** Whether the next line that is neither empty nor a comment belongs to the key above. */
function isWithin({ lines }: Lines, from: number, to: number, column: number): boolean {
  for (let line = from; line < to; line++) {
    const text = lines[line] ?? '';
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
    return text.length - text.trimStart().length > column;
  }
  return false;
}

/** The indentation of the first line that is neither empty nor a comment; undefined when there is none. */
export function columnOf({ lines }: Lines, from: number, to: number): number | undefined {
  const found = lines.slice(from, to).find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return found === undefined ? undefined : found.length - found.trimStart().length;
}

/** A scalar on one line, without its quotes and a comment behind it; undefined for what is anything else. */
export function plainValue(value: string): string | undefined {
  const [, quoted] = /^'([^']*)' *(?:#.*)?$/.exec(value) ?? /^"([^"\\]*)" *(?:#.*)?$/.exec(value) ?? [];
  if (quoted !== undefined) return quoted;
  const bare = value.replace(/ #.*$/, '').trim();
  return /^[&*!|>%@`{["'#]/.test(bare) ? undefined : bare;
}

/**
 * The lines that go when whole entries go: with each its comments above and one empty line, the one after it, or for the
 * last entry of the file the one before. Ranges are 0-based, exclusive, ascending, and do not touch each other's lines.
 */
export function withoutEntries(
  { lines }: Lines,
  entries: readonly Pick<Item, 'top' | 'end'>[],
): { from: number; to: number }[] {
  const gone = new Set<number>();
  for (const { top, end } of entries) {
    for (let line = top; line < end; line++) gone.add(line);
    if (lines[end] === '') {
      gone.add(end);
    } else if (end >= lines.length) {
      let before = top - 1;
      while (gone.has(before)) before--;
      if (lines[before] === '') gone.add(before);
    }
  }
  return rangesOf(gone);
}

/** Ascending ranges, exclusive, of lines. */
export function rangesOf(lines: ReadonlySet<number>): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.to === line) last.to++;
    else ranges.push({ from: line, to: line + 1 });
  }
  return ranges;
}
