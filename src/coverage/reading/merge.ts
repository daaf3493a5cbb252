/**
 * Several reports of one project, such as unit and functional tests, as one: what `coverage combine` would have
 * measured, as far as reports tell. Files are put in order of their names, so that the order of the reports does not
 * matter.
 */
import { atOnce } from '../../base/turns';
import {
  type Branch,
  type BranchTarget,
  branchesOf,
  type CoverageReport,
  type FileCoverage,
  hitsAt,
  type IncompleteLines,
  isEqual,
  type MeasuredFunction,
  packBranches,
  type UnresolvedFile,
  withTime,
} from '../report/coverageReport';
import { mergeIstanbul } from './readers/istanbul';
import { columnsOf, type ReadFile } from './readers/readReport';

/** A report whose files may carry what their reader knows beyond the model. */
export interface MergeableReport extends Omit<CoverageReport, 'files'> {
  readonly files: readonly MergeableFile[];
}

export type MergeableFile = FileCoverage & Pick<ReadFile, 'istanbul'>;

interface Part {
  readonly file: MergeableFile;
  readonly report: MergeableReport;
}

/** The same as `mergeSteps`, at once. */
export function mergeReports(...args: Parameters<typeof mergeSteps>): MergeableReport {
  return atOnce(mergeSteps(...args));
}

/**
 * Pauses after each file.
 * @param reports at least one, each with its own time of writing
 * @param modifiedAt when the file at an absolute path changed last, in milliseconds since the epoch
 */
export function* mergeSteps(
  reports: readonly MergeableReport[],
  modifiedAt: (path: string) => number | undefined = () => undefined,
): Generator<void, MergeableReport> {
  const newest = reports.reduce((a, b) => (isNewer(b, a) ? b : a));
  const groups = new Map<string, Part[]>();
  for (const report of reports) {
    for (const file of report.files) {
      const key = keyOf(file);
      const group = groups.get(key);
      if (group) group.push({ file, report });
      else groups.set(key, [{ file, report }]);
    }
  }
  const files: MergeableFile[] = [];
  for (const parts of groups.values()) {
    files.push(mergeFile(stillTrue(parts, modifiedAt), newest));
    yield;
  }
  return {
    ...newest,
    sources: reports.flatMap((report) => report.sources).filter((source, i, all) => all.indexOf(source) === i),
    hasBranches: reports.some((report) => report.hasBranches),
    files: reports.length === 1 ? files : files.sort((a, b) => compare(a.name, b.name)),
    unresolved: mergeUnresolved(reports),
    ...mergeIncomplete(reports),
  };
}

function mergeIncomplete(reports: readonly MergeableReport[]): Pick<MergeableReport, 'incomplete'> {
  const all = reports.flatMap(({ incomplete }) => incomplete ?? []);
  if (all.length === 0) return {};
  const sum = (key: keyof IncompleteLines): number => all.reduce((total, lines) => total + lines[key], 0);
  return { incomplete: { listed: sum('listed'), counted: sum('counted') } };
}

/** Equal for what is known of one file: by its path, or by its name where it is not on this disk. */
export function keyOf({ path, name }: FileCoverage): string {
  return path ?? `\0${name}`;
}

/** A total order, so that no result depends on the order of the reports. */
function isNewer(a: MergeableReport, b: MergeableReport): boolean {
  if (a.writtenAt !== b.writtenAt) return a.writtenAt > b.writtenAt;
  return compare(a.sources.join('\n'), b.sources.join('\n')) > 0;
}

/**
 * The parts that measured the text which the newest of them measured. A file that changed after some reports were
 * written counts in the others only. One that changed after all of them may have changed in between too: there, the
 * statements tell.
 */
function stillTrue(parts: readonly Part[], modifiedAt: (path: string) => number | undefined): readonly Part[] {
  const path = parts[0]!.file.path;
  const changed = parts.length === 1 || path === undefined ? undefined : modifiedAt(path);
  if (changed === undefined) return parts;
  const after = parts.filter((part) => measuredAt(part) > changed);
  if (after.length > 0) return after;
  const { file } = parts.reduce((a, b) => (isNewer(b.report, a.report) ? b : a));
  return parts.filter((part) => isEqual(part.file.lines, file.lines));
}

function measuredAt({ file, report }: Part): number {
  return file.measuredAt ?? report.writtenAt;
}

function mergeFile(parts: readonly Part[], newest: MergeableReport): MergeableFile {
  const first = parts[0]!.file;
  if (parts.length === 1) return dated(first, measuredAt(parts[0]!), newest);
  // All of them measured the text that the file had then.
  const then = Math.min(...parts.map(measuredAt));
  const { name } = parts.reduce((a, { file }) => (compare(file.name, a.name) < 0 ? file : a), first);
  const istanbul = parts.flatMap(({ file }) => file.istanbul ?? []);
  if (istanbul.length === parts.length) {
    return dated({ ...mergeIstanbul(istanbul), name, path: first.path }, then, newest);
  }

  const functions = mergeFunctions(parts.flatMap(({ file }) => file.functions ?? []));
  const merged = {
    name,
    path: first.path,
    ...mergeStatements(parts),
    branches: mergeBranches(parts),
    ...(functions.length > 0 && { functions }),
  };
  return dated(merged, then, newest);
}

/** A merged report is as old as the newest of its parts; what only older ones measured is not. */
function dated(file: MergeableFile, time: number, { writtenAt }: MergeableReport): MergeableFile {
  return time === (file.measuredAt ?? writtenAt) ? file : withTime(file, time);
}

/** A line ran as often as the busiest of the runs says: coverage.py only knows whether. */
function mergeStatements(parts: readonly Part[]): Pick<FileCoverage, 'lines' | 'hits'> {
  const { file } = parts[0]!;
  if (parts.every((part) => isEqual(part.file.lines, file.lines))) {
    const most = file.hits.slice();
    for (const {
      file: { hits },
    } of parts) {
      hits.forEach((count, i) => (most[i] = Math.max(most[i]!, count)));
    }
    return { lines: file.lines, hits: most };
  }
  const merged = new Map<number, number>();
  for (const {
    file: { lines, hits },
  } of parts) {
    lines.forEach((line, i) => merged.set(line, Math.max(merged.get(line) ?? 0, hits[i]!)));
  }
  const { lines, hits } = columnsOf(merged, []);
  return { lines, hits };
}

function mergeBranches(parts: readonly Part[]): Int32Array {
  const byLine = new Map<number, Branch[]>();
  for (const { file } of parts) {
    for (const branch of branchesOf(file)) {
      const others = byLine.get(branch.line);
      if (others) others.push(branch);
      else byLine.set(branch.line, [branch]);
    }
  }
  // A run that did not measure branches ran these lines: which ways it took is not known.
  const without = parts.filter(({ report }) => !report.hasBranches);
  return packBranches(
    [...byLine]
      .filter(([line]) => without.every(({ file }) => !hitsAt(file, line)))
      .map(([line, branches]) => mergeBranch(line, branches))
      .sort((a, b) => a.line - b.line),
  );
}

/** A way out of a line was taken if any run took it. */
function mergeBranch(line: number, branches: readonly Branch[]): Branch {
  const total = Math.max(...branches.map((branch) => branch.total));
  const named = branches.filter(isNamed);
  const missing = named.map((branch) => branch.missing).reduce(intersect, named[0]?.missing ?? []);
  const counted = branches.filter((branch) => !isNamed(branch)).map((branch) => branch.taken);
  const taken = Math.max(...counted, ...(named.length > 0 ? [total - missing.length] : []));
  // Reports that only count: as many as the best of them took, for no run un-takes a branch.
  return { line, total, taken, missing: counted.length > 0 && taken !== total - missing.length ? [] : missing };
}

/** Whether the ways not taken are all named, if only because there are none. */
function isNamed(branch: Branch): boolean {
  return branch.missing.length === branch.total - branch.taken;
}

/** What two lists have in common; `exit` may stand in them more than once: a line can leave a function in two ways. */
function intersect(a: readonly BranchTarget[], b: readonly BranchTarget[]): readonly BranchTarget[] {
  const rest = [...b];
  return a.filter((target) => {
    const at = rest.indexOf(target);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

function mergeFunctions(functions: readonly MeasuredFunction[]): MeasuredFunction[] {
  const merged = new Map<string, MeasuredFunction>();
  for (const { name, line, hits } of functions) {
    const key = `${line} ${name}`;
    merged.set(key, { name, line, hits: Math.max(hits, merged.get(key)?.hits ?? 0) });
  }
  return [...merged.values()].sort((a, b) => a.line - b.line || compare(a.name, b.name));
}

/** Each name once; ambiguous in any report is ambiguous. */
function mergeUnresolved(reports: readonly MergeableReport[]): UnresolvedFile[] {
  const merged = new Map<string, UnresolvedFile>();
  for (const file of reports.flatMap((report) => report.unresolved)) {
    const other = merged.get(file.name);
    const candidates = [...new Set([...(other?.candidates ?? []), ...file.candidates])].sort(compare);
    const reason = other?.reason === 'ambiguous' ? other.reason : file.reason;
    merged.set(file.name, { name: file.name, reason, candidates });
  }
  return [...merged.values()].sort((a, b) => compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
