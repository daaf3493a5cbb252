/**
 * The logical lines of Python source: one statement, a group joined by `;`, or the header of a block, over as many
 * physical lines as brackets, strings and backslashes join. Lines are 1-based, as coverage.py and tracebacks count.
 *
 * coverage.py counts the first line of each. A parser finds them too, but takes 100 to 250 ms for 10,000 lines where
 * reading strings, brackets and comments takes less than 10, and the editor must not wait for it. The tests hold this
 * against @lezer/python.
 *
 * Source: "Lexical analysis" in the Python Language Reference.
 */

export interface LogicalLine {
  readonly firstLine: number;
  readonly lastLine: number;
  /** Columns of leading blanks, tabs reaching to the next multiple of 8. */
  readonly indent: number;
  /** Offset in the text of the first character after the indent. */
  readonly offset: number;
  /** Nothing but a string: a docstring, or a constant that compiles to no code. */
  readonly isString: boolean;
  /** Offset behind the first colon outside of brackets and strings: where a block may begin on the line of its header. */
  readonly afterColon: number | undefined;
}

/** These begin a definition and stand nowhere inside brackets: there they prove that a bracket is still to be closed. */
const DEFINITION = /(?:async[ \t]+def|def|class)[ \t]+[\p{XID_Start}_]/uy;

/** The prefix of a string that compiles to code: it holds expressions. */
const FORMATTED = /[fFtT]/;

/** In the order of the text, in time proportional to its length; broken source gives the lines that can be made out. */
export function* logicalLines(text: string): Generator<LogicalLine> {
  const reader = new Reader(text);
  for (let line = reader.next(); line !== undefined; line = reader.next()) yield line;
}

class Reader {
  private at: number;
  private line = 1;

  constructor(private readonly text: string) {
    this.at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  next(): LogicalLine | undefined {
    while (this.at < this.text.length) {
      const indent = this.readIndent();
      if (!this.isBlank()) return this.readLogicalLine(indent);
      this.skipToLineEnd();
      this.readLineBreak();
    }
    return undefined;
  }

  private readIndent(): number {
    let indent = 0;
    for (; ; this.at++) {
      const char = this.text[this.at];
      if (char === ' ') indent++;
      else if (char === '\t') indent = (Math.floor(indent / 8) + 1) * 8;
      else if (char === '\f') indent = 0;
      else return indent;
    }
  }

  /** Whether nothing but a comment is left of the line. */
  private isBlank(): boolean {
    const char = this.text[this.at];
    return this.at >= this.text.length || char === '#' || char === '\n' || char === '\r';
  }

  private skipToLineEnd(): void {
    while (this.at < this.text.length && !isLineBreak(this.text[this.at])) this.at++;
  }

  private readLineBreak(): void {
    if (this.at >= this.text.length) return;
    const isPair = this.text[this.at] === '\r' && this.text[this.at + 1] === '\n';
    this.at += isPair ? 2 : 1;
    this.line++;
  }

  /** Reads to behind the line break that ends it. */
  private readLogicalLine(indent: number): LogicalLine {
    const { text, at: offset, line: firstLine } = this;
    let open = 0;
    let isString = true;
    let afterColon: number | undefined;
    let lastLine = firstLine;
    while (this.at < text.length) {
      const char = text.charAt(this.at);
      if (isLineBreak(char)) {
        lastLine = this.line;
        this.readLineBreak();
        if (open === 0 || this.isDefinitionAhead()) {
          return { firstLine, lastLine, indent, offset, isString, afterColon };
        }
        continue;
      }
      switch (char) {
        case '#':
          this.skipToLineEnd();
          continue;
        case '"':
        case "'":
          if (this.isFormatted()) isString = false;
          this.readString(char);
          continue;
        case '\\':
          this.at++;
          if (isLineBreak(text[this.at])) this.readLineBreak();
          continue;
        case '(':
        case '[':
        case '{':
          open++;
          break;
        case ')':
        case ']':
        case '}':
          if (open > 0) open--;
          break;
        case ':':
          if (open === 0) afterColon ??= this.at + 1;
          break;
        case ' ':
        case '\t':
          this.at++;
          continue;
      }
      if (isString && !this.isStringPrefix()) isString = false;
      this.at++;
    }
    return { firstLine, lastLine: this.line, indent, offset, isString, afterColon };
  }

  private isDefinitionAhead(): boolean {
    let at = this.at;
    while (isBlankChar(this.text[at])) at++;
    DEFINITION.lastIndex = at;
    return DEFINITION.test(this.text);
  }

  /** Whether the character here belongs to the letters right before a quote. */
  private isStringPrefix(): boolean {
    for (let at = this.at; at < this.at + 3; at++) {
      const char = this.text[at];
      if (char === '"' || char === "'") return at > this.at;
      if (!/[a-zA-Z]/.test(this.text.charAt(at))) return false;
    }
    return false;
  }

  private isFormatted(): boolean {
    return (
      /[a-zA-Z]/.test(this.text.charAt(this.at - 1)) &&
      FORMATTED.test(this.text.slice(Math.max(0, this.at - 2), this.at))
    );
  }

  /** From its opening quote to behind its closing one; a string in single quotes ends with its line at the latest. */
  private readString(quote: string): void {
    const { text } = this;
    const isTriple = text[this.at + 1] === quote && text[this.at + 2] === quote;
    this.at += isTriple ? 3 : 1;
    while (this.at < text.length) {
      const char = text[this.at];
      if (char === '\\') {
        this.at++;
        if (isLineBreak(text[this.at])) this.readLineBreak();
        else this.at++;
      } else if (isLineBreak(char)) {
        if (!isTriple) return;
        this.readLineBreak();
      } else if (char !== quote) {
        this.at++;
      } else if (!isTriple) {
        this.at++;
        return;
      } else if (text[this.at + 1] === quote && text[this.at + 2] === quote) {
        this.at += 3;
        return;
      } else {
        this.at++;
      }
    }
  }
}

function isLineBreak(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}

function isBlankChar(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\f';
}
