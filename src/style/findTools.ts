import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { isExecutable, namesIn } from '../base/programs';
import type { ProjectFiles } from '../project/files';
import { readStyleEnvironment, STYLE_ENVIRONMENTS } from './fileChangers';
import { readHooks, type Hook } from './preCommit/hooks';
import { installedProgram } from './preCommit/installed';
import type { Command } from './run';

/** The programs that look at a saved file: they are fast, and nothing but the file decides what they say. */
export type Checker = 'flake8' | 'ruff';

/** A checker of an environment that is there. */
export interface FoundTool {
  readonly checker: Checker;
  readonly command: Command;
  /** Where it is, for a person: `.tox/pep8`, `.venv`, `pre-commit (hacking 8.1.0)`, or the program of a setting. */
  readonly place: string;
  /** Whether the project has it look at a file, by its absolute path. */
  readonly looksAt: (file: string) => boolean;
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
  /** autopep8, which mends blanks, where ruff with its own fixes is not there. */
  readonly autopep8: Command | undefined;
}

/** What decides beside the project. */
export interface Machine {
  /** The flake8 that a person chose, or an interpreter that has it; empty when nobody chose. */
  readonly chosenFlake8?: string;
  readonly variables?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/**
 * flake8 and ruff as the project uses them: in the commands of its style environment, or as hooks of pre-commit, which
 * have an environment of their own in pre-commit's store. Each is that of the style environment of tox, else the
 * hook's, else that of any environment of the project. They belong to the folder: trusted ones only.
 *
 * @param root absolute path
 * @throws UserError `bad-yaml`, `too-big`: a file of settings cannot be read
 */
export async function findTools(root: string, files: ProjectFiles, machine: Machine = {}): Promise<StyleTools> {
  const environment = await readStyleEnvironment(root, files);
  const hooks = await readHooks(root, files);
  const hookOf = (checker: Checker): Hook | undefined =>
    environment?.tools.includes(checker) ? undefined : hooks.find((hook) => checkerOf(hook) === checker);
  const ruffHook = hookOf('ruff');
  const usesRuff = ruffHook !== undefined || environment?.tools.includes('ruff') === true;
  const flake8Hook = hookOf('flake8');
  // Projects that say nothing, or have a script of their own, are checked with flake8 as ever.
  const usesFlake8 = flake8Hook !== undefined || environment?.tools.includes('flake8') === true || !usesRuff;
  const found: FoundTool[] = [];
  const missing: MissingTool[] = [];
  const find = async (checker: Checker, hook: Hook | undefined, chosen = ''): Promise<void> => {
    const program = await findProgram(root, checker, hook, chosen, machine);
    const looksAt = (file: string): boolean => hook === undefined || hook.looksAt(pathOf(root, file));
    if (program) found.push({ checker, looksAt, ...program });
    else missing.push({ checker, hook });
  };
  if (usesFlake8 || machine.chosenFlake8) await find('flake8', flake8Hook, machine.chosenFlake8);
  if (usesRuff) await find('ruff', ruffHook);
  const hasRuff = found.some(({ checker }) => checker === 'ruff');
  const hook = hooks.find(({ id }) => id === 'autopep8');
  const program = hasRuff ? undefined : await findProgram(root, 'autopep8', hook, '', machine);
  // The hook's arguments say which files to write; here it writes none.
  return { found, missing, autopep8: program && { file: program.command.file, args: [] } };
}

function checkerOf({ id, entry = id }: Hook): Checker | undefined {
  if (/^(?:hacking|(?:\S*[\\/])?flake8)(?:\s|$)/.test(entry)) return 'flake8';
  return /^ruff(?:-check)?$|^(?:\S*[\\/])?ruff check(?:\s|$)/.test(entry) ? 'ruff' : undefined;
}

function pathOf(root: string, file: string): string {
  const path = relative(root, file);
  return isAbsolute(path) ? file : path;
}

type Program = Pick<FoundTool, 'command' | 'place'>;

async function findProgram(
  root: string,
  name: Checker | 'autopep8',
  hook: Hook | undefined,
  chosen: string,
  { variables, platform = process.platform }: Machine,
): Promise<Program | undefined> {
  const args = hook ? argumentsOf(hook, name) : [];
  // Whether it exists is found out by running it: another one in its place would surprise.
  if (chosen !== '') return { command: commandOf(chosen, args), place: chosen };
  const program = platform === 'win32' ? ['Scripts', `${name}.exe`] : ['bin', name];
  const inPlaces = async (places: readonly string[]): Promise<Program | undefined> => {
    for (const place of places) {
      const file = join(resolve(root, place), ...program);
      if (await isExecutable(file)) return { command: { file, args }, place };
    }
    return undefined;
  };
  const names = (await namesIn(join(root, '.tox'))).sort();
  const known = STYLE_ENVIRONMENTS.filter((name) => names.includes(name));
  const others = names.filter((name) => !(known as readonly string[]).includes(name));
  const inTox = await inPlaces(known.map((name) => `.tox/${name}`));
  if (inTox) return inTox;
  const file = hook && (await installedProgram(hook, name, variables, platform));
  if (file !== undefined) return { command: { file, args }, place: `pre-commit (${titleOf(hook!)})` };
  return inPlaces([...others.map((name) => `.tox/${name}`), '.venv', 'venv']);
}

/** `hacking 8.1.0`; a local hook has no version. */
export function titleOf({ id, rev }: Hook): string {
  return rev === undefined ? id : `${id} ${rev}`;
}

function commandOf(program: string, args: readonly string[]): Command {
  const isPython = /^python[\d.]*(?:\.exe)?$/i.test(basename(program));
  return { file: program, args: isPython ? ['-m', 'flake8', ...args] : args };
}

/** Options of a hook that change files or what is printed are none of a check that only looks. */
const notForLooking = /^--(?:fix|fix-only|unsafe-fixes|show-fixes|exit-.*|output-format|format|output-file)(?:=|$)/;

/** What stands behind the command and the options in a hook's `entry` are its first words alone: `ruff check`. */
function argumentsOf({ args, entry }: Hook, program: string): string[] {
  const words = entry?.split(/\s+/).slice(program === 'ruff' ? 2 : 1) ?? [];
  return [...words, ...args].filter((word) => word !== '' && !notForLooking.test(word));
}
