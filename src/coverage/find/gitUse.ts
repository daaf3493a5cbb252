/** Whether a line of a script would touch a person's working tree, or stop because something is not committed. */

export interface GitUse {
  /** What git is told to do, such as `git checkout HEAD^`, for a person to read; at most 80 characters. */
  readonly command: string;
  /** Whether it changes anything; if not, it only asks whether all is committed. */
  readonly moves: boolean;
  /** What that means for the person's work, to go on after "which". */
  readonly why: string;
}

const MOVES_WHY = 'changes what is checked out or the files of the working tree';
const ASKS_WHY = 'looks whether all is committed, most likely to stop when it is not';

/** Commands of git that change HEAD, the index or the working tree. */
const MOVES = new Set([
  ...['checkout', 'switch', 'restore', 'reset', 'stash', 'clean', 'worktree', 'merge', 'rebase', 'pull', 'am', 'apply'],
  ...['cherry-pick', 'revert', 'commit', 'bisect', 'rm', 'mv', 'read-tree', 'checkout-index', 'update-ref'],
  ...['symbolic-ref', 'filter-branch', 'submodule'],
]);

/** Commands that are asked by their exit code whether something is not committed, and the options that ask. */
const ASKS = new Map([
  ['diff', /^(?:--exit-code|--quiet)$/],
  ['diff-index', /^(?:--exit-code|--quiet)$/],
  ['diff-files', /^(?:--exit-code|--quiet)$/],
  ['status', /^(?:--porcelain\S*|-s|--short)$/],
]);

/** Options of git itself that take the next word. */
const TAKES_A_WORD = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path']);

/**
 * The first such use in a line. Errs on the side of finding one: what is said to be dangerous is explained to the
 * person, who can run it; only what a line prints with echo or printf is left out.
 *
 * @param line of a shell script, of a Python program (`['git', 'checkout']`), or of tox's commands
 */
export function gitUseIn(line: string): GitUse | undefined {
  if (/^\s*(?:echo|printf)\s[^;&|`]*$/.test(line) && !line.includes('$(')) return undefined;
  for (const command of commandsIn(line)) {
    const words = command.split(/[\s'"`()[\]{},]+/).filter((word) => word !== '');
    for (const [at, word] of words.entries()) {
      const use = isGit(word) ? useOf(words.slice(at + 1, at + 40)) : undefined;
      if (use) return use;
    }
  }
  return undefined;
}

/** Commands of a line; what stands in `$(…)` is one of its own, and a single word for the one around it. */
function commandsIn(line: string): string[] {
  const inner: string[] = [];
  const outer = line.replace(/\$\(([^()]*)\)/g, (_, command: string) => {
    inner.push(command);
    return '_';
  });
  return [...inner, outer].flatMap((command) => command.split(/[;&|]+/));
}

/** `git`, a path to it, or a variable of that name. */
function isGit(word: string): boolean {
  return /^\$?git$/i.test(word.split('/').pop() ?? '');
}

function useOf(words: readonly string[]): GitUse | undefined {
  let at = 0;
  while (words[at]?.startsWith('-')) at += TAKES_A_WORD.has(words[at]!) ? 2 : 1;
  const verb = words[at];
  if (verb === undefined) return undefined;
  const args = words.slice(at + 1);
  const asks = ASKS.get(verb);
  if (asks && args.some((arg) => asks.test(arg))) return use(false, verb, args);
  return MOVES.has(verb) ? use(true, verb, args) : undefined;
}

function use(moves: boolean, verb: string, args: readonly string[]): GitUse {
  return { command: ['git', verb, ...args].join(' ').slice(0, 80), moves, why: moves ? MOVES_WHY : ASKS_WHY };
}
