/** Changes of others, or of another machine, into this working tree; names and steps are those of git-review 2.5. */
import { GerritError, type Change, type PatchSet } from '../gerrit';
import { failure, GitError, type PersonGit } from './personGit';
import { branchName } from './refNames';
import { keepBackup } from './rewrite';
import type { ReviewTarget } from './target';

/** @throws GerritError `not-found` when the change has no such patch set, or was asked for without all of them */
export function patchSetOf(change: Change, number?: number): PatchSet {
  const found = number === undefined ? change.current : change.patchSets.find((patchSet) => patchSet.number === number);
  if (found) return found;
  throw new GerritError('not-found', `Change ${change.number} has no patch set ${number ?? ''}.`);
}

/** `review/996033`, or `review/996033-patch2` when a patch set was named. */
export const reviewBranch = (change: Pick<Change, 'number'>, patchSet?: number): string =>
  `review/${change.number}${patchSet === undefined ? '' : `-patch${patchSet}`}`;

/** Fetches a patch set and checks that it is the commit the server spoke of. @throws GitError */
export async function fetchPatchSet(git: PersonGit, target: ReviewTarget, { ref, commit }: PatchSet): Promise<void> {
  await git.text(['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--', target.exists ? target.remote : target.url, ref]);
  if ((await git.commitOf('FETCH_HEAD')) !== commit) {
    throw new GitError('git-failed', `${ref} is not the commit that the server told of. Try again.`);
  }
}

export interface Downloaded {
  readonly branch: string;
  readonly commit: string;
  /** What a branch of that name was before; missing when it is new. */
  readonly backup?: string;
}

/**
 * Checks a change out into a branch that follows its target branch, as `git review -d` does; a branch of that name is
 * moved there, unless changes in the working tree or commits only it has are in the way.
 * @param change with all patch sets, when another than the current one is wanted
 * @throws GitError `dirty-tree`, `conflict` (the branch has commits of its own), GerritError `not-found`
 */
export async function downloadChange(git: PersonGit, target: ReviewTarget, change: Change, patchSet?: number): Promise<Downloaded> {
  const wanted = patchSetOf(change, patchSet);
  const branch = reviewBranch(change, patchSet);
  await fetchPatchSet(git, target, wanted);
  const before = await git.commitOf(`refs/heads/${branch}`);
  if (before !== undefined && before !== wanted.commit && !change.patchSets.some(({ commit }) => commit === before)) {
    throw new GitError('conflict', `The branch ${branch} has commits that are in no patch set. Rename it, or push them first.`);
  }
  const backup = before === undefined ? undefined : await keepBackup(git, before);
  // Without force: git keeps what the person has changed, or says that it cannot.
  const args = ['checkout', '--quiet', '-B', branch, wanted.commit, '--'];
  const result = await git.run(args);
  if (result.exitCode !== 0) {
    if (result.stderr.includes('would be overwritten')) throw new GitError('dirty-tree', 'Changes in the working tree are in the way. Commit or stash them first.');
    throw failure(args, result);
  }
  // Where the remote was never fetched there is nothing to follow.
  if (target.exists) await git.run(['branch', '--quiet', `--set-upstream-to=${target.remote}/${branchName(change.branch)}`, branch]);
  return { branch, commit: wanted.commit, ...(backup ? { backup } : {}) };
}

/**
 * Applies a change on top of HEAD. `noteOrigin` adds `(cherry picked from commit ...)`, as backports to stable branches
 * need (`git review -X`); without it this is `git review -x`.
 * @throws GitError `conflict` with the files; the cherry-pick is then taken back; `dirty-tree`
 */
export async function cherryPickChange(
  git: PersonGit,
  target: ReviewTarget,
  change: Change,
  { patchSet, noteOrigin = false }: { patchSet?: number; noteOrigin?: boolean } = {},
): Promise<Downloaded> {
  const wanted = patchSetOf(change, patchSet);
  await git.assertClean('A cherry-pick');
  await fetchPatchSet(git, target, wanted);
  const backup = await keepBackup(git, await git.head());
  const args = ['cherry-pick', ...(noteOrigin ? ['-x'] : []), wanted.commit];
  const result = await git.run(args, { env: { GIT_EDITOR: 'true' } });
  if (result.exitCode !== 0) {
    const after = git.uncancelled();
    const files = (await after.ask(['diff', '--name-only', '--diff-filter=U'])) ?? '';
    await after.run(['cherry-pick', '--abort']);
    if (files) throw new GitError('conflict', `The change collides with this branch in ${files.split('\n').join(', ')}. Everything is as it was.`);
    throw failure(args, result);
  }
  const branch = (await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD'])) ?? 'HEAD';
  return { branch, commit: await git.head(), backup };
}

/**
 * What one patch set changes compared with another: `git range-diff`, which leaves out what a rebase brought.
 * Both are fetched; nothing is checked out.
 */
export async function comparePatchSets(git: PersonGit, target: ReviewTarget, change: Change, older: number, newer?: number): Promise<string> {
  const [from, to] = [patchSetOf(change, older), patchSetOf(change, newer)];
  for (const patchSet of [from, to]) await fetchPatchSet(git, target, patchSet);
  const args = ['range-diff', '--no-color', '--creation-factor=100', `${from.commit}~1..${from.commit}`, `${to.commit}~1..${to.commit}`];
  return git.text(args);
}

/** Leaves a branch whose changes are pushed or merged: checks out the target branch and deletes it (`git review -f`). */
export async function finishBranch(git: PersonGit, target: Pick<ReviewTarget, 'remote' | 'branch'>): Promise<{ readonly backup: string }> {
  const branch = await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (branch === undefined || branch === target.branch) throw new GitError('nothing-to-do', `The branch ${target.branch} itself is checked out.`);
  await git.assertClean('Leaving the branch');
  const backup = await keepBackup(git, await git.head());
  const exists = (await git.commitOf(`refs/heads/${target.branch}`)) !== undefined;
  await git.text(exists ? ['checkout', '--quiet', target.branch, '--'] : ['checkout', '--quiet', '-b', target.branch, `refs/remotes/${target.remote}/${target.branch}`]);
  await git.text(['branch', '--quiet', '-D', '--', branch]);
  return { backup };
}
