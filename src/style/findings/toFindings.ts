import { resolve } from 'node:path';
import { splitLines } from '../../base/lines';
import type { ColumnUnit, Finding, Position, Row, RowEdit, RowPosition, Severity, ToolFix } from './finding';
import { linesOnDisk } from './linesOnDisk';
import { place, utf16Column } from './place';

/**
 * Rows as findings, with their ranges from the text.
 *
 * @param known a text that is not saved, which a tool read instead of the file
 */
export async function toFindings(
  rows: readonly Row[],
  root: string,
  severities?: SeverityTable,
  known?: { readonly file: string; readonly text: string },
): Promise<Finding[]> {
  const texts = new Map<string, Promise<string[] | undefined>>();
  if (known) texts.set(resolve(root, known.file), Promise.resolve(splitLines(known.text)));
  const findings: Finding[] = [];
  for (const row of rows) {
    const file = resolve(root, row.file);
    // A file that is gone or cannot be read still has its findings, only without exact ranges.
    const text = texts.get(file) ?? linesOnDisk(file);
    texts.set(file, text);
    findings.push({
      file,
      range: place(row, await text),
      code: row.code,
      message: row.message,
      tool: row.tool,
      severity: severityOf(row, severities),
      ...(row.diff !== undefined && { diff: row.diff }),
      ...(row.fix && { fix: fixIn((await text) ?? [], row.fix, row.unit) }),
    });
  }
  return findings;
}

function fixIn(
  lines: readonly string[],
  { title, edits }: NonNullable<Row['fix']>,
  unit: ColumnUnit = 'characters',
): ToolFix {
  const positionOf = ({ line, column }: RowPosition): Position => ({
    line: line - 1,
    character: utf16Column(lines[line - 1] ?? '', column, unit),
  });
  const rangeOf = ({ start, end }: RowEdit) => ({ start: positionOf(start), end: positionOf(end) });
  return { title, edits: edits.map((edit) => ({ range: rangeOf(edit), text: edit.text })) };
}

/**
 * Prefix of a code -> severity. A prefix alone (`E9`) is for flake8 and ruff, which share their codes; `tool:` before
 * it is for that tool (`pylint:C`, `mypy:`).
 */
export type SeverityTable = Readonly<Record<string, Severity>>;

/** What would fail when the code runs is an error; a matter of style never is. */
const defaultSeverities: SeverityTable = {
  '': 'warning',
  E9: 'error',
  F: 'error',
  'ruff:invalid-syntax': 'error',
  'ruff:format': 'information',
  'pylint:C': 'information',
  'pylint:R': 'information',
  'pylint:E': 'error',
  'pylint:F': 'error',
  'codespell:': 'information',
  'autopep8:': 'information',
};

/**
 * How serious a row is: the person's longest matching prefix, else what the tool itself says, else our table.
 *
 * @param overrides what a person set. Values that are no severity are ignored, as settings may hold anything.
 */
export function severityOf(row: Pick<Row, 'tool' | 'code' | 'severity'>, overrides: SeverityTable = {}): Severity {
  return longestMatch(overrides, row) ?? row.severity ?? longestMatch(defaultSeverities, row) ?? 'warning';
}

const severities: ReadonlySet<unknown> = new Set<Severity>(['error', 'warning', 'information', 'hint']);

function longestMatch(table: SeverityTable, row: Pick<Row, 'tool' | 'code'>): Severity | undefined {
  const code = row.code ?? '';
  const sharesCodes = row.tool === 'flake8' || row.tool === 'ruff';
  let best: { length: number; severity: Severity } | undefined;
  for (const [prefix, severity] of Object.entries(table)) {
    if (!severities.has(severity)) continue;
    const named = prefix.includes(':');
    const matches = named
      ? `${row.tool}:${code}`.startsWith(prefix)
      : prefix === '' || (sharesCodes && code.startsWith(prefix));
    // `flake8:E` says more than `E5` does not: only the part behind the tool counts, the tool breaks the tie.
    const length = named ? prefix.length - row.tool.length - 0.5 : prefix.length;
    if (matches && (best === undefined || length > best.length)) best = { length, severity };
  }
  return best?.severity;
}
