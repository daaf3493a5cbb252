/**
 * Where a project's coverage reports can be, without crawling: the paths that its cover environment writes, the usual
 * ones, and those that the setting names. No folder is searched, `.tox` and `node_modules` least of all.
 */
import { basename, dirname, resolve } from 'node:path';
import { type ProjectFiles } from '../../project/files';
import { isPath } from './coverFiles';

export interface ReportCandidate {
  /** Absolute path. */
  readonly path: string;
  /** Who names it: the cover environment of the project, the custom of OpenStack's projects, or the person. */
  readonly origin: 'tox' | 'usual' | 'setting';
}

export interface FoundReport extends ReportCandidate {
  /** When it was written, in milliseconds since the epoch. */
  readonly writtenAt: number;
}

/** After the contract of OpenStack's testing interface, then coverage.py's defaults, then Istanbul's. */
const USUAL = [
  'cover/coverage.xml',
  'coverage.xml',
  'cover/coverage.json',
  'coverage.json',
  'coverage/coverage-final.json',
];

/**
 * Where reports of a project can be, the likeliest first, each path once.
 *
 * @param root absolute path of the project
 * @param written absolute paths where its cover environment writes
 * @param setting `openstackContributor.coverage.reports`: paths, relative to the root or absolute
 */
export function reportCandidates(
  root: string,
  written: readonly string[] = [],
  setting: readonly string[] = [],
): ReportCandidate[] {
  const candidates: ReportCandidate[] = [
    ...written.map((path) => ({ path, origin: 'tox' as const })),
    ...USUAL.map((path) => ({ path: resolve(root, path), origin: 'usual' as const })),
    ...setting.filter(isPath).map((path) => ({ path: resolve(root, path), origin: 'setting' as const })),
  ];
  return candidates.filter(({ path }, i) => candidates.findIndex((other) => other.path === path) === i);
}

/** Those of the candidates that are there now, in the same order. */
export async function findReports(candidates: readonly ReportCandidate[], files: ProjectFiles): Promise<FoundReport[]> {
  const times = await Promise.all(candidates.map(({ path }) => files.modified(path)));
  return candidates.flatMap((candidate, i) => {
    const writtenAt = times[i];
    return writtenAt === undefined ? [] : [{ ...candidate, writtenAt }];
  });
}

/** Measurements that no report was made of. */
export interface CoverageData {
  /** `.coverage` is there: what `coverage combine` makes, or a run that is not parallel. */
  readonly combined: boolean;
  /** How many files of single processes are there: a run that failed leaves them, as tox stops before `combine`. */
  readonly parts: number;
}

/** Looks at the names in the folder of the data. @param dataFile absolute path */
export async function findData(dataFile: string, files: ProjectFiles): Promise<CoverageData> {
  const name = basename(dataFile);
  const names = await files.list(dirname(dataFile));
  return { combined: names.includes(name), parts: names.filter((each) => each.startsWith(`${name}.`)).length };
}
