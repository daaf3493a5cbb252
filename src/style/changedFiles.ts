import { join } from 'node:path';
import { openRepository } from '../base/git';
import type { ProjectFiles } from '../project/files';
import { parseGitReview } from '../project/gitreview';

/**
 * The files of the change that is being written: what the branch has beside the branch it is reviewed against, and all
 * that is not committed, files new to git included. Absolute paths; files that are gone are not among them.
 *
 * @throws UserError with a `GitReason`
 */
export async function changedFiles(root: string, files: ProjectFiles): Promise<string[]> {
  const repository = await openRepository(root);
  for (const ref of await reviewRefs(root, files)) {
    if ((await repository.commitOf(ref)) === undefined) continue;
    return repository.changedFiles(await repository.mergeBase(ref));
  }
  return repository.changedFiles(await repository.head());
}

/** Where the branch of `.gitreview` is, best first; without `.gitreview` only what is not committed is the change. */
async function reviewRefs(root: string, files: ProjectFiles): Promise<string[]> {
  const text = await files.read(join(root, '.gitreview'), 1 << 20);
  const review = text === undefined ? undefined : parseGitReview(text);
  if (!review) return [];
  return [`${review.defaultRemote}/${review.defaultBranch}`, `origin/${review.defaultBranch}`];
}
