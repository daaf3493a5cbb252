/**
 * Walks Python text one logical line at a time: a statement with its line breaks inside brackets, inside triple-quoted
 * strings and after a backslash. Source: Python language reference, "Lexical analysis".
 *
 * Ours because speed decides: `@lezer/python` builds a tree of every expression and needs 15 to 20 times as long on
 * nova's unit tests (bench/discovery.bench.ts prints both), and all that finding tests asks is where statements begin.
 */
import { NAME } from '../../project/pythonNames';

export interface LogicalLine {
  /** 1-based line on which the statement begins. */
  readonly line: number;
  /** 1-based line on which it ends. */
  readonly lastLine: number;
  /** Column of its first character, a tab reaching to the next multiple of eight as Python counts it. */
  readonly indent: number;
  /** Offset of its first character. */
  readonly start: number;
  /** Offset behind its last character. */
  readonly end: number;
}

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const BACKSLASH = 92;

/** A statement that can only begin a line: seen inside brackets, it means that a bracket before it was never closed. */
const DEFINITION = new RegExp(`(?:async[ \\t]+def|def|class)[ \\t]+${NAME}[ \\t]*[(:[]`, 'uy');

/** The logical lines of `text`, in order; blank lines and comments are no logical lines. */
export function forEachLogicalLine(text: string, visit: (line: LogicalLine) => void): void {
  const length = text.length;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;

  while (at < length) {
    let indent = 0;
    let code = text.charCodeAt(at);
    while (code === SPACE || code === TAB || code === RETURN || code === 12) {
      indent = code === TAB ? (indent | 7) + 1 : code === SPACE ? indent + 1 : 0;
      code = text.charCodeAt(++at);
    }
    if (code === HASH) at = endOfLine(text, at);
    if (at >= length) return;
    if (text.charCodeAt(at) === NEWLINE) {
      at++;
      line++;
      continue;
    }

    const start = at;
    const first = line;
    let depth = 0;
    for (; at < length; at++) {
      code = text.charCodeAt(at);
      // Letters, digits and most operators: nothing to do. The rest is below 41, or a bracket, or a backslash.
      if (code > 41 && code < 91) continue;
      if (code === NEWLINE) {
        if (depth === 0 || definitionFollows(text, at + 1)) break;
        line++;
      } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
        const close = endOfString(text, at, code);
        line += newlinesBetween(text, at, close);
        at = close - 1;
      } else if (code === HASH) {
        at = endOfLine(text, at) - 1;
      } else if (code === BACKSLASH) {
        if (text.charCodeAt(at + 1) === RETURN) at++;
        if (text.charCodeAt(at + 1) === NEWLINE) {
          at++;
          line++;
        }
      } else if (code === 40 || code === 91 || code === 123) {
        depth++;
      } else if ((code === 41 || code === 93 || code === 125) && depth > 0) {
        depth--;
      }
    }
    visit({ line: first, lastLine: line, indent, start, end: Math.min(at, length) });
    at++;
    line++;
  }
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

/** Offset behind the string that opens at `open`; a string that is not closed ends with its line, or with the text. */
function endOfString(text: string, open: number, quote: number): number {
  const mark = quote === DOUBLE_QUOTE ? '"' : "'";
  if (text.startsWith(mark + mark, open + 1)) {
    let close = text.indexOf(mark.repeat(3), open + 3);
    while (close !== -1 && isEscaped(text, close, open + 3)) close = text.indexOf(mark.repeat(3), close + 1);
    return close === -1 ? text.length : close + 3;
  }
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === NEWLINE) return at;
    if (code === BACKSLASH) at += text.charCodeAt(at + 1) === RETURN && text.charCodeAt(at + 2) === NEWLINE ? 2 : 1;
  }
  return text.length;
}

/** Whether an odd number of backslashes stands before `at`. Raw strings are no exception: they only keep them. */
function isEscaped(text: string, at: number, from: number): boolean {
  let slashes = 0;
  while (at - slashes > from && text.charCodeAt(at - slashes - 1) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

function newlinesBetween(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function definitionFollows(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  const code = text.charCodeAt(at);
  if (code !== 97 && code !== 99 && code !== 100) return false; // a(sync), c(lass), d(ef)
  DEFINITION.lastIndex = at;
  return DEFINITION.test(text);
}
