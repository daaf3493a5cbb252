import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { keepFile } from '../../base/keeping';
import type { ProjectFiles } from '../../project/files';

/** What a draft becomes: a new commit, or the message of the commit at HEAD or of one below it. */
export type DraftKind = 'commit' | 'amend' | 'reword';

/** File names of the composer's documents: what the person reads on the tab, and what package.json knows them by. */
const DRAFT_NAMES: Readonly<Record<DraftKind, string>> = {
  commit: 'Commit for Gerrit',
  amend: 'Amend for Gerrit',
  reword: 'Re-word for Gerrit',
};

export interface Draft {
  readonly kind: DraftKind;
  /** The working tree it belongs to, absolute. */
  readonly root: string;
  /** The document, absolute. */
  readonly file: string;
  /** The commit that was checked out when the text was begun; none before the first. */
  readonly head?: string;
  /** For `reword`: the commit that is to get this message. */
  readonly commit?: string;
  /** Address of the author of the commit whose message it is: amending leaves the author. None for a new commit. */
  readonly authorEmail?: string;
  /** Hash of the text that it was begun with. */
  readonly begun?: string;
}

/** A draft as it is on disk. */
export interface SavedDraft extends Draft {
  readonly text: string;
  /** Nobody has written anything: the text is the one that it was begun with. */
  readonly isUntouched: boolean;
}

/** The place of a draft: each commit that is re-worded has its own. */
export type DraftPlace = Pick<Draft, 'kind' | 'root' | 'commit'>;

export interface DraftOptions {
  /** The text counts as one that somebody wrote, so that it is not started again. */
  readonly keeps?: boolean;
}

const NOTE = v.object({
  root: v.string(),
  head: v.optional(v.string()),
  commit: v.optional(v.string()),
  authorEmail: v.optional(v.string()),
  begun: v.optional(v.string()),
});
const MOST = 1 << 20;

/** A repository at the root of a disk has no name; without one, the folder of its draft would be a level higher. */
const ROOT_NAME = 'repository';

/**
 * Drafts of messages as files of the extension's own, so that they survive a crash and stay out of the repository.
 * Each stands in a folder of its own, `<storage>/drafts/<hash of its place>/<name of the repository>/`.
 */
export class Drafts {
  constructor(
    /** Absolute; made when needed. */
    private readonly storage: string,
    private readonly files: ProjectFiles,
  ) {}

  fileOf(place: DraftPlace): string {
    return join(this.folderOf(place), basename(place.root) || ROOT_NAME, DRAFT_NAMES[place.kind]);
  }

  /** Whether a file is a composer's document, by its name alone. */
  isDraft(file: string): boolean {
    return file.startsWith(join(this.storage, 'drafts')) && kindOf(basename(file)) !== undefined;
  }

  /** The draft whose document this is; undefined for any other file. */
  async of(file: string): Promise<Draft | undefined> {
    const kind = this.isDraft(file) ? kindOf(basename(file)) : undefined;
    const note = kind && (await this.noteOf(file));
    const draft = kind && note && { kind, file, ...note };
    return draft && this.fileOf(draft) === file ? draft : undefined;
  }

  /** What was written for this place before; undefined when nothing was. */
  async saved(place: DraftPlace): Promise<SavedDraft | undefined> {
    const file = this.fileOf(place);
    const draft = await this.of(file);
    const text = draft && (await this.files.read(file, MOST));
    return draft && text !== undefined ? { ...draft, text, isUntouched: draft.begun === hashOf(text) } : undefined;
  }

  /**
   * Begins a draft.
   * @throws KeepingError
   */
  async write(
    place: DraftPlace,
    text: string,
    { head, authorEmail, keeps }: Pick<Draft, 'head' | 'authorEmail'> & DraftOptions = {},
  ): Promise<SavedDraft> {
    const { kind, root, commit } = place;
    const file = this.fileOf(place);
    const note = {
      root,
      ...(keeps ? {} : { begun: hashOf(text) }),
      ...(head ? { head } : {}),
      ...(commit ? { commit } : {}),
      ...(authorEmail ? { authorEmail } : {}),
    };
    await keepFile('The draft of the message', noteFile(file), JSON.stringify(note));
    await keepFile('The draft of the message', file, text);
    return { kind, file, ...note, text, isUntouched: !keeps };
  }

  async remove(draft: Draft): Promise<void> {
    await rm(this.folderOf(draft), { recursive: true, force: true });
  }

  private folderOf({ kind, root, commit }: DraftPlace): string {
    const hash = hashOf([kind, root, commit ?? []].flat().join('\0')).slice(0, 16);
    return join(this.storage, 'drafts', hash);
  }

  private async noteOf(
    file: string,
  ): Promise<Pick<Draft, 'root' | 'head' | 'commit' | 'authorEmail' | 'begun'> | undefined> {
    const text = await this.files.read(noteFile(file), MOST);
    const note = v.safeParse(v.pipe(v.string(), v.parseJson(), NOTE), text);
    if (!note.success) return undefined;
    const { root, ...known } = note.output;
    return { root, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value)) };
  }
}

/** Whether the draft is the message of a commit that there is: such a text has no comments, and each of its lines counts. */
export const isOfCommit = (kind: DraftKind): boolean => kind !== 'commit';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const noteFile = (file: string): string => join(dirname(dirname(file)), 'draft.json');

const KINDS: readonly DraftKind[] = ['commit', 'amend', 'reword'];

const kindOf = (name: string): DraftKind | undefined => KINDS.find((kind) => DRAFT_NAMES[kind] === name);
