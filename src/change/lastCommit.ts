import type { Repository } from '../base/git';
import { changeIdOf } from './addTrailers';
import { hookWouldAdd } from './changeId';
import { parseMessage } from './message';
import type { RepositoryFacts } from './repositoryFacts';

export interface LastCommit {
  readonly commit: string;
  readonly subject: string;
  readonly message: string;
}

/**
 * The commit at HEAD, when it is the person's own, on no review branch of a remote, and without the Change-Id that the
 * hook would have given it. Not a fixup!, which gets none, and not a merge, which is not to be pushed.
 */
export async function lastCommitToMend(repository: Repository, facts: RepositoryFacts): Promise<LastCommit | undefined> {
  const line = await repository.ask(['log', '--max-count=1', '--format=%H%x1f%P%x1f%ce%x1f%s%x1f%B', 'HEAD', '--']);
  const [commit = '', parents = '', email = '', subject = '', message = ''] = (line ?? '').split('\x1f');
  const isOwn = email !== '' && email.toLowerCase() === facts.committer?.email.toLowerCase();
  if (!isOwn || parents.includes(' ') || changeIdOf(message, { comment: false })) return undefined;
  if (!hookWouldAdd(parseMessage(message, { comment: false }), facts.hook)) return undefined;
  const target = `refs/remotes/*/${facts.review?.defaultBranch ?? 'master'}`;
  const published = await repository.ask(['for-each-ref', `--contains=${commit}`, '--format=%(refname)', target]);
  return published ? undefined : { commit, subject, message: `${message}\n` };
}
