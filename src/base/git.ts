/**
 * The one door to git. It only reads: no command here writes the index, a ref or an object.
 *
 * A repository is hostile input. What its configuration could make git run is switched off where git allows it:
 * fsmonitor, external diffs, text conversion, signature checks, pagers and fetching of missing objects. Clean filters
 * that its own `.git/config` names run as they do for `git status`: ask only where the folder is trusted.
 */
import { createHash } from 'node:crypto';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { parseAddedLines } from './addedLines';
import { hasCode, messageOf, UserError } from './errors';
import { isInside } from './paths';

export type GitReason =
  | 'no-git'
  | 'not-a-repository'
  | 'unsafe-repository'
  | 'no-commits'
  | 'unknown-ref'
  | 'invalid-ref'
  | 'no-merge-base'
  | 'too-big'
  | 'git-failed';

/** What git prints beyond this is refused: a diff or a file of such a size is no change that a person makes. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** A command that says nothing for so long is stopped. */
const SILENCE_MS = 60_000;

/** Settings for every command, whatever the person's and the repository's own are. */
const CONFIG = [
  'core.quotePath=false',
  'core.fsmonitor=false',
  // `git diff` would otherwise write what it found out about times into the index, GIT_OPTIONAL_LOCKS or not.
  'diff.autoRefreshIndex=false',
  'log.showSignature=false',
];

const ENVIRONMENT = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  // A partial clone would otherwise fetch what a command asks for.
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** Where the person keeps the configuration of git; everything else that git reads of the environment is left out. */
const KEPT = [
  ...['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'],
  // Who the person is.
  ...['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'],
];

/**
 * @param folder absolute path of a folder in the working tree
 * @throws UserError `no-git`, `not-a-repository`, `unsafe-repository` (it belongs to somebody else)
 */
export async function openRepository(folder: string): Promise<Repository> {
  const [root = '', upwards = ''] = (await run(folder, ['rev-parse', '--show-toplevel', '--show-cdup'])).split('\n');
  // git resolves symbolic links; the editor and reports name files as the person opened them.
  const asOpened = resolve(folder, upwards);
  return new Repository((await realpath(asOpened)) === resolve(root) ? asOpened : resolve(root));
}

/** A repository with a working tree. All methods throw UserError with a `GitReason`. */
export class Repository {
  constructor(
    /** Absolute path of the top folder of the working tree. */
    readonly root: string,
  ) {}

  /** The commit that is checked out; throws `no-commits` before the first. */
  async head(): Promise<string> {
    const commit = await this.commitOf('HEAD');
    if (!commit) throw new UserError<GitReason>('no-commits', `${this.root} has no commit yet.`);
    return commit;
  }

  /** The commit of a branch, tag or other revision, or undefined. Throws `invalid-ref` for what can be no revision. */
  async commitOf(ref: string): Promise<string | undefined> {
    checkRevision(ref);
    return this.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  }

  /** The commit where the branch that is checked out left `ref`. Throws `unknown-ref`, `no-merge-base`. */
  async mergeBase(ref: string): Promise<string> {
    const other = await this.commitOf(ref);
    if (!other) throw new UserError<GitReason>('unknown-ref', `git knows no branch, tag or commit ${ref} here.`);
    const base = await this.ask(['merge-base', await this.head(), other]);
    if (base) return base;
    const advice = 'A shallow clone may need more history: git fetch --unshallow.';
    throw new UserError<GitReason>('no-merge-base', `The checked out branch and ${ref} have no commit in common. ${advice}`);
  }

  /**
   * The 1-based lines of the working tree that a commit does not have, by absolute path: added and changed ones,
   * whether committed since, staged or neither. Files that were never added to git are not among them.
   */
  async changedLines(commit: string): Promise<Map<string, number[]>> {
    checkRevision(commit);
    const added = parseAddedLines(await this.run([...DIFF, '--inter-hunk-context=0', commit, '--']));
    return new Map([...added].map(([name, lines]) => [join(this.root, name), lines]));
  }

  /**
   * The files of the working tree that are not as in a commit, or not in it, by absolute path: committed since, staged,
   * neither, or never added to git. Ignored files and files that are gone are not among them.
   */
  async changedFiles(commit: string): Promise<string[]> {
    checkRevision(commit);
    const options = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=all', '--diff-filter=d'];
    const changed = await this.run(['diff', '--name-only', '-z', '--no-renames', ...options, commit, '--']);
    const added = await this.run(['ls-files', '--others', '--exclude-standard', '-z']);
    const names = new Set(`${changed}\0${added}`.split('\0').filter((name) => name !== ''));
    return [...names].map((name) => join(this.root, name));
  }

  /** The text of a file in a commit; undefined when it is not there. `path` is absolute. */
  async textAt(commit: string, path: string): Promise<string | undefined> {
    checkRevision(commit);
    const name = this.nameOf(path);
    if (name === undefined) return undefined;
    const blob = await this.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}:${name}`]);
    return blob === undefined ? undefined : this.run(['cat-file', 'blob', blob]);
  }

  /**
   * The commit that was checked out at a time, in milliseconds since the epoch, by the log that git keeps of HEAD on
   * this machine; undefined when the log does not reach back so far.
   */
  async checkedOutAt(time: number): Promise<string | undefined> {
    const log = await this.ask(['log', '--walk-reflogs', '--date=unix', '--format=%H %gd', 'HEAD', '--']);
    for (const line of (log ?? '').split('\n')) {
      const [, commit, seconds] = /^([0-9a-f]+) .*@\{(\d+)\}$/.exec(line) ?? [];
      if (commit && Number(seconds) * 1000 <= time) return commit;
    }
    return undefined;
  }

  /** The last commit before a time, in milliseconds since the epoch, that touched a file on the checked out branch. */
  async lastCommitBefore(time: number, path: string): Promise<string | undefined> {
    const name = this.nameOf(path);
    if (name === undefined) return undefined;
    const before = `--before=${new Date(time).toISOString()}`;
    return this.ask(['log', '--max-count=1', '--format=%H', before, 'HEAD', '--', `:(literal)${name}`]);
  }

  /**
   * A name for the state of all source files: equal exactly when the commit's tree, the uncommitted changes and the
   * Python files that were never added to git are.
   *
   * @param since the time, in milliseconds since the epoch, whose state is asked for; undefined is answered when the
   *   state now is not known to be that one: HEAD moved since, or an uncommitted file was written
   */
  async treeId(since = Infinity): Promise<string | undefined> {
    const head = await this.head();
    if (since !== Infinity && (await this.checkedOutAt(since)) !== head) return undefined;
    const listed = await this.run([...DIFF, '--name-only', '-z', 'HEAD', '--']);
    const others = (await this.run(['ls-files', '--others', '--exclude-standard', '-z', '--', '*.py'])).split('\0');
    const paths = [...listed.split('\0'), ...others].filter((name) => name !== '').map((name) => join(this.root, name));
    const written = await Promise.all(paths.map(timeOfFile));
    if (written.some((time) => time > since)) return undefined;

    const hash = createHash('sha256');
    hash.update(await this.run(['rev-parse', '--verify', `${head}^{tree}`]));
    hash.update(await this.run([...DIFF, '--full-index', 'HEAD', '--']));
    for (const name of others.filter((part) => part !== '').sort()) {
      hash.update(`\0${name}\0${await hashOfFile(join(this.root, name))}`);
    }
    return hash.digest('hex');
  }

  /** What git calls a file: relative to the root, with `/`. Undefined outside of the working tree. */
  private nameOf(path: string): string | undefined {
    return isInside(this.root, path) ? relative(this.root, path).split(sep).join('/') : undefined;
  }

  /** What git prints for a question of a feature's own. The command must only read. */
  run(args: readonly string[]): Promise<string> {
    return run(this.root, args);
  }

  /** What git says, or undefined when it says nothing, or no by its exit code. The command must only read. */
  async ask(args: readonly string[]): Promise<string | undefined> {
    try {
      const answer = (await this.run(args)).trim();
      return answer === '' ? undefined : answer;
    } catch (error) {
      if (error instanceof UserError && error.cause instanceof GitExit) return undefined;
      throw error;
    }
  }
}

/** When a file was written last; of one that is gone it is not known, so it may have been just now. */
async function timeOfFile(path: string): Promise<number> {
  try {
    return (await lstat(path)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES')) return Date.now();
    throw error;
  }
}

async function hashOfFile(path: string): Promise<string> {
  try {
    return createHash('sha256').update(await readFile(path)).digest('hex');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EISDIR', 'EACCES')) return ''; // gone meanwhile, or nothing that Python could read
    throw error;
  }
}

/** A diff of the working tree in one form, whatever the person's settings of colours, prefixes and tools are. */
const DIFF = [
  'diff',
  '--unified=0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--find-renames',
  '--ignore-submodules=all',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** Refuses what git could take for an option. Names of branches come from `.gitreview`, which anyone can write. */
function checkRevision(ref: string): void {
  const isPrintable = [...ref].every((char) => char >= ' ' && char !== '\u007f');
  if (ref !== '' && ref.length <= 250 && !ref.startsWith('-') && isPrintable) return;
  throw new UserError<GitReason>('invalid-ref', `${JSON.stringify(ref.slice(0, 60))} can be no branch, tag or commit.`);
}

/** git ended with an exit code other than 0. */
class GitExit extends Error {
  constructor(
    readonly code: number,
    readonly stderr: string,
  ) {
    super(`git ended with exit code ${code}: ${stderr.trim()}`);
  }
}

async function run(folder: string, args: readonly string[]): Promise<string> {
  const abort = new AbortController();
  let exit: GitExit | undefined;
  try {
    // Loaded with the first question, for activation waits for everything that is imported at the top.
    const { simpleGit } = await import('simple-git');
    const git = simpleGit({
      baseDir: folder,
      config: CONFIG,
      // The library refuses to touch this setting unless told that we mean it: here it is switched off.
      unsafe: { allowUnsafeFsMonitor: true, allowUnsafeConfigPaths: true },
      allowEnvironment: [...Object.keys(ENVIRONMENT), ...KEPT],
      completion: { onClose: true, onExit: false },
      timeout: { block: SILENCE_MS },
      abort: abort.signal,
      errors: (error, { exitCode, stdErr }) => {
        // Negative where git could not be started: then `error` says why.
        if (exitCode > 0) exit = new GitExit(exitCode, Buffer.concat(stdErr).toString());
        return error ?? exit;
      },
    });
    git.outputHandler((_command, stdout) => {
      let size = 0;
      stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_OUTPUT) abort.abort();
      });
    });
    return await git.env({ ...environment(), ...ENVIRONMENT }).raw([...args]);
  } catch (error) {
    throw asUserError(error, exit, folder, abort.signal.aborted);
  }
}

/** Without what would lead git elsewhere, or start programs. The library would refuse to run with some of it. */
function environment(): NodeJS.ProcessEnv {
  const left = Object.entries(process.env).filter(
    ([name]) => KEPT.includes(name) || !/^(git.*|editor|visual|pager|prefix|ssh_askpass)$/i.test(name),
  );
  return Object.fromEntries(left);
}

function asUserError(error: unknown, exit: GitExit | undefined, folder: string, tooBig: boolean): UserError<GitReason> {
  if (tooBig) return new UserError('too-big', 'The change is too big to be looked at.', { cause: error });
  const text = exit?.stderr ?? messageOf(error);
  const cause = exit ?? error;
  if (!exit && text.includes('ENOENT')) {
    return new UserError('no-git', 'The program git is not found. Install it and start the editor again.', { cause });
  }
  if (text.includes('dubious ownership')) {
    const advice = `git config --global --add safe.directory ${folder}`;
    return new UserError('unsafe-repository', `${folder} belongs to another user. To trust it: ${advice}`, { cause });
  }
  if (/not a git repository|must be run in a work tree|directory that does not exist/.test(text)) {
    return new UserError('not-a-repository', `${folder} is not in the working tree of a git repository.`, { cause });
  }
  return new UserError('git-failed', `git could not answer: ${text.trim().split('\n')[0]}`, { cause });
}
