import * as v from 'valibot';
import type { Row, Severity } from '../../findings/finding';
import { perLine, relative } from './lineParser';

/**
 * mypy: `path:row: error: text  [code]`, with `--show-column-numbers` `path:row:col:`, with `--show-error-end`
 * `path:row:col:endrow:endcol:`; `--output json` one object per line, with columns from 0. Columns are those of
 * Python's syntax tree; the end column is inclusive in text.
 */
const row = /^(.+?):(\d+)(?::(\d+)(?::(\d+):(\d+))?)?: (error|warning|note): (.*)$/;

/** A file that mypy could not look at. `path: note: In function "f":` is only a headline for the next row. */
const wholeFile = /^([^:]+\.pyi?): error: (.*)$/;

const jsonRow = v.object({
  file: v.string(),
  line: v.number(),
  column: v.number(),
  end_line: v.optional(v.number()),
  end_column: v.optional(v.number()),
  message: v.string(),
  code: v.nullish(v.string()),
  severity: v.string(),
});

export const mypyOutput = perLine((line) => {
  if (line.startsWith('{')) return readJson(line);
  const match = row.exec(line);
  if (match) {
    const [, file = '', lineNumber, column, endLine, endColumn, kind = '', text = ''] = match;
    return {
      ...said(file, Number(lineNumber), kind, text),
      ...(column !== undefined && { column: Math.max(Number(column) - 1, 0), unit: 'bytes' as const }),
      ...(endLine !== undefined && { end: { line: Number(endLine), column: Number(endColumn) } }),
    };
  }
  const broken = wholeFile.exec(line);
  return broken ? said(broken[1] ?? '', 0, 'error', broken[2] ?? '') : undefined;
});

function said(file: string, line: number, kind: string, text: string): Row {
  const bracket = text.lastIndexOf('[');
  const code = /^\[([a-z][a-z0-9-]*)\]$/.exec(text.slice(Math.max(bracket, 0)))?.[1];
  return {
    tool: 'mypy',
    file: relative(file),
    line,
    code,
    message: code === undefined ? text : text.slice(0, bracket).trimEnd(),
    severity: severityOfKind(kind),
  };
}

function severityOfKind(kind: string): Severity {
  if (kind === 'note') return 'information';
  return kind === 'warning' ? 'warning' : 'error';
}

function readJson(line: string): Row | readonly Row[] | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), jsonRow), line);
  if (!parsed.success) return undefined;
  const { file, line: number, column, end_line, end_column, message, code, severity } = parsed.output;
  if (number < 1) return [];
  return {
    tool: 'mypy',
    file: relative(file),
    line: number,
    column: Math.max(column, 0),
    unit: 'bytes',
    ...(end_line !== undefined && end_column !== undefined && { end: { line: end_line, column: end_column } }),
    code: code ?? undefined,
    message,
    severity: severityOfKind(severity),
  };
}
