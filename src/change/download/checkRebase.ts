import { reviewBase } from '../commits/pendingCommits';
import { GitError, type PersonGit } from '../repository/personGit';
import type { ReviewTarget } from '../repository/target';
import { fetchBranch } from './download';

/** Whether the change still applies to its branch. */
export interface RebaseCheck {
  readonly applies: 'yes' | 'no' | 'unknown';
  /** Files that collide. */
  readonly files: readonly string[];
  /** Commits that the branch has and HEAD has not. */
  readonly behind: number;
  /** What was looked at: when its commit was made, in milliseconds since the epoch, and whether it was just fetched. */
  readonly tip?: { readonly at: number; readonly isFetched: boolean };
  /** Why it is unknown. */
  readonly why?: string;
}

const unknown = (why: string, behind = 0): RebaseCheck => ({ applies: 'unknown', files: [], behind, why });

/** How long a server may take that is only asked for being up to date. */
const QUICK_FETCH_MS = 20_000;

/**
 * Tries HEAD on the branch's tip without touching index, working tree or refs (`git merge-tree --write-tree`, git 2.38).
 * The tip is the one that was fetched last; `fetch` brings it up to date first, which only moves the remote's own refs,
 * and does without where the server is away.
 */
export async function checkRebase(git: PersonGit, target: ReviewTarget, { fetch = false } = {}): Promise<RebaseCheck> {
  const fetched = fetch && target.exists ? await tipNow(git, target) : undefined;
  const commit = fetched ?? (await reviewBase(git, target));
  if (!commit) return unknown(`The branch ${target.branch} was never fetched.`);
  const at = Number(await git.text(['show', '-s', '--no-show-signature', '--format=%ct', commit])) * 1000;
  return { ...(await tryOn(git, commit)), tip: { at, isFetched: fetched !== undefined } };
}

/** Undefined where the server cannot be reached, or does not have the branch. */
export async function tipNow(git: PersonGit, target: ReviewTarget): Promise<string | undefined> {
  try {
    return await fetchBranch(git, target, QUICK_FETCH_MS);
  } catch (error) {
    if (error instanceof GitError && error.reason === 'git-failed') return undefined;
    throw error;
  }
}

async function tryOn(git: PersonGit, tip: string): Promise<RebaseCheck> {
  const behind = Number((await git.ask(['rev-list', '--count', `HEAD..${tip}`])) ?? 0);
  if (behind === 0) return { applies: 'yes', files: [], behind };
  const merged = await git.run(['merge-tree', '--write-tree', '--name-only', '--no-messages', tip, 'HEAD']);
  if (merged.exitCode === 0) return { applies: 'yes', files: [], behind };
  if (merged.exitCode !== 1) return unknown('git is older than 2.38 and cannot try it without changing files.', behind);
  return { applies: 'no', files: merged.stdout.trim().split('\n').slice(1), behind };
}
