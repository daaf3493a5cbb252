import type { Row } from '../../findings/finding';

/**
 * Reads what one tool prints, a line at a time, as it comes.
 *
 * Lines are without line ends and without colours. A line may belong to a row that is not whole yet.
 */
export interface LineParser {
  /** The rows that this line completes; undefined when the line means nothing to this tool. */
  push(line: string): readonly Row[] | undefined;
  /** The rows that were still open when the output ended. */
  end(): readonly Row[];
}

/** A parser for a tool that writes one row per line. */
export function perLine(read: (line: string) => Row | readonly Row[] | undefined): () => LineParser {
  return () => ({
    push(line) {
      const rows = read(line);
      if (rows === undefined) return undefined;
      return isRows(rows) ? rows : [rows];
    },
    end: () => [],
  });
}

function isRows(value: Row | readonly Row[]): value is readonly Row[] {
  return Array.isArray(value);
}

/** All rows of a whole output. */
export function parseAll(parser: LineParser, output: string): Row[] {
  const rows: Row[] = [];
  for (const line of linesOf(output)) rows.push(...(parser.push(line) ?? []));
  rows.push(...parser.end());
  return rows;
}

/** No row of any tool is as long; a minified file under `show-source` would be. */
const longestLine = 20_000;

// ECMA-48 control sequences, and the operating system commands that terminals take for links and titles.
const escapeSequences = new RegExp(
  String.raw`\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])`,
  'g',
);

/** A line as a person would see it: no colours, and only what a progress bar showed last. */
export function plainLine(line: string): string {
  const text = line.length > longestLine ? line.slice(0, longestLine) : line;
  const plain = text.includes('\u001b') ? text.replace(escapeSequences, '') : text;
  const shown = plain.endsWith('\r') ? plain.slice(0, -1) : plain;
  return shown.slice(shown.lastIndexOf('\r') + 1);
}

export function linesOf(output: string): string[] {
  const lines = output.split('\n').map(plainLine);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A path as a tool wrote it, without the `./` that means nothing. */
export function relative(path: string): string {
  return path.startsWith('./') ? path.slice(2) : path;
}
