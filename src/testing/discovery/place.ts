/**
 * Puts the tests of one module in their places: what its text defines, what its classes inherit, and the exact ids of
 * `stestr list`, each under the method or class that it comes from.
 */

import { splitLast, splitTestId } from '../subunit/testIds';
import { type ClassInModule, type KnownModule, type Lineage, lineageOf, type ModuleLookup } from './inheritance';
import { allClasses, type ScannedClass, type ScannedTest } from './scan';

/** Where something is defined: absolute path, 1-based lines. */
export interface Definition {
  readonly file: string;
  /** Line of the `class` or `def`. */
  readonly line: number;
  readonly lastLine: number;
}

export interface PlacedTest {
  /** The id of the method; with variants it is no id of a test, but the beginning of theirs. */
  readonly id: string;
  readonly name: string;
  /** Undefined for a test that the text does not show, such as one a metaclass or a loop makes. */
  readonly definition: Definition | undefined;
  readonly inherited: boolean;
  /**
   * What coverage.py calls it in a context: the class that defines the method, and no suffix.
   * Source: coverage.py context.py, qualname_from_frame.
   */
  readonly context: string;
  /** Whether `stestr list` named exactly this id. */
  listed: boolean;
  /** Whether the text has it, and the project's own command leaves it out. */
  leftOut: boolean;
  /** Listed ids of its scenarios or data, as `stestr list` orders them. */
  readonly variants: string[];
  /** Whether the text says that the method becomes several tests, whose ids only a listing knows. */
  readonly multiplies: boolean;
}

export interface PlacedClass {
  /** `pkg.module.Outer.Inner`; the module's own name, with an empty `name`, for tests that are in no class. */
  readonly id: string;
  readonly name: string;
  readonly definition: Definition | undefined;
  classes: PlacedClass[];
  tests: PlacedTest[];
}

/** What a listing said about a module, and what the text held when it was made. */
export interface Listing {
  readonly ids: readonly string[];
  /** Classes and methods (`Class`, `Class.test_x`) of that text. A listed one that is gone now was renamed. */
  readonly classesThen: ReadonlySet<string>;
  readonly testsThen: ReadonlySet<string>;
  /** Whether it left out tests that are there, as the project's own command does. */
  readonly isFiltered: boolean;
  /** Of that text; undefined when it is not known. With any other text some of the ids may be gone, and others new. */
  readonly digest: string | undefined;
}

export function listingOf(ids: readonly string[], module: KnownModule | undefined, isFiltered = false): Listing {
  const classesThen = new Set<string>();
  const testsThen = new Set<string>();
  for (const each of allClasses(module?.scanned.classes ?? [])) {
    classesThen.add(each.qualname);
    for (const test of each.tests) testsThen.add(`${each.qualname}.${test.name}`);
  }
  return { ids, classesThen, testsThen, isFiltered, digest: module?.digest };
}

/** `module` is undefined for ids whose file is not known. */
export async function placeTests(
  name: string,
  module: KnownModule | undefined,
  listing: Listing | undefined,
  lookup: ModuleLookup,
): Promise<PlacedClass[]> {
  const places = new Places(name);
  for (const each of allClasses(module?.scanned.classes ?? [])) {
    const lineage = await lineageOf({ module: module!, class: each }, lookup);
    places.addScanned(module!, each, lineage, listing === undefined);
  }
  for (const id of listing?.ids ?? []) places.addListed(id, listing!);
  if (listing) places.dropUnlisted(listing);
  return places.roots();
}

class Places {
  /** By qualname, a class before the classes inside it. */
  private readonly classes = new Map<string, PlacedClass>();
  /** By `Class.test_x`. */
  private readonly tests = new Map<string, PlacedTest>();
  /** Methods that the text gives more than one test, by the qualname of their class, longest name first. */
  private readonly generators = new Map<string, string[]>();
  /** Classes that can be no test cases. */
  private readonly mixins = new Set<string>();

  constructor(private readonly module: string) {}

  /** `guess`: nothing is listed, so a class that can be no test case is left out. */
  addScanned(module: KnownModule, scanned: ScannedClass, lineage: Lineage, guess: boolean): void {
    const { qualname, line, lastLine } = scanned;
    this.addClass(qualname, { file: module.file, line, lastLine });
    if (!lineage.canBeTestCase) this.mixins.add(qualname);
    if (guess && !lineage.canBeTestCase) return;
    const scenarios = scanned.scenarios || lineage.ancestors.some((ancestor) => ancestor.class.scenarios);
    const add = (test: ScannedTest, definedIn: ClassInModule, inherited: boolean): void => {
      const definition = { file: definedIn.module.file, line: test.line, lastLine: test.lastLine };
      const context = `${definedIn.module.name}.${definedIn.class.qualname}.${test.name}`;
      this.addTest(qualname, test.name, { definition, inherited, context, multiplies: scenarios || test.generates });
      if (test.generates) this.generators.set(qualname, [...(this.generators.get(qualname) ?? []), test.name]);
    };
    for (const test of scanned.tests) add(test, { module, class: scanned }, false);
    for (const { test, definedIn } of lineage.inherited) add(test, definedIn, true);
    this.generators.get(qualname)?.sort((a, b) => b.length - a.length);
  }

  addListed(id: string, listing: Listing): void {
    const { name, suffix } = splitTestId(id);
    const [qualname, method] = splitLast(name.slice(this.module.length + 1));
    if (listing.classesThen.has(qualname) && !this.classes.has(qualname)) return;
    const key = `${qualname}.${method}`;
    let test = this.tests.get(key);
    if (!test) {
      if (listing.testsThen.has(key)) return;
      const generator = this.generators.get(qualname)?.find((each) => method.startsWith(`${each}_`));
      if (generator !== undefined) {
        this.tests.get(`${qualname}.${generator}`)!.variants.push(id);
        return;
      }
      test = this.addTest(qualname, method, {
        definition: undefined,
        inherited: false,
        context: name,
        multiplies: false,
      });
    }
    if (suffix === '') test.listed = true;
    else test.variants.push(id);
  }

  /**
   * Takes out what stood in the text when it was listed and was no test: mixins, deleted attributes, `__test__`. Where
   * the listing left tests out, all but mixins may be one of these.
   */
  dropUnlisted(listing: Listing): void {
    for (const [qualname, owner] of this.classes) {
      owner.tests = owner.tests.filter((test) => {
        if (test.listed || test.variants.length > 0) return true;
        const isNew = test.inherited
          ? !listing.classesThen.has(qualname)
          : !listing.testsThen.has(`${qualname}.${test.name}`);
        test.leftOut = !isNew;
        return isNew || (listing.isFiltered && !this.mixins.has(qualname));
      });
    }
  }

  /** The outermost classes that hold a test. */
  roots(): PlacedClass[] {
    const holdsTests = (each: PlacedClass): boolean => {
      each.classes = each.classes.filter(holdsTests);
      return each.tests.length > 0 || each.classes.length > 0;
    };
    return [...this.classes]
      .filter(([qualname]) => this.outerOf(qualname) === undefined)
      .map(([, each]) => each)
      .filter(holdsTests);
  }

  private outerOf(qualname: string): PlacedClass | undefined {
    const [outer] = splitLast(qualname);
    return outer === '' ? undefined : this.classes.get(outer);
  }

  private addClass(qualname: string, definition: Definition | undefined): PlacedClass {
    const known = this.classes.get(qualname);
    // A class defined twice, in `if` and `else`, is one place: a listing says which tests it has.
    if (known) return known;
    const outer = this.outerOf(qualname);
    const id = qualname === '' ? this.module : `${this.module}.${qualname}`;
    const name = outer ? splitLast(qualname)[1] : qualname;
    const added: PlacedClass = { id, name, definition, classes: [], tests: [] };
    this.classes.set(qualname, added);
    outer?.classes.push(added);
    return added;
  }

  private addTest(
    qualname: string,
    name: string,
    rest: Pick<PlacedTest, 'definition' | 'inherited' | 'context' | 'multiplies'>,
  ): PlacedTest {
    const owner = this.classes.get(qualname) ?? this.addClass(qualname, undefined);
    const known = this.tests.get(`${qualname}.${name}`);
    if (known) return known;
    const added: PlacedTest = { id: `${owner.id}.${name}`, name, listed: false, leftOut: false, variants: [], ...rest };
    this.tests.set(`${qualname}.${name}`, added);
    owner.tests.push(added);
    return added;
  }
}
