import { parseIni } from '../../base/ini';
import { SubunitV2Decoder } from '../subunit/v2';
import { NO_OPTION_NAMES, NO_OPTIONS, type OptionNames } from './options';
import type { LayoutSettings, Runner, RunRequest } from './runner';
import { patternOf } from './selection';

/** Source: testrepository 0.0.22, commands/run.py. */
const OPTIONS: OptionNames = {
  ...NO_OPTION_NAMES,
  workers: ['--parallel', '--concurrency', '--isolated'],
  partial: ['--failing', '--analyze-isolation', '--load-list'],
  withValue: new Set(['--concurrency', '--load-list', '--here', '-d']),
};

/**
 * What it prints before it runs the `test_command` of `.testr.conf`: the command as it is written there, in most
 * projects over several lines, which the shell joins by the backslashes at their ends.
 */
const ANNOUNCEMENT = /^running=(?:.*\\\r?\n)*.*(?:\r?\n|$)/gm;

export const testr: Runner = {
  name: 'testr',

  marker: '.testr.conf',
  settingsFiles: [{ file: '.testr.conf', settingsIn: discoverSettings }],
  settingsFile: undefined,
  provesItself: true,
  listsWithoutTestPath: true,
  noTestPath: (file) => `${file} names a suite instead of a folder of tests.`,

  options: OPTIONS,

  repository: { folder: '.testrepository', canBeElsewhere: false, isMadeByRun: false },

  runArguments: (request) => [
    'run',
    '--subunit',
    ...(request.untilFailure ? ['--until-failure'] : []),
    ...(request.options?.workers ?? ['--parallel']),
    ...selected(request),
  ],
  listArguments: (_repository, { patterns } = NO_OPTIONS) => ['list-tests', ...patterns],
  initArguments: () => ['init'],
  nameToLoad: () => undefined,
  fileListArguments: undefined,
  isolationArguments: undefined,
  taskCommands: ['run', 'last', 'failing'],

  decoder: () => new SubunitV2Decoder(),
  listedIds: (stdout) =>
    withoutAnnouncement(stdout)
      .split(/\r?\n/)
      .filter((line) => line !== ''),
  withoutAnnouncement,
};

/** It takes what follows `--` for the test program: patterns stand before it. */
function selected({ selection, loadList, options = NO_OPTIONS }: RunRequest): readonly string[] {
  if (loadList !== undefined) return [`--load-list=${loadList}`];
  switch (selection.kind) {
    case 'all':
      return options.patterns;
    case 'matching':
      return selection.patterns;
    case 'module':
      return [patternOf(selection)];
    case 'ids':
      return [];
  }
}

/** Of `python -m subunit.run discover -t ./ ./nova/tests $LISTOPT $IDOPTION`, as every project wrote it. */
function discoverSettings(text: string): LayoutSettings {
  const command = parseIni(text, '.testr.conf').get('DEFAULT', 'test_command') ?? '';
  const [, topDir, testPath] = /\bdiscover\s+(?:-s\s+)?-t\s+(\S+)\s+(\S+)/.exec(command) ?? [];
  return { testPath, topDir };
}

function withoutAnnouncement(output: string): string {
  return output.replace(ANNOUNCEMENT, '');
}
