import type { TextEdit } from '../../../src/style/findings/finding';

/** The text after the edits, as an editor would make it. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  const offset = ({ line, character }: { line: number; character: number }) =>
    (starts[line] ?? text.length) + character;
  const last = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  return last.reduce(
    (done, { range, text: by }) => done.slice(0, offset(range.start)) + by + done.slice(offset(range.end)),
    text,
  );
}
