/**
 * Where a project's coverage reports can be, without crawling: the paths that its cover environment writes, the usual
 * ones, and those that the setting names. No folder is searched, `.tox` and `node_modules` least of all.
 */
import { basename, dirname, join, resolve } from 'node:path';
import { isInside } from '../base/paths';
import { type ProjectFiles } from '../project/files';
import { type ToxEnvironment } from '../project/tox/tox';
import { type CoverageConfig, DEFAULT_CONFIG } from './coverageConfig';

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
 * @param cover its cover environment, when it has one
 * @param config its coverage.py settings: they say where a report goes that the command does not place
 * @param setting `openstackContributor.coverage.reports`: paths, relative to the root or absolute
 */
export function reportCandidates(
  root: string,
  cover: ToxEnvironment | undefined,
  config: CoverageConfig = DEFAULT_CONFIG,
  setting: readonly string[] = [],
): ReportCandidate[] {
  const written = (cover?.commands ?? [])
    .flatMap(({ args }) => outputsOf(args, config))
    .map((path) => resolve(cover?.changeDir ?? root, path))
    // The file is anyone's, and a report of another folder is none of this project.
    .filter((path) => isInside(root, path));
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

/** Looks at the names in one folder: the root, or where the settings put the data inside of it. */
export async function findData(
  root: string,
  files: ProjectFiles,
  config: CoverageConfig = DEFAULT_CONFIG,
): Promise<CoverageData> {
  const file = dataFileOf(root, config);
  const names = await files.list(dirname(file));
  return {
    combined: names.includes(basename(file)),
    parts: names.filter((name) => name.startsWith(`${basename(file)}.`)).length,
  };
}

/** Absolute path of the file that `coverage combine` writes; those of single processes have more behind a full stop. */
export function dataFileOf(root: string, config: CoverageConfig): string {
  const configured = resolve(root, config.dataFile);
  return isPath(config.dataFile) && isInside(root, configured) ? configured : join(root, DEFAULT_CONFIG.dataFile);
}

/** What a command writes that could be a report: `coverage xml -o X` and its like. */
function outputsOf(args: readonly string[], config: CoverageConfig): string[] {
  const [verb, ...options] = coverageArguments(args);
  switch (verb) {
    case 'xml':
      return [optionOf(options, '-o', '--output') ?? config.xmlOutput].filter(isPath);
    case 'json':
      return [optionOf(options, '-o', '--output') ?? config.jsonOutput].filter(isPath);
    case 'html':
      // The pages are no report, but who keeps them in a folder keeps the report beside them.
      return [optionOf(options, '-d', '--directory') ?? config.htmlDirectory]
        .filter(isPath)
        .flatMap((folder) => [join(folder, 'coverage.xml'), join(folder, 'coverage.json')]);
    default:
      return [];
  }
}

/** What follows `coverage`, `coverage3`, `/path/to/coverage` or `python -m coverage`; empty for other commands. */
function coverageArguments(args: readonly string[]): readonly string[] {
  const [program = '', ...rest] = args;
  const name = program.split('/').pop() ?? '';
  if (/^coverage(?:-?3(?:\.\d+)?)?$/.test(name)) return rest;
  if (/^python[\d.]*$/.test(name) && rest[0] === '-m' && rest[1] === 'coverage') return rest.slice(2);
  return [];
}

/** `-o X`, `-oX`, `--output X`, `--output=X`; the last one counts, as in Python's optparse. */
function optionOf(args: readonly string[], short: string, long: string): string | undefined {
  let found: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === short || arg === long) found = args[++at] ?? found;
    else if (arg.startsWith(`${long}=`)) found = arg.slice(long.length + 1);
    else if (arg.startsWith(short)) found = arg.slice(short.length);
  }
  return found;
}

/** `-` is standard output; what tox could not resolve is no path, and no path holds control characters. */
function isPath(path: string): boolean {
  return path !== '' && path !== '-' && !/[{}]/.test(path) && ![...path].some((char) => char < ' ');
}
