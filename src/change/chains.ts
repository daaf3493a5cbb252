/** The next patch sets of a chain: every way keeps the Change-Ids, and says so only after looking. */
import { changeIdOf, pendingCommits, readCommits, reviewBase } from './pendingCommits';
import { failure, GitError, type PersonGit } from './personGit';
import { runRebase } from './mends/rebase';
import { keepBackup } from './rewrite';
import type { ReviewTarget } from './target';

export interface Amended {
  readonly head: string;
  /** Ref that holds what was there; `git reset --keep <backup>` goes back. */
  readonly backup: string;
}

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
    throw new GitError('conflict', `The new message has not the Change-Id ${id} of the commit: the push would make a new change.`);
  }
  const backup = await keepBackup(git, head);
  const args = ['commit', '--amend', ...(all ? ['--all'] : []), ...(message === undefined ? ['--no-edit'] : ['--cleanup=strip', '-F', '-'])];
  const result = await git.run(args, { ...(message === undefined ? {} : { input: message }), env: { GIT_EDITOR: 'true' } });
  if (result.exitCode !== 0) throw failure(args, result);
  return { head: await git.head(), backup };
}

/**
 * The staged changes become a part of a commit below HEAD: git's own fixup commit and autosquash. Changes that are not
 * staged are put aside meanwhile. On a conflict everything, the index too, is as it was.
 * @param commit full id of a commit between the review branch and HEAD
 * @throws GitError `conflict`, `nothing-to-do` (nothing staged), `not-linear`, `git-failed`
 */
export async function amendBelow(git: PersonGit, commit: string, target: Pick<ReviewTarget, 'remote' | 'branch'>): Promise<Amended> {
  const head = await git.head();
  if (commit === head) return amend(git);
  const onto = await git.commitOf(`${commit}~1`);
  const chain = await pendingCommits(git, (await reviewBase(git, target)) ?? onto ?? commit);
  const above = await readCommits(git, [`${commit}..${head}`]);
  if (!onto || !chain.some((pending) => pending.commit === commit)) {
    throw new GitError('git-failed', 'The commit is not one of those between the review branch and HEAD.');
  }
  if (above.some(({ parents }) => parents.length > 1)) throw new GitError('not-linear', 'There is a merge above the commit. Rebase it away first.');
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
    throw error;
  }
  await git.text(['update-ref', 'ORIG_HEAD', head]);
  return { head: await git.head(), backup };
}

const messageOf = (git: PersonGit, commit: string): Promise<string> =>
  git.text(['show', '-s', '--no-show-signature', '--format=%B', commit]);
