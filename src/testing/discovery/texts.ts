/** The texts of a project's modules: each is read once, and kept as what it defines. All paths are absolute. */
import { createHash } from 'node:crypto';
import { filesOfModule, type TestLayout } from '../layout/modules';
import type { KnownModule } from './inheritance';
import { type ScannedModule, scanModule } from './scan';

/** Gives the text of a file on disk, undefined when it is gone or not readable as text. */
export type ReadText = (file: string) => Promise<string | undefined>;

interface Text {
  readonly scanned: ScannedModule;
  /** Tells texts apart. */
  readonly digest: string;
}

/** Longer texts are generated ones; reading one would hold the event loop too long (about 90 MB/s are scanned). */
const MAX_TEXT = 4_000_000;

export class Texts {
  /** By file: also modules of base classes, which need not be test modules. Undefined: no such file. */
  private readonly known = new Map<string, Text | undefined>();
  /** Files whose text here is not the one on disk. */
  private readonly unsaved = new Set<string>();
  /** Who looked something up in a file, or for one that is not there. */
  private readonly readers = new Map<string, Set<string>>();

  constructor(
    private readonly layout: Pick<TestLayout, 'topDir'>,
    private readonly read: ReadText,
  ) {}

  /** Takes a text as an editor holds it. Returns whether it is another one than the text that was known. */
  set(file: string, text: string, { saved }: { saved: boolean }): boolean {
    const before = this.known.get(file);
    if (saved) this.unsaved.delete(file);
    else this.unsaved.add(file);
    const digest = digestOf(text);
    if (before?.digest === digest) return false;
    this.known.set(file, { scanned: scan(text), digest });
    return true;
  }

  /** The file is read from disk when it is needed again. */
  forget(file: string): void {
    this.known.delete(file);
    this.unsaved.delete(file);
  }

  isUnsaved(file: string): boolean {
    return this.unsaved.has(file);
  }

  /** What is known of a file without reading it. */
  get(file: string): Text | undefined {
    return this.known.get(file);
  }

  /**
   * The project's module of a dotted name; undefined for one that the project does not have.
   * @param reader whose answer depends on it: see `readersOf`
   */
  async lookup(name: string, reader: string): Promise<KnownModule | undefined> {
    const files = filesOfModule(this.layout, name);
    this.noteReader(files.module, reader);
    const module = await this.module(name, files.module, false);
    if (module) return module;
    this.noteReader(files.package, reader);
    return this.module(name, files.package, true);
  }

  /** Who looked into a file, and is to look again when it changes. */
  readersOf(file: string): Iterable<string> {
    return this.readers.get(file) ?? [];
  }

  async module(name: string, file: string, isPackage: boolean): Promise<KnownModule | undefined> {
    if (!this.known.has(file)) {
      const text = await this.read(file);
      // An editor may have handed in its own text while the disk was read.
      if (!this.known.has(file)) {
        this.known.set(file, text === undefined ? undefined : { scanned: scan(text), digest: digestOf(text) });
      }
    }
    const found = this.known.get(file);
    return found && { name, file, isPackage, ...found };
  }

  private noteReader(file: string, reader: string): void {
    const known = this.readers.get(file);
    if (known) known.add(reader);
    else this.readers.set(file, new Set([reader]));
  }
}

function scan(text: string): ScannedModule {
  return scanModule(text.length > MAX_TEXT ? '' : text);
}

function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
