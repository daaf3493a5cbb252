/** The next patch sets of a chain: every way keeps the Change-Ids, and says so only after looking. */
import { commitMsgHook } from '../repository/commitMsgHook';
import { failure, GitError, type PersonGit } from '../repository/personGit';
import type { ReviewTarget } from '../repository/target';
import { changeIdOf, type PendingCommit, pendingCommits, reviewBase } from './pendingCommits';
import { assertNothingInProgress, runRebase } from './rebase';
import { keepBackup, rewrite } from './rewrite';

export interface Amended {
  readonly head: string;
  /**
   * Ref that holds what was there; `git reset --soft <backup>` goes back: the files are the same before and after, so what
   * went into the commit is staged again.
   */
  readonly backup: string;
}

/** Where a chain is looked for: between the review branch and HEAD. */
export type ChainTarget = Pick<ReviewTarget, 'remote' | 'branch'>;

export interface AmendOptions {
  /** The whole message; the present one stays without it. */
  readonly message?: string;
  /** With all changes of tracked files, not only what is staged. */
  readonly all?: boolean;
}

/**
 * The staged changes become a part of HEAD, whose Change-Id stays. The person's hooks run.
 * @throws GitError `git-failed` (a hook said no), `conflict` when the new message has lost the Change-Id: nothing is made then
 */
export async function amend(git: PersonGit, { message, all = false }: AmendOptions = {}): Promise<Amended> {
  const head = await git.head();
  const id = changeIdOf(await messageOf(git, head));
  if (message !== undefined && id !== undefined && changeIdOf(message) !== id) {
    throw new GitError(
      'conflict',
      `The new message lacks the commit's Change-Id ${id}, so the push would create a new change.`,
    );
  }
  const backup = await keepBackup(git, head);
  const args = [
    'commit',
    '--amend',
    ...(all ? ['--all'] : []),
    ...(message === undefined ? ['--no-edit'] : ['--cleanup=whitespace', '-F', '-']),
  ];
  const result = await git.run(args, {
    ...(message === undefined ? {} : { input: message }),
    env: { GIT_EDITOR: 'true' },
  });
  if (result.exitCode !== 0) throw failure(args, result);
  return { head: await git.head(), backup };
}

/**
 * The staged changes become a part of a commit below HEAD: git's own fixup commit and autosquash. Changes that are not
 * staged are put aside meanwhile. On a conflict everything, the index too, is as it was.
 * @param commit full id of a commit between the review branch and HEAD
 * @throws GitError `conflict`, `nothing-to-do` (nothing staged), `not-linear`, `git-failed`
 */
export async function amendBelow(git: PersonGit, commit: string, target: ChainTarget): Promise<Amended> {
  const head = await git.head();
  if (commit === head) return amend(git);
  await assertNothingInProgress(git);
  const above = await commitsAbove(git, commit, target);
  if (above.some(({ parents }) => parents.length > 1)) {
    throw new GitError('not-linear', 'There is a merge above the commit. Rebase it away first.');
  }
  const onto = `${commit}~1`;
  if ((await git.run(['diff', '--cached', '--quiet', '--ignore-submodules'])).exitCode === 0) {
    throw new GitError('nothing-to-do', 'Nothing is staged. Stage what belongs into the commit.');
  }
  const backup = await keepBackup(git, head);
  // No hook looks at a commit that lives for a moment.
  await git.text(['commit', '--quiet', '--no-verify', `--fixup=${commit}`]);
  try {
    await runRebase(git, ['--interactive', '--autosquash', '--autostash', onto], onto);
  } catch (error) {
    await git.uncancelled().text(['reset', '--soft', head]);
    if (error instanceof GitError && error.reason === 'conflict') {
      throw new GitError('conflict', `${error.message} ${NO_FIT}`);
    }
    throw error;
  }
  await git.text(['update-ref', 'ORIG_HEAD', head]);
  return { head: await git.head(), backup };
}

const NO_FIT =
  'Commits above have changed the same lines: amend the highest of these instead, or commit on top of them.';

/**
 * Gives a commit between the review branch and HEAD another message; those above are recreated with their own. Index and
 * working tree are not touched. The person's commit-msg hook sees the message first, as in `git commit`.
 * @throws GitError `nothing-to-do` (it has this message), `not-linear`, `changed-meanwhile`, `git-failed` (the hook said no)
 */
export async function reword(git: PersonGit, commit: string, message: string, target: ChainTarget): Promise<Amended> {
  await assertNothingInProgress(git);
  await commitsAbove(git, commit, target);
  const hooked = await commitMsgHook(git, message);
  if (hooked.trimEnd() === (await messageOf(git, commit)).trimEnd()) {
    throw new GitError('nothing-to-do', 'The commit has this message already.');
  }
  const { after, backup } = await rewrite(
    git,
    await git.head(),
    new Map([[commit, { message: hooked }]]),
    `re-word ${commit.slice(0, 8)}`,
  );
  return { head: after, backup };
}

/**
 * The commits that are recreated when a lower one changes, oldest first.
 * @throws GitError `changed-meanwhile` when the commit is not between the review branch and HEAD
 */
export async function commitsAbove(git: PersonGit, commit: string, target: ChainTarget): Promise<PendingCommit[]> {
  const base = (await reviewBase(git, target)) ?? (await git.commitOf(`${commit}~1`));
  const chain = base === undefined ? [] : await pendingCommits(git, base);
  const at = chain.findIndex((pending) => pending.commit === commit);
  if (at < 0) {
    throw new GitError('changed-meanwhile', 'The commit is not one of those between the review branch and HEAD.');
  }
  return chain.slice(at + 1);
}

const messageOf = (git: PersonGit, commit: string): Promise<string> =>
  git.text(['show', '-s', '--no-show-signature', '--format=%B', commit]);
