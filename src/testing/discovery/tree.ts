/**
 * The tests of one root as a tree of packages, modules, classes and tests.
 *
 * It stands at once, from file names alone; a module's text is read when someone looks into it. `merge` then makes it
 * exact with the ids of `stestr list`.
 */
import { filesOfModule, isPackageFile } from '../layout/modules';
import { prefixes, splitLast, splitTestId } from '../subunit/testIds';
import { resolveImport } from './imports';
import { nodesInside, rootNodes, type TestNode, testsInside, testsOfClasses } from './nodes';
import { idsOf, methodOf, selectionOf, type TestSelection } from './selection';
import { type Module, TestModules } from './testModules';

export class TestTree extends TestModules {
  /** Stays the same thing as long as nothing inside a module changes; undefined for one that nobody looked into, and for a package. */
  stateOf(name: string): object | undefined {
    return this.packages.has(name) ? undefined : this.modules.get(name)?.placed;
  }

  /** The nodes right below one, in the order a person reads them; without an id those at the top. */
  async childrenOf(id?: string): Promise<TestNode[]> {
    if (this.hasUnread()) await this.readPackages();
    const folder = id ?? this.packages.top();
    const below = this.packages.namesBelow(folder).map((name) => this.packageOrModule(name));
    const module = this.modules.get(this.packages.has(folder) ? folder : this.moduleOfId(folder));
    if (!module) return below;
    const placed = await this.place(module);
    return [...below, ...(module.name === folder ? rootNodes(placed) : nodesInside(placed, folder))];
  }

  /**
   * The ids of all tests at or below a node; without an id those of the tree. Those that the project's own command leaves
   * out are among them only where there are no others: somebody asked for just these. Reads modules not read yet.
   */
  async testsBelow(id = ''): Promise<TestSelection> {
    if (this.hasUnread()) await this.readPackages();
    const found = await this.selectionBelow(id, false);
    return found.ids.length === 0 && this.isFiltered ? this.selectionBelow(id, true) : found;
  }

  private async selectionBelow(id: string, withLeftOut: boolean): Promise<TestSelection> {
    if (!this.packages.has(id)) return this.selectionIn(this.modules.get(this.moduleOfId(id)), id, withLeftOut);
    const all = { ids: new Array<string>(), exact: true, multiplies: false, leavesOut: false };
    const add = (part: TestSelection): void => {
      for (const each of part.ids) all.ids.push(each);
      all.exact &&= part.exact;
      all.multiplies ||= part.multiplies;
      all.leavesOut ||= part.leavesOut;
    };
    for (const name of this.packages.namesBelow(id)) {
      await this.pause();
      add(await this.selectionBelow(name, withLeftOut));
    }
    const own = this.modules.get(id);
    if (own) add(await this.selectionIn(own, id, withLeftOut));
    return all;
  }

  /** Of a module, or of what is in it. */
  private async selectionIn(module: Module | undefined, id: string, withLeftOut: boolean): Promise<TestSelection> {
    if (!module) return { ids: [], exact: false, multiplies: false, leavesOut: false };
    // Nobody looked into the module since it was listed: its ids need no reading.
    const isKnown = module.name === id && !module.listing && !withLeftOut;
    if (isKnown && module.listed) {
      return { ids: module.listed, exact: true, multiplies: false, leavesOut: this.isFiltered };
    }
    const placed = await this.place(module);
    if (placed.variants.has(id)) return { ids: [id], exact: true, multiplies: false, leavesOut: false };
    const tests = module.name === id ? testsOfClasses(placed.roots) : (testsInside(placed, id) ?? []);
    return selectionOf(tests, placed, withLeftOut);
  }

  /**
   * The ids of the nodes from the top down to a test, module or package, its own last. A scenario or a generated test
   * that no listing named ends at its method; an id that has no place at all gives an empty path.
   */
  async pathTo(testId: string): Promise<string[]> {
    if (this.hasUnread()) await this.readPackages();
    const top = this.packages.top();
    const packagesTo = (name: string): string[] => prefixes(name).filter((each) => each.length > top.length);
    if (this.modules.has(testId) || this.packages.has(testId)) return packagesTo(testId);
    const module = this.modules.get(this.moduleOfId(testId));
    if (!module) return [];
    const placed = await this.place(module);
    const test = placed.tests.get(testId) ?? placed.variants.get(testId) ?? methodOf(placed, splitTestId(testId).name);
    if (!test) return [];
    const classes = prefixes(test.id).filter((name) => placed.classes.has(name));
    return [...packagesTo(module.name), ...classes, test.id, ...(placed.variants.has(testId) ? [testId] : [])];
  }

  /** The ids behind each context of coverage.py; several for a method with scenarios or that classes inherit. */
  async idsByContext(): Promise<Map<string, string[]>> {
    if (this.hasUnread()) await this.readPackages();
    const found = new Map<string, string[]>();
    for (const module of this.modules.values()) {
      await this.pause();
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
    const module = this.moduleIn(file);
    return module && this.packageOrModule(module.name);
  }

  /** Dotted names that a test module imports, relative ones resolved; none for any other file. */
  async importsOf(file: string): Promise<string[]> {
    const name = this.moduleIn(file)?.name;
    if (name === undefined) return [];
    const known = await this.texts.module(name, file, isPackageFile(file));
    return [...(known?.scanned.imports.values() ?? [])].flatMap(
      (target) => resolveImport(target, name, isPackageFile(file)) ?? [],
    );
  }

  /**
   * Whether a `load_tests` that unittest calls only in discovery may make the tests of a module or class: that of a
   * package around it, such as oslo.db's, and for a class that of its module.
   */
  async needsDiscovery(id: string): Promise<boolean> {
    const name = this.moduleOfId(id);
    const file = this.modules.get(name)?.file;
    const own =
      id === name || file === undefined ? undefined : await this.texts.module(name, file, isPackageFile(file));
    if (own?.scanned.loadTests) return true;
    for (const each of prefixes(name).slice(0, -1)) {
      const around = await this.texts.module(each, filesOfModule(this.layout, each).package, true);
      if (around?.scanned.loadTests) return true;
    }
    return false;
  }

  private packageOrModule(name: string): TestNode {
    const kind = this.packages.has(name) ? 'package' : 'module';
    const file = this.modules.get(name)?.file;
    return {
      kind,
      id: name,
      label: splitLast(name)[1],
      file,
      definition: undefined,
      hasChildren: true,
      multiplies: false,
    };
  }
}
