/** The nodes of the test tree as a view gets them, made from what was placed. */
import type { Definition, PlacedClass, PlacedTest } from './place';

export interface TestNode {
  readonly kind: 'package' | 'module' | 'class' | 'test' | 'variant';
  /** Unique in the tree: the dotted name of a package, module, class or method, the whole id of a variant. */
  readonly id: string;
  /** What a person reads, without what its parent says already. */
  readonly label: string;
  /** Absolute path: of a module its file, else of the definition. */
  readonly file: string | undefined;
  /** Where a class or test is defined; a test of a base class is defined there. */
  readonly definition: Definition | undefined;
  readonly hasChildren: boolean;
  /** Whether the text says that this method becomes several tests, whose ids only a listing or a run tells. */
  readonly multiplies: boolean;
  /** Whether the project's own command leaves this test out. */
  readonly leftOut?: boolean;
}

/** The places of one module, to be looked up by id. */
export interface PlacedModule {
  readonly roots: readonly PlacedClass[];
  readonly classes: ReadonlyMap<string, PlacedClass>;
  readonly tests: ReadonlyMap<string, PlacedTest>;
  /** The method of each variant's id. */
  readonly variants: ReadonlyMap<string, PlacedTest>;
  /** Whether the text was changed since its ids were listed. */
  readonly isStale: boolean;
}

export function indexPlaces(roots: readonly PlacedClass[], isStale: boolean): PlacedModule {
  const classes = new Map<string, PlacedClass>();
  const tests = new Map<string, PlacedTest>();
  const variants = new Map<string, PlacedTest>();
  const add = (each: PlacedClass): void => {
    if (each.name !== '') classes.set(each.id, each);
    for (const test of each.tests) {
      tests.set(test.id, test);
      for (const variant of test.variants) variants.set(variant, test);
    }
    each.classes.forEach(add);
  };
  roots.forEach(add);
  return { roots, classes, tests, variants, isStale };
}

/** The nodes of a module's top level: its classes, and tests that are in no class. */
export function rootNodes(placed: PlacedModule): TestNode[] {
  return placed.roots.flatMap((each) => (each.name === '' ? each.tests.map(testNode) : [classNode(each)]));
}

/** The nodes inside a class, or the variants of a test; empty for any other id. */
export function nodesInside(placed: PlacedModule, id: string): TestNode[] {
  const owner = placed.classes.get(id);
  if (owner) return [...owner.classes.map(classNode), ...owner.tests.map(testNode)];
  const test = placed.tests.get(id);
  return test?.variants.map((variant) => variantNode(test, variant)) ?? [];
}

/** The tests at or below a class or test of the module; undefined when it has no such id. */
export function testsInside(placed: PlacedModule, id: string): PlacedTest[] | undefined {
  const owner = placed.classes.get(id);
  if (owner) return testsOfClasses([owner]);
  const test = placed.tests.get(id);
  return test && [test];
}

export function testsOfClasses(classes: readonly PlacedClass[]): PlacedTest[] {
  return classes.flatMap((each) => [...each.tests, ...testsOfClasses(each.classes)]);
}

function classNode({ id, name, definition, classes, tests }: PlacedClass): TestNode {
  const hasChildren = classes.length + tests.length > 0;
  return { kind: 'class', id, label: name, file: definition?.file, definition, hasChildren, multiplies: false };
}

function testNode({ id, name, definition, variants, multiplies, leftOut }: PlacedTest): TestNode {
  const node = { id, label: name, file: definition?.file, definition, hasChildren: variants.length > 0, multiplies };
  return { kind: 'test', ...node, ...(leftOut && { leftOut }) };
}

function variantNode({ id, definition }: PlacedTest, variant: string): TestNode {
  const label = variant.slice(id.length).replace(/^_/, '');
  return {
    kind: 'variant',
    id: variant,
    label,
    file: definition?.file,
    definition,
    hasChildren: false,
    multiplies: false,
  };
}
