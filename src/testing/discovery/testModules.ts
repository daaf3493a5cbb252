/**
 * What is known of the test modules of one root: their files, their texts, and the ids of the last listing. Everything is
 * kept in maps by name, so the cost grows with the number of files and ids and not with their product
 * (bench/discovery.bench.ts).
 */
import { basename } from 'node:path';
import { pauses } from '../../base/turns';
import { isPackageFile, isTestFile, isTestPackage, moduleOf, type TestLayout } from '../layout/modules';
import { sameIds, splitLast, splitTestId } from '../subunit/testIds';
import type { KnownModule, ModuleLookup } from './inheritance';
import { indexPlaces, type PlacedModule } from './nodes';
import { Packages } from './packages';
import { type Listing, listingOf, placeTests } from './place';
import { type ReadText, Texts } from './texts';

export interface Module {
  readonly name: string;
  readonly file: string | undefined;
  /** The ids of the last listing, until the first look into the module makes a `listing` of them. */
  listed: readonly string[] | undefined;
  listing: Listing | undefined;
  placed: Promise<PlacedModule> | undefined;
}

export class TestModules {
  protected readonly modules = new Map<string, Module>();
  protected readonly packages = new Packages();
  /** Files that may hold tests, by dotted names: those of packages, and all where only the runner can tell. */
  private readonly candidates = new Map<string, string>();
  /** Packages whose text nobody read since it was found or changed. */
  private readonly unread = new Set<string>();
  private reading: Promise<void> | undefined;
  /** Whether the last listing left tests out. */
  protected isFiltered = false;
  protected readonly texts: Texts;
  protected readonly pause = pauses();

  constructor(
    protected readonly layout: TestLayout,
    read: ReadText,
  ) {
    this.texts = new Texts(layout, read);
  }

  /** Adds the test modules among these absolute paths; returns how many there were. */
  addFiles(files: Iterable<string>): number {
    let added = 0;
    for (const file of files) {
      if (!this.texts.get(file)) this.texts.forget(file);
      this.forgetPlaces(file);
      const name = moduleOf(this.layout, file);
      if (name === undefined) continue;
      if (isTestPackage(this.layout, file)) this.unread.add(name);
      if (isTestPackage(this.layout, file) || this.layout.testPath === undefined) this.candidates.set(name, file);
      if (!isTestFile(this.layout, file)) continue;
      const known = this.modules.get(name);
      this.modules.set(name, { name, file, listed: known?.listed, listing: known?.listing, placed: undefined });
      this.packages.add(name);
      added++;
    }
    return added;
  }

  /** Takes a deleted or renamed file out, with the ids that were listed for it. */
  removeFile(file: string): void {
    this.forgetPlaces(file);
    this.texts.forget(file);
    const module = this.moduleIn(file);
    const name = this.candidateIn(file);
    if (name !== undefined) {
      this.candidates.delete(name);
      this.unread.delete(name);
    }
    if (module) this.removeModule(module.name);
  }

  /** Takes a text as an editor holds it. Returns whether its classes or tests changed, or moved to other lines. */
  setText(file: string, text: string, how: { saved: boolean }): boolean {
    this.keepListing(file);
    const before = this.texts.get(file)?.scanned.classes;
    if (!this.texts.set(file, text, how)) return false;
    this.forgetPlaces(file);
    return JSON.stringify(this.texts.get(file)?.scanned.classes) !== JSON.stringify(before);
  }

  /** Forgets a text, so that the file is read from disk when it is needed again. */
  forgetText(file: string): void {
    this.keepListing(file);
    this.texts.forget(file);
    this.forgetPlaces(file);
  }

  /** An editor no longer holds the file. Returns whether its text was another one than that on disk, which is then read. */
  forgetUnsaved(file: string): boolean {
    if (!this.texts.isUnsaved(file)) return false;
    this.forgetText(file);
    return true;
  }

  /**
   * Takes the ids of one `stestr list` of the whole suite, in place of those of the one before.
   * @param changed files that were written since the list was begun: it may not know their text
   * @param isFiltered whether the list leaves out tests that are there
   */
  async merge(ids: Iterable<string>, changed: ReadonlySet<string> = new Set(), isFiltered = false): Promise<void> {
    this.isFiltered = isFiltered;
    if (this.hasUnread()) await this.readPackages();
    const byModule = await this.byModule(ids);
    for (const [name, module] of this.modules) {
      await this.pause();
      this.takeListed(module, byModule.get(name) ?? [], changed);
      const isOnlyListed = module.file === undefined || this.layout.testPath === undefined;
      if (isOnlyListed && module.listed?.length === 0) this.removeModule(name);
    }
    for (const [name, listed] of byModule) {
      if (this.modules.has(name)) continue;
      this.modules.set(name, { name, file: this.candidates.get(name), listed, listing: undefined, placed: undefined });
      this.packages.add(name);
    }
  }

  /** Takes what was listed of some modules alone; ids of others are passed over. `changed` is as for `merge`. */
  async mergeModules(
    names: Iterable<string>,
    ids: Iterable<string>,
    changed: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    if (this.hasUnread()) await this.readPackages();
    const byModule = await this.byModule(ids);
    for (const name of names) {
      const module = this.modules.get(name);
      if (module) this.takeListed(module, byModule.get(name) ?? [], changed);
    }
  }

  /**
   * Finds out which packages hold tests of their own; most are empty, and none is read twice. What needs it waits for it,
   * and what is asked right afterwards begins at once.
   */
  readPackages(): Promise<void> | undefined {
    if (this.unread.size > 0) this.reading ??= this.readUnread().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** Absolute path of a test module's file; undefined for any other name. */
  fileOf(name: string): string | undefined {
    return this.modules.get(name)?.file;
  }

  /** The modules in all files of one name, such as `test_api.py`. */
  modulesIn(fileName: string): string[] {
    return [...this.modules.values()].flatMap(({ name, file }) =>
      file !== undefined && basename(file) === fileName ? [name] : [],
    );
  }

  /** Ties the ids listed for a file to the text that they were listed of, before that text is replaced. */
  private keepListing(file: string): void {
    const module = this.moduleIn(file);
    if (!module?.listed || module.listing) return;
    const known = this.texts.get(file);
    module.listing = listingOf(
      module.listed,
      known && { name: module.name, file, isPackage: isPackageFile(file), ...known },
      this.isFiltered,
    );
  }

  private takeListed(module: Module, listed: readonly string[], changed: ReadonlySet<string>): void {
    const { file, listing } = module;
    // A listing knows the text that was on disk. What is not saved yet, or was saved meanwhile, it cannot deny.
    const isOther = file !== undefined && (this.texts.isUnsaved(file) || changed.has(file));
    const text = file && this.texts.get(file)?.digest;
    const isCurrent = !listing || file === undefined || (text !== undefined && listing.digest === text);
    if (!isOther && isCurrent && sameIds(module.listed, listed)) return;
    module.listed = listed;
    module.listing = isOther ? listingOf(listed, undefined, this.isFiltered) : undefined;
    module.placed = undefined;
  }

  private async byModule(ids: Iterable<string>): Promise<Map<string, string[]>> {
    const byModule = new Map<string, string[]>();
    for (const id of ids) {
      await this.pause();
      const module = this.moduleOfId(id);
      const known = byModule.get(module);
      if (known) known.push(id);
      else byModule.set(module, [id]);
    }
    return byModule;
  }

  private removeModule(name: string): void {
    this.modules.delete(name);
    this.packages.remove(name);
  }

  /** The module that an id belongs to: its longest known beginning, else what stands before its class. */
  moduleOfId(id: string): string {
    const { name } = splitTestId(id);
    for (let prefix = name; prefix !== ''; [prefix] = splitLast(prefix)) {
      if (this.modules.has(prefix) && !this.isBelow(prefix, name)) return prefix;
    }
    if (this.layout.testPath === undefined) {
      for (let prefix = name; prefix !== ''; [prefix] = splitLast(prefix)) {
        if (this.candidates.has(prefix)) return prefix;
      }
    }
    const [owner] = splitLast(name);
    return splitLast(owner)[0] || owner || name;
  }

  /** Whether a name behind that of a package with tests of its own is that of a module in it, of which nothing is known. */
  private isBelow(name: string, id: string): boolean {
    if (name === id || !this.packages.has(name)) return false;
    const module = this.modules.get(name);
    const next = id.slice(name.length + 1).split('.')[0]!;
    const isListed = module?.listed?.some((each) => each.startsWith(`${name}.${next}.`)) ?? false;
    const scanned = module?.file === undefined ? undefined : this.texts.get(module.file)?.scanned;
    return !isListed && !scanned?.classes.some((each) => each.name === next);
  }

  protected hasUnread(): boolean {
    return this.unread.size > 0 || this.reading !== undefined;
  }

  private async readUnread(): Promise<void> {
    for (const name of this.unread) {
      this.unread.delete(name); // first: a change meanwhile is to be read as well
      await this.readPackage(name);
    }
  }

  private async readPackage(name: string): Promise<void> {
    const file = this.candidates.get(name);
    const text = file === undefined ? undefined : await this.texts.module(name, file, true);
    const known = this.modules.get(name);
    const holdsTests = text !== undefined && text.scanned.classes.length > 0 && (await this.holdsTests(name, text));
    if (holdsTests && !known) {
      this.modules.set(name, { name, file, listed: undefined, listing: undefined, placed: undefined });
      this.packages.add(name);
    } else if (!holdsTests && known && !known.listed?.length) {
      this.removeModule(name);
    }
  }

  private async holdsTests(name: string, text: KnownModule): Promise<boolean> {
    return (await placeTests(name, text, undefined, (asked) => this.texts.lookup(asked, name))).length > 0;
  }

  private candidateIn(file: string): string | undefined {
    const name = moduleOf(this.layout, file);
    return name !== undefined && this.candidates.get(name) === file ? name : undefined;
  }

  protected moduleIn(file: string): Module | undefined {
    const name = moduleOf(this.layout, file);
    const module = name === undefined ? undefined : this.modules.get(name);
    return module?.file === file ? module : undefined;
  }

  /** Of the module in a file, and of those whose classes may derive from the ones in it. */
  private forgetPlaces(file: string): void {
    const readers = [...this.texts.readersOf(file)].map((name) => this.modules.get(name));
    for (const module of [...readers, this.moduleIn(file)]) if (module) module.placed = undefined;
    const name = this.candidateIn(file);
    if (name !== undefined && isTestPackage(this.layout, file)) this.unread.add(name);
  }

  protected place(module: Module): Promise<PlacedModule> {
    if (module.placed) return module.placed;
    const placed = this.placeNow(module);
    module.placed = placed;
    placed.catch(() => module.placed === placed && (module.placed = undefined)); // who asks next may have more luck
    return placed;
  }

  private async placeNow(module: Module): Promise<PlacedModule> {
    const { file } = module;
    const known = file === undefined ? undefined : await this.texts.module(module.name, file, isPackageFile(file));
    if (module.listed) module.listing ??= listingOf(module.listed, known, this.isFiltered);
    const isStale = module.listing !== undefined && known !== undefined && module.listing.digest !== known.digest;
    const lookup: ModuleLookup = (name) => this.texts.lookup(name, module.name);
    return indexPlaces(await placeTests(module.name, known, module.listing, lookup), isStale);
  }
}
