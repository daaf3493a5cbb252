/**
 * Where the string literals of Python end, formatted strings of Python 3.12 and newer included.
 *
 * Source: "String and Bytes literals" and "f-strings" in the Python Language Reference; PEP 701, PEP 750.
 */
import { isDefinition } from './definition';
import { afterLineBreak, endOfLine, isLineBreak } from './lines';

export interface StringEnd {
  /** Behind the closing quote, or where reading stopped without one. */
  readonly offset: number;
  readonly isClosed: boolean;
}

const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const COLON = 58;
const BACKSLASH = 92;
const OPENING = 123;
const CLOSING = 125;

const PREFIX = /^(?:[rbuft]|[bft]r|r[bft])$/i;

/** More than any formatted string in use, and far from what the stack can take. */
const DEEPEST = 50;

function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === QUOTE;
}

/** Where a string begins whose opening quote is at an offset: at its prefix, when it has one. */
export function startOfString(text: string, open: number): number {
  let start = open;
  while (start > 0 && open - start < 3 && isNameCharacter(text.charCodeAt(start - 1))) start--;
  return start < open && PREFIX.test(text.slice(start, open)) ? start : open;
}

/** Whether a string has fields with expressions in it, by the prefix between these offsets. */
export function isFormatted(text: string, start: number, open: number): boolean {
  return start < open && /[ft]/i.test(text.slice(start, open));
}

/** A string that is not formatted; without a closing quote it ends with its line, in triple quotes with the text. */
export function endOfString(text: string, open: number): StringEnd {
  const quote = text.charCodeAt(open);
  if (isTripleQuote(text, open)) return endOfTriple(text, open);
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > QUOTE && code !== BACKSLASH) continue; // most of any string
    if (code === quote) return closed(at + 1);
    if (code === BACKSLASH) at = afterLineBreak(text, at + 1) - 1;
    else if (isLineBreak(code)) return unclosed(at);
  }
  return unclosed(text.length);
}

function endOfTriple(text: string, open: number): StringEnd {
  const quotes = text.slice(open, open + 3);
  let close = text.indexOf(quotes, open + 3);
  while (close >= 0 && isEscaped(text, close, open + 3)) close = text.indexOf(quotes, close + 1);
  return close < 0 ? unclosed(text.length) : closed(close + 3);
}

/** Whether an odd number of backslashes stands before an offset. In raw strings too: they only keep them. */
function isEscaped(text: string, at: number, from: number): boolean {
  let slashes = 0;
  while (at - slashes > from && text.charCodeAt(at - slashes - 1) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/** A formatted string. Where it is not closed, nothing says which of its fields or quotes is unfinished. */
export function endOfFormatted(text: string, open: number, nesting = 0): StringEnd {
  const quote = text.charCodeAt(open);
  const isTriple = isTripleQuote(text, open);
  let at = open + (isTriple ? 3 : 1);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote && (!isTriple || isTripleQuote(text, at))) return closed(at + (isTriple ? 3 : 1));
    if (!isTriple && isLineBreak(code)) return unclosed(at);
    if (code === OPENING && text.charCodeAt(at + 1) !== OPENING) {
      const field = endOfField(text, at + 1, { quote, isTriple, nesting: nesting + 1 });
      if (!field.isClosed) return field;
      at = field.offset;
    } else if (code === OPENING) {
      at += 2;
    } else if (code === BACKSLASH && text.charCodeAt(at + 1) !== OPENING) {
      at = afterLineBreak(text, at + 1);
    } else {
      at++;
    }
  }
  return unclosed(text.length);
}

interface Around {
  readonly quote: number;
  readonly isTriple: boolean;
  readonly nesting: number;
}

/** Behind the `}` of a field, whose strings may use the outer quotes and whose expression may have several lines. */
function endOfField(text: string, from: number, around: Around): StringEnd {
  if (around.nesting > DEEPEST) return unclosed(from);
  let at = from;
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === CLOSING && depth === 0) return closed(at + 1);
    if (code === COLON && depth === 0) return endOfSpecification(text, at + 1, around);
    if (isQuote(code)) {
      const isInnerFormatted = isFormatted(text, startOfString(text, at), at);
      const inner = isInnerFormatted ? endOfFormatted(text, at, around.nesting) : endOfString(text, at);
      if (!inner.isClosed) return inner;
      at = inner.offset;
    } else if (code === HASH) {
      at = endOfLine(text, at);
    } else if (isLineBreak(code)) {
      at = afterLineBreak(text, at);
      if (isDefinition(text, at)) return unclosed(at);
    } else {
      if (isOpening(code)) depth++;
      else if (isClosing(code)) depth--;
      at++;
    }
  }
  return unclosed(at);
}

/** Behind the `}` of a field, from behind its colon. */
function endOfSpecification(text: string, from: number, around: Around): StringEnd {
  const { quote, isTriple } = around;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === CLOSING) return closed(at + 1);
    if (code === quote && (!isTriple || isTripleQuote(text, at))) return unclosed(at);
    if (isLineBreak(code) && !isTriple) return unclosed(at);
    if (code === OPENING) {
      const field = endOfField(text, at + 1, { ...around, nesting: around.nesting + 1 });
      if (!field.isClosed) return field;
      at = field.offset;
    } else {
      at++;
    }
  }
  return unclosed(at);
}

function closed(offset: number): StringEnd {
  return { offset, isClosed: true };
}

function unclosed(offset: number): StringEnd {
  return { offset, isClosed: false };
}

function isTripleQuote(text: string, at: number): boolean {
  const quote = text.charCodeAt(at);
  return text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
}

function isOpening(code: number): boolean {
  return code === 40 || code === 91 || code === OPENING;
}

function isClosing(code: number): boolean {
  return code === 41 || code === 93 || code === CLOSING;
}

/** For where words end it is enough that everything beyond ASCII belongs to one. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code >= 128
  );
}
