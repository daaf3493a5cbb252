/** Physical lines of Python source. They end with LF, CR LF or CR alone. */

const NEWLINE = 10;
const RETURN = 13;

export function isLineBreak(code: number): boolean {
  return code === NEWLINE || code === RETURN;
}

/** The offset behind the line break at an offset; CR LF is one. */
export function afterLineBreak(text: string, at: number): number {
  return text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE ? at + 2 : at + 1;
}

/** The offset of the line break that ends a line, or of the end of the text. */
export function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

export function lineBreaksBetween(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code > RETURN || !isLineBreak(code)) continue;
    at = afterLineBreak(text, at) - 1;
    count++;
  }
  return count;
}

/** The offset of each line's first character; none for an empty text, and none behind the last line break. */
export function startsOfLines(text: string): number[] {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at = afterLineBreak(text, endOfLine(text, at))) starts.push(at);
  return starts;
}
