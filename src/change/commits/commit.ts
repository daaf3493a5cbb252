import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../base/errors';
import { openRepository, type Repository } from '../../base/git';
import { PersonGit } from '../repository/personGit';

export type CommitReason = 'nothing-staged' | 'conflicts' | 'locked' | 'commit-refused' | 'commit-cancelled';

export interface CommitWishes {
  /** The message as it is to be stored, without comments. */
  readonly message: string;
  readonly amend?: boolean;
  /** Take all changed files that git knows, staged or not (`--all`). */
  readonly all?: boolean;
  /** Change only the message of HEAD; what is staged stays staged. */
  readonly onlyMessage?: boolean;
}

export interface Committed {
  readonly commit: string;
  /** What was checked out before; none for the first commit. */
  readonly before: string | undefined;
  /** What git and the hooks printed. */
  readonly output: string;
}

/** A rebase, merge or cherry-pick that stands in the middle. */
const IN_PROGRESS = ['rebase-merge', 'rebase-apply', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD'];

/**
 * Commits as `git commit` does in a terminal, so that the person's hooks, signing and identity apply. Writes to the
 * repository, on the person's command alone.
 * @throws UserError with a CommitReason, whose `cause` has all that git and the hooks printed, or one of git's
 */
export async function commit(root: string, wishes: CommitWishes, signal?: AbortSignal): Promise<Committed> {
  const repository = await openRepository(root);
  const before = await repository.commitOf('HEAD');
  if (!wishes.onlyMessage) await checkIndex(repository, wishes);
  const args = [
    ...['commit', '--file=-', '--cleanup=whitespace'],
    ...(wishes.amend || wishes.onlyMessage ? ['--amend'] : []),
    ...(wishes.onlyMessage ? ['--only'] : []),
    ...(wishes.all ? ['--all'] : []),
  ];
  const result = await gitOf(root).run(args, { input: wishes.message, ...(signal ? { signal } : {}) });
  const output = `${result.stdout}${result.stderr}`.trim();
  if (result.ended === 'cancelled') throw new UserError<CommitReason>('commit-cancelled', 'The commit was cancelled.');
  if (result.exitCode !== 0) throw await refusal(repository, output);
  const made = await repository.head();
  return { commit: made, before, output };
}

/** Whether git stands in the middle of a rebase, merge, cherry-pick or revert. */
export async function isInProgress(repository: Repository): Promise<boolean> {
  const folder = await gitFolder(repository);
  return IN_PROGRESS.some((name) => existsSync(`${folder}/${name}`));
}

/** Absolute path of the folder where git keeps HEAD of this working tree. */
export const gitFolder = async (repository: Repository): Promise<string> =>
  (await repository.run(['rev-parse', '--absolute-git-dir'])).trim();

/** Absolute path of the folder that all working trees of the repository share: configuration, branches, what was fetched. */
export const commonFolder = async (repository: Repository): Promise<string> =>
  resolve(repository.root, (await repository.run(['rev-parse', '--git-common-dir'])).trim());

/** Moves the branch back to a commit; files and what is staged stay as they are. Undoes an amend. */
export async function moveBack(root: string, to: string): Promise<void> {
  const repository = await openRepository(root);
  const commitId = await repository.commitOf(to);
  const result = commitId && (await gitOf(root).run(['reset', '--soft', commitId]));
  if (!result || result.exitCode !== 0) {
    throw new UserError(
      'git-failed',
      `git could not go back to ${to}: ${result ? result.stderr.trim() : 'no such commit'}`,
    );
  }
}

async function checkIndex(repository: Repository, { amend, all }: CommitWishes): Promise<void> {
  if (await repository.ask(['ls-files', '--unmerged'])) {
    throw new UserError<CommitReason>(
      'conflicts',
      'Some files still have conflicts. Resolve and stage them, then commit.',
    );
  }
  if (amend || (await isInProgress(repository))) return;
  const staged = await stagedFiles(repository);
  if (staged.length === 0 && !all) {
    throw new UserError<CommitReason>('nothing-staged', 'Nothing is staged, so there is nothing to commit.');
  }
}

/** Names relative to the root, with `/`. */
export async function stagedFiles(repository: Repository): Promise<string[]> {
  const listed = await repository.ask([
    'diff',
    '--cached',
    '--name-only',
    '--no-renames',
    '-z',
    '--ignore-submodules=dirty',
  ]);
  return (listed ?? '').split('\0').filter((name) => name !== '');
}

async function refusal(repository: Repository, output: string): Promise<UserError<CommitReason>> {
  const cause = new Error(output);
  if (existsSync(`${await gitFolder(repository)}/index.lock`)) {
    return new UserError<CommitReason>(
      'locked',
      'Another git process works in this repository (there is an index.lock). Try again when it is done.',
      { cause },
    );
  }
  const said = output
    .split('\n')
    .filter((line) => line.trim())
    .slice(-3)
    .join(' ')
    .slice(0, 300);
  return new UserError<CommitReason>(
    'commit-refused',
    `Nothing was committed: git or one of its hooks refused. It said: ${said || 'nothing'}`,
    { cause },
  );
}

/** Nobody is there to edit what was written here already. */
const gitOf = (root: string): PersonGit => new PersonGit(root, { env: { GIT_EDITOR: 'true' } });
