/**
 * The lines of Python as its tokenizer groups them, from a scan that knows strings, brackets, comments and
 * continuations and nothing else. It stands where a parser would be too slow: fixes are computed while the cursor
 * moves, and nova has files of half a megabyte.
 */

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A logical line: what ends with a NEWLINE token. With `;` it holds several simple statements. */
export interface Statement extends Span {
  /** 0-based physical lines, both inclusive. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The blanks before it. `from` is behind them, `to` before the line end. */
  readonly indent: string;
  /** As pycodestyle counts: the longest run of blank lines before it, comment lines may stand in between. */
  readonly blankBefore: number;
  readonly strings: readonly Span[];
  readonly comments: readonly Span[];
  readonly semicolon: boolean;
}

export interface PythonText {
  readonly text: string;
  /** Offset of each line's first character. */
  readonly lineStarts: readonly number[];
  readonly statements: readonly Statement[];
  /** False when a string or a bracket is never closed: then nothing behind it is certain. */
  readonly complete: boolean;
}

export function scanPython(text: string): PythonText {
  const lineStarts = startsOfLines(text);
  const statements: Statement[] = [];
  let complete = true;
  let blankBefore = 0;
  let blanks = 0;
  let line = 0;
  while (line < lineStarts.length) {
    const start = lineStarts[line]!;
    const from = skipBlanks(text, start);
    if (from >= text.length || isLineEnd(text, from)) {
      blanks += 1;
      line += 1;
      continue;
    }
    blankBefore = Math.max(blankBefore, blanks);
    blanks = 0;
    if (text[from] === '#') {
      line += 1;
      continue;
    }
    const read = readStatement(text, from);
    complete &&= read.complete;
    const firstLine = line;
    while (line + 1 < lineStarts.length && lineStarts[line + 1]! <= read.to) line += 1;
    const { to, strings, comments, semicolon } = read;
    const indent = text.slice(start, from);
    statements.push({ from, to, firstLine, lastLine: line, indent, blankBefore, strings, comments, semicolon });
    blankBefore = 0;
    line += 1;
  }
  return { text, lineStarts, statements, complete };
}

/** The statement that a physical line (0-based) is part of; undefined for blank lines and lines of only a comment. */
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

/**
 * A statement as pycodestyle's checks see it: one line, without comments, the insides of strings as `x`, and joined
 * where it was broken with a blank, or with nothing beside a bracket.
 */
export function logicalLine(python: PythonText, statement: Statement): string {
  const { strings, comments } = statement;
  let line = '';
  let at = statement.from;
  for (const span of [...strings, ...comments].sort((a, b) => a.from - b.from)) {
    line += python.text.slice(at, span.from);
    if (strings.includes(span)) line += python.text.slice(span.from, span.to).replace(/[^'"]/g, 'x');
    at = span.to;
  }
  line += python.text.slice(at, statement.to);
  return line.replace(brokenLine, (_all, before: string, after: string) => before + joint(before, after)).trim();
}

const brokenLine = /([^\s\\])[ \t\f]*\\?(?:(?:\r\n|\r|\n)[ \t\f]*)+(?=(\S))/g;

function joint(before: string, after: string): string {
  if (before === ',') return ' ';
  return '([{'.includes(before) || ')]}'.includes(after) ? '' : ' ';
}

interface Reading {
  readonly to: number;
  readonly strings: Span[];
  readonly comments: Span[];
  semicolon: boolean;
  complete: boolean;
}

/** For where words end it is enough that everything beyond ASCII belongs to one. */
const name = /[A-Za-z0-9_\u0080-\uffff]+/y;
const stringPrefix = /^(?:[rbuft]|[rb][fbrt]|[ft]r)$/i;

function readStatement(text: string, from: number): Reading {
  const strings: Span[] = [];
  const comments: Span[] = [];
  let semicolon = false;
  let openStrings = 0;
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '#') {
      const start = at;
      while (at < text.length && !isLineEnd(text, at)) at += 1;
      comments.push({ from: start, to: at });
    } else if (isLineEnd(text, at)) {
      if (depth === 0) break;
      at += 1;
    } else if (character === '\\') {
      at += 1 + lineEndLength(text, at + 1);
    } else if (character === '"' || character === "'") {
      at = readString(at, '');
    } else if (isNameCharacter(text.charCodeAt(at))) {
      const start = at;
      const word = nameAt(text, at);
      at += word.length;
      if ((text[at] === '"' || text[at] === "'") && stringPrefix.test(word)) at = readString(at, word, start);
    } else {
      if (character === '(' || character === '[' || character === '{') depth += 1;
      else if (character === ')' || character === ']' || character === '}') depth -= 1;
      else if (character === ';' && depth <= 0) semicolon = true;
      at += 1;
    }
  }
  // A closing bracket too many is an error of the code as well.
  return { to: at, strings, comments, semicolon, complete: openStrings === 0 && depth === 0 };

  function readString(quoteAt: number, prefix: string, start = quoteAt): number {
    const end = endOfString(text, quoteAt, /[ft]/i.test(prefix));
    if (end === undefined) openStrings += 1;
    // What follows an open string may be code or text: it is all one statement, and looked at once.
    const to = end ?? text.length;
    strings.push({ from: start, to });
    return to;
  }
}

/** More than any f-string in use, and far from what the stack can take. */
const deepest = 50;

/** Behind the closing quote; undefined when there is none. */
function endOfString(text: string, quoteAt: number, formatted: boolean, nesting = 0): number | undefined {
  const quote = text[quoteAt]!;
  const triple = text.startsWith(quote.repeat(3), quoteAt);
  const close = triple ? quote.repeat(3) : quote;
  let at = quoteAt + close.length;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '\\') {
      at += 1 + Math.max(lineEndLength(text, at + 1), 1);
    } else if (character === quote && text.startsWith(close, at)) {
      return at + close.length;
    } else if (!triple && isLineEnd(text, at)) {
      return undefined;
    } else if (formatted && character === '{') {
      const end = text[at + 1] === '{' ? at + 2 : endOfReplacement(text, at + 1, nesting + 1);
      if (end === undefined) return undefined;
      at = end;
    } else {
      at += 1;
    }
  }
  return undefined;
}

/** Behind the `}` of a replacement field, whose strings may use the outer quotes again since Python 3.12. */
function endOfReplacement(text: string, from: number, nesting: number): number | undefined {
  if (nesting > deepest) return undefined;
  let depth = 0;
  let specification = false;
  let at = from;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '}' && depth === 0) return at + 1;
    if (specification) {
      if (isLineEnd(text, at)) return undefined;
      const end = character === '{' ? endOfReplacement(text, at + 1, nesting + 1) : at + 1;
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    if (character === '"' || character === "'") {
      const end = endOfString(text, at, /[ft]r?$/i.test(text.slice(at - 2, at)), nesting);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    if (character === '(' || character === '[' || character === '{') depth += 1;
    else if (character === ')' || character === ']' || character === '}') depth -= 1;
    else if (character === ':' && depth === 0) specification = true;
    at += 1;
  }
  return undefined;
}

function startsOfLines(text: string): number[] {
  if (text === '') return [];
  const starts = [0];
  const ends = /\r\n?|\n/g;
  while (ends.exec(text)) if (ends.lastIndex < text.length) starts.push(ends.lastIndex);
  return starts;
}

function nameAt(text: string, at: number): string {
  name.lastIndex = at;
  return name.exec(text)?.[0] ?? '';
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code >= 128
  );
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\f') at += 1;
  return at;
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

function lineEndLength(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  if (text[at] !== '\r') return 0;
  return text[at + 1] === '\n' ? 2 : 1;
}
