/** How an environment of tox runs the unit tests of its project, read from its commands. */
import { type Argument, lastValue, operandsOf, readArguments } from '../../base/options';
import { type ProgramCall, programCalls } from '../../project/tox/programCalls';
import type { ToxEnvironment } from '../../project/tox/tox';

/** Words of the command line, as the project wrote them: each version of the runner has its own names for some. */
export interface RunnerOptions {
  /** Where the tests are and how they are grouped; for runs and lists. */
  readonly general: readonly string[];
  /** About workers and the order of tests; for runs. */
  readonly workers: readonly string[];
  /** What leaves tests out; for runs of all tests, and for lists. */
  readonly filters: readonly string[];
  /** Regular expressions of Python, any of which is in the id; for runs of all tests, and for lists. None: all tests. */
  readonly patterns: readonly string[];
}

export interface TestCommand extends RunnerOptions {
  /** Name of the tox environment. */
  readonly environment: string;
  readonly runner: 'stestr' | 'testr' | 'pytest';
  /** As they are written: relative to `folder`. */
  readonly testPath: string | undefined;
  readonly topDir: string | undefined;
  readonly config: string | undefined;
  /** Absolute path of the folder that it runs in. */
  readonly folder: string;
  /** What the command itself sets, besides the variables of its environment; undefined for what it takes away. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Of stestr, before `run` or behind it, and of testr. Source: stestr 4.2.1, cli.py and commands/run.py, 3.0.1 for the old
 * names; testrepository 0.0.22, commands/run.py.
 */
const OPTIONS = {
  general: [
    '--config',
    '-c',
    '--test-path',
    '-t',
    '--top-dir',
    '--group-regex',
    '--group_regex',
    '-g',
    '--parallel-class',
    '-p',
    '--user-config',
  ],
  workers: ['--serial', '--concurrency', '--random', '--worker-file', '--isolated', '--parallel'],
  filters: [
    ...['--exclude-regex', '-E', '--black-regex', '-B'],
    ...['--exclude-list', '-e', '--blacklist-file', '-b'],
    ...['--include-list', '-i', '--whitelist-file', '-w'],
  ],
  /** A run with one of these is not one of all tests. */
  partial: ['--no-discover', '-n', '--pdb', '--failing', '--analyze-isolation', '--load-list', '--combine'],
} as const satisfies Record<string, readonly string[]>;

const FLAGS = new Set([
  '--parallel-class',
  '-p',
  '--serial',
  '--random',
  '--isolated',
  '--parallel',
  '--failing',
  '--analyze-isolation',
  '--combine',
]);
const OTHERS_WITH_VALUE = ['--here', '-d', '--repo-url', '-u', '--log-file'];
const TAKES_VALUE = new Set([
  ...Object.values(OPTIONS)
    .flat()
    .filter((option) => !FLAGS.has(option)),
  ...OTHERS_WITH_VALUE,
]);

/** Undefined where none of the commands is known to run tests: a script may, or Python's own unittest. */
export function testCommand(environment: ToxEnvironment): TestCommand | undefined {
  const calls = programCalls(environment);
  const runs = calls.filter(isRunner).map((call) => ({ call, args: readArguments(call.args, TAKES_VALUE) }));
  const ofTests = runs.filter(({ args }) => operandsOf(args)[0] === 'run');
  const run = ofTests.find(({ args }) => !args.some((each) => isOneOf(OPTIONS.partial, each))) ?? ofTests[0];
  if (run) return commandOf(environment, run.call, run.args);
  const pytest = calls.find(({ program }) => program === 'pytest');
  return pytest && commandOf(environment, pytest, []);
}

/** Whether it leaves out tests that are there. */
export function isFiltered({ filters, patterns }: Pick<RunnerOptions, 'filters' | 'patterns'>): boolean {
  return filters.length + patterns.length > 0;
}

function isRunner({ program }: ProgramCall): boolean {
  return program === 'stestr' || program === 'testr';
}

function commandOf(environment: ToxEnvironment, call: ProgramCall, args: readonly Argument[]): TestCommand {
  const words = (options: readonly string[]): string[] =>
    args.filter((each) => isOneOf(options, each)).flatMap((each) => each.words);
  const changed = Object.entries(call.variables).filter(([name, value]) => value !== environment.setEnv[name]);
  return {
    environment: environment.name,
    runner: call.program as TestCommand['runner'],
    testPath: lastValue(args, '--test-path', '-t'),
    topDir: lastValue(args, '--top-dir'),
    config: lastValue(args, '--config', '-c'),
    folder: call.folder,
    variables: Object.fromEntries(changed),
    general: words(OPTIONS.general),
    workers: words(OPTIONS.workers),
    filters: words(OPTIONS.filters),
    patterns: operandsOf(args).slice(1),
  };
}

function isOneOf(options: readonly string[], { option }: Argument): boolean {
  return option !== undefined && options.includes(option);
}
