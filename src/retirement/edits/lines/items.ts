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
    const end = blockEnd(lines, line, /^ /);
    items.push({ top: commentsAbove(lines, line), start: line, end });
    line = end - 1;
  }
  return items;
}

/**
 * The line after the last one that belongs to what starts on a line at the left margin, exclusive. Empty lines and
 * comments at the margin belong to it only where more of it follows.
 */
export function blockEnd(lines: readonly string[], start: number, isWithin: RegExp): number {
  let end = start + 1;
  for (let at = end; at < lines.length; at++) {
    const text = lines[at] ?? '';
    if (isWithin.test(text)) end = at + 1;
    else if (text !== '' && !text.startsWith('#')) break;
  }
  return end;
}

/** The first of the comment lines directly above a line, else the line. */
export function commentsAbove(lines: readonly string[], start: number): number {
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
  const keys = new Set<string>();
  let next = from;
  let open: { key: string; value: string; from: number } | undefined;
  const close = (at: number): void => {
    if (open) chunks.push({ ...open, to: at });
    open = undefined;
  };
  for (let line = from; line < to; line++) {
    const text = file.lines[line] ?? '';
    const indent = indentOf(text);
    if (isBetween(text, column) || (!open && !isContent(text))) {
      // A comment or an empty line between two keys is nobody's; within a block it is followed by deeper lines.
      if (next <= line) {
        next = line + 1;
        while (next < to && isBetween(file.lines[next] ?? '', column)) next++;
      }
      if (open && next < to && belongsToKey(file.lines[next] ?? '', column)) continue;
      close(line);
      chunks.push({ key: undefined, value: '', from: line, to: line + 1 });
      continue;
    }
    if (indent > column || (open && belongsToKey(text, column))) {
      if (!open) throw file.refused(line, 'this line is deeper than the key it would belong to');
      continue;
    }
    const [, , , key, value = ''] = KEY.exec(text) ?? [];
    if (indent < column || key === undefined) throw file.refused(line, 'this is not a key as all others here');
    close(line);
    if (!repeated && keys.has(key)) throw file.refused(line, `the key ${key} is here twice`);
    keys.add(key);
    open = { key, value: value.startsWith('#') ? '' : value.trim(), from: line };
  }
  close(to);
  return chunks;
}

/** How many spaces a line starts with. */
export const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Whether a line is neither empty nor a comment. */
export const isContent = (line: string): boolean => !/^\s*(?:#|$)/.test(line);

/** The first line from one on that is neither empty nor a comment; `to` when there is none. */
export function nextContent(lines: readonly string[], from: number, to: number): number {
  let line = from;
  while (line < to && !isContent(lines[line] ?? '')) line++;
  return line;
}

/** An empty line, or a comment that is not deeper than the keys: a deeper one may be a line of text. */
const isBetween = (text: string, column: number): boolean => !isContent(text) && indentOf(text.trimEnd()) <= column;

/** A list can start at the column of its key. */
function belongsToKey(text: string, column: number): boolean {
  const indent = indentOf(text);
  return indent > column || (indent === column && /^ *-(?: |$)/.test(text));
}

/**
 * Refuses the keys of an entry where one is written in brackets or braces, as the rules know lines.
 * @param chunks its keys; prose is left alone
 */
export function checkLineByLine(file: Lines, chunks: readonly Chunk[]): void {
  for (const { key, value, from } of chunks) {
    if (key === 'description' || !/^[[{]/.test(value)) continue;
    throw file.refused(from, `${key ?? 'a key'} is not written line by line`);
  }
}

/**
 * Refuses the entry of a repository that retires where an anchor or an alias ties it to others.
 * @param chunks its keys; prose is left alone
 */
export function checkUntied(file: Lines, chunks: readonly Chunk[]): void {
  for (const { key, from, to } of chunks) {
    if (key === undefined || key === 'description' || key === 'mission') continue;
    for (let line = from; line < to; line++) {
      const text = (file.lines[line] ?? '').replace(/^[ -]*/, '');
      const colon = text.indexOf(': ');
      if (isMark(text) || (colon >= 0 && isMark(text.slice(colon + 2).trimStart()))) {
        throw file.refused(line, 'an anchor or an alias ties this entry to others');
      }
    }
  }
}

const isMark = (text: string): boolean => /^(?:[&*]\w|<<:)/.test(text);

/** The indentation of the first line that is neither empty nor a comment; undefined when there is none. */
export function columnOf({ lines }: Lines, from: number, to: number): number | undefined {
  const at = nextContent(lines, from, to);
  const found = lines[at] ?? '';
  return at < to ? indentOf(found) : undefined;
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
