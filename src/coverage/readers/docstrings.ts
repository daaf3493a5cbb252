import type { ReadFile } from './readReport';

/** A line that starts with a string: with a prefix or without, of any quotes. */
const STRING = /^\s*(?:[rub]|br|rb)?["']/i;

/**
 * Leaves out the docstrings that coverage.py before 7.13 lists as executed in its JSON, though they are no statements.
 * The report says how many there are, not which: only where the text has exactly as many is it known.
 * @param text the source file as it is now
 */
export function withoutDocstrings(file: ReadFile, text: string): ReadFile {
  const source = text.split(/\r\n?|\n/);
  const isDocstring = (line: number, i: number): boolean => file.hits[i] !== 0 && STRING.test(source[line - 1] ?? '');
  const count = file.lines.reduce((sum, line, i) => sum + (isDocstring(line, i) ? 1 : 0), 0);
  if (count !== file.docstrings) return file;
  const statements = file.lines.map((line, i) => (isDocstring(line, i) ? 0 : 1));
  return {
    ...file,
    lines: file.lines.filter((_, i) => statements[i] === 1),
    hits: file.hits.filter((_, i) => statements[i] === 1),
  };
}
