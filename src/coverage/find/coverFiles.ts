/**
 * Which files the cover environment of a project reads and writes, told by its commands: settings of coverage.py, its
 * data, and the reports. Nothing is run.
 */
import { join, resolve } from 'node:path';
import { type Argument, lastValue, readArguments } from '../../base/options';
import { isInside } from '../../base/paths';
import type { ProjectFiles } from '../../project/files';
import { type ProgramCall, programCalls } from '../../project/tox/programCalls';
import type { ProcessVariables, ToxEnvironment } from '../../project/tox/tox';
import { type CoverageConfig, DEFAULT_CONFIG, readCoverageConfig } from './coverageConfig';
import { pytestOptions } from './pytestOptions';

export interface CoverFiles {
  /** The settings that the reports are made with. */
  readonly config: CoverageConfig;
  /** Absolute path of the file that the commands name for them; undefined where coverage.py looks for one. */
  readonly settings: string | undefined;
  /** Absolute path of the data that `coverage combine` writes; that of single processes has more behind a full stop. */
  readonly dataFile: string;
  /** Absolute paths inside of the project where the commands write what could be a report. */
  readonly reports: readonly string[];
}

/** Source: coverage.py 7.15, cmdline.py, Opts. */
const COVERAGE_VALUES = new Set([
  ...['-o', '--output', '-d', '--directory', '--data-file', '--rcfile', '--include', '--omit', '--fail-under'],
  ...[
    '--precision',
    '--sort',
    '--title',
    '--contexts',
    '--context',
    '--concurrency',
    '--source',
    '-m',
    '--module',
    '--format',
  ],
]);

/** Those that matter; `--cov` takes a value only where one follows, which is no option of ours either way. */
const PYTEST_VALUES = new Set(['--cov-report', '--cov-config']);

/**
 * @param root absolute path of the project
 * @param cover its cover environment, when it has one
 * @param process variables of the process that would run tox
 * @throws UserError `too-big` when a file of settings is larger than 1 MiB
 */
export async function readCoverFiles(
  root: string,
  cover: ToxEnvironment | undefined,
  files: ProjectFiles,
  process: ProcessVariables = {},
): Promise<CoverFiles> {
  const programs = cover ? programCalls(cover) : [];
  const fromSettings = programs.some(isPytest) ? await pytestOptions(root, files) : [];
  const calls = programs.flatMap((call) => callOf(call, fromSettings));
  const known = new Map<string | undefined, CoverageConfig>();
  const configOf = async (settings: string | undefined): Promise<CoverageConfig> => {
    const config =
      known.get(settings) ??
      (await readCoverageConfig(root, files, { settings, variables: { ...process, ...cover?.setEnv } }));
    known.set(settings, config);
    return config;
  };
  const reports: string[] = [];
  for (const call of calls) {
    reports.push(...outputsOf(call, await configOf(call.settings)).map((path) => resolve(call.folder, path)));
  }
  const variables = cover?.setEnv ?? {};
  const main = calls.findLast(({ isReport }) => isReport) ?? calls.at(-1);
  const settings = main ? main.settings : settingsOf(variables, cover?.changeDir ?? root);
  const config = await configOf(settings);
  // An empty COVERAGE_FILE counts as none.
  const named = calls.findLast(({ dataFile }) => dataFile)?.dataFile ?? variables.COVERAGE_FILE ?? '';
  return {
    config,
    settings,
    dataFile: insideOr(
      root,
      resolve(cover?.changeDir ?? root, named === '' ? config.dataFile : named),
      join(root, DEFAULT_CONFIG.dataFile),
    ),
    // The file is anyone's, and a report of another folder is none of this project.
    reports: reports.filter((path) => isInside(root, path)),
  };
}

function insideOr(root: string, path: string, otherwise: string): string {
  return isInside(root, path) && path !== root && isPath(path) ? path : otherwise;
}

/** A call of coverage.py, by itself or through pytest-cov. */
interface CoverageCall {
  readonly verb: string;
  readonly args: readonly Argument[];
  /** Absolute path of the folder that it runs in. */
  readonly folder: string;
  /** Absolute path of the settings that are named; undefined where coverage.py looks for them. */
  readonly settings: string | undefined;
  readonly dataFile: string | undefined;
  readonly isReport: boolean;
}

function callOf({ program, args, variables, folder }: ProgramCall, fromSettings: readonly string[]): CoverageCall[] {
  if (program === 'coverage') {
    const [verb = '', ...options] = args;
    const read = readArguments(options, COVERAGE_VALUES);
    const named = lastValue(read, '--rcfile');
    return [
      {
        verb,
        args: read,
        folder,
        settings: named === undefined ? settingsOf(variables, folder) : resolve(folder, named),
        dataFile: lastValue(read, '--data-file') ?? variables.COVERAGE_FILE,
        isReport: ['xml', 'json', 'html', 'report'].includes(verb),
      },
    ];
  }
  if (!isPytest({ program })) return [];
  const more = (variables.PYTEST_ADDOPTS ?? '').split(/\s+/).filter((word) => word !== '');
  const read = readArguments([...fromSettings, ...more, ...args], PYTEST_VALUES);
  const isMeasured = read.some(({ option }) => option?.startsWith('--cov') === true);
  const named = lastValue(read, '--cov-config');
  // pytest-cov's own default means that coverage.py looks.
  const settings =
    named === undefined || named === '.coveragerc' ? settingsOf(variables, folder) : resolve(folder, named);
  return isMeasured
    ? [{ verb: 'pytest', args: read, folder, settings, dataFile: variables.COVERAGE_FILE, isReport: true }]
    : [];
}

function isPytest({ program }: Pick<ProgramCall, 'program'>): boolean {
  return program === 'pytest';
}

/** Source: coverage.py 7.15, config.py, config_files_to_try. */
function settingsOf(variables: ProcessVariables, folder: string): string | undefined {
  return variables.COVERAGE_RCFILE ? resolve(folder, variables.COVERAGE_RCFILE) : undefined;
}

/** What a call writes that could be a report, relative to its folder. */
function outputsOf({ verb, args }: CoverageCall, config: CoverageConfig): string[] {
  switch (verb) {
    case 'xml':
      return [lastValue(args, '-o', '--output') ?? config.xmlOutput].filter(isPath);
    case 'json':
      return [lastValue(args, '-o', '--output') ?? config.jsonOutput].filter(isPath);
    case 'html':
      return besidePages(lastValue(args, '-d', '--directory') ?? config.htmlDirectory);
    case 'pytest':
      return args.flatMap(({ option, value }) =>
        option === '--cov-report' && value !== undefined ? pytestReport(value, config) : [],
      );
    default:
      return [];
  }
}

/** `xml`, `xml:PATH` and its like. Source: pytest-cov's documentation, Reporting. */
function pytestReport(value: string, config: CoverageConfig): string[] {
  const [kind = '', ...rest] = value.split(':');
  const path = rest.join(':');
  switch (kind) {
    case 'xml':
      return [path || config.xmlOutput].filter(isPath);
    case 'json':
      return [path || config.jsonOutput].filter(isPath);
    case 'html':
      return besidePages(path || config.htmlDirectory);
    default:
      return [];
  }
}

/** The pages are no report, but who keeps them in a folder keeps the report beside them. */
function besidePages(folder: string): string[] {
  return [folder].filter(isPath).flatMap((each) => [join(each, 'coverage.xml'), join(each, 'coverage.json')]);
}

/** `-` is standard output; what tox could not resolve is no path, and no path holds control characters. */
export function isPath(path: string): boolean {
  return path !== '' && path !== '-' && !/[{}]/.test(path) && ![...path].some((char) => char < ' ');
}
