/** A change of a text: what stands from start to end (0-based lines and UTF-16 columns, end not included) becomes `text`. */
export interface TextEdit {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** With `\n` between lines, whatever the document's own line ends are. */
  readonly text: string;
}

/**
 * The text after these edits, which may stand in any order but not overlap; an insertion goes before a replacement
 * that starts at the same place. Line ends are kept as they are.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = lineStarts(text);
  const eol = lineEndOf(text);
  const offset = (line: number, column: number): number => {
    const start = starts[line];
    return start === undefined ? text.length : Math.min(start + column, text.length);
  };
  const ordered = edits
    .map((edit, order) => ({
      from: offset(edit.startLine, edit.startColumn),
      to: offset(edit.endLine, edit.endColumn),
      text: eol === '\n' ? edit.text : edit.text.replaceAll('\n', eol),
      order,
    }))
    .sort((a, b) => a.from - b.from || Number(a.to > a.from) - Number(b.to > b.from) || a.order - b.order);
  let result = '';
  let done = 0;
  for (const edit of ordered) {
    if (edit.from < done) {
      throw new RangeError('Overlapping edits');
    }
    result += text.slice(done, edit.from) + edit.text;
    done = edit.to;
  }
  return result + text.slice(done);
}

export const lineEndOf = (text: string): '\n' | '\r\n' => (text.includes('\r\n') ? '\r\n' : '\n');

/** New lines before a line; `text` without its last line end. */
export const insertLines = (line: number, text: string): TextEdit => replaceAt(line, 0, line, 0, `${text}\n`);

export const deleteLines = (first: number, last = first): TextEdit => replaceAt(first, 0, last + 1, 0, '');

export const replaceColumns = (line: number, start: number, end: number, text: string): TextEdit =>
  replaceAt(line, start, line, end, text);

export const replaceAt = (
  startLine: number,
  startColumn: number,
  endLine: number,
  endColumn: number,
  text: string,
): TextEdit => ({ startLine, startColumn, endLine, endColumn, text });

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
