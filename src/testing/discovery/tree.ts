/**
 * The tests of one root as a tree of packages, modules, classes and tests.
 *
 * It stands at once, from file names alone; a module's text is read when someone looks into it. `merge` then makes it
 * exact with the ids of `stestr list`. Everything is kept in maps by name, so the cost grows with the number of files
 * and ids and not with their product (bench/discovery.bench.ts).
 */
import { basename } from 'node:path';
import { resolveImport } from './imports';
import { isTestFile, moduleOf, type TestLayout } from './modules';
import {
  indexPlaces,
  nodesInside,
  rootNodes,
  testsInside,
  testsOfClasses,
  type PlacedModule,
  type TestNode,
} from './nodes';
import { Packages } from './packages';
import { listingOf, placeTests, type Listing } from './place';
import { idsOf, methodOf, selectionOf, type TestSelection } from './selection';
import { splitLast, splitTestId } from './testIds';
import { Texts, type ReadText } from './texts';

const NO_FILES: ReadonlySet<string> = new Set();

interface Module {
  readonly name: string;
  readonly file: string | undefined;
  /** The ids of the last listing, until the first look into the module makes a `listing` of them. */
  listed: readonly string[] | undefined;
  listing: Listing | undefined;
  placed: Promise<PlacedModule> | undefined;
}

/** Sorting in this many ids holds the event loop for about 10 ms. */
const IDS_AT_ONCE = 10_000;

export class TestTree {
  private readonly modules = new Map<string, Module>();
  private readonly packages = new Packages();
  private readonly texts: Texts;

  constructor(
    private readonly layout: TestLayout,
    read: ReadText,
  ) {
    this.texts = new Texts(layout, read);
  }

  /** Adds the test modules among these absolute paths; returns how many there were. */
  addFiles(files: Iterable<string>): number {
    let added = 0;
    for (const file of files) {
      if (!this.texts.get(file)) this.texts.forget(file);
      if (!isTestFile(this.layout, file)) continue;
      const name = moduleOf(this.layout, file)!;
      const known = this.modules.get(name);
      this.modules.set(name, { name, file, listed: known?.listed, listing: known?.listing, placed: undefined });
      this.packages.add(name);
      added++;
    }
    this.forgetPlaces();
    return added;
  }

  /** Takes a deleted or renamed file out, with the ids that were listed for it. */
  removeFile(file: string): void {
    const name = moduleOf(this.layout, file);
    this.texts.forget(file);
    if (name !== undefined && this.modules.get(name)?.file === file) this.removeModule(name);
    this.forgetPlaces();
  }

  /** Takes a text as an editor holds it. Returns whether its classes or tests changed, or moved to other lines. */
  setText(file: string, text: string, how: { saved: boolean }): boolean {
    this.keepListing(file);
    const before = this.texts.get(file)?.scanned.classes;
    if (!this.texts.set(file, text, how)) return false;
    this.forgetPlaces();
    return JSON.stringify(this.texts.get(file)?.scanned.classes) !== JSON.stringify(before);
  }

  /** Forgets a text, so that the file is read from disk when it is needed again. */
  forgetText(file: string): void {
    this.keepListing(file);
    this.texts.forget(file);
    this.forgetPlaces();
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
   */
  async merge(ids: Iterable<string>, changed = NO_FILES): Promise<void> {
    const byModule = await this.byModule(ids);
    for (const [name, module] of this.modules) {
      this.takeListed(module, byModule.get(name) ?? [], changed);
      if (module.file === undefined && module.listed?.length === 0) this.removeModule(name);
    }
    for (const [name, listed] of byModule) {
      if (this.modules.has(name)) continue;
      this.modules.set(name, { name, file: undefined, listed, listing: undefined, placed: undefined });
      this.packages.add(name);
    }
    this.forgetPlaces();
  }

  /** Takes what was listed of some modules alone; ids of others are passed over. `changed` is as for `merge`. */
  async mergeModules(names: Iterable<string>, ids: Iterable<string>, changed = NO_FILES): Promise<void> {
    const byModule = await this.byModule(ids);
    for (const name of names) {
      const module = this.modules.get(name);
      if (module) this.takeListed(module, byModule.get(name) ?? [], changed);
    }
    this.forgetPlaces();
  }

  /** The nodes right below one, in the order a person reads them; without an id those at the top. */
  async childrenOf(id?: string): Promise<TestNode[]> {
    const folder = id ?? this.packages.top();
    if (this.packages.has(folder)) return this.packages.namesBelow(folder).map((name) => this.packageOrModule(name));
    const module = this.modules.get(this.moduleOfId(folder));
    if (!module) return [];
    const placed = await this.place(module);
    return module.name === id ? rootNodes(placed) : nodesInside(placed, folder);
  }

  /** The ids of all tests at or below a node; without an id those of the tree. Reads modules not read yet. */
  async testsBelow(id = ''): Promise<TestSelection> {
    if (this.packages.has(id)) {
      const parts: TestSelection[] = [];
      for (const name of this.packages.namesBelow(id)) parts.push(await this.testsBelow(name));
      return {
        ids: parts.flatMap((part) => part.ids),
        exact: parts.every((part) => part.exact),
        multiplies: parts.some((part) => part.multiplies),
      };
    }
    const module = this.modules.get(this.moduleOfId(id));
    if (!module) return { ids: [], exact: false, multiplies: false };
    // Nobody looked into the module since it was listed: its ids need no reading.
    if (module.name === id && module.listed && !module.listing) return { ids: module.listed, exact: true, multiplies: false };
    const placed = await this.place(module);
    if (placed.variants.has(id)) return { ids: [id], exact: true, multiplies: false };
    const tests = module.name === id ? testsOfClasses(placed.roots) : (testsInside(placed, id) ?? []);
    return selectionOf(tests, placed);
  }

  /**
   * The ids of the nodes from the top down to a test, its own last. A scenario or a generated test that no listing named
   * ends at its method; an id that has no place at all gives an empty path.
   */
  async pathTo(testId: string): Promise<string[]> {
    const module = this.modules.get(this.moduleOfId(testId));
    if (!module) return [];
    const placed = await this.place(module);
    const test = placed.tests.get(testId) ?? placed.variants.get(testId) ?? methodOf(placed, splitTestId(testId).name);
    if (!test) return [];
    const top = this.packages.top();
    const packages = prefixes(module.name).filter((name) => name.length > top.length);
    const classes = prefixes(test.id).filter((name) => placed.classes.has(name));
    return [...packages, ...classes, test.id, ...(placed.variants.has(testId) ? [testId] : [])];
  }

  /** The ids behind each context of coverage.py; several for a method with scenarios or that classes inherit. */
  async idsByContext(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    for (const module of this.modules.values()) {
      for (const test of testsOfClasses((await this.place(module)).roots)) {
        const known = found.get(test.context);
        if (known) known.push(...idsOf(test));
        else found.set(test.context, idsOf(test));
      }
    }
    return found;
  }

  /** The node of a module's file; undefined for a file that is no test module. */
  nodeOfFile(file: string): TestNode | undefined {
    const name = moduleOf(this.layout, file);
    return name !== undefined && this.modules.get(name)?.file === file ? this.packageOrModule(name) : undefined;
  }

  /** Absolute path of a test module's file; undefined for any other name. */
  fileOf(name: string): string | undefined {
    return this.modules.get(name)?.file;
  }

  /** The modules in all files of one name, such as `test_api.py`. */
  modulesIn(fileName: string): string[] {
    return [...this.modules.values()].flatMap(({ name, file }) => (file !== undefined && basename(file) === fileName ? [name] : []));
  }

  /** Dotted names that a test module imports, relative ones resolved; none for any other file. */
  async importsOf(file: string): Promise<string[]> {
    const name = moduleOf(this.layout, file);
    if (name === undefined || this.modules.get(name)?.file !== file) return [];
    const known = await this.texts.module(name, file, false);
    return [...(known?.scanned.imports.values() ?? [])].flatMap((target) => resolveImport(target, name, false) ?? []);
  }

  /** Whether the module of an id takes part in its own loading, with a `load_tests`. */
  async hasLoadTests(id: string): Promise<boolean> {
    const module = this.modules.get(this.moduleOfId(id));
    const known = module?.file === undefined ? undefined : await this.texts.module(module.name, module.file, false);
    return known?.scanned.loadTests ?? false;
  }

  /** Ties the ids listed for a file to the text that they were listed of, before that text is replaced. */
  private keepListing(file: string): void {
    const name = moduleOf(this.layout, file);
    const module = name === undefined ? undefined : this.modules.get(name);
    if (!module?.listed || module.listing) return;
    const known = this.texts.get(file);
    module.listing = listingOf(module.listed, known && { name: module.name, file, isPackage: false, ...known });
  }

  private takeListed(module: Module, listed: readonly string[], changed: ReadonlySet<string>): void {
    module.listed = listed;
    // A listing knows the text that was on disk. What is not saved yet, or was saved meanwhile, it cannot deny.
    const isOther = module.file !== undefined && (this.texts.isUnsaved(module.file) || changed.has(module.file));
    module.listing = isOther ? listingOf(listed, undefined) : undefined;
  }

  private async byModule(ids: Iterable<string>): Promise<Map<string, string[]>> {
    const byModule = new Map<string, string[]>();
    let count = 0;
    for (const id of ids) {
      if (++count % IDS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
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

  private packageOrModule(name: string): TestNode {
    const kind = this.packages.has(name) ? 'package' : 'module';
    const file = kind === 'module' ? this.modules.get(name)?.file : undefined;
    return { kind, id: name, label: splitLast(name)[1], file, definition: undefined, hasChildren: true, multiplies: false };
  }

  /** The module that an id belongs to: its longest known beginning, else what stands before its class. */
  moduleOfId(id: string): string {
    const { name } = splitTestId(id);
    for (let prefix = name; prefix !== ''; [prefix] = splitLast(prefix)) {
      if (this.modules.has(prefix)) return prefix;
    }
    const [owner] = splitLast(name);
    return splitLast(owner)[0] || owner || name;
  }

  private forgetPlaces(): void {
    for (const module of this.modules.values()) module.placed = undefined;
  }

  private place(module: Module): Promise<PlacedModule> {
    return (module.placed ??= this.placeNow(module));
  }

  private async placeNow(module: Module): Promise<PlacedModule> {
    const known = module.file === undefined ? undefined : await this.texts.module(module.name, module.file, false);
    if (module.listed) module.listing ??= listingOf(module.listed, known);
    const isStale = module.listing !== undefined && known !== undefined && module.listing.digest !== known.digest;
    return indexPlaces(await placeTests(module.name, known, module.listing, (name) => this.texts.lookup(name)), isStale);
  }
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`; dots in a suffix do not matter because callers pass none. */
function prefixes(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}
