/** A file of a repository as lines, and the edits that are collected for it. */
import { EditRefused, type FileEdit, type Hunk } from './edit';

/** A text that was looked over: nothing in it breaks the rules that all of these files keep. */
export class Lines {
  readonly lines: readonly string[];

  /**
   * @throws EditRefused for what makes every rule unsafe: conflict markers, tabs in the indentation, carriage returns, a
   *   byte order mark, bytes that are not UTF-8, a last line without an end
   */
  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    if (text !== '' && !text.endsWith('\n')) {
      throw new EditRefused('not-as-expected', path, undefined, 'its last line has no end');
    }
    this.lines = text === '' ? [] : text.slice(0, -1).split('\n');
    if (text.startsWith('\uFEFF')) throw this.refused(0, 'a byte order mark is before the text');
    const isHeading = path.endsWith('.rst');
    const found = (isHeading ? ODD_PROSE : ODD).exec(text);
    if (!found) return;
    const line = text.slice(0, found.index).split('\n').length - 1;
    throw this.refused(line, problemOf(found[0]));
  }

  /** @param line 0-based @param why what follows the place in the sentence */
  refused(line: number, why: string): EditRefused {
    return new EditRefused('not-as-expected', this.path, line + 1, why);
  }
}

/** Looked for in the whole text at once. `\r?$` because a marker may end with what is refused too. */
const ODD = /^(?:<{7}|>{7}|={7}|\|{7})(?: |\r?$)|^ *\t|\r|\uFFFD/m;
/** Seven equals signs are the line below a heading. */
const ODD_PROSE = /^(?:<{7}|>{7}|\|{7})(?: |\r?$)|^ *\t|\r|\uFFFD/m;

function problemOf(found: string): string {
  if (found.includes('\t')) return 'a tab is in the indentation';
  // It stands for other bytes, and would be written in their place.
  if (found.includes('\uFFFD')) return 'it has bytes that are not UTF-8';
  return /[<>=|]/.test(found) ? 'a conflict of a merge is not resolved' : 'there is a carriage return';
}

/** Hunks for one file. */
export class LineEdits {
  private readonly hunks: Hunk[] = [];

  constructor(readonly file: Lines) {}

  /** Lines `from` to `to`, exclusive, 0-based, give way to others. No hunk may lie in another. */
  replace(from: number, to: number, added: readonly string[], reason: string): void {
    const gone = this.file.lines.slice(from, to);
    if (gone.length === added.length && gone.every((line, i) => line === added[i])) return;
    this.hunks.push({ line: from, removed: to - from, added, reason });
  }

  remove(from: number, to: number, reason: string): void {
    this.replace(from, to, [], reason);
  }

  /** @param at 0-based line that comes after them */
  insert(at: number, added: readonly string[], reason: string): void {
    this.replace(at, at, added, reason);
  }

  get isEmpty(): boolean {
    return this.hunks.length === 0;
  }

  /** The edit; undefined when nothing changes. */
  finish(reason: string): FileEdit | undefined {
    if (this.hunks.length === 0) return undefined;
    const hunks = [...this.hunks].sort((a, b) => a.line - b.line || a.removed - b.removed);
    // A run of lines at a time: a file can have more of them than a call can have arguments.
    const out: string[] = [];
    let at = 0;
    for (const { line, removed, added } of hunks) {
      if (line < at) throw new Error(`Two hunks of ${this.file.path} meet at line ${line + 1}`);
      out.push(ended(this.file.lines.slice(at, line)), ended(added));
      at = line + removed;
    }
    out.push(ended(this.file.lines.slice(at)));
    const content = out.join('');
    return { path: this.file.path, before: this.file.text, content, hunks, reason };
  }
}

const ended = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);
