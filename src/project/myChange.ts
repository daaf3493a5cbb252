/** What "my change" is: everything since the branch that it will be reviewed against, uncommitted work included. */
import { join } from 'node:path';
import { UserError } from '../base/errors';
import { openRepository, type Repository } from '../base/git';
import { diskFiles } from './files';
import { parseGitReview } from './gitreview';

export interface MyChange {
  readonly repository: Repository;
  /** What the change is compared with: how it was named, and the commit where the change left it. */
  readonly base: { readonly ref: string; readonly commit: string };
}

const MAX_GITREVIEW_BYTES = 1 << 20;

/**
 * @param root absolute path of the project's folder
 * @param ref a branch, tag or commit to compare with; undefined: what `.gitreview` says
 * @throws UserError `no-base`, `unknown-ref`, `not-a-repository`, `no-git`, `git-failed`, `invalid-gitreview`
 */
export async function openMyChange(root: string, ref?: string): Promise<MyChange> {
  const repository = await openRepository(root);
  const base = ref ?? (await reviewBranch(root, repository));
  return { repository, base: { ref: base, commit: await repository.mergeBase(base) } };
}

/** The branch that changes of this project are reviewed against, on the remote that has it. Source: git-review. */
async function reviewBranch(root: string, repository: Repository): Promise<string> {
  const text = await diskFiles.read(join(root, '.gitreview'), MAX_GITREVIEW_BYTES);
  const review = text === undefined ? undefined : parseGitReview(text);
  const branch = review?.defaultBranch ?? 'master';
  const remotes = [...new Set([review?.defaultRemote ?? 'gerrit', 'gerrit', 'origin'])];
  for (const remote of remotes) {
    const ref = `${remote}/${branch}`;
    if ((await repository.commitOf(`refs/remotes/${ref}`)) !== undefined) return ref;
  }
  throw new UserError(
    'no-base',
    `There is nothing to compare your change with: no branch ${branch} on a remote ${remotes.join(' or ')} here. ` +
      'Fetch it, or choose another base.',
  );
}
