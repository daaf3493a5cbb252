/**
 * The untested places of a file: in the text that was measured, and in the text as it is now.
 */
import { UNKNOWN } from '../../base/lines';
import { type Branch, type BranchTarget, branchesOf, type FileCoverage, hitsAt } from './coverageReport';

/** An untested place in the measured text. Lines are 1-based. */
export interface UntestedPlace {
  /** `missing`: statements that no test runs. `partial`: a line that runs, but not every way out of it is taken. */
  readonly kind: 'missing' | 'partial';
  /** First lines of the statements, ascending: neighbours in the report's list of statements. */
  readonly lines: readonly number[];
  /** For `partial`: the branch. */
  readonly branch: Branch | undefined;
}

/** An untested place, or the part of one that is left, in the text as it is now. Lines are 1-based. */
export interface CurrentPlace {
  readonly kind: 'missing' | 'partial';
  readonly first: number;
  /** The first line of its last statement, as in the column Missing of `coverage report`. */
  readonly last: number;
  /** Where its last statement ends, as far as that is known and unchanged. */
  readonly end: number;
  /** First lines of its statements in the measured text. */
  readonly reportLines: readonly number[];
  readonly branch: Branch | undefined;
  readonly missingBranches: readonly BranchTarget[];
}

/**
 * The places of a file from top to bottom. Statements that follow each other in the report make one place, as in the
 * column Missing of `coverage report`. Source: coverage.py results.py, format_lines.
 */
export function placesOf(file: FileCoverage): UntestedPlace[] {
  const places: UntestedPlace[] = [];
  let group: number[] = [];
  const close = (): void => {
    if (group.length > 0) places.push({ kind: 'missing', lines: group, branch: undefined });
    group = [];
  };
  file.lines.forEach((line, i) => {
    if (file.hits[i] === 0) group.push(line);
    else close();
  });
  close();
  for (const branch of branchesOf(file)) {
    // A line that never ran is missing as a whole.
    if (branch.taken < branch.total && hitsAt(file, branch.line) !== 0) {
      places.push({ kind: 'partial', lines: [branch.line], branch });
    }
  }
  return places.sort((a, b) => a.lines[0]! - b.lines[0]!);
}

/**
 * Where the places are now. A statement whose first line was changed is not claimed any more, and neither are the
 * lines after it that belong to it, so a place may fall into parts or vanish.
 *
 * @param alignment for each line of the text now its 0-based line in the measured text, or UNKNOWN; undefined when the
 *   two are the same text
 * @param ends in the text now, for each statement over several lines its first line and its last
 */
export function currentPlaces(
  places: readonly UntestedPlace[],
  alignment: Int32Array | undefined,
  ends: ReadonlyMap<number, number> = new Map(),
): CurrentPlace[] {
  const whereIs = alignment ? inverse(alignment) : (line: number) => line;
  return places.flatMap((place) => partsOf(place, whereIs, ends));
}

function partsOf(
  { kind, lines, branch }: UntestedPlace,
  whereIs: (line: number) => number | undefined,
  ends: ReadonlyMap<number, number>,
): CurrentPlace[] {
  const parts: { first: number; last: number; reportLines: number[] }[] = [];
  lines.forEach((line, i) => {
    const first = whereIs(line);
    if (first === undefined) return;
    const part = parts.at(-1);
    // What stands between two statements of a place (the rest of the first, comments) belongs to it while it is unchanged.
    const before = lines[i - 1];
    const follows = part && before === part.reportLines.at(-1) && isUnbroken(before!, line, whereIs);
    if (follows) {
      part.last = first;
      part.reportLines.push(line);
    } else {
      parts.push({ first, last: first, reportLines: [line] });
    }
  });
  return parts.map((part) => {
    // Of a line that branches it is that line which does, not the rest of its statement.
    const mostLines = kind === 'missing' ? (ends.get(part.last) ?? part.last) - part.last : 0;
    const measured = part.reportLines.at(-1)!;
    let end = part.last;
    while (end < part.last + mostLines && whereIs(measured + end + 1 - part.last) === end + 1) end++;
    return { kind, ...part, end, branch, missingBranches: branch?.missing ?? [] };
  });
}

function isUnbroken(from: number, to: number, whereIs: (line: number) => number | undefined): boolean {
  const start = whereIs(from)!;
  for (let line = from + 1; line <= to; line++) if (whereIs(line) !== start + line - from) return false;
  return true;
}

/** From 1-based measured lines to 1-based lines of the text now. */
function inverse(alignment: Int32Array): (line: number) => number | undefined {
  const now = new Map<number, number>();
  alignment.forEach((measured, line) => {
    if (measured !== UNKNOWN) now.set(measured + 1, line + 1);
  });
  return (line) => now.get(line);
}
