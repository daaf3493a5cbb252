/**
 * Which programs an environment of tox starts, and with what: the one reading that coverage, tests and style ask.
 * What is wrapped around a program is taken away: `env A=1 python -m coverage xml` is a call of coverage. What xargs
 * adds to the arguments is not known.
 */
import { resolve } from 'node:path';
import { shellCommands } from '../shellWords';
import type { ToxCommand, ToxEnvironment } from './tox';

export interface ProgramCall {
  /** Its name, without folder and version: `coverage`, `stestr`, `python`, `tools/cover.sh` is `cover.sh`. */
  readonly program: string;
  readonly args: readonly string[];
  /** What it runs with: the environment's variables and those that the command sets. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the folder that it runs in. */
  readonly folder: string;
  /** 1-based line of tox's file that says so, where it is known. */
  readonly line: number | undefined;
}

/** What the calls of an environment come from; a hook of pre-commit has no more. */
export interface CallingEnvironment extends Pick<ToxEnvironment, 'commands' | 'changeDir'> {
  readonly setEnv: ProgramCall['variables'];
}

/** Wrappers inside of wrappers: what is deeper is left unread. */
const MAX_DEPTH = 5;

/**
 * The programs that the commands start, in their order. Of `coverage run -m stestr` both are calls.
 *
 * @param commands those of a part of the environment; all of them when absent
 */
export function programCalls(
  environment: CallingEnvironment,
  commands: readonly ToxCommand[] = environment.commands,
): ProgramCall[] {
  const { setEnv: variables, changeDir: folder } = environment;
  return commands.flatMap(({ args, line }) => callsOf(args, { variables, folder, line }, 0));
}

type Surroundings = Pick<ProgramCall, 'variables' | 'folder' | 'line'>;

function callsOf(words: readonly string[], around: Surroundings, depth: number): ProgramCall[] {
  const [first, ...args] = words;
  if (first === undefined || depth > MAX_DEPTH) return [];
  const program = programName(first);
  const inner = (rest: readonly string[], changed: Partial<Surroundings> = {}): ProgramCall[] =>
    callsOf(rest, { ...around, ...changed }, depth + 1);
  const own: ProgramCall = { program, args, ...around };
  switch (program) {
    case 'env':
      return afterEnv(args, around, inner);
    case 'sh':
    case 'bash':
    case 'dash':
    case 'ksh':
    case 'zsh': {
      const line = lineOfShell(args);
      return line === undefined ? [own] : callsOfLine(line, around, depth);
    }
    case 'nice':
    case 'time':
    case 'exec':
    case 'dbus-run-session': {
      const at = args.findIndex((arg) => !arg.startsWith('-'));
      return at < 0 ? [own] : inner(args.slice(at));
    }
    case 'timeout': {
      const at = args.findIndex((arg) => !arg.startsWith('-'));
      return at < 0 ? [own] : inner(args.slice(at + 1));
    }
    case 'xargs':
      return inner(args.slice(afterOptions(args, XARGS_OPTIONS)));
    case 'pifpaf': {
      const at = args.indexOf('--');
      return at < 0 ? [own] : inner(args.slice(at + 1));
    }
    case 'python':
      return afterPython(own, inner);
    case 'coverage':
      return [own, ...(args[0] === 'run' ? measuredBy(args.slice(1), inner) : [])];
    default:
      return [own];
  }
}

/** `coverage3`, `/x/bin/python3.11`, `stestr.exe`, `py.test`: the program is the same. */
function programName(word: string): string {
  const name = (word.split(/[\\/]/).pop() ?? '').replace(/\.exe$/i, '');
  if (name === 'py.test') return 'pytest';
  return /^(?:python|coverage)-?\d[\d.]*$/.test(name) ? name.replace(/-?\d[\d.]*$/, '') : name;
}

/** `python -m stestr.cli`, `python -m pre_commit`: the program that this module is the code of. */
function programOfModule(module: string | undefined): string {
  const name = (module ?? '').split('.')[0]!;
  return name === 'pre_commit' ? 'pre-commit' : name;
}

/** Options of xargs whose value is the next argument, and with more letters the rest of their own. */
const XARGS_OPTIONS = /^-(?:[0prtx]*[adEILnPs]|-(?:arg-file|delimiter|max-args|max-chars|max-procs))$/;

/** Where what stands behind the options begins. */
function afterOptions(args: readonly string[], withValue: RegExp): number {
  let at = 0;
  for (; args[at]?.startsWith('-'); at++) if (withValue.test(args[at]!)) at++;
  return at;
}

type Inner = (words: readonly string[], changed?: Partial<Surroundings>) => ProgramCall[];

/** `env -u X -i A=1 program`. */
function afterEnv(args: readonly string[], { variables }: Surroundings, inner: Inner): ProgramCall[] {
  const set: Record<string, string | undefined> = { ...variables };
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at]!;
    const equals = arg.indexOf('=');
    if (arg === '-u' || arg === '--unset' || arg === '-C' || arg === '--chdir') {
      at++;
      if (arg.endsWith('u') || arg === '--unset') set[args[at] ?? ''] = undefined;
    } else if (arg.startsWith('-')) {
      continue;
    } else if (equals > 0) {
      set[arg.slice(0, equals)] = arg.slice(equals + 1);
    } else {
      break;
    }
  }
  return inner(args.slice(at), { variables: set });
}

/** The line of `sh -c LINE`, `bash -ec LINE`, `bash -o pipefail -c LINE`; undefined for a script. */
function lineOfShell(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!/^[-+]/.test(arg)) return undefined;
    if (/^-[a-z]*c[a-z]*$/.test(arg)) return args.slice(at + 1).find((word) => !/^[-+][a-z]+$/.test(word));
    if (arg === '-o' || arg === '+o') at++;
  }
  return undefined;
}

/** `cd` and `export` in a line hold for what stands behind them. */
function callsOfLine(line: string, around: Surroundings, depth: number): ProgramCall[] {
  let { folder } = around;
  return shellCommands(line, around.variables).flatMap(({ args, variables }) => {
    if (args[0] === 'cd' && args[1] !== undefined) {
      folder = resolve(folder, args[1]);
      return [];
    }
    return callsOf(args, { ...around, folder, variables: { ...around.variables, ...variables } }, depth + 1);
  });
}

/** `python -m module`: the module is the program; `python -W x script.py`: it is python that runs. */
function afterPython(own: ProgramCall, inner: Inner): ProgramCall[] {
  for (let at = 0; at < own.args.length; at++) {
    const arg = own.args[at]!;
    if (arg === '-m') return inner([programOfModule(own.args[at + 1]), ...own.args.slice(at + 2)]);
    if (!arg.startsWith('-') || arg === '-c') return [own];
    if (arg === '-W' || arg === '-X') at++;
  }
  return [own];
}

/** `coverage run [options] -m module …` or `… program …`. Options with values are those of coverage.py 7, cmdline.py. */
function measuredBy(args: readonly string[], inner: Inner): ProgramCall[] {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '-m' || arg === '--module') return inner([programOfModule(args[at + 1]), ...args.slice(at + 2)]);
    if (/^--(?:concurrency|context|data-file|include|omit|rcfile|save-signal|source|source-dirs)$/.test(arg)) at++;
    else if (!arg.startsWith('-')) return inner(args.slice(at));
  }
  return [];
}
