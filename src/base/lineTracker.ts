/** Follows the lines of a text from the state in which something was measured on it through every edit. */
import { alignLines, LINE_BREAK, type LineKey, UNKNOWN } from './lines';

/** One replacement of text, as editors report it. Lines and characters are 0-based, characters in UTF-16 units. */
export interface TextChange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/**
 * Knows for each line of the present text which line of the base text it is.
 *
 * A line that no edit touched keeps its identity, however many others are equal to it. Between such lines, what was
 * typed or brought back by undo is compared with the base lines that are missing there, so the old text is recognised.
 */
export class LineTracker<Key extends LineKey = string> {
  private readonly lines: string[];
  private readonly keys: Key[];
  /** For each present line its 0-based line in the base text, or UNKNOWN. What is known ascends. */
  private readonly origins: number[];

  /**
   * @param base the lines of the base text, or what `keyOf` makes of them
   * @param lines the lines of the present text
   */
  constructor(
    private readonly base: ArrayLike<Key>,
    lines: readonly string[],
    private readonly keyOf: (line: string) => Key,
  ) {
    this.lines = [...lines];
    this.keys = lines.map(keyOf);
    this.origins = [...alignLines(base, this.keys)];
  }

  get lineCount(): number {
    return this.lines.length;
  }

  /** The base line that a present line is, both 0-based; UNKNOWN where it was changed or added. */
  originOf(line: number): number {
    return this.origins[line] ?? UNKNOWN;
  }

  /** The base line of each present line, as `originOf` gives it: a copy. */
  alignment(): Int32Array {
    return Int32Array.from(this.origins);
  }

  /**
   * Applies changes one after the other; each one's positions are in the text that the ones before it left. What they
   * brought is compared with the base when all are made: an editor sends one for each line that it indents, and the
   * texts between them were never there to be seen.
   */
  apply(changes: Iterable<TextChange>): void {
    let from = Infinity;
    let to = 0;
    for (const change of changes) {
      const { startLine, endLine } = change;
      const added = this.put(change) - (endLine - startLine + 1);
      from = Math.min(from, startLine);
      to = Math.max(to, endLine + 1) + added;
    }
    if (from < to) this.recogniseAround(from, to);
    if (this.isBase()) this.origins.forEach((_, line) => (this.origins[line] = line));
  }

  /** Puts the new text in place and returns how many lines there are now where it was put. */
  private put({ startLine, startCharacter, endLine, endCharacter, text }: TextChange): number {
    const first = this.lines[startLine] ?? '';
    const last = this.lines[endLine] ?? '';
    const lines = (first.slice(0, startCharacter) + text + last.slice(endCharacter)).split(LINE_BREAK);
    const origins = lines.map(() => UNKNOWN);
    // A change that begins at the end of a line, or ends at the beginning of one, may leave that line as it was.
    const keepsFirst = startCharacter === first.length && lines[0] === first;
    const keepsLast = endCharacter === 0 && lines.at(-1) === last;
    // Both at once, with one line before or after: an empty line was doubled, or one of two is left, whichever.
    const isEither = keepsFirst && keepsLast && (startLine === endLine || lines.length === 1);
    if (keepsFirst && !isEither) origins[0] = this.originOf(startLine);
    if (keepsLast && !isEither) origins[origins.length - 1] = this.originOf(endLine);

    const replaced = endLine - startLine + 1;
    replace(this.lines, startLine, replaced, lines);
    replace(this.keys, startLine, replaced, lines.map(this.keyOf));
    replace(this.origins, startLine, replaced, origins);
    return lines.length;
  }

  /** Compares the lines of unknown origin at and around `from` to `to` (exclusive) with the base lines missing there. */
  private recogniseAround(from: number, to: number): void {
    let gap = from;
    while (gap > 0 && this.origins[gap - 1] === UNKNOWN) gap--;
    let end = to;
    while (end < this.origins.length && this.origins[end] === UNKNOWN) end++;
    while (gap < end) {
      if (this.origins[gap] !== UNKNOWN) {
        gap++;
        continue;
      }
      let next = gap;
      while (next < end && this.origins[next] === UNKNOWN) next++;
      this.recognise(gap, next);
      gap = next;
    }
  }

  private recognise(from: number, to: number): void {
    const first = this.originOf(from - 1) + 1;
    const last = to < this.origins.length ? this.originOf(to) : this.base.length;
    if (first >= last) return;
    const missing = Array.prototype.slice.call(this.base, first, last) as Key[];
    alignLines(missing, this.keys.slice(from, to)).forEach((line, i) => {
      if (line !== UNKNOWN) this.origins[from + i] = first + line;
    });
  }

  /** The very text that was measured is known in whole, by whatever edits it came back. */
  private isBase(): boolean {
    return this.keys.length === this.base.length && this.keys.every((key, line) => key === this.base[line]);
  }
}

/** `splice` for any number of items: as arguments of one call, 100,000 of them overflow the stack. */
function replace<T>(array: T[], start: number, count: number, items: readonly T[]): void {
  if (count === items.length) {
    // Most edits leave as many lines as there were: nothing moves.
    items.forEach((item, i) => (array[start + i] = item));
    return;
  }
  const rest = array.slice(start + count);
  array.length = start;
  for (const item of items) array.push(item);
  for (const item of rest) array.push(item);
}
