/**
 * The coverage of a run of some tests, added to what a full report knows. A part of the tests says only what ran: a line
 * that it did not run stays tested when the full report has it as tested and it is still the same line.
 */
import { alignLines, UNKNOWN } from '../../base/lines';
import { atOnce } from '../../base/turns';
import {
  type Branch,
  branchesOf,
  type CoverageReport,
  countsOf,
  type FileCoverage,
  hitsAt,
  isEqual,
  packBranches,
  withTime,
} from '../report/coverageReport';
import { keyOf, mergeSteps } from './merge';

/** Hashes of the lines of the text that was measured; undefined when that text is not known. */
export type HashesOf = (file: FileCoverage) => Uint32Array | undefined;

/**
 * The report of a run as what it is: it was written after the tests, and measured what was there before them.
 * @param startedAt when the tests were started, in milliseconds since the epoch
 */
export function asOfStart(run: CoverageReport, startedAt: number): CoverageReport {
  return { ...run, files: run.files.map((file) => withTime(file, startedAt)) };
}

/** Without the files that were saved while the tests ran: nothing that the run says of them is of the text now. */
export function withoutSaved(run: CoverageReport, hashesOf: HashesOf): CoverageReport {
  const isKnown = (file: FileCoverage): boolean => hashesOf(file) !== undefined;
  return {
    ...run,
    files: run.files.filter((file) => file.path === undefined || file.lines.length === 0 || isKnown(file)),
  };
}

/** The same as `addRunSteps`, at once. */
export function addRun(...args: Parameters<typeof addRunSteps>): CoverageReport {
  return atOnce(addRunSteps(...args));
}

/**
 * Pauses after each file.
 * @param full the report that is shown, with the hashes of what it measured
 * @param run the report of the run, which measured the files as they are now
 */
export function* addRunSteps(
  full: CoverageReport,
  fullHashes: HashesOf,
  run: CoverageReport,
  runHashes: HashesOf,
): Generator<void, CoverageReport> {
  const measured = new Map(run.files.map((file) => [keyOf(file), file]));
  const moved: FileCoverage[] = [];
  for (const file of full.files) {
    const now = measured.get(keyOf(file));
    moved.push(now ? toTextNow(file, fullHashes(file), now, runHashes(now), run.writtenAt) : file);
    yield;
  }
  const merged = yield* mergeSteps([{ ...full, files: moved }, asPart(run)]);
  for (const file of merged.files) {
    countsOf(file); // kept: whoever shows the report asks for those of all files
    yield;
  }
  return { ...merged, hasBranches: full.hasBranches || run.hasBranches };
}

/** A run lacks the lines that the full report lacks, or has: they are not lacking twice. */
function asPart({ incomplete: _, ...run }: CoverageReport): CoverageReport {
  return run;
}

/** The texts of what `addRun` gives: what only the full report measured was not measured again. */
export function hashesAfter(
  full: CoverageReport | undefined,
  fullHashes: HashesOf,
  run: CoverageReport,
  runHashes: HashesOf,
): HashesOf {
  const hashes = new Map<string, Uint32Array | undefined>();
  for (const file of full?.files ?? []) hashes.set(keyOf(file), fullHashes(file));
  for (const file of run.files) hashes.set(keyOf(file), runHashes(file));
  return (file) => hashes.get(keyOf(file));
}

/** What is known of a file in the lines of the text that the run measured. */
function toTextNow(
  file: FileCoverage,
  then: Uint32Array | undefined,
  now: FileCoverage,
  text: Uint32Array | undefined,
  time: number,
): FileCoverage {
  const isSame = isEqual(file.lines, now.lines);
  if (isSame && (!then || !text || isEqual(then, text))) return withTime(file, now.measuredAt ?? time);
  if (!then || !text) return { ...now, hits: new Uint32Array(now.hits.length) };
  const alignment = alignLines(then, text);
  /** 1-based lines of the measured text to those of the present one. */
  const lineNow = new Map<number, number>();
  alignment.forEach((line, i) => line !== UNKNOWN && lineNow.set(line + 1, i + 1));
  const hitsNow = new Map(Array.from(file.lines, (line, i) => [lineNow.get(line), file.hits[i]!]));
  const hits = Uint32Array.from(now.lines, (line) => hitsNow.get(line) ?? 0);
  return { ...now, hits, branches: packBranches(branchesNow(file, now, lineNow)) };
}

/** The branches of the present text, with the ways that the report says were taken where their line is the same. */
function* branchesNow(file: FileCoverage, now: FileCoverage, lineNow: ReadonlyMap<number, number>): Generator<Branch> {
  const known = new Map<number, Branch>();
  for (const branch of branchesOf(file)) {
    const line = lineNow.get(branch.line);
    const missing = branch.missing.map((target) => (target === 'exit' ? target : lineNow.get(target)));
    if (line !== undefined && !missing.includes(undefined)) {
      known.set(line, { ...branch, line, missing: missing.filter((target) => target !== undefined) });
    }
  }
  for (const branch of branchesOf(now)) {
    const before = known.get(branch.line);
    yield before?.total === branch.total && hitsAt(file, before.line) !== undefined ? before : branch;
  }
}
