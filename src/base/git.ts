/**
 * The one door to git. It only reads: no command here writes the index, a ref or an object.
 */
import { createHash } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { parseAddedLines } from './addedLines';
import { hasCode, UserError } from './errors';
import { GitExit, type GitReason, readObjects, runGit } from './gitRun';
import { isInside } from './paths';
import { readSourceFile } from './readFile';

/**
 * @param folder absolute path of a folder in the working tree
 * @throws UserError `no-git`, `not-a-repository`, `unsafe-repository` (it belongs to somebody else)
 */
export async function openRepository(folder: string): Promise<Repository> {
  const [root = '', upwards = ''] = (await runGit(folder, ['rev-parse', '--show-toplevel', '--show-cdup'])).split('\n');
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
    throw new UserError<GitReason>(
      'no-merge-base',
      `The checked out branch and ${ref} have no commit in common. ${advice}`,
    );
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
   * The texts of files in a commit, by their absolute paths; without those that are not there. One process gives all:
   * ask for a hundred rather than for one.
   */
  async textsAt(commit: string, paths: readonly string[]): Promise<Map<string, string>> {
    checkRevision(commit);
    const names = paths.map((path) => this.nameOf(path));
    // A line is a question, so no name may have two.
    const asked = names.flatMap((name, i) =>
      name === undefined || name.includes('\n') ? [] : [{ path: paths[i]!, name }],
    );
    const answers = await readObjects(
      this.root,
      asked.map(({ name }) => `${commit}:${name}`),
    );
    return new Map(asked.flatMap(({ path }, i) => (answers[i] === undefined ? [] : [[path, answers[i]] as const])));
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

  /** The last commit before a time, in milliseconds since the epoch, on the checked out branch. */
  async lastCommitBefore(time: number): Promise<string | undefined> {
    return this.ask(['rev-list', '--max-count=1', `--before=${new Date(time).toISOString()}`, 'HEAD', '--']);
  }

  /**
   * A name for the state of all source files: equal exactly when the commit's tree, the uncommitted changes and the
   * Python files that were never added to git are. (Of those that `readSourceFile` does not read, the names count.)
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
    return runGit(this.root, args);
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

/** Empty for what Python could not read either: gone meanwhile, a pipe, a file of another user. */
async function hashOfFile(path: string): Promise<string> {
  const content = await readSourceFile(path);
  return content ? createHash('sha256').update(content.bytes).digest('hex') : '';
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
