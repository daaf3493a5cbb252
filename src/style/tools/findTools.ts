import { relative, resolve } from 'node:path';
import { isInside } from '../../base/paths';
import type { ProjectFiles } from '../../project/files';
import { programCalls } from '../../project/tox/programCalls';
import { splitCommand } from '../../project/tox/toxText';
import { type Checker, type CheckerCall, checkerCalls } from './checkerCalls';
import { readFlake8Selection } from './flake8Selection';
import { fileTags } from './preCommit/fileTags';
import { type Hook, readHooks } from './preCommit/hooks';
import { type Machine, Programs } from './programs';
import type { Command } from './run';
import { readStyleEnvironment, type StyleEnvironment, type ToxReader } from './styleEnvironment';

/** A checker of an environment that is there. */
export interface FoundTool {
  readonly checker: Checker;
  readonly command: Command;
  /** Where it is, for a person: `.tox/pep8`, `.venv`, `pre-commit (hacking 8.1.0)`, or the program of a setting. */
  readonly place: string;
  /** Absolute path of the folder that it runs in. */
  readonly folder: string;
  /** What it runs with, beside the variables of this process. */
  readonly variables: CheckerCall['variables'];
  /** What it looks at in a check of the whole project; none stands for the folder. */
  readonly operands: readonly string[];
  /** Whether the project has it look at a file, by its absolute path. */
  readonly looksAt: (file: string) => Promise<boolean>;
  /** Whether only the tool itself can tell which of these files it would look at, of its own accord. */
  readonly decidesItself: boolean;
  /** The command that has it look, where the project names one: `tox -e pep8`. */
  readonly gate: string | undefined;
}

/** A checker that the project uses, and that is not there. */
export interface MissingTool {
  readonly checker: Checker;
  /** The hook that brings it, where it comes from pre-commit. */
  readonly hook: Hook | undefined;
}

export interface StyleTools {
  readonly found: readonly FoundTool[];
  readonly missing: readonly MissingTool[];
  /** autopep8, which fixes whitespace, where ruff with its own fixes is not there. */
  readonly autopep8: Command | undefined;
}

/**
 * flake8 and ruff as the project uses them: each call in the commands of its style environment, and each hook that
 * pre-commit runs. A program is that of the tox environment whose command names it, or that of the hook's own
 * environment in pre-commit's store. Where tox has no style environment, it is that of any environment of the project.
 * They belong to the folder: trusted ones only.
 *
 * @param root absolute path
 * @throws UserError `bad-yaml`, `too-big`: a file of settings cannot be read
 */
export async function findTools(
  root: string,
  files: ProjectFiles,
  tox: ToxReader,
  machine: Machine = {},
): Promise<StyleTools> {
  const environment = await readStyleEnvironment(root, files, tox);
  const hooks = await readHooks(root, files);
  const uses = usesOf(root, environment, hooks);
  // Projects that say nothing, or have a script of their own, are checked with flake8.
  const isForFlake8 = uses.length === 0 || (machine.chosenFlake8 && !uses.some(({ checker }) => checker === 'flake8'));
  if (isForFlake8) uses.unshift(useWithoutCall(root, 'flake8'));
  const found: FoundTool[] = [];
  const missing: MissingTool[] = [];
  const programs = new Programs(root, environment, machine);
  for (const use of uses) {
    const { checker, hook, options, folder, variables, operands, gate } = use;
    const program = await programs.find(checker, hook);
    if (!program) {
      missing.push({ checker, hook });
      continue;
    }
    const { place, command } = program;
    found.push({
      ...{ checker, place, folder, variables, operands, gate },
      command: { file: command.file, args: [...command.args, ...options] },
      looksAt: selectionOf(use, root, files),
      decidesItself: checker === 'ruff' && use.selection === 'operands',
    });
  }
  const hasRuff = found.some(({ checker }) => checker === 'ruff');
  const autopep8 = hasRuff
    ? undefined
    : await programs.findAnywhere(
        'autopep8',
        hooks.find(({ id }) => id === 'autopep8'),
      );
  return { found, missing, autopep8: autopep8?.command };
}

/** One use of a checker in the project. */
interface CheckerUse extends CheckerCall {
  readonly hook: Hook | undefined;
  readonly gate: string | undefined;
  /** What decides which files it looks at: its operands and settings, the hook's patterns, or nothing that we can read. */
  readonly selection: 'operands' | 'hook' | 'unknown';
}

function usesOf(root: string, environment: StyleEnvironment | undefined, hooks: readonly Hook[]): CheckerUse[] {
  return CHECKERS.flatMap((checker): CheckerUse[] => {
    const isOwn = (call: CheckerCall): boolean => call.checker === checker;
    const gate = environment && gateOf(environment);
    const calls = environment?.checkers.filter(isOwn) ?? [];
    const ofCommands = calls.map((call) => ({ ...call, hook: undefined, gate, selection: 'operands' as const }));
    const isNamed = environment?.tools.includes(checker) === true;
    // Something else than the style environment may have pre-commit run them.
    const areHooksElsewhere = !isNamed && (environment?.hookRuns ?? []).length === 0;
    const ofHooks = hooks.flatMap((hook): CheckerUse[] => {
      const run = environment?.hookRuns.find(({ runs }) => runs(hook));
      if (!run && !(areHooksElsewhere && hook.runsAt('pre-commit'))) return [];
      const selection = hook.passesFiles ? 'hook' : 'operands';
      return callsOfHook(hook, root, run?.variables ?? {})
        .filter(isOwn)
        .map((call) => ({ ...call, hook, gate: run ? gate : 'pre-commit', selection }));
    });
    const uses = [...ofCommands, ...ofHooks];
    return uses.length > 0 || !isNamed ? uses : [useWithoutCall(root, checker)];
  });
}

const CHECKERS: readonly Checker[] = ['flake8', 'ruff'];

/** Where a script of the project calls it: with what, nobody knows without running that. */
function useWithoutCall(root: string, checker: Checker): CheckerUse {
  const options = checker === 'ruff' ? ['--force-exclude'] : [];
  const call = { checker, options, operands: [], folder: root, variables: {} };
  return { ...call, hook: undefined, gate: undefined, selection: 'unknown' };
}

function gateOf({ name }: StyleEnvironment): string {
  return `tox -e ${name}`;
}

function callsOfHook(hook: Hook, root: string, variables: CheckerCall['variables']): CheckerCall[] {
  const words = hook.entry === undefined ? COMMANDS_OF_HOOKS[hook.id] : splitCommand(hook.entry);
  if (!words) return [];
  const commands = [{ args: [...words, ...hook.args] }];
  return checkerCalls(programCalls({ commands, setEnv: variables, changeDir: root }));
}

/** Source: .pre-commit-hooks.yaml of PyCQA/flake8 7.3, hacking 8.1 and ruff-pre-commit 0.15. */
const COMMANDS_OF_HOOKS: Readonly<Record<string, readonly string[]>> = {
  flake8: ['flake8'],
  hacking: ['flake8'],
  ruff: ['ruff', 'check', '--force-exclude'],
  'ruff-check': ['ruff', 'check', '--force-exclude'],
};

/** Which files a use of a checker looks at, by their absolute paths. */
function selectionOf(use: CheckerUse, root: string, files: ProjectFiles): FoundTool['looksAt'] {
  const { checker, hook, selection, folder, operands } = use;
  if (selection === 'unknown') return () => Promise.resolve(true);
  if (hook && selection === 'hook') {
    return async (file) => {
      if (
        !isInside(root, file) ||
        !hook.looksAt(relative(root, file)) ||
        !isForTags(hook, checker, await fileTags(file))
      ) {
        return false;
      }
      // flake8's own excludes hold for the files that it is given.
      return checker !== 'flake8' || (await readFlake8Selection({ ...use, operands: [file] }, files))(file);
    };
  }
  if (checker === 'flake8') {
    let read: ReturnType<typeof readFlake8Selection> | undefined;
    return async (file) => (await (read ??= readFlake8Selection(use, files)))(file);
  }
  const starts = (operands.length > 0 ? operands : ['.']).map((operand) => resolve(folder, operand));
  return (file) => Promise.resolve(starts.some((start) => start === file || isInside(start, file)));
}

function isForTags({ isForTags: is }: Hook, checker: Checker, tags: ReadonlySet<string>): boolean {
  return is ? is(tags) : TYPES_OF_HOOKS[checker].some((tag) => tags.has(tag));
}

/** Source: as of `COMMANDS_OF_HOOKS`. */
const TYPES_OF_HOOKS: Readonly<Record<Checker, readonly string[]>> = {
  flake8: ['python'],
  ruff: ['python', 'pyi', 'jupyter'],
};
