import type { Repository } from '../../base/git';

/** What the branch of a step holds in a clone. */
export interface StepCommit {
  /** Of the person's commit on it, full; undefined while there is none. */
  readonly commit: string | undefined;
  /** The last one that its message has. */
  readonly changeId: string | undefined;
}

/**
 * The commit of a step, found without what any window remembers: it may have been made by another tool, or in a window that
 * ended before the plan heard of it. Undefined without the branch.
 * @param branch local name
 */
export async function stepCommit(repository: Repository, branch: string): Promise<StepCommit | undefined> {
  const tip = await repository.commitOf(`refs/heads/${branch}`);
  if (tip === undefined) return undefined;
  // A branch that was made and not committed to stands on what was fetched.
  const own = await repository.ask(['rev-list', '--max-count=1', tip, '--not', '--remotes', '--']);
  if (own !== tip) return { commit: undefined, changeId: undefined };
  const message = await repository.run(['log', '--max-count=1', '--format=%B', tip, '--']);
  return { commit: tip, changeId: changeIdOf(message) };
}

/** Gerrit takes the last one. */
export const changeIdOf = (message: string): string | undefined =>
  [...message.matchAll(/^Change-Id: *(I[0-9a-f]{40})\s*$/gm)].at(-1)?.[1];
