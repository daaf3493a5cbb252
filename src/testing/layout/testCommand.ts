/** How an environment of tox runs the unit tests of its project, read from its commands. */
import { type Argument, lastValue, operandsOf, readArguments } from '../../base/options';
import { type ProgramCall, programCalls } from '../../project/tox/programCalls';
import type { ToxEnvironment } from '../../project/tox/tox';
import { isRunnerName, RUNNERS, type RunnerName } from '../runners';
import { NO_OPTION_NAMES, type OptionNames, type RunnerOptions } from '../runners/options';

/** A runner that is recognized although it is not one of ours: the Python extension shows its tests. */
const OTHER_RUNNER = 'pytest';

export interface TestCommand extends RunnerOptions {
  /** Name of the tox environment. */
  readonly environment: string;
  readonly runner: RunnerName | typeof OTHER_RUNNER;
  /** As they are written: relative to `folder`. */
  readonly testPath: string | undefined;
  readonly topDir: string | undefined;
  readonly config: string | undefined;
  /** Absolute path of the folder that it runs in. */
  readonly folder: string;
  /** What the command itself sets, besides the variables of its environment; undefined for what it takes away. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Undefined where none of the commands is known to run tests: a script may, or Python's own unittest. */
export function testCommand(environment: ToxEnvironment): TestCommand | undefined {
  const calls = programCalls(environment);
  const runs = calls.flatMap((call) => {
    const runner = call.program;
    if (!isRunnerName(runner)) return [];
    const { options } = RUNNERS[runner];
    const args = readArguments(call.args, options.withValue);
    return operandsOf(args)[0] === 'run' ? [{ call, runner, options, args }] : [];
  });
  const run = runs.find(({ args, options }) => !args.some((each) => isOneOf(options.partial, each))) ?? runs[0];
  if (run) return commandOf(environment, run.call, run.runner, run.options, run.args);
  const other = calls.find(({ program }) => program === OTHER_RUNNER);
  return other && commandOf(environment, other, OTHER_RUNNER, NO_OPTION_NAMES, []);
}

/** Whether the tests are run by a runner of ours. */
export function hasRunner<Command extends Pick<TestCommand, 'runner'>>(
  command: Command,
): command is Command & { readonly runner: RunnerName } {
  return isRunnerName(command.runner);
}

function commandOf(
  environment: ToxEnvironment,
  call: ProgramCall,
  runner: TestCommand['runner'],
  names: OptionNames,
  args: readonly Argument[],
): TestCommand {
  const words = (options: readonly string[]): string[] =>
    args.filter((each) => isOneOf(options, each)).flatMap((each) => each.words);
  const changed = Object.entries(call.variables).filter(([name, value]) => value !== environment.setEnv[name]);
  return {
    environment: environment.name,
    runner,
    testPath: lastValue(args, ...names.testPath),
    topDir: lastValue(args, ...names.topDir),
    config: lastValue(args, ...names.config),
    folder: call.folder,
    variables: Object.fromEntries(changed),
    general: words(names.general),
    workers: words(names.workers),
    filters: words(names.filters),
    patterns: operandsOf(args).slice(1),
  };
}

function isOneOf(options: readonly string[], { option }: Argument): boolean {
  return option !== undefined && options.includes(option);
}
