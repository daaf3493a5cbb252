import { GitError, type PersonGit } from '../repository/personGit';
import type { PendingCommit } from './pendingCommits';
import { type CommitEdit, rewrite } from './rewrite';

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
