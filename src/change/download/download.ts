/** Changes of others, or of another machine, into this working tree; names and steps are those of git-review 2.5. */
import type { ProcessResult } from '../../base/process';
import { type Change, GerritError, type PatchSet } from '../../gerrit';
import { assertNothingInProgress } from '../commits/rebase';
import { keepBackup } from '../commits/rewrite';
import { readPushOutput } from '../rejections/pushOutput';
import { recogniseRejections } from '../rejections/recogniseRejections';
import { failure, GitError, type PersonGit } from '../repository/personGit';
import { branchName } from '../repository/refNames';
import { gitArgument, type ReviewTarget } from '../repository/target';

/** @throws GerritError `not-found` when the change has no such patch set, or was asked for without all of them */
export function patchSetOf(change: Pick<Change, 'number' | 'current' | 'patchSets'>, number?: number): PatchSet {
  const found = number === undefined ? change.current : change.patchSets.find((patchSet) => patchSet.number === number);
  if (found) return found;
  const newest = change.patchSets.at(-1)?.number;
  throw new GerritError(
    'not-found',
    `Change ${change.number} has no patch set ${number ?? ''}.${newest === undefined ? '' : ` Its newest is ${newest}.`}`,
  );
}

/** `review/996033`, or `review/996033-patch2` when a patch set was named. */
const reviewBranch = (change: Pick<Change, 'number'>, patchSet?: number): string =>
  `review/${change.number}${patchSet === undefined ? '' : `-patch${patchSet}`}`;

/** Fetches a patch set and checks that it is the commit the server spoke of. @throws GitError */
export async function fetchPatchSet(
  git: PersonGit,
  target: Pick<ReviewTarget, 'exists' | 'remote' | 'url' | 'rawUrl'>,
  { ref, commit }: Pick<PatchSet, 'ref' | 'commit'>,
): Promise<void> {
  const args = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--', gitArgument(target), ref];
  const fetched = await git.run(args, { timeoutMs: LONGEST_FETCH_MS });
  if (fetched.exitCode !== 0) throw fetchFailure(args, fetched);
  if ((await git.commitOf('FETCH_HEAD')) !== commit) {
    throw new GitError('git-failed', `${ref} is not the commit that the server told of. Try again.`);
  }
}

/**
 * Brings the review branch as it is on the server; only the remote's own ref moves. Gives the tip.
 * @throws GitError
 */
export async function fetchBranch(
  git: PersonGit,
  { remote, branch }: Pick<ReviewTarget, 'remote' | 'branch'>,
  timeoutMs = LONGEST_FETCH_MS,
): Promise<string> {
  const refspec = `+refs/heads/${branch}:refs/remotes/${remote}/${branch}`;
  const args = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--', remote, refspec];
  const fetched = await git.run(args, { timeoutMs });
  if (fetched.exitCode !== 0) throw fetchFailure(args, fetched);
  return (await git.text(['rev-parse', '--verify', `refs/remotes/${remote}/${branch}^{commit}`])).trim();
}

/** A server that says nothing more; what is fetched here is small. */
const LONGEST_FETCH_MS = 10 * 60_000;

/** The same servers say no to a fetch in the same words as to a push. */
function fetchFailure(args: readonly string[], result: ProcessResult): GitError {
  if (result.ended === 'timeout') {
    return new GitError('git-failed', 'git fetch was ended: the server said nothing more.');
  }
  if (result.ended !== 'byItself') return failure(args, result);
  const [rejection] = recogniseRejections(readPushOutput('', result.stderr));
  const isNoConnection = rejection && NO_CONNECTION.has(rejection.reason);
  return isNoConnection
    ? new GitError('git-failed', `${rejection.title}. ${rejection.meaning}`)
    : failure(args, result);
}

const NO_CONNECTION: ReadonlySet<string> = new Set([
  'ssh-key-refused',
  'host-key',
  'port-closed',
  'unknown-host',
  'no-such-project',
  'http-sign-in',
  'no-connection',
  'host-key-changed',
  'host-key-revoked',
  'web-page',
  'redirect-loop',
  'not-git',
  'no-answer',
  'proxy-sign-in',
  'proxy-failed',
  'certificate-name',
  'certificate-expired',
  'certificate-untrusted',
  'ssh-variant',
  'no-ssh',
]);

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
export async function downloadChange(
  git: PersonGit,
  target: ReviewTarget,
  change: Change,
  patchSet?: number,
): Promise<Downloaded> {
  const wanted = patchSetOf(change, patchSet);
  const branch = reviewBranch(change, patchSet);
  await fetchPatchSet(git, target, wanted);
  const before = await git.commitOf(`refs/heads/${branch}`);
  if (before !== undefined && before !== wanted.commit && !change.patchSets.some(({ commit }) => commit === before)) {
    throw new GitError(
      'conflict',
      `The branch ${branch} has commits that are in no patch set. Rename it, or push them first.`,
    );
  }
  const backup = before === undefined ? undefined : await keepBackup(git, before);
  // Without force: git keeps what the person has changed, or says that it cannot.
  const args = ['checkout', '--quiet', '-B', branch, wanted.commit, '--'];
  // A checkout that ends in the middle leaves files of both.
  const result = await git.uncancelled().run(args);
  if (result.exitCode !== 0) {
    const inTheWay = filesInTheWay(result.stderr);
    if (inTheWay.length > 0) {
      throw new GitError(
        'dirty-tree',
        `What you changed in ${inTheWay.join(', ')} would be lost. Commit or stash it first.`,
      );
    }
    throw failure(args, result);
  }
  // Where the remote was never fetched there is nothing to follow.
  if (target.exists) {
    await git.run(['branch', '--quiet', `--set-upstream-to=${target.remote}/${branchName(change.branch)}`, branch]);
  }
  return { branch, commit: wanted.commit, ...(backup ? { backup } : {}) };
}

/** git names each in a line that begins with a tab (unpack-trees.c). */
const filesInTheWay = (stderr: string): string[] => [...stderr.matchAll(/^\t(.+)$/gm)].map(([, file = '']) => file);

export interface CherryPickOptions {
  readonly patchSet?: number;
  readonly noteOrigin?: boolean;
  /** Leaves a conflict in the working tree, for the person to resolve; without it everything is as it was. */
  readonly keepConflict?: boolean;
}

/**
 * Applies a change on top of HEAD. `noteOrigin` adds `(cherry picked from commit ...)`, as backports to stable branches
 * need (`git review -X`); without it this is `git review -x`.
 * @throws GitError `conflict` with the files; the cherry-pick is taken back then, unless it is to be kept; `dirty-tree`,
 * `in-progress`
 */
export async function cherryPickChange(
  git: PersonGit,
  target: ReviewTarget,
  change: Change,
  { patchSet, noteOrigin = false, keepConflict = false }: CherryPickOptions = {},
): Promise<Downloaded> {
  const wanted = patchSetOf(change, patchSet);
  await git.assertClean('A cherry-pick');
  await assertNothingInProgress(git);
  await fetchPatchSet(git, target, wanted);
  const backup = await keepBackup(git, await git.head());
  const args = ['cherry-pick', ...(noteOrigin ? ['-x'] : []), wanted.commit];
  const result = await git.run(args, { env: { GIT_EDITOR: 'true' } });
  if (result.exitCode !== 0) {
    const after = git.uncancelled();
    const files = (await after.ask(['diff', '--name-only', '--diff-filter=U'])) ?? '';
    const names = files.split('\n').join(', ');
    const resolve = `Resolve ${names}, stage what you resolved, and commit with the message that is in the Source Control view.`;
    if (files && keepConflict) throw new GitError('conflict', resolve);
    await after.run(['cherry-pick', '--abort']);
    if (result.ended !== 'byItself') throw failure(args, result);
    if (files) {
      throw new GitError('conflict', `The change collides with this branch in ${names}. Everything is as it was.`);
    }
    if (`${result.stdout}${result.stderr}`.includes('cherry-pick is now empty')) {
      throw new GitError('nothing-to-do', 'This branch has all that the change brings.');
    }
    throw failure(args, result);
  }
  const branch = (await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD'])) ?? 'HEAD';
  return { branch, commit: await git.head(), backup };
}

/** Leaves a branch whose changes are pushed or merged: checks out the target branch and deletes it (`git review -f`). */
export async function finishBranch(
  git: PersonGit,
  target: Pick<ReviewTarget, 'remote' | 'branch'>,
): Promise<{ readonly branch: string; readonly backup: string }> {
  const branch = await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (branch === undefined) throw new GitError('nothing-to-do', 'No branch is checked out, so there is none to leave.');
  if (branch === target.branch) {
    throw new GitError('nothing-to-do', `The branch ${target.branch} itself is checked out.`);
  }
  await git.assertClean('Leaving the branch');
  const backup = await keepBackup(git, await git.head());
  const exists = (await git.commitOf(`refs/heads/${target.branch}`)) !== undefined;
  await git.text(
    exists
      ? ['checkout', '--quiet', target.branch, '--']
      : ['checkout', '--quiet', '-b', target.branch, `refs/remotes/${target.remote}/${target.branch}`],
  );
  await git.text(['branch', '--quiet', '-D', '--', branch]);
  return { branch, backup };
}
