/** Which ids placed tests stand for, and how sure they are. */
import type { PlacedModule } from './nodes';
import type { PlacedTest } from './place';

/** The tests below a node. */
export interface TestSelection {
  readonly ids: readonly string[];
  /** Whether a listing of this very text named all of them; an id read from text can lack its scenario or data suffix. */
  readonly exact: boolean;
  /**
   * Whether some of the ids are of methods that become several tests, under ids that are not known: not listed yet, or
   * listed of another text.
   */
  readonly multiplies: boolean;
  /** Whether there may be tests below that the project's own command leaves out, and that are not among the ids. */
  readonly leavesOut: boolean;
}

/** @param withLeftOut whether tests that the project's own command leaves out are meant too */
export function selectionOf(
  all: readonly PlacedTest[],
  { isStale }: PlacedModule,
  withLeftOut: boolean,
): TestSelection {
  const tests = withLeftOut ? all : all.filter(({ leftOut }) => !leftOut);
  return {
    leavesOut: tests.length < all.length,
    ids: tests.flatMap(idsOf),
    exact: !isStale && tests.every(isListed),
    multiplies: tests.some((test) => (isStale ? wasGenerated(test) : test.multiplies && !isListed(test))),
  };
}

/** The ids that one method stands for: its own unless it only has variants. */
export function idsOf({ id, listed, variants }: PlacedTest): string[] {
  return listed || variants.length === 0 ? [id, ...variants] : variants;
}

/** The method that a test belongs to: of that very name, else the one that ddt or parameterized made it of. */
export function methodOf({ tests }: PlacedModule, name: string): PlacedTest | undefined {
  const own = tests.get(name);
  if (own) return own;
  const generators = [...tests.values()].filter(({ id, multiplies }) => multiplies && name.startsWith(`${id}_`));
  return generators.sort((a, b) => b.id.length - a.id.length)[0];
}

function isListed({ listed, variants }: PlacedTest): boolean {
  return listed || variants.length > 0;
}

/** Whether code makes its ids, or how many there are: with another text they may be others. */
function wasGenerated({ multiplies, variants, definition }: PlacedTest): boolean {
  return multiplies || variants.length > 0 || definition === undefined;
}
