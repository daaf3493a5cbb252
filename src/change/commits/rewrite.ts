/**
 * New commits in place of old ones, made without touching index or working tree: each keeps its files, so HEAD can move
 * while the person works on. What was there stays reachable under a ref that the result names. What edits commits is
 * prepared, shown, and only then made.
 */

import type { Person } from '../message/signOff';
import { GitError, type PersonGit } from '../repository/personGit';
import { changeIdOf, type PendingCommit, readCommits } from './pendingCommits';

/** What of a commit is to be other than it is. */
export interface CommitEdit {
  readonly message?: string;
  readonly author?: Person;
  /** The committer is the person git is set up for, unless named here. */
  readonly committer?: Person;
  /** Join it with the commit below, whose files and message are then these. */
  readonly dropParent?: boolean;
}

export interface Rewritten {
  readonly before: string;
  readonly after: string;
  /** A ref that holds what was there; `git reset --keep <backup>` goes back to it. */
  readonly backup: string;
  /** What each commit became, by full ids; those that were joined became the same one. */
  readonly recreated: ReadonlyMap<string, string>;
}

const BACKUPS = 'refs/openstack-contributor/backup/';
/** The oldest go: months of work, and not so many that listing refs gets slow. */
const MOST_BACKUPS = 200;

/**
 * Rewrites commits of the chain below HEAD.
 * @param edits by full commit id; commits above an edited one are recreated with their own messages and authors
 * @param why goes into the reflog
 * @throws GitError `not-linear`, `nothing-to-do`, `changed-meanwhile`
 */
export async function rewrite(
  git: PersonGit,
  head: string,
  edits: ReadonlyMap<string, CommitEdit>,
  why: string,
): Promise<Rewritten> {
  const commits = await chainOf(git, head, edits);
  const sign = (await git.ask(['config', '--type=bool', 'commit.gpgSign'])) === 'true' ? ['-S'] : [];
  let parent = commits[0]?.parents[0];
  const recreated = new Map<string, string>();
  let joined: string[] = [];
  for (const [at, commit] of commits.entries()) {
    const above = commits[at + 1];
    joined.push(commit.commit);
    if (above && edits.get(above.commit)?.dropParent) continue;
    parent = await makeCommit(git, commit, parent, edits.get(commit.commit) ?? {}, sign);
    for (const old of joined) recreated.set(old, parent);
    joined = [];
  }
  if (parent === undefined || parent === head) throw new GitError('nothing-to-do', 'There is nothing to change.');
  return { ...(await moveHead(git, head, parent, why)), recreated };
}

/** From the lowest edited commit to HEAD, oldest first. */
async function chainOf(git: PersonGit, head: string, edits: ReadonlyMap<string, CommitEdit>): Promise<PendingCommit[]> {
  const history = await readCommits(git, [head]);
  const start = history.findIndex(({ commit }) => edits.has(commit));
  const commits = history.slice(start);
  if (start < 0 || [...edits.keys()].some((commit) => !commits.some((other) => other.commit === commit))) {
    throw new GitError('changed-meanwhile', 'The commits are not on the branch any more.');
  }
  if (commits.some(({ parents }, at) => parents.length > 1 || (at > 0 && parents[0] !== commits[at - 1]?.commit))) {
    throw new GitError('not-linear', 'There is a merge among the commits. Rebase it away first.');
  }
  return commits;
}

async function makeCommit(
  git: PersonGit,
  commit: PendingCommit,
  parent: string | undefined,
  edit: CommitEdit,
  sign: string[],
): Promise<string> {
  const author = edit.author ?? commit.author;
  const date = (
    await git.text(['show', '-s', '--no-show-signature', '--format=%ad', '--date=raw', commit.commit])
  ).trim();
  const env: NodeJS.ProcessEnv = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
  };
  if (edit.committer) {
    Object.assign(env, { GIT_COMMITTER_NAME: edit.committer.name, GIT_COMMITTER_EMAIL: edit.committer.email });
  }
  const args = ['commit-tree', ...sign, ...(parent ? ['-p', parent] : []), '-F', '-', `${commit.commit}^{tree}`];
  return (await git.text(args, { env, input: edit.message ?? commit.message })).trim();
}

/** Moves the branch, only from where it was; ORIG_HEAD and a ref of its own keep the place. */
async function moveHead(git: PersonGit, from: string, to: string, why: string): Promise<Omit<Rewritten, 'recreated'>> {
  const backup = await keepBackup(git, from);
  const moved = await git.run(['update-ref', '-m', `openstack-contributor: ${why}`, 'HEAD', to, from]);
  if (moved.exitCode !== 0) {
    throw new GitError('changed-meanwhile', 'The branch has moved meanwhile, so nothing was changed. Try again.');
  }
  return { before: from, after: to, backup };
}

/** Names a commit so that no clean-up takes it, and the person finds it. */
export async function keepBackup(git: PersonGit, commit: string): Promise<string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const backup = `${BACKUPS}${time}-${commit.slice(0, 8)}`;
  await git.text(['update-ref', backup, commit]);
  await git.text(['update-ref', 'ORIG_HEAD', commit]);
  // Names begin with the time, so the last of them are the oldest.
  const names = (await git.text(['for-each-ref', '--format=%(refname)', '--sort=-refname', BACKUPS]))
    .split('\n')
    .filter(Boolean);
  for (const old of names.slice(MOST_BACKUPS)) await git.text(['update-ref', '-d', old]);
  return backup;
}

/** The Change-Ids of a chain, for proving that none got lost. */
export const changeIdsOf = (commits: readonly PendingCommit[]): string[] =>
  commits.flatMap(({ message }) => changeIdOf(message) ?? []);

/** An edit of commits, or of git's configuration, that is ready: shown first, then made. */
export interface PreparedEdit {
  readonly title: string;
  /** What will be different, a line each, for the person to agree to. */
  readonly preview: readonly string[];
  /** Old and new text where messages change, for a diff. */
  readonly texts: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** @throws GitError; then everything is as it was */
  make(): Promise<MadeEdit>;
}

export interface MadeEdit {
  /** What was done. */
  readonly done: string;
  /** The command that undoes it, with the ref or value it needs. */
  readonly undo: string;
  /** What commits became that were recreated, by full ids. */
  readonly recreated?: ReadonlyMap<string, string>;
}

/** An edit that gives commits other messages or people. */
export function rewriting(
  git: PersonGit,
  head: string,
  title: string,
  edits: ReadonlyMap<string, CommitEdit>,
  about: readonly string[],
  texts: PreparedEdit['texts'],
): PreparedEdit {
  return {
    title,
    preview: [...about, 'Files, index and working tree stay as they are.'],
    texts,
    async make() {
      const { backup, recreated } = await rewrite(git, head, edits, title);
      return { done: title, undo: `git reset --keep ${backup}`, recreated };
    },
  };
}

export const shortName = ({ commit, subject }: PendingCommit): string => `${commit.slice(0, 8)} ${subject}`;

/**
 * Gives commits other messages; those that would get the same one are left alone.
 * @param done says that no commit needs another message
 * @throws GitError `nothing-to-do`
 */
export function rewording(
  git: PersonGit,
  head: string,
  title: string,
  commits: readonly PendingCommit[],
  edit: (message: string) => string,
  done: string,
): PreparedEdit {
  const texts = commits
    .map((commit) => ({ commit, name: shortName(commit), before: commit.message, after: edit(commit.message) }))
    .filter(({ before, after }) => before !== after);
  if (texts.length === 0) throw new GitError('nothing-to-do', done);
  const edits = new Map(texts.map(({ commit, after }) => [commit.commit, { message: after }]));
  const names = texts.map(({ name }) => name);
  return rewriting(
    git,
    head,
    title,
    edits,
    names,
    texts.map(({ commit: _commit, ...text }) => text),
  );
}
