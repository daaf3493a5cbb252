/**
 * The logical lines of Python source: one statement, a group joined by `;`, or the header of a block, over as many
 * physical lines as brackets, strings and backslashes join. Lines are 1-based, as coverage.py and tracebacks count.
 *
 * A parser finds them too, but takes 100 to 250 ms for 10,000 lines where reading strings, brackets and comments takes
 * less than 10, and the editor must not wait for it at every edit. The tests hold this against @lezer/python.
 *
 * Text that is being typed gives the lines that can be made out: an unclosed bracket ends at the next definition, an
 * unclosed string with its line, and a bracket closed once too often is passed over.
 *
 * Source: "Lexical analysis" in the Python Language Reference.
 */
import { isBlank, isDefinition } from './definition';
import { afterLineBreak, endOfLine, isLineBreak, lineBreaksBetween } from './lines';
import { endOfFormatted, endOfString, isFormatted, type StringEnd, startOfString } from './strings';

/** From the first character to behind the last, as offsets in the text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `from` is behind its indent, `to` before its line break. */
export interface LogicalLine extends Span {
  readonly firstLine: number;
  readonly lastLine: number;
  /** Columns of leading spaces, tabs reaching to the next multiple of 8. */
  readonly indent: number;
  /** Nothing but strings without fields: a docstring, or a constant that compiles to no code. */
  readonly isString: boolean;
  /** Offset behind the first colon outside of brackets and strings: where a block may begin on the line of its header. */
  readonly afterColon: number | undefined;
  /** Whether a `;` stands outside of brackets and strings. */
  readonly hasSemicolon: boolean;
  /** False where a string or bracket is not closed, or a bracket closed that was not opened. */
  readonly isComplete: boolean;
}

/** What stands inside logical lines, in the order of the text. */
export interface Spans {
  /** With their prefixes and quotes. */
  readonly strings: Span[];
  /** Those on lines of their own, outside of any statement, are not among them. */
  readonly comments: Span[];
}

const TAB = 9;
const FORM_FEED = 12;
const SPACE = 32;
const HASH = 35;

/** What a character below 128 does outside of strings. A table, since most do nothing and the loop is hot. */
const NOTHING = 0;
const LINE_BREAK = 1;
const QUOTE = 2;
const OPENING = 3;
const CLOSING = 4;
const COLON = 5;
const SEMICOLON = 6;
const COMMENT = 7;
const BACKSLASH = 8;
const KINDS = new Uint8Array(128);
for (const [kind, characters] of ['', '\r\n', '\'"', '([{', ')]}', ':', ';', '#', '\\'].entries()) {
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;
}

/**
 * In the order of the text, in time proportional to its length.
 * @param spans receives the strings and comments of each line before the line itself is given
 */
export function* logicalLines(text: string, spans?: Spans): Generator<LogicalLine> {
  const lexer = new Lexer(text, spans);
  for (let line = lexer.next(); line !== undefined; line = lexer.next()) yield line;
}

class Lexer {
  private at: number;
  private line = 1;
  /** Before this offset no formatted string is read with its fields: those of one above never end. */
  private plainUntil = 0;

  constructor(
    private readonly text: string,
    private readonly spans: Spans | undefined,
  ) {
    this.at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  next(): LogicalLine | undefined {
    const { text } = this;
    let { at } = this;
    while (at < text.length) {
      let indent = 0;
      let code = text.charCodeAt(at);
      while (code === SPACE || code === TAB || code === FORM_FEED) {
        // A form feed starts the count again.
        indent = code === SPACE ? indent + 1 : code === TAB ? (indent | 7) + 1 : 0;
        code = text.charCodeAt(++at);
      }
      if (code === HASH) at = endOfLine(text, at);
      if (at < text.length && !isLineBreak(text.charCodeAt(at))) return this.readLine(at, indent);
      at = afterLineBreak(text, at);
      this.line++;
    }
    return undefined;
  }

  private readLine(from: number, indent: number): LogicalLine {
    const { text, line: firstLine } = this;
    let depth = 0;
    let isComplete = true;
    let afterColon: number | undefined;
    let hasSemicolon = false;
    /** Behind the last of the strings that are all of the line so far. */
    let strings = from;
    let comment: number | undefined;
    let next = text.length;
    let at = from;
    line: for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      switch (code < 128 ? KINDS[code]! : NOTHING) {
        case NOTHING:
          continue;
        case LINE_BREAK: {
          const behind = afterLineBreak(text, at);
          if (depth === 0 || isDefinition(text, behind)) {
            next = behind;
            break line;
          }
          this.line++;
          at = behind - 1;
          continue;
        }
        case QUOTE: {
          const start = startOfString(text, at);
          const formatted = isFormatted(text, start, at);
          const end = this.endOfString(at, formatted);
          this.spans?.strings.push({ from: start, to: end.offset });
          if (!formatted && strings >= 0 && isBlankBetween(text, strings, start)) strings = end.offset;
          else strings = -1;
          this.line += lineBreaksBetween(text, at, end.offset);
          if (!end.isClosed) isComplete = false;
          at = end.offset - 1;
          continue;
        }
        case OPENING:
          depth++;
          continue;
        case CLOSING:
          if (depth > 0) depth--;
          else isComplete = false;
          continue;
        case COLON:
          if (depth === 0) afterColon ??= at + 1;
          continue;
        case SEMICOLON:
          if (depth === 0) hasSemicolon = true;
          continue;
        case COMMENT:
          comment = at;
          at = endOfLine(text, at);
          this.spans?.comments.push({ from: comment, to: at });
          at--;
          continue;
        case BACKSLASH:
          if (!isLineBreak(text.charCodeAt(at + 1))) continue;
          this.line++;
          at = afterLineBreak(text, at + 1) - 1;
          continue;
      }
    }
    const lastLine = this.line;
    const to = Math.min(at, text.length);
    const isString = strings > from && isBlankBetween(text, strings, comment ?? to);
    if (depth > 0) isComplete = false;
    this.at = next;
    this.line++;
    return { from, to, firstLine, lastLine, indent, isString, afterColon, hasSemicolon, isComplete };
  }

  private endOfString(open: number, formatted: boolean): StringEnd {
    if (!formatted || open < this.plainUntil) return endOfString(this.text, open);
    const end = endOfFormatted(this.text, open);
    if (end.isClosed) return end;
    // Python before 3.12 ended such a string at the next of its quotes, as a person does who has yet to close a field.
    this.plainUntil = end.offset;
    return { ...endOfString(this.text, open), isClosed: false };
  }
}

/** Whether nothing stands between the offsets but spaces and backslashes with the line breaks behind them. */
function isBlankBetween(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (!isBlank(code) && !isLineBreak(code) && text[at] !== '\\') return false;
  }
  return true;
}
