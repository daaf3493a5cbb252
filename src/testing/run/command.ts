import { delimiter, join } from 'node:path';
import { isDottedName } from '../../project/python/names';
import { isPlainWord } from '../../project/shellWords';
import type { RunnerOptions } from '../layout/testCommand';
import { withoutScenario } from '../subunit/pseudoTests';

/** The runner of a project: testr where only `.testr.conf` is, stestr else. */
export type Runner = 'stestr' | 'testr';

/** Which tests to run. Ids are those of the runner, scenario suffixes included. */
export type Selection =
  | { readonly kind: 'all' }
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /**
   * A module or class by its dotted name, without importing all others; `ids` are the tests known in it. `loadTests`:
   * its tests are made in a `load_tests` that unittest calls when it discovers them, not for this name.
   */
  | { readonly kind: 'module'; readonly name: string; readonly ids?: readonly string[]; readonly loadTests?: boolean }
  /** Regular expressions of Python, any of which must be found in the id. */
  | { readonly kind: 'matching'; readonly patterns: readonly string[] };

export interface RunChoice {
  readonly runner: Runner;
  readonly selection: Selection;
  /** Folder of a repository besides the project's own; stestr only: testr has no such option. */
  readonly repository?: string | undefined;
  /** File that holds the ids, one a line, when `needsLoadList` says so. */
  readonly loadList?: string | undefined;
  readonly untilFailure?: boolean | undefined;
  /** Those of the project's own command; the runner decides when absent. */
  readonly options?: RunnerOptions | undefined;
}

const NO_OPTIONS: RunnerOptions = { general: [], workers: [], filters: [], patterns: [] };

/** Arguments of a run whose results come as a subunit v2 stream on stdout. */
export function runArguments(choice: RunChoice): string[] {
  return choice.runner === 'stestr' ? stestrRun(choice) : testrRun(choice);
}

/** Whether the selection is given in a file: an argument list is too short for ids, and a regex is not an id. */
export function needsLoadList(runner: Runner, selection: Selection): boolean {
  const named = selection.kind === 'ids' || (selection.kind === 'module' && selection.ids !== undefined);
  return named && withoutDiscovery(runner, selection) === undefined;
}

/** Whether the runner loads the selection by its name, and no other test module. */
export function runsByName(runner: Runner, selection: Selection): boolean {
  return withoutDiscovery(runner, selection) !== undefined;
}

/** Ids that were asked for by name, so that each can get a result. */
export function expectedIds(selection: Selection): readonly string[] {
  return selection.kind === 'ids' || selection.kind === 'module' ? (selection.ids ?? []) : [];
}

/**
 * The lines of a load list. testscenarios' WithScenarios makes `test_x(a)` only when the listed `test_x` runs, its
 * `load_tests` lists `test_x(a)` itself: naming both, each kind finds its own, and what does not exist is passed over.
 */
export function loadListLines(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => [id, withoutScenario(id)]))];
}

/**
 * Arguments that print the ids of all tests, one a line: of those that the project's own command runs, where it leaves
 * some out. stestr needs a repository for it: see `initArguments`.
 */
export function listArguments(runner: Runner, repository?: string, options = NO_OPTIONS): string[] {
  const { general, filters, patterns } = options;
  return runner === 'stestr'
    ? [...general, ...repositoryOption(repository), 'list', ...filters, ...operands(runner, patterns)]
    : ['list-tests', ...patterns];
}

export function initArguments(runner: Runner, repository?: string): string[] {
  return runner === 'stestr' ? [...repositoryOption(repository), 'init'] : ['init'];
}

/** Arguments that print the stored last run as subunit v2. */
export function lastArguments(runner: Runner, repository?: string): string[] {
  return runner === 'stestr' ? [...repositoryOption(repository), 'last', '--subunit'] : ['last', '--subunit'];
}

/** Arguments that print the tests which failed in the last run as subunit v2. */
export function failingArguments(runner: Runner, repository?: string): string[] {
  return runner === 'stestr' ? [...repositoryOption(repository), 'failing', '--subunit'] : ['failing', '--subunit'];
}

/**
 * Arguments of the search for the test that makes another fail, which looks at what failed in the last stored run.
 * Prints text, not subunit, and always works in the project's own repository: stestr 4.2.1 drops `--repo-url` on the way
 * (commands/run.py calls `_run_tests` without it). Without `--serial` it spreads the tests that it suspects over its
 * workers, where they cannot meet, and finds no culprit (bisect_tests.py).
 */
export function isolationArguments(): string[] {
  return ['run', '--serial', '--analyze-isolation'];
}

/** The program of an environment, by the environment's folder of programs. */
export function programOf(runner: Runner, binDir: string): string {
  return join(binDir, process.platform === 'win32' ? `${runner}.exe` : runner);
}

export function pythonOf(binDir: string): string {
  return join(binDir, process.platform === 'win32' ? 'python.exe' : 'python');
}

/**
 * Variables for what is not measured. A project may let each Python of its tests measure, by PYTHON or by the hook that
 * COVERAGE_PROCESS_START is for; their data would lie in the working tree, and go into the next report of the person.
 */
export function unmeasured(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PYTHON, ...rest } = env;
  delete rest.COVERAGE_PROCESS_START;
  const measures = PYTHON !== undefined && /(?:^|[\s/\\])coverage-?[\d.]*(?:\.exe)?\s+run\b/.test(PYTHON);
  return PYTHON === undefined || measures ? rest : { ...rest, PYTHON };
}

/** The environment for a run of `binDir`'s programs, changed for a path that a shell would split (isPlainWord). */
export function runEnvironment(binDir: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [binDir, env[pathName]].filter((part) => part !== undefined && part !== '').join(delimiter);
  const changed: NodeJS.ProcessEnv = { ...env, [pathName]: path };
  if (!env.PYTHON && !isPlainWord(binDir)) {
    changed.PYTHON = 'python';
  }
  return changed;
}

function stestrRun(choice: RunChoice): string[] {
  const name = choice.loadList === undefined ? withoutDiscovery(choice.runner, choice.selection) : undefined;
  const { general, workers } = choice.options ?? NO_OPTIONS;
  return [
    ...general,
    ...repositoryOption(choice.repository),
    'run',
    '--subunit',
    ...(choice.untilFailure ? ['--until-failure'] : []),
    ...workers,
    ...(name === undefined ? selected(choice) : ['--no-discover', name]),
  ];
}

function testrRun(choice: RunChoice): string[] {
  return [
    'run',
    '--subunit',
    ...(choice.untilFailure ? ['--until-failure'] : []),
    ...(choice.options?.workers ?? ['--parallel']),
    ...selected(choice),
  ];
}

function selected({ selection, loadList, runner, options = NO_OPTIONS }: RunChoice): string[] {
  if (loadList !== undefined) {
    return runner === 'stestr' ? ['--load-list', loadList] : [`--load-list=${loadList}`];
  }
  switch (selection.kind) {
    case 'all':
      return [...(runner === 'stestr' ? options.filters : []), ...operands(runner, options.patterns)];
    case 'matching':
      return operands(runner, selection.patterns);
    case 'module':
      return [`^${selection.name.replaceAll('.', '\\.')}\\.`];
    default:
      return [];
  }
}

/** Patterns may look like options. testr takes what follows `--` for the test program: its patterns stand before it. */
function operands(runner: Runner, patterns: readonly string[]): string[] {
  return runner === 'stestr' && patterns.length > 0 ? ['--', ...patterns] : [...patterns];
}

/**
 * The name for `--no-discover`, if this selection is exactly one name. stestr puts it into a line for a shell, so only
 * plain dotted names go this way; a scenario's `test_x(a)` could not be loaded by name anyway.
 */
function withoutDiscovery(runner: Runner, selection: Selection): string | undefined {
  const name =
    selection.kind === 'module'
      ? selection.loadTests
        ? undefined
        : selection.name
      : selection.kind === 'ids' && selection.ids.length === 1
        ? selection.ids[0]
        : undefined;
  return runner === 'stestr' && name !== undefined && isDottedName(name) ? name : undefined;
}

function repositoryOption(repository: string | undefined): string[] {
  return repository === undefined ? [] : ['--repo-url', repository];
}
