import { splitLines } from '../../base/lines';
import { pythonStatements } from '../../project/python/statements';
import type { FileCoverage } from './coverageReport';

/** With fewer of a text's statements than this in the report, the report is more likely one of another text. */
const LEAST_SHARE = 0.4;

type MeasuredLines = Pick<FileCoverage, 'name' | 'lines'>;

/**
 * Whether a text can be what a report measured: each of the report's lines is there and, in Python, begins a statement.
 * A report of another version of the text fails this as soon as lines moved, since many of its lines then lead into
 * statements or between them.
 */
export function mayBeMeasured(file: MeasuredLines, text: string): boolean {
  if ((file.lines.at(-1) ?? 0) > splitLines(text).length) return false;
  if (!isPython(file)) return true;
  const starts = new Set(pythonStatements(text).firstLines);
  return file.lines.every((line) => starts.has(line));
}

/**
 * Whether the statements of a report are those of a text: each of its lines begins one, and not many are left over
 * (some are, as excluded lines are not in the report). Where that holds, coverage.py would say the same of this text
 * with the same data, whatever else the measured text may have been. Of other languages than Python it is not known.
 */
export function fitsStatements(file: MeasuredLines, text: string): boolean {
  if (!isPython(file) || !mayBeMeasured(file, text)) return false;
  const { firstLines, uncertainLines } = pythonStatements(text);
  return file.lines.length >= LEAST_SHARE * (firstLines.length - uncertainLines.size);
}

function isPython(file: MeasuredLines): boolean {
  return file.name.endsWith('.py');
}
