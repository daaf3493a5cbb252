import { logicalLines } from '../../project/python/lexer';

/**
 * Where the statements of a Python text end that go on over several lines: from the first line to the last, 1-based.
 * coverage.py's reports name first lines only; its HTML report marks the lines that follow as well, taken from the
 * text. Source: coverage.py html.py, multiline_map. Empty for other languages.
 */
export function statementEnds(name: string, text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  if (!name.endsWith('.py')) return ends;
  for (const { firstLine, lastLine } of logicalLines(text)) if (lastLine > firstLine) ends.set(firstLine, lastLine);
  return ends;
}
