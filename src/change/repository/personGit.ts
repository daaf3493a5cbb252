import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../base/errors';
import { type ProcessOptions, type ProcessResult, runProcess } from '../../base/process';
import type { Person } from '../message/signOff';

/**
 * - git-failed: git said no; its words are in the message
 * - dirty-tree: what is to be done needs a working tree without changes
 * - conflict: commits do not apply on top of each other; everything is as it was
 * - changed-meanwhile: HEAD is not what was shown; nothing was made
 * - not-linear: there is a merge among the commits
 * - in-progress: a rebase, merge, cherry-pick or revert of the person's stands in the middle
 * - nothing-to-do
 * - cancelled
 */
export type PersonGitReason =
  | 'git-failed'
  | 'dirty-tree'
  | 'conflict'
  | 'changed-meanwhile'
  | 'not-linear'
  | 'in-progress'
  | 'nothing-to-do'
  | 'cancelled';

export class GitError extends UserError<PersonGitReason> {}

/** What in the environment would lead git to another repository or index; the rest is the person's and stays. */
const ELSEWHERE =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|EDITOR|SEQUENCE_EDITOR)$/;

/** lockfile.c of git. */
const LOCKED = /Unable to create '[^']*index\.lock': File exists/;
const LOCKED_WAITS_MS = [50, 100, 200, 400, 800];

/** Those that PersonGit is asked for. */
const TALKS_TO_SERVER: ReadonlySet<string | undefined> = new Set(['push', 'fetch']);
/** Goes on to what git starts itself, such as a push in a submodule. */
const WITHOUT_HOOKS = ['-c', 'core.hooksPath=/dev/null'];

export interface PersonGitOptions {
  /** Over the environment of this process, such as which ssh git uses. */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * How git asks for passwords (GIT_ASKPASS, SSH_ASKPASS and what they need). Only the commands that talk to a server
   * get it, and these run no hooks: whatever git starts inherits its environment, and a hook is a program of the project.
   */
  readonly askpass?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal;
}

/**
 * git as the person would run it: with their configuration, hooks, agent and credential helpers. Only for folders the
 * person trusts, since the repository's configuration names programs. `base/git` is the door for reading without trust.
 */
export class PersonGit {
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    /** Absolute path of the working tree. */
    readonly root: string,
    private readonly options: PersonGitOptions = {},
  ) {
    const kept = Object.entries(process.env).filter(([name]) => !ELSEWHERE.test(name));
    this.env = { ...Object.fromEntries(kept), ...options.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
  }

  /** The same without the cancel: for taking back what was begun. */
  uncancelled(): PersonGit {
    return new PersonGit(this.root, this.options.env ? { env: this.options.env } : {});
  }

  /** Runs git; an exit code is a result. While another git holds the index, such as the editor's own, it waits a little. */
  async run(args: readonly string[], more: Partial<ProcessOptions> = {}): Promise<ProcessResult> {
    const { askpass } = this.options;
    const asks = askpass !== undefined && TALKS_TO_SERVER.has(args[0]);
    const options = this.processOptions(asks ? { ...more, env: { ...more.env, ...askpass } } : more);
    const whole = asks ? [...WITHOUT_HOOKS, ...args] : args;
    for (const wait of LOCKED_WAITS_MS) {
      const result = await runProcess('git', whole, options);
      // A rebase may have gone some steps before.
      if (result.exitCode === 0 || args[0] === 'rebase' || !LOCKED.test(result.stderr)) return result;
      await sleep(wait);
    }
    return runProcess('git', whole, options);
  }

  /** How a program is run that git would run itself, such as a hook. */
  processOptions(more: Partial<ProcessOptions> = {}): ProcessOptions {
    const signal = more.signal ?? this.options.signal;
    return { cwd: this.root, ...more, env: { ...this.env, ...more.env }, ...(signal ? { signal } : {}) };
  }

  /** What git printed. @throws GitError `git-failed` with the last words of git, `cancelled` */
  async text(args: readonly string[], more: Partial<ProcessOptions> = {}): Promise<string> {
    const result = await this.run(args, more);
    if (result.exitCode === 0) return result.stdout;
    throw failure(args, result);
  }

  /** What git printed, without spaces at its ends; undefined when that is nothing, or git said no. */
  async ask(args: readonly string[]): Promise<string | undefined> {
    const result = await this.run(args);
    if (result.ended !== 'byItself') throw failure(args, result);
    const text = result.stdout.trim();
    return result.exitCode === 0 && text !== '' ? text : undefined;
  }

  /** The commit a name stands for. */
  async commitOf(name: string): Promise<string | undefined> {
    return this.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  }

  /** @throws GitError `git-failed` before the first commit */
  async head(): Promise<string> {
    return (await this.text(['rev-parse', '--verify', 'HEAD^{commit}'])).trim();
  }

  /** The committer that git would name. */
  async committer(): Promise<Person> {
    const ident = await this.text(['var', 'GIT_COMMITTER_IDENT']);
    const [, name = '', email = ''] = /^(.*) <([^>]*)> \d+ [+-]\d+\s*$/.exec(ident) ?? [];
    return { name, email };
  }

  /** Whether tracked files have changes that are in no commit, staged or not. */
  async isDirty(): Promise<boolean> {
    return (await this.ask(['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all'])) !== undefined;
  }

  /** @throws GitError `dirty-tree` */
  async assertClean(why: string): Promise<void> {
    if (await this.isDirty()) {
      throw new GitError('dirty-tree', `${why} needs a working tree without changes. Commit or stash them first.`);
    }
  }
}

export function failure(args: readonly string[], { ended, stdout, stderr }: ProcessResult): GitError {
  if (ended === 'cancelled') return new GitError('cancelled', `git ${args[0] ?? ''} was cancelled.`);
  if (LOCKED.test(stderr)) {
    return new GitError('git-failed', 'Another git holds the index of this repository. Try again when it is done.');
  }
  const said = (stderr.trim() || stdout.trim()).split('\n').filter((line) => !line.startsWith('hint:'));
  const words = said.slice(-3).join(' ').slice(0, 400);
  return new GitError(
    'git-failed',
    `git ${args.find((arg) => !arg.startsWith('-')) ?? ''} failed: ${words || 'it did not say why'}`,
  );
}
