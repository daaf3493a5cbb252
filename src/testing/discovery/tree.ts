/**
 * The tests of one root as a tree of packages, modules, classes and tests.
 *
 * It stands at once, from file names alone; a module's text is read when someone looks into it. `merge` then makes it
 * exact with the ids of `stestr list`. Everything is kept in maps by name, so the cost grows with the number of files
 * and ids and not with their product (bench/discovery.bench.ts).
 */
import { resolveImport } from './imports';
import type { KnownModule } from './inheritance';
import { filesOfModule, isTestFile, moduleOf, type TestLayout } from './modules';
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
import { listingOf, placeTests, type Listing, type PlacedTest } from './place';
import { scanModule, type ScannedModule } from './scan';
import { splitLast, splitTestId } from './testIds';

/** The tests below a node. */
export interface TestSelection {
  readonly ids: readonly string[];
  /** Whether a listing named all of them; an id read from text can lack its scenario or data suffix. */
  readonly exact: boolean;
  /** Whether some of the ids are of methods that become several tests, under ids that are not known yet. */
  readonly multiplies: boolean;
}

/** Gives the text of a file on disk, undefined when it is gone or not readable as text. */
export type ReadText = (file: string) => Promise<string | undefined>;

interface Module {
  readonly name: string;
  readonly file: string | undefined;
  /** The ids of the last listing, until the first look into the module makes a `listing` of them. */
  listed: readonly string[] | undefined;
  listing: Listing | undefined;
  placed: Promise<PlacedModule> | undefined;
}

/** Longer texts are generated ones; reading one would hold the event loop too long (about 90 MB/s are scanned). */
const MAX_TEXT = 4_000_000;
/** Sorting in this many ids holds the event loop for about 10 ms. */
const IDS_AT_ONCE = 10_000;

export class TestTree {
  private readonly modules = new Map<string, Module>();
  private readonly packages = new Packages();
  /** What was read, by file: also modules of base classes, which need not be test modules. Undefined: no such file. */
  private readonly scans = new Map<string, ScannedModule | undefined>();
  /** Files whose text here is not the one on disk. */
  private readonly unsaved = new Set<string>();

  constructor(
    private readonly layout: TestLayout,
    private readonly read: ReadText,
  ) {}

  /** Adds the test modules among these absolute paths; returns how many there were. */
  addFiles(files: Iterable<string>): number {
    let added = 0;
    for (const file of files) {
      if (this.scans.has(file) && !this.scans.get(file)) this.scans.delete(file);
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
    this.scans.delete(file);
    this.unsaved.delete(file);
    if (name !== undefined && this.modules.get(name)?.file === file) this.removeModule(name);
    this.forgetPlaces();
  }

  /** Takes a text as an editor holds it. Returns whether its classes or tests changed, or moved to other lines. */
  setText(file: string, text: string, { saved }: { saved: boolean }): boolean {
    this.keepListing(file);
    const before = JSON.stringify(this.scans.get(file)?.classes);
    const scanned = scan(text);
    this.scans.set(file, scanned);
    if (saved) this.unsaved.delete(file);
    else this.unsaved.add(file);
    if (JSON.stringify(scanned.classes) === before) return false;
    this.forgetPlaces();
    return true;
  }

  /** Forgets a text, so that the file is read from disk when it is needed again. */
  forgetText(file: string): void {
    this.keepListing(file);
    this.scans.delete(file);
    this.unsaved.delete(file);
    this.forgetPlaces();
  }

  /** Takes the ids of one `stestr list` of the whole suite, in place of those of the one before. */
  async merge(ids: Iterable<string>): Promise<void> {
    const byModule = new Map<string, string[]>();
    let count = 0;
    for (const id of ids) {
      if (++count % IDS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      const module = this.moduleOfId(id);
      const known = byModule.get(module);
      if (known) known.push(id);
      else byModule.set(module, [id]);
    }
    for (const [name, module] of this.modules) {
      module.listed = byModule.get(name) ?? [];
      // The listing knows the text on disk. What is not saved yet it cannot deny.
      const edited = module.file !== undefined && this.unsaved.has(module.file);
      module.listing = edited ? listingOf(module.listed, undefined) : undefined;
      if (module.file === undefined && module.listed.length === 0) this.removeModule(name);
    }
    for (const [name, listed] of byModule) {
      if (this.modules.has(name)) continue;
      this.modules.set(name, { name, file: undefined, listed, listing: undefined, placed: undefined });
      this.packages.add(name);
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
    return {
      ids: tests.flatMap(idsOf),
      exact: tests.every(isListed),
      multiplies: tests.some((test) => test.multiplies && !isListed(test)),
    };
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

  /** Dotted names that a test module imports, relative ones resolved; none for any other file. */
  async importsOf(file: string): Promise<string[]> {
    const name = moduleOf(this.layout, file);
    if (name === undefined || this.modules.get(name)?.file !== file) return [];
    const known = await this.knownModule(name, file, false);
    return [...(known?.scanned.imports.values() ?? [])].flatMap((target) => resolveImport(target, name, false) ?? []);
  }

  /** Ties the ids listed for a file to the text that they were listed of, before that text is replaced. */
  private keepListing(file: string): void {
    const name = moduleOf(this.layout, file);
    const module = name === undefined ? undefined : this.modules.get(name);
    if (!module?.listed || module.listing) return;
    const scanned = this.scans.get(file);
    module.listing = listingOf(module.listed, scanned && { name: module.name, file, isPackage: false, scanned });
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
    const known = module.file === undefined ? undefined : await this.knownModule(module.name, module.file, false);
    if (module.listed) module.listing ??= listingOf(module.listed, known);
    return indexPlaces(await placeTests(module.name, known, module.listing, (name) => this.lookup(name)));
  }

  private async lookup(name: string): Promise<KnownModule | undefined> {
    const files = filesOfModule(this.layout, name);
    return (await this.knownModule(name, files.module, false)) ?? this.knownModule(name, files.package, true);
  }

  private async knownModule(name: string, file: string, isPackage: boolean): Promise<KnownModule | undefined> {
    if (!this.scans.has(file)) {
      const text = await this.read(file);
      // An editor may have handed in its own text while the disk was read.
      if (!this.scans.has(file)) this.scans.set(file, text === undefined ? undefined : scan(text));
    }
    const scanned = this.scans.get(file);
    return scanned && { name, file, isPackage, scanned };
  }
}

function scan(text: string): ScannedModule {
  return scanModule(text.length > MAX_TEXT ? '' : text);
}

function isListed({ listed, variants }: PlacedTest): boolean {
  return listed || variants.length > 0;
}

/** The method that a test belongs to: of that very name, else the one that ddt or parameterized made it of. */
function methodOf({ tests }: PlacedModule, name: string): PlacedTest | undefined {
  const own = tests.get(name);
  if (own) return own;
  const generators = [...tests.values()].filter(({ id, multiplies }) => multiplies && name.startsWith(`${id}_`));
  return generators.sort((a, b) => b.id.length - a.id.length)[0];
}

/** The ids that one method stands for: its own unless it only has variants. */
function idsOf({ id, listed, variants }: PlacedTest): string[] {
  return listed || variants.length === 0 ? [id, ...variants] : variants;
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`; dots in a suffix do not matter because callers pass none. */
function prefixes(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}
