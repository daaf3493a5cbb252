/** A file of a repository as lines, and the edits that are collected for it. */
import { EditRefused, type FileEdit, type Hunk } from './edit';

/** A text that was looked over: nothing in it breaks the rules that all of these files keep. */
export class Lines {
  readonly lines: readonly string[];

  /**
   * @throws EditRefused for what makes every rule unsafe: conflict markers, tabs in the indentation, carriage returns, a
   *   last line without an end
   */
  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    if (text !== '' && !text.endsWith('\n')) {
      throw new EditRefused('not-as-expected', path, undefined, 'its last line has no end');
    }
    this.lines = text === '' ? [] : text.slice(0, -1).split('\n');
    if (!SUSPECT.test(text)) return;
    for (const [line, content] of this.lines.entries()) {
      const why = problemOf(content);
      if (why) throw this.refused(line, why);
    }
  }

  /** @param line 0-based @param why what follows the place in the sentence */
  refused(line: number, why: string): EditRefused {
    return new EditRefused('not-as-expected', this.path, line + 1, why);
  }
}

/** One look at the whole text says that no line of it has a problem. */
const SUSPECT = /^(?:<{7}|>{7}|={7}|\|{7})|^ *\t|\r/m;

function problemOf(line: string): string | undefined {
  if (/^(?:<{7}|>{7}|={7}|\|{7})(?: |$)/.test(line)) return 'a conflict of a merge is not resolved';
  if (/^ *\t/.test(line)) return 'a tab is in the indentation';
  if (line.includes('\r')) return 'there is a carriage return';
  return undefined;
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
    const out: string[] = [];
    let at = 0;
    for (const { line, removed, added } of hunks) {
      if (line < at) throw new Error(`Two hunks of ${this.file.path} meet at line ${line + 1}`);
      out.push(...this.file.lines.slice(at, line), ...added);
      at = line + removed;
    }
    out.push(...this.file.lines.slice(at));
    const content = out.map((line) => `${line}\n`).join('');
    return { path: this.file.path, before: this.file.text, content, hunks, reason };
  }
}
