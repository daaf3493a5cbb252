import { DOTTED_NAME, NAME } from '../../project/python/names';
import { type Comparison, comparisonOf } from './comparison';

export interface Frame {
  /** As Python wrote it: absolute, or relative to the folder the tests ran in. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** `<module>` outside of any function. */
  readonly function: string;
}

/** One exception: the last is the one that ended the test, those before it led to it. */
export interface Traceback extends Partial<Comparison> {
  /** Dotted name of the exception, such as `testtools.matchers._impl.MismatchError`; empty when there is none. */
  readonly exception: string;
  /** What it said, may have several lines; the exception's name when it said nothing. */
  readonly message: string;
  /** Outermost call first, as Python prints them. */
  readonly frames: readonly Frame[];
  readonly cause: Traceback | undefined;
}

/** The sentences between chained exceptions (Python's traceback.py). */
const CHAIN = new RegExp(
  '^[ \\t]*(?:The above exception was the direct cause of the following exception:|' +
    'During handling of the above exception, another exception occurred:)[ \\t]*$',
  'm',
);
const FRAME = /^(\s*)File "([^"]+)", line (\d+)(?:, in (.+?))?\s*$/;
/** Files of libraries, of Python itself, and what is no file: `<frozen importlib._bootstrap>`. */
const LIBRARY = /\/(site-packages|dist-packages|lib\/python\d[\d.]*)\/|^</;
const CARETS = /^[\s~^]+$/;
/** An exception as Python writes it: a dotted name, and perhaps `: ` and what it says. */
const EXCEPTION = new RegExp(`^(${DOTTED_NAME})(?:: ?(.*))?$`, 'su');
/** The same where a line of source could stand: the name is surely a class. */
const CLASS_LINE = new RegExp(`^(?:${NAME}\\.)*\\p{Lu}\\p{XID_Continue}*(?:: |:?$)`, 'u');

/**
 * Reads the text of a traceback as Python, unittest and testtools write it. Also as stestr prints it to a terminal,
 * where lines lose their indentation and blank lines come between. Text without a traceback gives no frames.
 */
export function parseTraceback(text: string): Traceback {
  const parts = text.replaceAll('\r\n', '\n').split(CHAIN);
  const [first = '', ...later] = parts;
  return later.reduce<Traceback>((cause, part) => parseOne(part, cause), parseOne(first, undefined));
}

/**
 * Where to show the message: the innermost call within the test's own file, else within the last exception's
 * innermost call that is neither Python's nor a library's; undefined if the traceback has neither.
 * @param test file of the test, or its module: `pkg.tests.test_x`
 */
export function failingFrame(traceback: Traceback, test: { file: string } | { module: string }): Frame | undefined {
  const ending = 'file' in test ? normalized(test.file) : `${test.module.replaceAll('.', '/')}.py`;
  for (let each: Traceback | undefined = traceback; each; each = each.cause) {
    const frame = each.frames.findLast(({ file }) => samePath(normalized(file), ending));
    if (frame) {
      return frame;
    }
  }
  return traceback.frames.findLast(({ file }) => !LIBRARY.test(normalized(file)));
}

function parseOne(text: string, cause: Traceback | undefined): Traceback {
  const lines = withoutGroupMargins(text).split('\n');
  const frames: Frame[] = [];
  let afterFrames = 0;
  let indent = 0;
  lines.forEach((line, index) => {
    const frame = FRAME.exec(line);
    if (frame) {
      frames.push({ file: frame[2] ?? '', line: Number(frame[3]), function: frame[4] ?? '<module>' });
      afterFrames = index + 1;
      indent = (frame[1] ?? '').length;
    }
  });
  const start = frames.length > 0 ? exceptionLine(lines, afterFrames, indent) : 0;
  const said = dedent(lines.slice(start)).join('\n').trim();
  const [, exception = '', words = said] = EXCEPTION.exec(said) ?? [];
  const message = words.trim() || exception;
  return { exception, message, frames, cause, ...comparisonOf(exception, message) };
}

/** Index of the line that names the exception, behind the source lines of the last frame. */
function exceptionLine(lines: readonly string[], from: number, frameIndent: number): number {
  const find = (start: number, matches: (line: string) => boolean) =>
    lines.findIndex((line, index) => index >= start && line.trim() !== '' && matches(line));
  const source = find(from, () => true);
  if (source < 0) {
    return from;
  }
  if (indentOf(lines[source] ?? '') > frameIndent) {
    const outdented = find(source, (line) => indentOf(line) < frameIndent);
    return outdented >= 0 ? outdented : from;
  }
  // No source was at hand, or the indentation is lost: source, perhaps carets under it, then the exception.
  if (CLASS_LINE.test((lines[source] ?? '').trim())) {
    return source;
  }
  const named = find(source + 1, (line) => !CARETS.test(line) && EXCEPTION.test(line.trim()));
  return named >= 0 ? named : source;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The exception stands first: its indentation is that of all. */
function dedent(lines: readonly string[]): string[] {
  const indent = indentOf(lines[0] ?? '');
  return lines.map((line) => (indentOf(line) >= indent ? line.slice(indent) : line));
}

/** Exception groups (PEP 654) are drawn with `|` and `+` before each line. */
function withoutGroupMargins(text: string): string {
  return text.includes('Exception Group Traceback') ? text.replace(/^[ \t]*[|+] ?/gm, '') : text;
}

function normalized(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}

/** Equal, or one the end of the other: CI's folders are others than ours. */
function samePath(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}
