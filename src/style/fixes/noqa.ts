import { lineEnd, type PythonText, statementAt } from '../../project/python/text';
import type { Problem, Replacement } from './fix';

/** flake8's own expression (flake8 7.3, defaults.NOQA_INLINE_REGEXP), with the codes as group 1. */
const existing = /# noqa(?::\s?((?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?/i;

/** Codes that a comment cannot hide: the file did not parse, or the line must stay empty. */
const neverHidden = /^(?:E9|W391|W292|W293)/;

/**
 * A `# noqa: CODE` comment for the finding, or its code added to the one that is there.
 *
 * flake8 looks for the first such comment in all physical lines of the statement, so a second one would not count; and
 * the comment may stand at any of these lines that does not end inside a string or with a backslash. Where the comment
 * makes the line too long, it says so as well.
 */
export function noqa(problem: Problem): Replacement | undefined {
  const { finding, python, maxLineLength } = problem;
  const { code } = finding;
  if (code === undefined || !/^[A-Z]+\d+$/.test(code) || neverHidden.test(code) || !python.isComplete) return undefined;
  const { line } = finding.range.start;
  const statement = statementAt(python, line);
  const first = statement?.firstLine ?? line;
  const last = statement?.lastLine ?? line;
  const start = python.lineStarts[first];
  if (start === undefined) return undefined;
  const found = existing.exec(python.text.slice(start, lineEnd(python, last)));
  if (found) return found[1] === undefined ? undefined : append(problem, start + found.index, found[0], code);

  const order = [line, ...range(line + 1, last), ...range(first, line - 1).reverse()];
  const place = order.find((candidate) => takesComment(python, candidate));
  if (place === undefined) return undefined;
  const end = lineEnd(python, place);
  const before = python.text.slice(python.lineStarts[place], end);
  const kept = before.trimEnd();
  if (kept === '') return undefined;
  const comment = `  # noqa: ${code}`;
  const tooLong = code !== 'E501' && [...kept, ...comment].length > maxLineLength && [...kept].length <= maxLineLength;
  // Blanks at the line's end stay where they are the finding.
  const from = code === 'W291' ? end : end - (before.length - kept.length);
  return { from, to: end, text: tooLong ? `${comment},E501` : comment };
}

function append(problem: Problem, at: number, comment: string, code: string): Replacement | undefined {
  const { python, maxLineLength } = problem;
  const position = python.statements.find(({ from, to }) => from <= at && at < to);
  const inComment = position?.comments.some(({ from, to }) => from <= at && at < to) ?? true;
  if (!inComment) return undefined;
  const codes = comment.trimEnd().replace(/,$/, '');
  const from = at + codes.length;
  const text = `,${code}`;
  const lineStart = Math.max(python.text.lastIndexOf('\n', at), python.text.lastIndexOf('\r', at)) + 1;
  const rest = /[\r\n]/.exec(python.text.slice(at));
  const lineStop = rest ? at + rest.index : python.text.length;
  const length = [...python.text.slice(lineStart, lineStop)].length;
  const tooLong = length <= maxLineLength && length + text.length > maxLineLength && !/E501/i.test(codes);
  return { from, to: from, text: tooLong && code !== 'E501' ? `${text},E501` : text };
}

function takesComment(python: PythonText, line: number): boolean {
  const end = lineEnd(python, line);
  const statement = statementAt(python, line);
  if (!statement) return true;
  const inString = statement.strings.some(({ from, to }) => from < end && end < to);
  const continued = python.text[end - 1] === '\\' && !statement.comments.some(({ to }) => to === end);
  return !inString && !continued;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
}
