import { reviewBase } from './pendingCommits';
import type { PersonGit } from './personGit';
import type { ReviewTarget } from './target';

/** Whether the change still applies to its branch. */
export interface RebaseCheck {
  readonly applies: 'yes' | 'no' | 'unknown';
  /** Files that collide. */
  readonly files: readonly string[];
  /** Commits that the branch has and HEAD has not. */
  readonly behind: number;
  /** Why it is unknown. */
  readonly why?: string;
}

const unknown = (why: string, behind = 0): RebaseCheck => ({ applies: 'unknown', files: [], behind, why });

/**
 * Tries HEAD on the branch's tip without touching index, working tree or refs (`git merge-tree --write-tree`, git 2.38).
 * The tip is the one that was fetched last; `fetch` brings it up to date first, which only moves the remote's own refs.
 */
export async function checkRebase(git: PersonGit, target: ReviewTarget, { fetch = false } = {}): Promise<RebaseCheck> {
  if (fetch && target.exists) {
    const refspec = `+refs/heads/${target.branch}:refs/remotes/${target.remote}/${target.branch}`;
    const fetched = await git.run(['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--', target.remote, refspec]);
    if (fetched.exitCode !== 0) return unknown('The branch could not be fetched.');
  }
  const tip = await reviewBase(git, target);
  if (!tip) return unknown(`The branch ${target.branch} was never fetched.`);
  const behind = Number((await git.ask(['rev-list', '--count', `HEAD..${tip}`])) ?? 0);
  if (behind === 0) return { applies: 'yes', files: [], behind };
  const merged = await git.run(['merge-tree', '--write-tree', '--name-only', '--no-messages', tip, 'HEAD']);
  if (merged.exitCode === 0) return { applies: 'yes', files: [], behind };
  if (merged.exitCode !== 1) return unknown('git is older than 2.38 and cannot try it without changing files.', behind);
  return { applies: 'no', files: merged.stdout.trim().split('\n').slice(1), behind };
}
