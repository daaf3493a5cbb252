/**
 * The coverage.py settings of a project, found and read as coverage.py does. Only those that say what a report holds,
 * how `coverage report` prints it, and where files are written.
 *
 * Sources: coverage.py 7.15, config.py (config_files_to_try, CONFIG_FILE_OPTIONS) and tomlconfig.py.
 */
import { join, relative } from 'node:path';
import { type Ini, parseIni } from '../../base/ini';
import { isInside } from '../../base/paths';
import { parseToml } from '../../base/toml';
import { type ProjectFiles } from '../../project/files';

export interface CoverageConfig {
  /** The file that the settings are in, relative to the root; undefined when there are only defaults. */
  readonly file: string | undefined;
  readonly branch: boolean;
  readonly parallel: boolean;
  readonly relativeFiles: boolean;
  readonly source: readonly string[];
  /** Whether `source` or one of its kind names what is measured. */
  readonly saysWhatIsMeasured: boolean;
  /** Where measurements are kept, and where reports go that name no place: relative to the folder of the run. */
  readonly dataFile: string;
  readonly xmlOutput: string;
  readonly jsonOutput: string;
  readonly htmlDirectory: string;
  /** Digits after the point of percentages, 0 to 9. */
  readonly precision: number;
  readonly showMissing: boolean;
  readonly skipCovered: boolean;
  readonly skipEmpty: boolean;
  /** Percentage that the total is asked to have, 0 to 100; a total that has less is said to fail. */
  readonly failUnder: number;
  /** Column of the table, maybe with `-` or `+` in front; undefined leaves the order to coverage.py's version. */
  readonly sort: string | undefined;
}

export const DEFAULT_CONFIG: CoverageConfig = {
  file: undefined,
  branch: false,
  parallel: false,
  relativeFiles: false,
  source: [],
  saysWhatIsMeasured: false,
  dataFile: '.coverage',
  xmlOutput: 'coverage.xml',
  jsonOutput: 'coverage.json',
  htmlDirectory: 'htmlcov',
  precision: 0,
  showMissing: false,
  skipCovered: false,
  skipEmpty: false,
  failUnder: 0,
  sort: undefined,
};

const MAX_BYTES = 1 << 20;

/** coverage.py's own files count as soon as they are there, those of others only with a section for coverage.py. */
const USUAL = [
  { name: '.coveragerc', isOwn: true },
  { name: '.coveragerc.toml', isOwn: true },
  { name: 'setup.cfg', isOwn: false },
  { name: 'tox.ini', isOwn: false },
  { name: 'pyproject.toml', isOwn: false },
];

/** Source: coverage.py 7.15, config.py and inorout.py: `include` counts only while no source is named. */
const WHAT_IS_MEASURED = ['source', 'source_pkgs', 'source_dirs', 'include'];

/** One option as its file holds it: text in INI, any value in TOML; undefined when it is not there. */
type Options = (section: string, option: string) => unknown;

/** What else decides which settings coverage.py has. */
export interface CoverageUse {
  /** Absolute path of the file that `--rcfile` or COVERAGE_RCFILE names; no other one is looked for then. */
  readonly settings?: string | undefined;
  /** Variables of the process that runs coverage.py. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/**
 * @param root absolute path of the project: coverage.py looks in the folder that it runs in
 * @returns defaults where no file has settings. A value that is not of its option's kind counts as not given, and a
 * TOML file that does not parse as one without settings: coverage.py itself refuses to run with either.
 * @throws UserError `too-big` when a file is larger than 1 MiB
 */
export async function readCoverageConfig(
  root: string,
  files: ProjectFiles,
  { settings, variables = {} }: CoverageUse = {},
): Promise<CoverageConfig> {
  // A named file is anyone's: one outside of the project is not read.
  const named =
    settings === undefined || !isInside(root, settings) ? [] : [{ name: relative(root, settings), isOwn: true }];
  for (const { name, isOwn } of settings === undefined ? USUAL : named) {
    const text = await files.read(join(root, name), MAX_BYTES);
    if (text === undefined) continue;
    const options = name.endsWith('.toml') ? tomlOptions(text, isOwn) : iniOptions(parseIni(text, name), isOwn);
    if (options) return configOf(name, options, variables);
  }
  return DEFAULT_CONFIG;
}

const SECTIONS = ['run', 'report', 'html', 'xml', 'json', 'lcov', 'paths'];

function iniOptions(ini: Ini, isOwn: boolean): Options | undefined {
  const sectionOf = (name: string): string | undefined =>
    [`coverage:${name}`, ...(isOwn ? [name] : [])].find((section) => ini.has(section));
  if (!isOwn && !SECTIONS.some((name) => ini.options(sectionOf(name) ?? '').length > 0)) return undefined;
  return (name, option) => {
    const section = sectionOf(name);
    return section === undefined ? undefined : ini.get(section, option);
  };
}

function tomlOptions(text: string, isOwn: boolean): Options | undefined {
  const top = parseToml(text) ?? {};
  const coverage = tableAt(tableAt(top, 'tool'), 'coverage');
  const sectionOf = (name: string): Table => {
    const section = tableAt(coverage, name);
    return isOwn && Object.keys(section).length === 0 ? tableAt(top, name) : section;
  };
  if (!isOwn && !SECTIONS.some((name) => Object.keys(sectionOf(name)).length > 0)) return undefined;
  return (name, option) => {
    const section = sectionOf(name);
    return Object.hasOwn(section, option) ? section[option] : undefined;
  };
}

function configOf(file: string, written: Options, variables: Variables): CoverageConfig {
  const options: Options = (section, option) => substituted(written(section, option), variables);
  const flag = (section: string, option: string): boolean => asFlag(options(section, option)) ?? false;
  const text = (section: string, option: string): string | undefined => asText(options(section, option));
  return {
    file,
    branch: flag('run', 'branch'),
    parallel: flag('run', 'parallel'),
    relativeFiles: flag('run', 'relative_files'),
    source: asList(options('run', 'source')),
    saysWhatIsMeasured: WHAT_IS_MEASURED.some((option) => asList(options('run', option)).length > 0),
    dataFile: text('run', 'data_file') ?? DEFAULT_CONFIG.dataFile,
    xmlOutput: text('xml', 'output') ?? DEFAULT_CONFIG.xmlOutput,
    jsonOutput: text('json', 'output') ?? DEFAULT_CONFIG.jsonOutput,
    htmlDirectory: text('html', 'directory') ?? DEFAULT_CONFIG.htmlDirectory,
    precision: asDigits(options('report', 'precision')) ?? DEFAULT_CONFIG.precision,
    showMissing: flag('report', 'show_missing'),
    skipCovered: flag('report', 'skip_covered'),
    skipEmpty: flag('report', 'skip_empty'),
    failUnder: asPercentage(options('report', 'fail_under')) ?? DEFAULT_CONFIG.failUnder,
    sort: text('report', 'sort'),
  };
}

/** The words of configparser's getboolean; TOML has its own. */
function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (['1', 'yes', 'true', 'on'].includes(word)) return true;
  return ['0', 'no', 'false', 'off'].includes(word) ? false : undefined;
}

function asText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

function asDigits(value: unknown): number | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : (asText(value) ?? '');
  return /^\+?0*\d$/.test(text) ? Number(text) : undefined;
}

/** What Python's float() reads, from 0 to 100: coverage.py refuses others. */
function asPercentage(value: unknown): number | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : (asText(value) ?? '');
  const number = /^\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return number >= 0 && number <= 100 ? number : undefined;
}

/** Separated by commas and line ends in INI, an array in TOML. */
function asList(value: unknown): string[] {
  const parts: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[,\n]/) : [];
  return parts.flatMap((part) => asText(part) ?? []);
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * `$NAME`, `${NAME}` and `${NAME-default}` stand for variables of the process that runs coverage.py.
 * Source: coverage.py misc.py, substitute_variables.
 */
function substituted(value: unknown, variables: Variables): unknown {
  if (Array.isArray(value)) return value.map((part) => substituted(part, variables));
  if (typeof value !== 'string') return value;
  return value.replace(
    /\$(?:(\$)|(\w+)|\{(\w+)(?:\?|-([^}]*))?\})/g,
    (_, dollar?: string, word?: string, braced?: string, otherwise?: string) =>
      dollar ?? variables[word ?? braced ?? ''] ?? otherwise ?? '',
  );
}

type Table = Record<string, unknown>;

function tableAt(table: Table, key: string): Table {
  const found = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Table) : {};
}
