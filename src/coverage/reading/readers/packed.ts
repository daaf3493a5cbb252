/**
 * A report as it crosses from the worker: a few arrays for all its files, transferred without being copied, and one
 * small object for each file less than a copied message would make. Unpacking gives views into the same arrays. The
 * counts of the files come along, because counting nova's takes longer than the event loop may be held.
 */
import {
  type CoverageReport,
  countsOf,
  type FileCoverage,
  knowCounts,
  type MeasuredFunction,
} from '../../report/coverageReport';

export interface PackedReport {
  readonly report: Omit<CoverageReport, 'files'>;
  readonly names: readonly string[];
  readonly paths: readonly (string | undefined)[];
  readonly functions: readonly (readonly MeasuredFunction[] | undefined)[];
  readonly measuredAt: readonly (number | undefined)[];
  readonly lines: Uint32Array<ArrayBuffer>;
  readonly hits: Uint32Array<ArrayBuffer>;
  readonly branches: Int32Array<ArrayBuffer>;
  /** For each file, where its lines end and where its branches end. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** For each file its statements, missed, branches, partial branches and missed branches. */
  readonly counts: Uint32Array<ArrayBuffer>;
}

const COUNTS = 5;

export function pack({ files, ...report }: CoverageReport): PackedReport {
  const ends = new Uint32Array(2 * files.length);
  let lineCount = 0;
  let branchCount = 0;
  files.forEach((file, i) => {
    ends[2 * i] = lineCount += file.lines.length;
    ends[2 * i + 1] = branchCount += file.branches.length;
  });
  const lines = new Uint32Array(lineCount);
  const hits = new Uint32Array(lineCount);
  const branches = new Int32Array(branchCount);
  const counts = new Uint32Array(COUNTS * files.length);
  files.forEach((file, i) => {
    const of = countsOf(file);
    counts.set([of.statements, of.missed, of.branches, of.partialBranches, of.missedBranches], COUNTS * i);
    const lineStart = ends[2 * i]! - file.lines.length;
    lines.set(file.lines, lineStart);
    hits.set(file.hits, lineStart);
    branches.set(file.branches, ends[2 * i + 1]! - file.branches.length);
  });
  return {
    report,
    names: files.map((file) => file.name),
    paths: files.map((file) => file.path),
    functions: files.some((file) => file.functions) ? files.map((file) => file.functions) : [],
    measuredAt: files.some((file) => file.measuredAt !== undefined) ? files.map((file) => file.measuredAt) : [],
    lines,
    hits,
    branches,
    ends,
    counts,
  };
}

/** The buffers to hand over rather than copy. */
export function buffersOf({ lines, hits, branches, ends, counts }: PackedReport): ArrayBuffer[] {
  return [lines.buffer, hits.buffer, branches.buffer, ends.buffer, counts.buffer];
}

export function unpack(packed: PackedReport): CoverageReport {
  const { report, names, paths, functions, measuredAt, lines, hits, branches, ends, counts } = packed;
  const files = names.map((name, i): FileCoverage => {
    const [from, to] = [i === 0 ? 0 : ends[2 * i - 2]!, ends[2 * i]!];
    const [branchesFrom, branchesTo] = [i === 0 ? 0 : ends[2 * i - 1]!, ends[2 * i + 1]!];
    const known = functions[i];
    const time = measuredAt[i];
    const file: FileCoverage = {
      name,
      path: paths[i],
      lines: lines.subarray(from, to),
      hits: hits.subarray(from, to),
      branches: branches.subarray(branchesFrom, branchesTo),
      ...(known && { functions: known }),
      ...(time !== undefined && { measuredAt: time }),
    };
    const [statements, missed, ofBranches, partialBranches, missedBranches] = counts.subarray(
      COUNTS * i,
      COUNTS * (i + 1),
    );
    knowCounts(file, {
      statements: statements!,
      missed: missed!,
      branches: ofBranches!,
      partialBranches: partialBranches!,
      missedBranches: missedBranches!,
    });
    return file;
  });
  return { ...report, files };
}
