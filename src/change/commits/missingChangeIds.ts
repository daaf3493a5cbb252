import type { Repository } from '../../base/git';
import { changeIdOf } from '../message/addTrailers';
import { hookWouldAdd } from '../message/changeId';
import { complete } from '../message/complete';
import { parseMessage } from '../message/message';
import type { Person } from '../message/signOff';
import { GitError, type PersonGit } from '../repository/personGit';
import type { RepositoryFacts } from '../repository/repositoryFacts';
import { assertNothingInProgress } from './rebase';
import { type Rewritten, rewrite } from './rewrite';

export interface CommitWithoutChangeId {
  /** The full id. */
  readonly commit: string;
  readonly subject: string;
  readonly message: string;
}

/** More than a person makes at once without the hook. */
const MOST = 50;

/**
 * The person's own commits, oldest first, that are on no review branch of a remote and have not the Change-Id that the
 * hook would have given them; where no such branch was fetched, of HEAD alone. Not a fixup!, which gets none, and not a
 * merge, which is not to be pushed.
 */
export async function commitsWithoutChangeId(
  repository: Repository,
  facts: RepositoryFacts,
): Promise<CommitWithoutChangeId[]> {
  const branches = `refs/remotes/*/${facts.review?.defaultBranch ?? 'master'}`;
  const isFetched = await repository.ask(['for-each-ref', '--count=1', '--format=%(refname)', branches]);
  const range = isFetched ? [`--max-count=${MOST}`, 'HEAD', '--not', `--glob=${branches}`] : ['--max-count=1', 'HEAD'];
  const log = await repository.ask(['log', '--topo-order', '--format=%x1e%H%x1f%P%x1f%ce%x1f%s%x1f%B', ...range, '--']);
  const commits = (log ?? '').split('\x1e').flatMap((entry): CommitWithoutChangeId[] => {
    const [commit = '', parents = '', email = '', subject = '', text = ''] = entry.split('\x1f');
    const message = `${text.trimEnd()}\n`;
    const isOwn = email !== '' && email.toLowerCase() === facts.committer?.email.toLowerCase();
    if (!isOwn || parents.includes(' ') || changeIdOf(message, { comment: false })) return [];
    return hookWouldAdd(parseMessage(message, { comment: false }), facts.hook) ? [{ commit, subject, message }] : [];
  });
  return commits.reverse();
}

/**
 * Gives each its Change-Id as the hook would, and the sign-off where one is given: Gerrit looks for that first. Those
 * above are recreated with them; index and working tree are not touched.
 * @throws GitError `nothing-to-do`, `in-progress`, `not-linear`, `changed-meanwhile`
 */
export async function addMissing(
  git: PersonGit,
  commits: readonly CommitWithoutChangeId[],
  { hook }: Pick<RepositoryFacts, 'hook'>,
  signer?: Person,
): Promise<Rewritten> {
  if (commits.length === 0) {
    throw new GitError('nothing-to-do', 'Your commits have a Change-Id already: there is nothing to fix.');
  }
  await assertNothingInProgress(git);
  const edits = new Map(
    commits.map(({ commit, message }) => [commit, { message: complete(message, signer, { ...hook, comment: false }) }]),
  );
  return rewrite(git, await git.head(), edits, 'add the Change-Id');
}
