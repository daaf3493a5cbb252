/** Mends that make commits of the chain anew: other messages, other people, fewer commits. */

import type { PendingCommit } from '../../commits/pendingCommits';
import { type PreparedMend, rewriting } from '../../commits/prepared';
import type { CommitEdit } from '../../commits/rewrite';
import type { Person } from '../../message/signOff';
import type { Mend } from '../../rejections/mend';
import { GitError, type PersonGit } from '../../repository/personGit';
import type { PlannedCommit } from '../pushPlan';
import { isSignedForGerrit, type MessageMendOptions, mendMessage, repeatedIds } from './messages';

/** The chain that was refused, oldest first. */
export interface Chain {
  /** HEAD; commits between the chain and it were not pushed, and are made anew on top. */
  readonly tip: string;
  readonly commits: readonly PlannedCommit[];
}

const short = ({ commit, subject }: PendingCommit): string => `${commit.slice(0, 8)} ${subject}`;

/** The commit a mend names, or that of the change it names; else the chain's only or newest one. */
function concerned({ commits }: Chain, mend: Mend): PendingCommit {
  const named = 'commit' in mend ? mend.commit : undefined;
  const url = 'url' in mend ? mend.url : undefined;
  const ofChange =
    url === undefined ? undefined : commits.find(({ change }) => change?.number === Number(/(\d+)\/?$/.exec(url)?.[1]));
  const found =
    named === undefined ? (ofChange ?? commits.at(-1)) : commits.find(({ commit }) => commit.startsWith(named));
  if (found) return found;
  throw new GitError('changed-meanwhile', `The commit ${named ?? ''} is not on the branch any more.`);
}

const MESSAGE_TITLES: Partial<Record<Mend['kind'], string>> = {
  'add-change-id': 'Add a Change-Id',
  'sign-off': 'Sign off',
  'move-change-id': 'Move the Change-Id into the last paragraph',
  'unfold-change-id': 'Part the Change-Id from the line below',
  'keep-one-change-id': 'Keep one Change-Id',
  'new-change-id': 'Give it a new Change-Id',
  'add-summary': 'Add a summary',
};

/**
 * A mend of the message. Where all commits of a chain have the same fault, all are mended: the server only names the first.
 * Commits that the server has, and sign-offs that it takes, are left alone: they may be of others.
 * @throws GitError `nothing-to-do`
 */
export function prepareMessages(git: PersonGit, chain: Chain, mend: Mend, options: MessageMendOptions): PreparedMend {
  const onlyNamed = mend.kind === 'new-change-id' || mend.kind === 'add-summary' || mend.kind === 'keep-one-change-id';
  const isWell = (commit: PlannedCommit): boolean =>
    commit.becomes === 'nothing' || (mend.kind === 'sign-off' && isSignedForGerrit(commit, options.account ?? []));
  const commits = onlyNamed ? [concerned(chain, mend)] : chain.commits.filter((commit) => !isWell(commit));
  const changed = commits.flatMap((commit) => {
    const message = mendMessage(mend, commit.message, options);
    return message === commit.message ? [] : [{ commit, message }];
  });
  if (changed.length === 0) throw new GitError('nothing-to-do', 'The commits have this already.');
  const edits = new Map(changed.map(({ commit, message }) => [commit.commit, { message }]));
  const texts = changed.map(({ commit, message }) => ({ name: short(commit), before: commit.message, after: message }));
  return rewriting(
    git,
    chain.tip,
    MESSAGE_TITLES[mend.kind] ?? mend.kind,
    edits,
    changed.map(({ commit }) => short(commit)),
    texts,
  );
}

/** The commit with an address that the server knows as the person's; commits above get it as committer anyway. */
export function prepareIdentity(
  git: PersonGit,
  chain: Chain,
  mend: Extract<Mend, { kind: 'fix-identity' }>,
  person: Person,
): PreparedMend {
  const wrong = mend.email?.toLowerCase();
  const isWrong = ({ email }: Person): boolean => wrong === undefined || email.toLowerCase() === wrong;
  const edits = new Map<string, CommitEdit>();
  for (const commit of chain.commits) {
    if (isWrong(commit[mend.role])) {
      edits.set(commit.commit, { committer: person, ...(mend.role === 'author' ? { author: person } : {}) });
    } else if (edits.size > 0) {
      edits.set(commit.commit, { committer: person });
    }
  }
  const about = chain.commits.filter(({ commit }) => edits.has(commit)).map(short);
  const title = `Commit again as ${person.name} <${person.email}>`;
  return rewriting(git, chain.tip, title, edits, about, []);
}

/** Each commit that repeats a Change-Id gets its own. */
export function prepareRenewal(git: PersonGit, chain: Chain, options: MessageMendOptions): PreparedMend {
  const repeated = repeatedIds(chain.commits);
  if (repeated.length === 0) throw new GitError('nothing-to-do', 'Every commit has a Change-Id of its own.');
  const renewed = repeated.map((commit) => ({
    commit,
    message: mendMessage({ kind: 'new-change-id', because: 'malformed' }, commit.message, options),
  }));
  const edits = new Map(renewed.map(({ commit, message }) => [commit.commit, { message }]));
  const texts = renewed.map(({ commit, message }) => ({ name: short(commit), before: commit.message, after: message }));
  return rewriting(git, chain.tip, 'Give each commit its own Change-Id', edits, repeated.map(short), texts);
}

/** All commits become one, with the message of the oldest, whose change goes on. */
export function prepareSquash(git: PersonGit, chain: Chain): PreparedMend {
  const [oldest, ...others] = chain.commits;
  const newest = chain.commits.at(-1);
  if (!oldest || !newest || others.length === 0) throw new GitError('nothing-to-do', 'There is only one commit.');
  const edits = new Map<string, CommitEdit>([[oldest.commit, {}]]);
  for (const commit of others) edits.set(commit.commit, { dropParent: true });
  edits.set(newest.commit, { dropParent: true, message: oldest.message, author: oldest.author });
  const about = [...chain.commits.map(short), `They become one commit with the message of ${short(oldest)}.`];
  return rewriting(git, chain.tip, 'Squash the commits into one', edits, about, []);
}
