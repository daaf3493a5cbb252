/** How far files on disk have moved away from the texts that a report measured. */
import { alignLines, hashLines } from '../../base/lines';
import { readSource } from '../../base/readFile';
import type { CoverageReport } from '../report/coverageReport';
import type { MeasuredTexts } from './measuredTexts';

/**
 * For each line of a text its 0-based line in the text that was measured, or UNKNOWN; no lines at all where it is not
 * known which text was measured.
 */
export type Alignment = Int32Array;

/**
 * @param isWanted whether a file, by its absolute path, is of interest
 * @returns by absolute path, the measured files of which the text on disk is not the one that was measured
 */
export async function editsSince(
  report: CoverageReport,
  texts: Pick<MeasuredTexts, 'hashesOf'>,
  isWanted: (path: string) => boolean,
): Promise<Map<string, Alignment>> {
  const edits = new Map<string, Alignment>();
  for (const file of report.files) {
    if (file.path === undefined || file.lines.length === 0 || !isWanted(file.path)) continue;
    const text = await readSource(file.path);
    if (text === undefined) continue;
    const measured = await texts.hashesOf(file);
    const now = hashLines(text);
    if (!measured) edits.set(file.path, new Int32Array(0));
    else if (!isEqual(measured, now)) edits.set(file.path, alignLines(measured, now));
  }
  return edits;
}

function isEqual(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((hash, line) => hash === b[line]);
}
