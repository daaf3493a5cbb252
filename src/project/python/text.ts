/**
 * A Python text with its statements, for what changes it: lines are 0-based, as an editor counts them, and everything
 * is found by its offsets.
 */
import { isBlank } from './definition';
import { logicalLines, type Span } from './lexer';
import { isLineBreak, startsOfLines } from './lines';

/** What stands on one logical line. With `;` it holds several simple statements. */
export interface Statement extends Span {
  /** Physical lines, both inclusive. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The spaces before it. */
  readonly indent: string;
  /** As pycodestyle counts: the longest run of blank lines before it, comment lines may stand in between. */
  readonly blankBefore: number;
  readonly strings: readonly Span[];
  readonly comments: readonly Span[];
  readonly hasSemicolon: boolean;
}

export interface PythonText {
  readonly text: string;
  /** Offset of each line's first character. */
  readonly lineStarts: readonly number[];
  readonly statements: readonly Statement[];
  /** False when a string or a bracket is never closed: then nothing behind it is certain. */
  readonly isComplete: boolean;
}

export function pythonText(text: string): PythonText {
  const lineStarts = startsOfLines(text);
  const statements: Statement[] = [];
  const strings: Span[] = [];
  const comments: Span[] = [];
  let isComplete = true;
  let behind = 0;
  for (const line of logicalLines(text, { strings, comments })) {
    const { from, to, hasSemicolon } = line;
    const firstLine = line.firstLine - 1;
    // What is unfinished goes on to the text's end; an empty line there has no offset of its own.
    const lastLine = Math.min(line.lastLine, lineStarts.length) - 1;
    statements.push({
      from,
      to,
      firstLine,
      lastLine,
      indent: text.slice(lineStarts[firstLine], from).replace('\uFEFF', ''),
      blankBefore: longestBlank(text, lineStarts.slice(behind, firstLine)),
      strings: strings.splice(0),
      comments: comments.splice(0),
      hasSemicolon,
    });
    isComplete &&= line.isComplete;
    behind = lastLine + 1;
  }
  return { text, lineStarts, statements, isComplete };
}

/** The longest run of blank lines among those that begin at the offsets. */
function longestBlank(text: string, lineStarts: readonly number[]): number {
  let longest = 0;
  let run = 0;
  for (const start of lineStarts) {
    let at = start;
    while (isBlank(text.charCodeAt(at))) at++;
    run = isLineBreak(text.charCodeAt(at)) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The statement that a physical line is part of; undefined for blank lines and lines of only a comment. */
export function statementAt(python: PythonText, line: number): Statement | undefined {
  let low = 0;
  let high = python.statements.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const statement = python.statements[middle]!;
    if (statement.lastLine < line) low = middle + 1;
    else if (statement.firstLine > line) high = middle - 1;
    else return statement;
  }
  return undefined;
}

/** A physical line's text, without its line end. */
export function lineText(python: PythonText, line: number): string {
  const from = python.lineStarts[line];
  if (from === undefined) return '';
  return python.text.slice(from, lineEnd(python, line));
}

/** The offset where a physical line ends, before its line end. */
export function lineEnd(python: PythonText, line: number): number {
  const { text, lineStarts } = python;
  let end = lineStarts[line + 1] ?? text.length;
  if (text[end - 1] === '\n') end -= 1;
  if (text[end - 1] === '\r' && end > lineStarts[line]!) end -= 1;
  return end;
}

/** The line end that the text uses. */
export function lineEndOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
