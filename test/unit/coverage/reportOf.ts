import type { Branch, CoverageReport, FileCoverage } from '../../../src/coverage/report/coverageReport';
import { packBranches } from '../../../src/coverage/report/coverageReport';

export interface FileOf {
  /** The measured text: each line that is not blank is a statement, unless `lines` says otherwise. */
  readonly text?: string;
  /** 1-based lines of statements. */
  readonly lines?: readonly number[];
  readonly missing?: readonly number[];
  readonly branches?: readonly Branch[];
}

/** A report that measured these texts, as if they were in `/project`. */
export function reportOf(files: Readonly<Record<string, FileOf>>, writtenAt = 1_700_000_000_000): CoverageReport {
  return {
    format: 'cobertura',
    sources: ['/project/cover/coverage.xml'],
    writtenAt,
    toolVersion: '7.15.4',
    hasBranches: true,
    files: Object.entries(files).map(([name, file]) => fileOf(name, file)),
    unresolved: [],
  };
}

export function fileOf(name: string, { text = '', lines, missing = [], branches = [] }: FileOf): FileCoverage {
  const statements = lines ?? text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [i + 1]));
  return {
    name,
    path: `/project/${name}`,
    lines: Uint32Array.from(statements),
    hits: Uint32Array.from(statements, (line) => (missing.includes(line) ? 0 : 1)),
    branches: packBranches(branches),
  };
}
