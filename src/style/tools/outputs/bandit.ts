import * as v from 'valibot';
import type { Row, Severity } from '../../findings/finding';
import { type LineParser, relative } from './lineParser';

/**
 * bandit's screen and text formats are blocks: `>> Issue: [B602:name] text`, some lines, `Location: ./path:row:col`
 * (older ones without the column), then the source. `--format custom` is usually `path:row:col: B602[HIGH] text`.
 * Columns start at 0.
 */
const issue = /^>> Issue: \[(B\d+)[^\]]*\] (.*)$/;
const severityLine = /^\s+Severity: (\w+)/;
const location = /^\s+Location: (.+?):(\d+)(?::(\d+))?$/;
const custom = /^(.+?):(\d+):(?:(\d+):)? (B\d{3})\[(\w+)\]:? (.*)$/;

export function banditOutput(): LineParser {
  let open: { code: string; message: string; severity: Severity } | undefined;
  return {
    push(line) {
      const started = issue.exec(line);
      if (started) {
        open = { code: started[1] ?? '', message: started[2] ?? '', severity: 'warning' };
        return [];
      }
      if (open) {
        const severity = severityLine.exec(line);
        if (severity) open.severity = severityFrom(severity[1] ?? '');
        const place = location.exec(line);
        if (!place) return [];
        const row = at(place[1], place[2], place[3]);
        const found = { ...row, ...open };
        open = undefined;
        return [found];
      }
      const match = custom.exec(line);
      if (!match) return undefined;
      const [, file, lineNumber, column, code = '', level = '', message = ''] = match;
      return [{ ...at(file, lineNumber, column), code, message, severity: severityFrom(level) }];
    },
    end: () => [],
  };
}

function at(file = '', line = '0', column?: string) {
  return {
    tool: 'bandit',
    file: relative(file),
    line: Number(line),
    ...(column !== undefined && { column: Number(column), unit: 'bytes' as const }),
  };
}

function severityFrom(level: string): Severity {
  switch (level.toUpperCase()) {
    case 'HIGH':
      return 'error';
    case 'LOW':
      return 'information';
    default:
      return 'warning';
  }
}

const document = v.object({
  results: v.array(
    v.object({
      filename: v.string(),
      line_number: v.number(),
      col_offset: v.optional(v.number()),
      end_col_offset: v.optional(v.number()),
      line_range: v.optional(v.array(v.number()), []),
      issue_severity: v.string(),
      issue_text: v.string(),
      test_id: v.string(),
    }),
  ),
});

/** The rows of `bandit -f json`; undefined when `text` is no such document. */
export function parseBanditJson(text: string): Row[] | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), document), text);
  if (!parsed.success) return undefined;
  return parsed.output.results.map((result) => ({
    tool: 'bandit',
    file: relative(result.filename),
    line: result.line_number,
    ...(result.col_offset !== undefined && { column: result.col_offset, unit: 'bytes' as const }),
    // The end column belongs to the last line of the range.
    ...(result.end_col_offset !== undefined &&
      result.line_range.length > 0 && { end: { line: Math.max(...result.line_range), column: result.end_col_offset } }),
    code: result.test_id,
    message: result.issue_text,
    severity: severityFrom(result.issue_severity),
  }));
}
