/**
 * Which tests belong to a module, and which modules to a test, told from names and imports.
 *
 * The documented rule is neutron's (TESTING.rst, checked by its tools/check_unit_test_structure.sh): `neutron/a/b.py`
 * is tested by `neutron/tests/unit/a/test_b.py`, the package `neutron/a` by `neutron/tests/unit/test_a.py`. oslo has
 * the same without `unit`. About half of nova's modules follow it, so names are searched next, and imports last.
 *
 * All paths are relative to the root, with `/`.
 */

/** How a test and a module were brought together; the earlier rule is the surer one. */
type TestRelation = 'mirror' | 'name' | 'import';

export interface RelatedFile {
  readonly file: string;
  readonly by: TestRelation;
}

/** Dotted names that a test file imports, relative ones resolved; asked only when names do not decide. */
export type ImportsOf = (testFile: string) => Iterable<string>;

/** Folders below `tests` that divide the tests by kind and stand for nothing in the package. Unit tests come first. */
const KINDS = ['unit', 'functional', 'integration'];

export class ProjectTests {
  private readonly modules = new Set<string>();
  private readonly tests = new Map<string, TestPlace>();
  /** Test files by the name of what they say they test: `b` for `test_b.py`. */
  private readonly testsByName = new Map<string, string[]>();
  private readonly modulesByName = new Map<string, string[]>();
  private readonly dotted = new Set<string>();

  /** `files`: those of `git ls-files` or a walk; anything but Python is passed over. */
  constructor(
    files: Iterable<string>,
    private readonly importsOf: ImportsOf = () => [],
  ) {
    for (const file of files) {
      if (!file.endsWith('.py')) continue;
      const place = testPlace(file);
      if (place) {
        this.tests.set(file, place);
        push(this.testsByName, place.name, file);
      } else {
        this.modules.add(file);
        this.dotted.add(dottedName(file));
        push(this.modulesByName, moduleName(file), file);
      }
    }
  }

  isTest(file: string): boolean {
    return this.tests.has(file);
  }

  /** The test files of a module, best first; all by the same rule, the first one that finds any. */
  testsOf(module: string): RelatedFile[] {
    const mirrored = this.named(module, [moduleName(module), moduleName(module).replace(/^_+/, '')]).filter((test) =>
      this.mirrors(test).includes(module),
    );
    if (mirrored.length > 0) return related(this.unitFirst(mirrored), 'mirror');

    // `nova/compute/manager.py`: test_manager.py near `compute`, or test_compute_manager.py anywhere.
    const bare = moduleName(module).replace(/^_+/, '');
    const parent = folders(module).pop() ?? '';
    const named = this.named(module, [bare, `${parent}_${bare}`]).filter((test) =>
      this.modulesNamedBy(test).includes(module),
    );
    if (named.length > 0) return related(this.unitFirst(named), 'name');

    const importing = [...this.tests.keys()].filter((test) => this.imports(this.importsOf(test), module));
    return related(this.unitFirst(byCloseness(importing, module)), 'import');
  }

  /** The modules that a test file tests, best first; all by the same rule, the first one that finds any. */
  modulesOf(test: string): RelatedFile[] {
    if (!this.tests.has(test)) return [];
    const mirrored = this.mirrors(test);
    if (mirrored.length > 0) return related(mirrored, 'mirror');
    const named = this.modulesNamedBy(test);
    if (named.length > 0) return related(named, 'name');
    const imported = new Set(this.importsOf(test));
    const found = [...this.modules].filter((module) => this.imports(imported, module));
    return related(byCloseness(found, test), 'import');
  }

  /** Modules at the place that the path of the test mirrors. */
  private mirrors(test: string): string[] {
    const { packageFolder, below, name } = this.tests.get(test)!;
    const at = [...packageFolder, ...below].map((folder) => `${folder}/`).join('');
    const places = [`${at}${name}.py`, `${at}${name}/__init__.py`, `${at}_${name}.py`];
    return places.filter((place) => this.modules.has(place)).slice(0, 1);
  }

  /** Modules that the name of the test means though it stands elsewhere: those whose folders are most alike. */
  private modulesNamedBy(test: string): string[] {
    const { name, below } = this.tests.get(test)!;
    const candidates = new Set(this.modulesByName.get(name));
    for (const each of this.modulesByName.get(`_${name}`) ?? []) candidates.add(each);
    // test_compute_manager: manager in a folder compute
    for (let cut = name.indexOf('_'); cut > 0; cut = name.indexOf('_', cut + 1)) {
      for (const each of this.modulesByName.get(name.slice(cut + 1)) ?? []) {
        if (folders(each).pop() === name.slice(0, cut)) candidates.add(each);
      }
    }
    const best = closest([...candidates], test);
    // A name such as `utils` is many modules' name: with no folder in common it says nothing.
    const says = (module: string): boolean =>
      candidates.size === 1 || below.some((folder) => folders(module).includes(folder)) || below.length === 0;
    return best.length === 1 ? best.filter(says) : [];
  }

  /** Whether the module is imported, or a name out of it, such as `nova.compute.manager.ComputeManager`. */
  private imports(imported: Iterable<string>, module: string): boolean {
    const dotted = dottedName(module);
    for (const each of imported) {
      // `nova.compute.manager` is a name out of the package `nova.compute`, but means the module below it.
      const owner = this.dotted.has(each) ? each : each.slice(0, each.lastIndexOf('.'));
      if (owner === dotted) return true;
    }
    return false;
  }

  private named(near: string, names: readonly string[]): string[] {
    const found = new Set(names.flatMap((name) => this.testsByName.get(name) ?? []));
    return byCloseness([...found], near);
  }

  private unitFirst(tests: readonly string[]): string[] {
    const rank = (test: string): number => this.tests.get(test)!.kind;
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }
}

interface TestPlace {
  /** Folders above `tests`. */
  readonly packageFolder: readonly string[];
  /** Folders below `tests` and its kind. */
  readonly below: readonly string[];
  readonly kind: number;
  /** What it tests: `b` for `test_b.py`. */
  readonly name: string;
}

/**
 * Undefined for a file that is no test; what else lies below `tests` tests nothing and is tested by nobody.
 * `tests_b.py` is a test as well (oslo.utils).
 */
function testPlace(file: string): TestPlace | undefined {
  const parts = folders(file);
  const name = /^tests?_(\p{XID_Continue}+)\.py$/u.exec(file.slice(file.lastIndexOf('/') + 1))?.[1];
  const at = parts.findIndex((part) => part === 'tests' || part === 'test');
  if (name === undefined || at === -1) return undefined;
  const kind = KINDS.indexOf(parts[at + 1] ?? '');
  const below = parts.slice(kind === -1 ? at + 1 : at + 2);
  return { packageFolder: parts.slice(0, at), below, kind: Math.max(kind, 0), name };
}

function folders(file: string): string[] {
  const parts = file.split('/');
  parts.pop();
  return file.endsWith('/__init__.py') ? parts.slice(0, -1) : parts;
}

/** `b` of `a/b.py` and of `a/b/__init__.py`. */
function moduleName(file: string): string {
  const parts = file.replace(/\.py$/, '').split('/');
  if (parts[parts.length - 1] === '__init__' && parts.length > 1) parts.pop();
  return parts[parts.length - 1]!;
}

function dottedName(file: string): string {
  return file.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.');
}

function sharedFolders(a: string, b: string): number {
  const others = new Set(folders(b));
  return folders(a).filter((folder) => others.has(folder)).length;
}

function byCloseness(files: readonly string[], near: string): string[] {
  return [...files].sort((a, b) => sharedFolders(b, near) - sharedFolders(a, near) || (a < b ? -1 : 1));
}

function closest(files: readonly string[], near: string): string[] {
  const most = Math.max(...files.map((file) => sharedFolders(file, near)));
  return files.filter((file) => sharedFolders(file, near) === most);
}

function related(files: readonly string[], by: TestRelation): RelatedFile[] {
  return files.map((file) => ({ file, by }));
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
