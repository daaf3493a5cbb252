/** Blanks: pycodestyle's W29x, W391 and the E-codes where one line of text settles what is right. */
import { lineEnd, lineEndOf, lineText, type PythonText, statementAt } from '../../project/python/text';
import { offsetAt, type Problem, type Replacement } from './fix';

/** W291, W293: spaces at a line's end, unless they are part of a string that the program uses. */
export function removeTrailingSpaces(problem: Problem): Replacement | undefined {
  const { finding, python } = problem;
  const { line } = finding.range.start;
  const text = lineText(python, line);
  const [start, end] = trailingBlanks(text);
  if (start === end || endsInString(python, line)) return undefined;
  // The last line, once blank, would be a W391.
  if (text.slice(0, start).trim() === '' && isBlankToEnd(python, line)) return removeBlankLinesAtEnd(problem);
  const offset = python.lineStarts[line]!;
  return { from: offset + start, to: offset + end, text: '' };
}

/** Where the spaces at a line's end are; pycodestyle leaves form feeds behind them alone. */
function trailingBlanks(line: string): [start: number, end: number] {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\f') end -= 1;
  let start = end;
  while (start > 0 && ' \t\v'.includes(line[start - 1]!)) start -= 1;
  return [start, end];
}

/** A string that is a statement of its own is a docstring or does nothing. */
function endsInString(python: PythonText, line: number): boolean {
  const end = lineEnd(python, line);
  const statement = statementAt(python, line);
  const inside = statement?.strings.some(({ from, to }) => from < end && end < to) ?? false;
  if (!inside || !statement) return false;
  const [only, ...others] = statement.strings;
  return others.length > 0 || only?.from !== statement.from || only.to !== statement.to;
}

function isBlankToEnd(python: PythonText, line: number): boolean {
  return python.text.slice(python.lineStarts[line]).trim() === '';
}

/** W391: the file ends with the last line that holds something. */
export function removeBlankLinesAtEnd({ python }: Problem): Replacement | undefined {
  const { text } = python;
  let to = text.length;
  while (to > 0 && /\s/.test(text[to - 1]!)) to -= 1;
  const content = lineEndBehind(text, to);
  return content < text.length ? { from: content, to: text.length, text: '' } : undefined;
}

/** Behind the line end of the line that `offset` ends; spaces between them go with the other fix. */
function lineEndBehind(text: string, offset: number): number {
  if (offset === 0) return 0;
  const rest = /^[ \t\f\v]*(?:\r\n|\r|\n)?/.exec(text.slice(offset));
  return offset + (rest?.[0].length ?? 0);
}

/** W292: the last line has no line end. */
export function addLineEnd({ python }: Problem): Replacement | undefined {
  const { text } = python;
  if (text === '' || /[\r\n]$/.test(text)) return undefined;
  return { from: text.length, to: text.length, text: lineEndOf(text) };
}

/** Blanks that must not be there at the finding. */
export function removeSpaces(problem: Problem): Replacement | undefined {
  return changeBlanks(problem, '');
}

/** Several spaces, or a tab, where one space belongs. */
export function oneSpace(problem: Problem): Replacement | undefined {
  return changeBlanks(problem, ' ');
}

function changeBlanks(problem: Problem, text: string): Replacement | undefined {
  const at = onOneLine(problem);
  if (at === undefined) return undefined;
  const { python } = problem;
  let from = at;
  let to = at;
  while (isBlank(python.text[from - 1])) from -= 1;
  while (isBlank(python.text[to])) to += 1;
  const line = problem.finding.range.start.line;
  const atStart = python.text.slice(python.lineStarts[line], from).trim() === '';
  if (from === to || atStart || to >= lineEnd(python, line) || python.text[to] === '#') return undefined;
  return { from, to, text };
}

/** E231 behind a comma: a colon may be part of a slice or of a format. */
export function spaceAfterComma(problem: Problem): Replacement | undefined {
  const at = onOneLine(problem);
  if (at === undefined || problem.python.text[at] !== ',' || !problem.finding.message.includes("','")) return undefined;
  return { from: at + 1, to: at + 1, text: ' ' };
}

const operator = /^(?:[-+*/%&|^@]=|\/\/=|\*\*=|<<=|>>=|==|!=|<=|>=|->|:=|=(?!=)|<(?![<=])|>(?![>=]))/;

/** E225: the operators that always have a space on both sides. pycodestyle points at the side where it is missing. */
export function spacesAroundOperator(problem: Problem): Replacement | undefined {
  const at = onOneLine(problem);
  if (at === undefined) return undefined;
  const { text } = problem.python;
  // Where the space behind is missing, the finding is at the operator's end.
  for (const from of [at, at - 1, at - 2, at - 3]) {
    const found = operator.exec(text.slice(from, from + 3))?.[0];
    if (found === undefined || (from !== at && from + found.length !== at)) continue;
    if (/[-+*/%&|^@<>=!:]/.test(text[from - 1] ?? '') || /[-+*/%&|^@<>=!~]/.test(text[from + found.length] ?? '')) {
      return undefined;
    }
    const before = isBlank(text[from - 1]) ? '' : ' ';
    const after = isBlank(text[from + found.length]) ? '' : ' ';
    if (before === '' && after === '') return undefined;
    return { from, to: from + found.length, text: before + found + after };
  }
  return undefined;
}

/** E261: two spaces before a comment behind code. */
export function spacesBeforeComment(problem: Problem): Replacement | undefined {
  const { python, finding } = problem;
  const statement = statementAt(python, finding.range.start.line);
  const end = lineEnd(python, finding.range.start.line);
  const comment = statement?.comments.find(({ to }) => to === end);
  if (!comment) return undefined;
  let from = comment.from;
  while (isBlank(python.text[from - 1])) from -= 1;
  return from > python.lineStarts[finding.range.start.line]! ? { from, to: comment.from, text: '  ' } : undefined;
}

/** E262, E265: `#word` becomes `# word`; `#!` and `#:` mean something else. */
export function spaceInComment(problem: Problem): Replacement | undefined {
  const { python, finding } = problem;
  const { line } = finding.range.start;
  const text = lineText(python, line);
  const statement = statementAt(python, line);
  const end = lineEnd(python, line);
  const from = statement
    ? statement.comments.find(({ to }) => to === end)?.from
    : python.lineStarts[line]! + text.length - text.trimStart().length;
  if (from === undefined) return undefined;
  const comment = /^#([ \t\u00a0]*)(?=[^\s#!:])/.exec(python.text.slice(from, end));
  return comment ? { from: from + 1, to: from + 1 + comment[1]!.length, text: ' ' } : undefined;
}

/**
 * The offset of the finding, when its statement is on one line and no string is there: a space more or less moves what
 * stands behind it, and lines below may be aligned with that.
 */
function onOneLine({ finding, python }: Problem): number | undefined {
  const { start } = finding.range;
  const statement = statementAt(python, start.line);
  if (statement?.firstLine !== statement?.lastLine || !statement || !python.isComplete) return undefined;
  const at = offsetAt(python, start);
  const inside = [...statement.strings, ...statement.comments].some(({ from, to }) => from < at && at < to);
  return inside ? undefined : at;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
