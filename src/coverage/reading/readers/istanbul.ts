import { createCoverageMap, createFileCoverage, type FileCoverage, type FileCoverageData } from 'istanbul-lib-coverage';
import * as v from 'valibot';
import type { Branch } from '../../report/coverageReport';
import { columnsOf, MAX_LINE, type ReadFile, type ReadReport } from './readReport';
import { ReportError, tooManyFiles } from './reportError';

/** Null stands for a place that a source map lost, and for the end of a line, which is Infinity in the instrumenter. */
const Place = v.object({ line: v.nullish(v.number(), 0), column: v.nullish(v.number(), Infinity) });
const Range = v.object({ start: Place, end: Place });
const Hits = v.pipe(v.number(), v.minValue(0));

/** Everything that istanbul-lib-coverage relies on; what older instrumenters leave out gets the newer ones' place. */
const File = v.object({
  path: v.pipe(v.string(), v.minLength(1)),
  /** Set where no test loaded the file; its statements then say less than another report's. */
  all: v.optional(v.boolean()),
  statementMap: v.record(v.string(), Range),
  s: v.record(v.string(), Hits),
  fnMap: v.record(
    v.string(),
    v.pipe(
      v.object({ name: v.string(), decl: v.optional(Range), loc: Range, line: v.optional(v.number()) }),
      v.transform(({ name, decl, loc, line }) => ({
        name,
        decl: decl ?? loc,
        loc,
        line: line ?? (decl ?? loc).start.line,
      })),
    ),
  ),
  f: v.record(v.string(), Hits),
  branchMap: v.record(
    v.string(),
    v.pipe(
      v.object({
        type: v.optional(v.string(), ''),
        loc: v.optional(Range),
        line: v.optional(v.number()),
        locations: v.pipe(v.array(Range), v.minLength(1)),
      }),
      v.transform(({ type, loc, line, locations }) => {
        const place = loc ?? locations[0]!;
        return { type, loc: place, line: line ?? place.start.line, locations };
      }),
    ),
  ),
  b: v.record(v.string(), v.array(Hits)),
});

const Report = v.record(v.string(), File);

/** Whether a JSON value looks like a coverage-final.json; it may still be a broken one. */
export function isIstanbulJson(value: unknown): boolean {
  return v.is(v.record(v.string(), v.looseObject({ statementMap: v.looseObject({}), s: v.looseObject({}) })), value);
}

/**
 * Reads a coverage-final.json, as Istanbul, nyc, c8, Jest and Karma write it.
 * @throws ReportError `malformed`, `too-large`
 */
export function readIstanbul(value: unknown, mostFiles: number): ReadReport {
  const parsed = v.safeParse(Report, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue)?.slice(0, 200) ?? 'the whole';
    throw new ReportError('malformed', `is not as Istanbul writes it: ${where} is ${issue.received.slice(0, 40)}`);
  }
  const files = Object.values(parsed.output);
  if (files.length > mostFiles) throw tooManyFiles(mostFiles);
  const broken = files.find((file) => Object.keys(file.branchMap).some((id) => file.b[id] === undefined));
  if (broken) throw new ReportError('malformed', `has branches without hits in ${broken.path.slice(0, 200)}`);
  return {
    format: 'istanbul',
    toolVersion: undefined,
    hasBranches: true,
    countedLines: undefined,
    sources: [],
    files: files.map((file) => fileOf(createFileCoverage(file))),
  };
}

/** Merges what several reports say of one file, by statement, branch and function, as Istanbul does: hits add up. */
export function mergeIstanbul(parts: readonly FileCoverageData[]): ReadFile {
  const map = createCoverageMap();
  const path = parts[0]?.path ?? '';
  // The map puts new hits into the first that it is given, so that one must not be a report's own.
  for (const part of parts) map.addFileCoverage({ ...part, path });
  return fileOf(map.fileCoverageFor(path));
}

function fileOf(file: FileCoverage): ReadFile {
  const hits = new Map<number, number>();
  for (const [line, count] of Object.entries(file.getLineCoverage())) {
    if (isLine(Number(line))) hits.set(Number(line), count);
  }
  const branches = Object.entries(file.getBranchCoverageByLine()).map(([line, { covered, total }]): Branch => {
    return { line: Number(line), total, taken: covered, missing: [] };
  });
  const functions = Object.entries(file.fnMap).map(([id, { name, decl }]) => {
    return { name, line: decl.start.line, hits: file.f[id] ?? 0 };
  });
  return {
    name: file.path,
    ...columnsOf(
      hits,
      branches.filter(({ line, total }) => isLine(line) && total > 0),
    ),
    functions: functions.filter(({ line }) => isLine(line)),
    istanbul: file.data,
  };
}

function isLine(line: number): boolean {
  return Number.isInteger(line) && line >= 1 && line <= MAX_LINE;
}
