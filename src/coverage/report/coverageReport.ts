/**
 * What a coverage report says, as plain values.
 *
 * Line numbers here are 1-based, as coverage.py, Cobertura and Istanbul write them; `vscode.Range` is 0-based and the
 * conversion happens only in `editor/`. Columns are typed arrays because a report of nova holds 255,000 lines, and
 * because they cross from the worker that reads the report without being copied.
 */

/** Where a branch that no test took would have led: a 1-based line, or out of the function. */
export type BranchTarget = number | 'exit';

/** One line that branches. */
export interface Branch {
  /** 1-based line of the branching statement. */
  readonly line: number;
  /** How many ways lead out of the line. */
  readonly total: number;
  /** How many of them some test took. */
  readonly taken: number;
  /** The ways not taken, `exit` first, then by line; empty when the report counts branches without naming them. */
  readonly missing: readonly BranchTarget[];
}

/** A function or method as the report itself lists it (Istanbul's fnMap, coverage.py JSON from format 3). */
export interface MeasuredFunction {
  readonly name: string;
  /** 1-based line of the definition. */
  readonly line: number;
  readonly hits: number;
}

/** The measurement of one source file. */
export interface FileCoverage {
  /** The file as a person of the project names it: relative to the project's root where that is known, with `/`. */
  readonly name: string;
  /** Absolute path on this disk; undefined when the file was not found here, or not unambiguously. */
  readonly path: string | undefined;
  /** 1-based first lines of the statements, ascending, without duplicates. */
  readonly lines: Uint32Array;
  /** How often each statement of `lines` ran. coverage.py only ever says 0 or 1. */
  readonly hits: Uint32Array;
  /** The lines that branch, packed as `packBranches` does; read it through `branchesOf`. */
  readonly branches: Int32Array;
  readonly functions?: readonly MeasuredFunction[];
  /**
   * A file that changed after this time, in milliseconds since the epoch, may have another text than was measured.
   * Undefined: when the report was written.
   */
  readonly measuredAt?: number;
}

export type ReportFormat = 'cobertura' | 'coverage.py-json' | 'istanbul';

/** A path of a report that could not be tied to one file on this disk. */
export interface UnresolvedFile {
  readonly name: string;
  readonly reason: 'missing' | 'ambiguous';
  /** For an ambiguous name: the files it could be, absolute. */
  readonly candidates: readonly string[];
}

/** Lines of a report that its header counts and its body does not list. */
export interface IncompleteLines {
  readonly listed: number;
  readonly counted: number;
}

/** One report, or several of one root merged. */
export interface CoverageReport {
  readonly format: ReportFormat;
  /** Absolute paths of the report files this came from. */
  readonly sources: readonly string[];
  /** When the report was written, in milliseconds since the epoch: the file's modification time. */
  readonly writtenAt: number;
  /** Version of the tool that wrote it, such as `7.15.4`; undefined where the report does not say. */
  readonly toolVersion: string | undefined;
  /** Whether branches were measured. */
  readonly hasBranches: boolean;
  /** In the report's own order. */
  readonly files: readonly FileCoverage[];
  readonly unresolved: readonly UnresolvedFile[];
  /**
   * Present where lines are lacking: of files that have the same name below several sources, `coverage xml` lists one and
   * counts all. Of several reports, those that lack some.
   */
  readonly incomplete?: IncompleteLines;
}

/** Code of `exit` in the packed form. coverage.py itself uses a negative line for leaving a function. */
const EXIT = -1;

/** Packs branches as `line, total, taken, missing count, missing…` one after the other. */
export function packBranches(branches: Iterable<Branch>): Int32Array {
  const out: number[] = [];
  for (const { line, total, taken, missing } of branches) {
    out.push(line, total, taken, missing.length);
    for (const target of missing) out.push(target === 'exit' ? EXIT : target);
  }
  return Int32Array.from(out);
}

/** The branching lines of a file, ascending by line. */
export function* branchesOf(file: Pick<FileCoverage, 'branches'>): Generator<Branch> {
  const packed = file.branches;
  for (let at = 0; at < packed.length; ) {
    const count = packed[at + 3]!;
    const missing: BranchTarget[] = [];
    for (let i = at + 4; i < at + 4 + count; i++) missing.push(packed[i]! < 0 ? 'exit' : packed[i]!);
    yield { line: packed[at]!, total: packed[at + 1]!, taken: packed[at + 2]!, missing };
    at += 4 + count;
  }
}

/** Counts of one file or of a whole report, named as the columns of `coverage report` are. */
export interface CoverageCounts {
  readonly statements: number;
  readonly missed: number;
  readonly branches: number;
  /** Branches not taken that start at a line that ran: the column BrPart. */
  readonly partialBranches: number;
  /** All branches not taken, also those of lines that never ran. */
  readonly missedBranches: number;
}

export const NO_COUNTS: CoverageCounts = {
  statements: 0,
  missed: 0,
  branches: 0,
  partialBranches: 0,
  missedBranches: 0,
};

/** Counted once: views ask for the same files again and again, and those of a large report take a while. */
const counted = new WeakMap<FileCoverage, CoverageCounts>();

/**
 * Says what the counts of a file are, for who has them from elsewhere: the worker counts what it reads, and a report may
 * count what its lines do not tell.
 */
export function knowCounts(file: FileCoverage, counts: CoverageCounts): void {
  counted.set(file, counts);
}

/** Source: coverage.py results.py, Analysis.numbers. */
export function countsOf(file: FileCoverage): CoverageCounts {
  let counts = counted.get(file);
  if (!counts) {
    counts = count(file);
    counted.set(file, counts);
  }
  return counts;
}

/** The same measurement, made at another time. */
export function withTime<File extends FileCoverage>(file: File, measuredAt: number): File {
  const copy = { ...file, measuredAt };
  knowCounts(copy, countsOf(file));
  return copy;
}

function count(file: FileCoverage): CoverageCounts {
  let missed = 0;
  for (const hits of file.hits) if (hits === 0) missed++;
  let branches = 0;
  let partialBranches = 0;
  let missedBranches = 0;
  for (const branch of branchesOf(file)) {
    const left = branch.total - branch.taken;
    branches += branch.total;
    missedBranches += left;
    if (left > 0 && hitsAt(file, branch.line) !== 0) partialBranches += left;
  }
  return { statements: file.lines.length, missed, branches, partialBranches, missedBranches };
}

export function addCounts(a: CoverageCounts, b: CoverageCounts): CoverageCounts {
  return {
    statements: a.statements + b.statements,
    missed: a.missed + b.missed,
    branches: a.branches + b.branches,
    partialBranches: a.partialBranches + b.partialBranches,
    missedBranches: a.missedBranches + b.missedBranches,
  };
}

export function totalCounts(files: Iterable<FileCoverage>): CoverageCounts {
  let total = NO_COUNTS;
  for (const file of files) total = addCounts(total, countsOf(file));
  return total;
}

/**
 * Percentage as `coverage report` counts it, branches included, from 0 to 100; nothing to measure is 100.
 * Source: coverage.py results.py, Numbers.pc_covered. The `line-rate` of the XML is another number.
 */
export function percentOf(counts: CoverageCounts): number {
  const whole = counts.statements + counts.branches;
  if (whole === 0) return 100;
  return (100 * (whole - counts.missed - counts.missedBranches)) / whole;
}

/** Whether two columns are equal. A plain loop: `every` takes several times as long on those of nova. */
export function isEqual(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** How often the statement at a 1-based line ran; undefined where no statement starts at the line. */
export function hitsAt(file: Pick<FileCoverage, 'lines' | 'hits'>, line: number): number | undefined {
  let low = 0;
  let high = file.lines.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = file.lines[middle]!;
    if (at === line) return file.hits[middle];
    if (at < line) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** 1-based lines of the statements that no test ran, ascending. */
export function missingLines(file: FileCoverage): number[] {
  const missing: number[] = [];
  file.lines.forEach((line, i) => {
    if (file.hits[i] === 0) missing.push(line);
  });
  return missing;
}
