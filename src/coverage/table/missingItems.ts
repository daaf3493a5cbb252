import { branchesOf, type FileCoverage, hitsAt } from '../report/coverageReport';
import { byCodePoint } from './tableOrder';

/** An item of the column Missing: `92-94`, `105`, `105->107` or `105->exit`. */
export interface MissingItem {
  readonly text: string;
  /** 1-based line in the source: where the range begins, or the line that branches. */
  readonly line: number;
}

/**
 * What no test ran, in the order in which coverage.py lists it. A range joins statements that follow each other in
 * the list of statements, whatever stands between them; a branch is named when both its ends ran.
 * Source: coverage.py results.py, format_lines.
 */
export function missingItems(file: FileCoverage, hasBranches: boolean): MissingItem[] {
  const ranges = missingRanges(file);
  const branches = hasBranches ? missingBranches(file) : [];
  if (branches.length === 0) return ranges;
  // By line, then by text, as Python sorts the pairs: 10->12 stands before 10->9.
  return [...ranges, ...branches].sort((a, b) => a.line - b.line || byCodePoint(a.text, b.text));
}

function missingRanges({ lines, hits }: FileCoverage): MissingItem[] {
  const ranges: MissingItem[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (hits[at] !== 0) continue;
    const first = lines[at]!;
    while (hits[at + 1] === 0) at++;
    const last = lines[at]!;
    ranges.push({ text: first === last ? `${first}` : `${first}-${last}`, line: first });
  }
  return ranges;
}

function missingBranches(file: FileCoverage): MissingItem[] {
  const found: MissingItem[] = [];
  for (const { line, missing } of branchesOf(file)) {
    if (hitsAt(file, line) === 0) continue;
    for (const target of missing) {
      if (target === 'exit' || hitsAt(file, target) !== 0) found.push({ text: `${line}->${target}`, line });
    }
  }
  return found;
}
