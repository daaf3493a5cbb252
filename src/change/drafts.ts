import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import writeFileAtomic from 'write-file-atomic';
import type { ProjectFiles } from '../project/files';

/** What a draft becomes: a new commit, or the message of the commit at HEAD. */
export type DraftKind = 'commit' | 'amend';

/** File names of the composer's documents: what the person reads on the tab, and what package.json knows them by. */
export const DRAFT_NAMES: Readonly<Record<DraftKind, string>> = { commit: 'Commit for Gerrit', amend: 'Amend for Gerrit' };

export interface Draft {
  readonly kind: DraftKind;
  /** The working tree it belongs to, absolute. */
  readonly root: string;
  /** The document, absolute. */
  readonly file: string;
  /** The commit that was checked out when the text was begun; none before the first. */
  readonly head?: string;
}

const NOTE = v.object({ root: v.string(), head: v.optional(v.string()) });
const MOST = 1 << 20;

/**
 * Drafts of messages as files of the extension's own, so that they survive a crash and stay out of the repository.
 * Each stands in a folder of its own, `<storage>/drafts/<hash of root and kind>/<name of the repository>/`.
 */
export class Drafts {
  constructor(
    /** Absolute; made when needed. */
    private readonly storage: string,
    private readonly files: ProjectFiles,
  ) {}

  fileOf(root: string, kind: DraftKind): string {
    const hash = createHash('sha256').update(`${kind}\0${root}`).digest('hex').slice(0, 16);
    return join(this.storage, 'drafts', hash, basename(root), DRAFT_NAMES[kind]);
  }

  /** Whether a file is a composer's document, by its name alone. */
  isDraft(file: string): boolean {
    return file.startsWith(join(this.storage, 'drafts')) && kindOf(basename(file)) !== undefined;
  }

  /** The draft whose document this is; undefined for any other file. */
  async of(file: string): Promise<Draft | undefined> {
    const kind = this.isDraft(file) ? kindOf(basename(file)) : undefined;
    const note = kind && (await this.noteOf(file));
    return kind && note && this.fileOf(note.root, kind) === file
      ? { kind, root: note.root, file, ...(note.head ? { head: note.head } : {}) }
      : undefined;
  }

  /** What was written for this working tree before; undefined when nothing was. */
  async saved(root: string, kind: DraftKind): Promise<(Draft & { readonly text: string }) | undefined> {
    const file = this.fileOf(root, kind);
    const draft = await this.of(file);
    const text = draft && (await this.files.read(file, MOST));
    return draft && text !== undefined ? { ...draft, text } : undefined;
  }

  async write(root: string, kind: DraftKind, text: string, head?: string): Promise<Draft> {
    const file = this.fileOf(root, kind);
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(noteFile(file), JSON.stringify({ root, ...(head ? { head } : {}) }));
    await writeFileAtomic(file, text);
    return { kind, root, file, ...(head ? { head } : {}) };
  }

  async remove(draft: Draft): Promise<void> {
    await rm(dirname(dirname(draft.file)), { recursive: true, force: true });
  }

  private async noteOf(file: string): Promise<v.InferOutput<typeof NOTE> | undefined> {
    const text = await this.files.read(noteFile(file), MOST);
    const note = v.safeParse(v.pipe(v.string(), v.parseJson(), NOTE), text);
    return note.success ? note.output : undefined;
  }
}

const noteFile = (file: string): string => join(dirname(dirname(file)), 'draft.json');

const kindOf = (name: string): DraftKind | undefined =>
  name === DRAFT_NAMES.commit ? 'commit' : name === DRAFT_NAMES.amend ? 'amend' : undefined;
