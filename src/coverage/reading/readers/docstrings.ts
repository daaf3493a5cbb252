import { docstringLines } from '../../../project/python/docstrings';
import { logicalLines } from '../../../project/python/lexer';
import type { ReadFile } from './readReport';

/** Any string literal, bytes and formatted strings too. */
const STRING = /(?:[rubf]|br|rb|fr|rf)?["']/iy;

/**
 * Leaves out the docstrings that coverage.py before 7.13 lists as executed in its JSON, though they are no statements.
 * The report says how many there are, not which: where the text does not have as many, all lines stay.
 * @param text the source file as it is now
 * @param toolVersion the version of coverage.py that wrote the report
 */
export function withoutDocstrings(file: ReadFile, text: string, toolVersion: string | undefined): ReadFile {
  const docstrings = new Set(readsTokens(toolVersion) ? stringsThatBeginBlocks(text) : docstringLines(text));
  const isStatement = (line: number, i: number): boolean => file.hits[i] === 0 || !docstrings.has(line);
  const lines = file.lines.filter(isStatement);
  if (file.lines.length - lines.length !== file.docstrings) return file;
  return { ...file, lines, hits: file.hits.filter((_, i) => isStatement(file.lines[i]!, i)) };
}

/** Up to 7.5.1 coverage.py found docstrings among the tokens, from 7.5.2 on in the syntax tree. */
function readsTokens(toolVersion: string | undefined): boolean {
  const [, major, minor, patch] = (/^(\d+)\.(\d+)(?:\.(\d+))?/.exec(toolVersion ?? '') ?? []).map(Number);
  if (major === undefined || minor === undefined) return false;
  return major < 7 || (major === 7 && (minor < 5 || (minor === 5 && (patch ?? 0) < 2)));
}

/**
 * 1-based lines that begin with a string where a text begins or an indented block does, of whatever statement.
 * Source: coverage.py 5.5 to 7.5.1 parser.py, PythonParser._raw_parse.
 */
function stringsThatBeginBlocks(text: string): number[] {
  const lines: number[] = [];
  let around = -1;
  for (const { firstLine, indent, from } of logicalLines(text)) {
    STRING.lastIndex = from;
    // A comment, or an empty line, before the first statement is enough for it not to be the first token.
    const begins = around < 0 ? firstLine === 1 : indent > around;
    if (begins && STRING.test(text)) lines.push(firstLine);
    around = indent;
  }
  return lines;
}
