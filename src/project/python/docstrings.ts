/**
 * The docstrings of Python source. Lines are 1-based.
 *
 * Source: "Function definitions" and "String literals" in the Python Language Reference, and what CPython makes of them:
 * the first statement of a module, class or function, where it is one constant text and nothing else.
 */
import { HEADER } from './definition';
import { logicalLines } from './lexer';

/** One string literal of text. Bytes and formatted strings are no docstrings. */
const TEXT =
  /[rRuU]?(?:"""(?:[^"\\]|\\[^]|"(?!""))*"""|'''(?:[^'\\]|\\[^]|'(?!''))*'''|"(?:[^"\\\r\n]|\\(?:\r\n|[^]))*"|'(?:[^'\\\r\n]|\\(?:\r\n|[^]))*')/y;
/** What may stand between two parts of a statement, and inside of brackets line breaks and comments as well. */
const BLANKS = /(?:[ \t\f]|\\(?:\r\n?|\n))*/y;
const BLANKS_IN_BRACKETS = /(?:[ \t\f\r\n]|\\|#[^\r\n]*)*/y;

/** The first lines of the statements that are docstrings, or that hold one on the line of their header. Ascending. */
export function docstringLines(text: string): number[] {
  const lines: number[] = [];
  let isFirst = true;
  for (const { firstLine, from, afterColon } of logicalLines(text)) {
    HEADER.lastIndex = from;
    const isDefinition = HEADER.test(text);
    if (isFirst && docstringAt(text, from) !== undefined) lines.push(firstLine);
    const body = isDefinition && afterColon !== undefined ? pass(BLANKS, text, afterColon) : undefined;
    isFirst = body !== undefined && isEnd(text[body], '#');
    const inline = body === undefined || isFirst ? undefined : docstringAt(text, body);
    // Where the header ends on a line after its first, the docstring does not stand on the first line of the statement.
    if (inline !== undefined && !/[\r\n]/.test(text.slice(from, inline))) lines.push(firstLine);
  }
  return lines;
}

/** Where the first of the strings begins that are all of the statement at an offset; undefined if it is another one. */
function docstringAt(text: string, offset: number): number | undefined {
  let at = offset;
  let open = 0;
  let start: number | undefined;
  for (;;) {
    at = pass(open > 0 ? BLANKS_IN_BRACKETS : BLANKS, text, at);
    const next = pass(TEXT, text, at);
    if (next > at) {
      start ??= at;
      at = next;
    } else if (text[at] === '(' && start === undefined) {
      open++;
      at++;
    } else if (text[at] === ')' && start !== undefined && open > 0) {
      open--;
      at++;
    } else {
      return open === 0 && isEnd(text[at], '#', ';') ? start : undefined;
    }
  }
}

/** Where what a sticky expression matches at an offset ends; the offset itself where it does not match. */
function pass(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}

/** Whether a line, or a statement with `;` among the others, ends with this character. */
function isEnd(char: string | undefined, ...others: readonly string[]): boolean {
  return char === undefined || char === '\n' || char === '\r' || others.includes(char);
}
