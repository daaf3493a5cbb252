import type { PersonGit } from '../repository/personGit';
import { type CommitEdit, rewrite } from './rewrite';

/** A mend that is ready: shown first, then made. */
export interface PreparedMend {
  readonly title: string;
  /** What will be different, a line each, for the person to agree to. */
  readonly preview: readonly string[];
  /** Old and new text where messages change, for a diff. */
  readonly texts: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** @throws GitError; then everything is as it was */
  make(): Promise<MadeMend>;
}

export interface MadeMend {
  /** What was done. */
  readonly done: string;
  /** The command that undoes it, with the ref or value it needs. */
  readonly undo: string;
  /** What commits became that were made anew, by full ids. */
  readonly anew?: ReadonlyMap<string, string>;
}

/** A mend that gives commits other messages or people. */
export function rewriting(
  git: PersonGit,
  head: string,
  title: string,
  edits: ReadonlyMap<string, CommitEdit>,
  about: readonly string[],
  texts: PreparedMend['texts'],
): PreparedMend {
  return {
    title,
    preview: [...about, 'Files, index and working tree stay as they are.'],
    texts,
    async make() {
      const { backup, anew } = await rewrite(git, head, edits, title);
      return { done: title, undo: `git reset --keep ${backup}`, anew };
    },
  };
}
