import * as v from 'valibot';
import type { Branch, BranchTarget, CoverageCounts, MeasuredFunction } from '../../report/coverageReport';
import { columnsOf, MAX_LINE, type ReadFile, type ReadReport } from './readReport';
import { ReportError, tooManyFiles } from './reportError';

/** Line 0 is where Python 3.11 starts a module; coverage.py before 7.13 lists it among the executed lines. */
const Line = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LINE));
/** From a line to a line; a negative one leaves the function or module. */
const Arc = v.tuple([Line, v.pipe(v.number(), v.integer(), v.minValue(-MAX_LINE), v.maxValue(MAX_LINE))]);
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LINE));

const Lines = v.object({
  executed_lines: v.array(Line),
  missing_lines: v.array(Line),
  excluded_lines: v.array(Line),
});

const File = v.object({
  ...Lines.entries,
  summary: v.object({
    covered_lines: Count,
    missing_lines: v.optional(Count),
    num_branches: v.optional(Count),
    num_partial_branches: v.optional(Count),
    missing_branches: v.optional(Count),
  }),
  /** Since coverage.py 6.5; format 1 before counts branches without naming them. */
  executed_branches: v.optional(v.array(Arc)),
  missing_branches: v.optional(v.array(Arc)),
  /** Since format 3; with the line of `def` since coverage.py 7.13. */
  functions: v.optional(v.record(v.string(), v.object({ ...Lines.entries, start_line: v.optional(Line) }))),
});
type File = v.InferOutput<typeof File>;

const Report = v.object({
  meta: v.object({
    format: v.optional(v.number()),
    version: v.string(),
    branch_coverage: v.boolean(),
  }),
  files: v.record(v.string(), File),
});

const NEWEST_FORMAT = 3;

/** Whether a JSON value looks like a report of coverage.py; it may still be a broken one. */
export function isCoveragePyJson(value: unknown): boolean {
  return v.is(v.object({ meta: v.looseObject({ version: v.string() }), files: v.looseObject({}) }), value);
}

/**
 * Reads what `coverage json` writes, formats 1 to 3, with contexts or without.
 * Source: coverage.py jsonreport.py.
 * @throws ReportError `malformed`, `unsupported`, `too-large`
 */
export function readCoveragePyJson(value: unknown, mostFiles: number): ReadReport {
  const parsed = v.safeParse(Report, value, { abortEarly: true });
  if (!parsed.success) throw malformed(parsed.issues[0]);
  const { meta, files } = parsed.output;
  if ((meta.format ?? 1) > NEWEST_FORMAT) {
    const newest = `the newest that is read is ${NEWEST_FORMAT}`;
    throw new ReportError('unsupported', `is in format ${meta.format} of coverage.py's JSON, and ${newest}`);
  }
  const entries = Object.entries(files);
  if (entries.length > mostFiles) throw tooManyFiles(mostFiles);
  return {
    format: 'coverage.py-json',
    toolVersion: meta.version,
    // Counts per file without the lines they belong to are of no use to an editor.
    hasBranches: meta.branch_coverage && entries.every(([, file]) => file.missing_branches !== undefined),
    countedLines: undefined,
    sources: [],
    files: entries.map(([name, file]) => fileOf(name, file)),
  };
}

function malformed(issue: v.InferIssue<typeof Report>): ReportError {
  const where = v.getDotPath(issue)?.slice(0, 200) ?? 'the whole';
  return new ReportError('malformed', `is not as coverage.py writes it: ${where} is ${issue.received.slice(0, 40)}`);
}

function fileOf(name: string, file: File): ReadFile {
  const excluded = new Set(file.excluded_lines);
  const executed = file.executed_lines.filter((line) => line > 0 && !excluded.has(line));
  const hits = new Map<number, number>();
  // Where the summary counts nothing, what is listed are lines without statements, such as line 1 of an empty file.
  if (file.summary.covered_lines > 0) for (const line of executed) hits.set(line, 1);
  const docstrings = Math.max(0, hits.size - file.summary.covered_lines);
  for (const line of file.missing_lines) if (line > 0) hits.set(line, 0);
  const functions = file.functions && functionsOf(file.functions);
  const counts = countsOf(file.summary);
  return {
    name,
    ...columnsOf(hits, branchesOf(file)),
    ...(functions && { functions }),
    ...(docstrings > 0 && { docstrings }),
    ...(counts && { counts }),
  };
}

function countsOf(summary: File['summary']): CoverageCounts | undefined {
  const { covered_lines: covered, missing_lines: missed, num_branches: branches = 0 } = summary;
  const { num_partial_branches: partialBranches = 0, missing_branches: missedBranches = 0 } = summary;
  return missed === undefined
    ? undefined
    : { statements: covered + missed, missed, branches, partialBranches, missedBranches };
}

function branchesOf(file: File): Branch[] {
  const lines = new Map<number, { taken: number; missing: BranchTarget[] }>();
  const at = (line: number): { taken: number; missing: BranchTarget[] } => {
    const known = lines.get(line) ?? { taken: 0, missing: [] };
    lines.set(line, known);
    return known;
  };
  for (const [line] of file.executed_branches ?? []) at(line).taken++;
  for (const [line, target] of file.missing_branches ?? []) at(line).missing.push(target < 0 ? 'exit' : target);
  const branches = [...lines].map(([line, { taken, missing }]): Branch => {
    return { line, total: taken + missing.length, taken, missing: missing.sort(byTarget) };
  });
  const total = sum(branches);
  if (file.summary.num_branches === undefined || total === file.summary.num_branches) return branches;
  // Of a condition over several lines coverage.py before 7.13 lists the inner arcs too, as executed. Nearly every
  // branch goes two ways: where that agrees with the summary, it is what was measured.
  const twoWays = branches.map((branch): Branch => {
    const ways = Math.max(2, branch.missing.length);
    return { ...branch, total: ways, taken: ways - branch.missing.length };
  });
  return sum(twoWays) === file.summary.num_branches ? twoWays : branches;
}

function sum(branches: readonly Branch[]): number {
  return branches.reduce((total, branch) => total + branch.total, 0);
}

function byTarget(a: BranchTarget, b: BranchTarget): number {
  return (a === 'exit' ? 0 : a) - (b === 'exit' ? 0 : b);
}

/** The functions whose line is known; the region '' is what stands outside of them. */
function functionsOf(regions: NonNullable<File['functions']>): MeasuredFunction[] {
  return Object.entries(regions)
    .flatMap(([name, { start_line: line, executed_lines: executed, missing_lines: missing }]) =>
      name === '' || line === undefined || executed.length + missing.length === 0
        ? []
        : [{ name, line, hits: executed.length > 0 ? 1 : 0 }],
    )
    .sort((a, b) => a.line - b.line);
}
