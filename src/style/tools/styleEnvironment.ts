import { lastValue, operandsOf, readArguments } from '../../base/options';
import type { ProjectFiles } from '../../project/files';
import { type ProgramCall, programCalls } from '../../project/tox/programCalls';
import type { ToxEnvironment } from '../../project/tox/tox';
import { type CheckerCall, checkerCalls } from './checkerCalls';
import { toolsOf } from './outputs/tools';
import { type Hook, readHooks } from './preCommit/hooks';

/** tox environments that hold the project's style checks, under the names that projects give them. */
export const STYLE_ENVIRONMENTS = ['pep8', 'linters', 'lint', 'flake8'] as const;

/** Who knows what an environment of a project runs. */
export interface ToxReader {
  /** Undefined when the project's files name no such environment. */
  reading(root: string, name: string): Promise<ToxEnvironment | undefined>;
}

/** The tox environment with a project's style checks. */
export interface StyleEnvironment {
  readonly name: string;
  /** Absolute path; the folder need not exist. */
  readonly envDir: string;
  /** How its own commands call flake8 and ruff. */
  readonly checkers: readonly CheckerCall[];
  /** Tools that its own commands name in any way: `flake8`, `mypy`. Those of pre-commit's hooks are not among them. */
  readonly tools: readonly string[];
  /** All that its commands run. */
  readonly calls: readonly ProgramCall[];
  /** How it has pre-commit run its hooks. */
  readonly hookRuns: readonly HookRun[];
  /** The hooks of the project's pre-commit; none where the environment runs no pre-commit. */
  readonly hooks: readonly Hook[];
  /** The tools that the hooks' commands name, by the hook's id. */
  readonly hookTools: ReadonlyMap<string, readonly string[]>;
}

/** One `pre-commit run`. */
export interface HookRun {
  readonly runs: (hook: Hook) => boolean;
  readonly variables: ProgramCall['variables'];
}

/**
 * Undefined when tox's settings name no such environment.
 *
 * @param root absolute path
 * @throws UserError `bad-yaml`, `too-big`: what pre-commit would do is not known then
 */
export async function readStyleEnvironment(
  root: string,
  files: ProjectFiles,
  tox: ToxReader,
): Promise<StyleEnvironment | undefined> {
  for (const name of STYLE_ENVIRONMENTS) {
    const environment = await tox.reading(root, name);
    if (!environment) continue;
    const calls = programCalls(environment);
    const hookRuns = calls.flatMap((call) => hookRunOf(call) ?? []);
    const hooks = hookRuns.length > 0 ? await readHooks(root, files) : [];
    const lines = environment.commands.map(({ args }) => args.join(' '));
    // A formatter is no checker.
    const tools = lines.filter((line) => !/\bruff format\b/.test(line)).flatMap(toolsOf);
    return {
      name,
      envDir: environment.envDir,
      checkers: checkerCalls(calls),
      tools: [...new Set(tools)],
      calls,
      hookRuns,
      hooks,
      hookTools: new Map(hooks.map(({ id, entry }) => [id, toolsOf(entry ?? '')])),
    };
  }
  return undefined;
}

/** Source of the options: pre-commit 4, main.py, `_add_run_options`; of SKIP: commands/run.py. */
const RUN_VALUES = new Set([
  ...[
    '-c',
    '--config',
    '--color',
    '--files',
    '--from-ref',
    '-s',
    '--source',
    '--to-ref',
    '-o',
    '--origin',
    '--hook-stage',
  ],
  ...['--remote-branch', '--local-branch', '--remote-name', '--remote-url', '--checkout-type', '-j', '--jobs'],
]);

/** Undefined where the call runs no hooks of pre-commit. */
export function hookRunOf({ program, args, variables }: ProgramCall): HookRun | undefined {
  const read = readArguments(args, RUN_VALUES);
  const [subcommand, id] = operandsOf(read);
  if (program !== 'pre-commit' || subcommand !== 'run') return undefined;
  const stage = lastValue(read, '--hook-stage') ?? 'pre-commit';
  const skipped = variables.SKIP?.split(',').map((each) => each.trim()) ?? [];
  const isNamed = id !== undefined && lastValue(read, '--files') === undefined;
  return {
    variables,
    runs: (hook) => (isNamed ? hook.id === id : true) && hook.runsAt(stage) && !skipped.includes(hook.id),
  };
}
