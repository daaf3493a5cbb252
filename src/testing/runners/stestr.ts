import { parseIni } from '../../base/ini';
import { parseToml } from '../../base/toml';
import { isDottedName } from '../../project/python/names';
import { isTable } from '../../project/tox/toxToml';
import { SubunitV2Decoder } from '../subunit/v2';
import { isFiltered, NO_OPTIONS, type OptionNames } from './options';
import type { LayoutSettings, Runner, RunRequest } from './runner';
import { patternOf, type Selection } from './selection';

/** Before `run` or behind it. Source: stestr 4.2.1, cli.py and commands/run.py; 3.0.1 for the old names. */
const WITH_VALUE = {
  general: [
    '--config',
    '-c',
    '--test-path',
    '-t',
    '--top-dir',
    '--group-regex',
    '--group_regex',
    '-g',
    '--user-config',
  ],
  workers: ['--concurrency', '--worker-file'],
  filters: [
    ...['--exclude-regex', '-E', '--black-regex', '-B'],
    ...['--exclude-list', '-e', '--blacklist-file', '-b'],
    ...['--include-list', '-i', '--whitelist-file', '-w'],
  ],
  partial: ['--no-discover', '-n', '--pdb', '--load-list'],
  others: ['--here', '-d', '--repo-url', '-u', '--log-file'],
} as const;

const OPTIONS: OptionNames = {
  general: [...WITH_VALUE.general, '--parallel-class', '-p'],
  workers: [...WITH_VALUE.workers, '--serial', '--random', '--isolated', '--parallel'],
  filters: WITH_VALUE.filters,
  testPath: ['--test-path', '-t'],
  topDir: ['--top-dir'],
  config: ['--config', '-c'],
  partial: [...WITH_VALUE.partial, '--failing', '--analyze-isolation', '--combine'],
  withValue: new Set(Object.values(WITH_VALUE).flat()),
};

export const stestr: Runner = {
  name: 'stestr',

  marker: '.stestr.conf',
  // Source of the order: stestr 4.2.1 config_file.py, TestrConf.load_from_file.
  settingsFiles: [
    { file: '.stestr.conf', settingsIn: (text) => iniSettings(text, '.stestr.conf', 'DEFAULT') ?? {} },
    { file: 'pyproject.toml', settingsIn: tomlSettings },
    { file: 'tox.ini', settingsIn: (text) => iniSettings(text, 'tox.ini', 'stestr') },
  ],
  settingsFile: (file) => ({
    file,
    settingsIn: file.toLowerCase().endsWith('.toml') ? tomlSettings : (text) => iniSettings(text, file, 'DEFAULT'),
  }),
  provesItself: false,
  listsWithoutTestPath: false,
  noTestPath: (file) => `${file} does not say where the tests are: it has no test_path.`,

  options: OPTIONS,

  repository: { folder: '.stestr', canBeElsewhere: true, isMadeByRun: true },

  runArguments(request) {
    const { selection, repository, loadList, untilFailure, options = NO_OPTIONS } = request;
    const name = loadList === undefined ? nameToLoad(selection) : undefined;
    return [
      ...options.general,
      ...repositoryOption(repository),
      'run',
      '--subunit',
      ...(untilFailure ? ['--until-failure'] : []),
      ...options.workers,
      ...(name === undefined ? selected(request) : ['--no-discover', name]),
    ];
  },
  listArguments: (repository, { general, filters, patterns } = NO_OPTIONS) => [
    ...general,
    ...repositoryOption(repository),
    'list',
    ...filters,
    ...operands(patterns),
  ],
  initArguments: (repository) => [...repositoryOption(repository), 'init'],
  nameToLoad,
  // What `stestr list` runs itself, with a pattern. Source: stestr 4.2.1 config_file.py, TestrConf.get_run_command.
  fileListArguments: (topDir, testPath, fileName) => [
    ...['-m', 'stestr.subunit_runner.run', 'discover', '-t', topDir, testPath],
    ...['--pattern', fileName, '--list'],
  ],
  // stestr 4.2.1 drops `--repo-url` on the way (commands/run.py calls `_run_tests` without it), so that it always works
  // in the project's own repository. Without `--serial` it spreads the tests that it suspects over its workers, where
  // they cannot meet, and finds no culprit (bisect_tests.py).
  isolationArguments: ['run', '--serial', '--analyze-isolation'],
  taskCommands: ['run', 'last', 'failing', 'slowest'],

  decoder: () => new SubunitV2Decoder(),
  listedIds(stdout, options) {
    const ids = stdout.split(/\r?\n/).filter((line) => line !== '');
    return options && isFiltered(options) ? ids.sort() : ids; // what it filters comes in another order each time
  },
  withoutAnnouncement: (output) => output,
};

function selected({ selection, loadList, options = NO_OPTIONS }: RunRequest): string[] {
  if (loadList !== undefined) return ['--load-list', loadList];
  switch (selection.kind) {
    case 'all':
      return [...options.filters, ...operands(options.patterns)];
    case 'matching':
      return operands(selection.patterns);
    case 'module':
      return [patternOf(selection)];
    case 'ids':
      return [];
  }
}

/** Patterns may look like options. */
function operands(patterns: readonly string[]): string[] {
  return patterns.length > 0 ? ['--', ...patterns] : [];
}

/**
 * The name for `--no-discover`, if the selection is exactly one name. stestr puts it into a line for a shell, so only
 * plain dotted names go this way; a scenario's `test_x(a)` could not be loaded by name anyway.
 */
function nameToLoad(selection: Selection): string | undefined {
  const name = onlyName(selection);
  return name !== undefined && isDottedName(name) ? name : undefined;
}

function onlyName(selection: Selection): string | undefined {
  if (selection.kind === 'module') return selection.loadTests ? undefined : selection.name;
  return selection.kind === 'ids' && selection.ids.length === 1 ? selection.ids[0] : undefined;
}

function repositoryOption(repository: string | undefined): string[] {
  return repository === undefined ? [] : ['--repo-url', repository];
}

function iniSettings(text: string, file: string, section: string): LayoutSettings | undefined {
  const ini = parseIni(text, file);
  if (section !== 'DEFAULT' && !ini.has(section)) return undefined;
  return { testPath: ini.get(section, 'test_path'), topDir: ini.get(section, 'top_dir') };
}

function tomlSettings(text: string): LayoutSettings | undefined {
  const tool = parseToml(text)?.tool;
  const settings = isTable(tool) ? tool.stestr : undefined;
  if (!isTable(settings)) return undefined;
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { testPath: textOf(settings.test_path), topDir: textOf(settings.top_dir) };
}
