import { isCoveragePyJson, readCoveragePyJson } from './coveragePyJson';
import { isIstanbulJson, readIstanbul } from './istanbul';
import type { ReadReport } from './readReport';
import { ReportError, tooLarge } from './reportError';

/** `coverage json --show-contexts` of magnum is 375 MB, and a parsed report takes several times its text in memory. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_FILES = 200_000;

/**
 * Reads a JSON report: coverage.py's, or Istanbul's coverage-final.json.
 * @param bytes the whole file
 * @throws ReportError `truncated`, `malformed`, `not-a-report`, `too-large`
 */
export function readJson(bytes: Buffer, mostBytes = MOST_BYTES, mostFiles = MOST_FILES): ReadReport {
  if (bytes.length > mostBytes) throw tooLarge(mostBytes, ', as a report with contexts can be');
  const value = parse(bytes.toString('utf8'));
  if (isCoveragePyJson(value)) return readCoveragePyJson(value, mostFiles);
  if (isIstanbulJson(value)) return readIstanbul(value, mostFiles);
  throw new ReportError('not-a-report', 'is JSON of another kind: neither coverage.py nor Istanbul wrote it');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch (cause) {
    if (text.trimEnd().endsWith('}')) throw new ReportError('malformed', 'is not valid JSON', undefined, { cause });
    throw new ReportError('truncated', 'ends in the middle: the run that writes it was stopped or has not finished');
  }
}
