import { UserError } from '../../base/errors';
import { openRepository } from '../../base/git';
import { openMyChange } from '../../project/myChange';

/**
 * The files of the change that is being written, by absolute path: what the branch has beside the one it is reviewed
 * against, and all that is not committed, files new to git included. Files that are gone are not among them. Where no
 * review branch is known, only what is not committed is the change.
 *
 * @throws UserError with a `GitReason`, `invalid-gitreview`
 */
export async function changedFiles(root: string): Promise<string[]> {
  try {
    const { repository, base } = await openMyChange(root);
    return await repository.changedFiles(base.commit);
  } catch (error) {
    if (!(error instanceof UserError) || error.reason !== 'no-base') throw error;
    const repository = await openRepository(root);
    return repository.changedFiles(await repository.head());
  }
}
