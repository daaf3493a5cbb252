/** Which tests a class inherits, followed from text to text as Python would follow the imports. */
import { resolveImport } from './imports';
import { allClasses, type ScannedClass, type ScannedModule, type ScannedTest } from './scan';

/** A module of the project that was read. */
export interface KnownModule {
  /** Dotted name. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  readonly isPackage: boolean;
  readonly scanned: ScannedModule;
  /** Tells its text from any other. */
  readonly digest: string;
}

/** Gives the project's module of a dotted name; undefined for one that the project does not have. */
export type ModuleLookup = (name: string) => Promise<KnownModule | undefined>;

export interface ClassInModule {
  readonly module: KnownModule;
  readonly class: ScannedClass;
}

interface InheritedTest {
  readonly test: ScannedTest;
  readonly definedIn: ClassInModule;
}

export interface Lineage {
  /** The classes of the project it derives from, nearest first. */
  readonly ancestors: readonly ClassInModule[];
  /** Tests of its ancestors that it does not define itself. */
  readonly inherited: readonly InheritedTest[];
  /**
   * Whether some base class is not the project's own, so that the class can be a unittest.TestCase.
   * A mixin with `test_` methods and no base class is none, and unittest does not load it.
   */
  readonly canBeTestCase: boolean;
}

/** Base classes from outside a project that make no test case. */
const PLAIN_BASES = new Set([
  'object',
  'ABC',
  'abc.ABC',
  'Generic',
  'typing.Generic',
  'Protocol',
  'typing.Protocol',
  'Exception',
]);

/** Re-exports are followed this far; Python itself sets no limit, but a circle of imports must end. */
const MAX_REEXPORTS = 8;

export async function lineageOf(start: ClassInModule, lookup: ModuleLookup): Promise<Lineage> {
  const ancestors: ClassInModule[] = [];
  const inherited = new Map<string, InheritedTest>();
  const own = new Set(start.class.tests.map((test) => test.name));
  const seen = new Set<ScannedClass>([start.class]);
  let canBeTestCase = false;

  // Depth first and left to right: where that differs from Python's linearization, the set of tests is the same.
  const follow = async (from: ClassInModule): Promise<void> => {
    for (const base of from.class.bases) {
      const found = await resolveClass(from.module, base, lookup);
      if (!found) {
        if (!PLAIN_BASES.has(base)) canBeTestCase = true;
      } else if (!seen.has(found.class)) {
        seen.add(found.class);
        ancestors.push(found);
        for (const test of found.class.tests) {
          if (!own.has(test.name) && !inherited.has(test.name)) inherited.set(test.name, { test, definedIn: found });
        }
        await follow(found);
      }
    }
  };
  await follow(start);
  return { ancestors, inherited: [...inherited.values()], canBeTestCase };
}

/** The class that `written`, such as `base.TestCase`, names in a module; undefined for one outside the project. */
async function resolveClass(
  module: KnownModule,
  written: string,
  lookup: ModuleLookup,
  reexports = 0,
): Promise<ClassInModule | undefined> {
  for (const each of allClasses(module.scanned.classes)) {
    if (each.qualname === written) return { module, class: each };
  }
  const [first, ...rest] = written.split('.');
  const imported = module.scanned.imports.get(first!);
  const target = imported === undefined ? undefined : resolveImport(imported, module.name, module.isPackage);
  if (target === undefined || reexports > MAX_REEXPORTS) return undefined;

  // `a.b.c.Class.Inner`: the longest beginning that is a module, then the class in it.
  const parts = [...target.split('.'), ...rest];
  for (let length = parts.length - 1; length > 0; length--) {
    const found = await lookup(parts.slice(0, length).join('.'));
    if (found) return resolveClass(found, parts.slice(length).join('.'), lookup, reexports + 1);
  }
  return undefined;
}
