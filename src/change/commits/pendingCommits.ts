import { footersOf, gerritFooters } from '../message/footers';
import { parseMessage } from '../message/message';
import type { Person } from '../message/signOff';
import type { PersonGit } from '../repository/personGit';
import type { ReviewTarget } from '../repository/target';

/** A commit between the review branch and HEAD. */
export interface PendingCommit {
  /** The full id. */
  readonly commit: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly subject: string;
  readonly message: string;
  /** As Gerrit reads it, from the last paragraph. */
  readonly changeId?: string;
}

/** Nobody reads a longer chain, and Gerrit has limits of its own. */
const MOST = 200;

/**
 * The commit of the review branch, as it was when it was fetched last: from the Gerrit remote, or from origin, where that
 * one was fetched later. Most people pull from there, and what has merged meanwhile is none of their commits.
 */
export async function reviewBase(
  git: PersonGit,
  { remote, branch }: Pick<ReviewTarget, 'remote' | 'branch'>,
): Promise<string | undefined> {
  const own = await git.commitOf(`refs/remotes/${remote}/${branch}`);
  const origins = remote === 'origin' ? undefined : await git.commitOf(`refs/remotes/origin/${branch}`);
  if (!own || !origins || own === origins) return own ?? origins;
  const goesOn = (await git.run(['merge-base', '--is-ancestor', own, origins])).exitCode === 0;
  return goesOn ? origins : own;
}

/** What a push of HEAD would send for review, oldest first. */
export const pendingCommits = (git: PersonGit, base: string, head = 'HEAD'): Promise<PendingCommit[]> =>
  readCommits(git, [`${base}..${head}`]);

/** Commits by what `git log` takes as a range, oldest first. */
export async function readCommits(git: PersonGit, range: readonly string[]): Promise<PendingCommit[]> {
  const format = '--format=%H%n%P%n%an%n%ae%n%cn%n%ce%n%B';
  const log = await git.text([
    'log',
    '-z',
    '--topo-order',
    '--no-show-signature',
    `--max-count=${MOST}`,
    format,
    ...range,
    '--',
  ]);
  return log.split('\0').flatMap(readCommit).reverse();
}

function readCommit(entry: string): PendingCommit[] {
  const [commit = '', parents = '', an = '', ae = '', cn = '', ce = '', ...lines] = entry.split('\n');
  if (commit === '') return [];
  const message = lines.join('\n');
  const changeId = changeIdOf(message);
  return [
    {
      commit,
      parents: parents.split(' ').filter(Boolean),
      author: { name: an, email: ae },
      committer: { name: cn, email: ce },
      subject: lines[0] ?? '',
      message,
      ...(changeId ? { changeId } : {}),
    },
  ];
}

/** The Change-Id of a message out of the history. */
export function changeIdOf(message: string): string | undefined {
  const ids = footersOf(gerritFooters(parseMessage(message, { comment: false }).kept), 'Change-Id');
  return ids.map(({ value }) => value.trim()).findLast((id) => /^I[0-9a-f]{40}$/.test(id));
}
