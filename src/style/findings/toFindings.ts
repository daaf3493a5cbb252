import { resolve } from 'node:path';
import { splitLines } from '../../base/lines';
import type { ColumnUnit, Finding, Position, Row, RowEdit, RowPosition, ToolFix } from './finding';
import { linesOnDisk } from './linesOnDisk';
import { place, utf16Column } from './place';
import { type SeverityTable, severityOf } from './severity';

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
