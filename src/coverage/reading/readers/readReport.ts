import type { FileCoverageData } from 'istanbul-lib-coverage';
import {
  type Branch,
  type CoverageCounts,
  type FileCoverage,
  packBranches,
  type ReportFormat,
} from '../../report/coverageReport';

/** What one report file says, before its names are tied to files on this disk. */
export interface ReadReport {
  readonly format: ReportFormat;
  readonly toolVersion: string | undefined;
  readonly hasBranches: boolean;
  /** How many lines Cobertura's header counts, where it does; undefined for the other formats. */
  readonly countedLines: number | undefined;
  /** The folders that names start from, as Cobertura's `<source>` writes them; empty for the other formats. */
  readonly sources: readonly string[];
  /** In the report's own order; `name` is what the report writes. */
  readonly files: readonly ReadFile[];
}

export interface ReadFile extends Omit<FileCoverage, 'path'> {
  /** How many of the lines with hits are docstrings, which coverage.py's JSON counted among them before 7.13. */
  readonly docstrings?: number;
  /** The counts that `coverage report` shows, where the report gives them beside its lines. */
  readonly counts?: CoverageCounts;
  /** Istanbul's own data, which merges more exactly than lines do. */
  readonly istanbul?: FileCoverageData;
}

/** The largest line number that the columns of the model hold. */
export const MAX_LINE = 0x7fffffff;

const MAX_HITS = 0xffffffff;

/**
 * Columns of the model from lines in any order.
 * @param hits hits by 1-based line
 * @param branches at most one for each line
 */
export function columnsOf(
  hits: ReadonlyMap<number, number>,
  branches: readonly Branch[],
): Pick<FileCoverage, 'lines' | 'hits' | 'branches'> {
  const lines = Uint32Array.from(hits.keys()).sort();
  return {
    lines,
    hits: lines.map((line) => Math.min(hits.get(line) ?? 0, MAX_HITS)),
    branches: packBranches([...branches].sort((a, b) => a.line - b.line)),
  };
}

/** The number of the header's attribute `lines-valid`; undefined where it is none. */
export function countOfHeader(attribute: string | undefined): number | undefined {
  return attribute !== undefined && /^\d{1,9}$/.test(attribute) ? Number(attribute) : undefined;
}

/**
 * Whether a Cobertura report measured branches. Where there are none to count, coverage.py still writes the rate 1 if
 * it measured branches and 0 if it did not. Source: coverage.py xmlreport.py, XmlReporter.report.
 */
export function branchesMeasured(valid: string | undefined, rate: string | undefined, anyBranch: boolean): boolean {
  return anyBranch || Number(valid ?? 0) > 0 || Number(rate ?? 0) > 0;
}
