/** From the contexts of a line to the tests that ran it. */
import type { FileContexts } from './coverageData';
import type { NotedRun } from './notedRuns';

export interface LineTests {
  /** Ids of tests that ran the line, or share their method with one that did (scenarios, inheriting classes). */
  readonly ids: readonly string[];
  /** Contexts that no known test has: a test that is gone, or a method that a decorator renamed. */
  readonly unknown: readonly string[];
  /**
   * Whether the line also ran outside of what coverage.py counts to a test: at import, in setUp and tearDown, and in
   * tests whose method ddt or parameterized made, which get no context at all.
   */
  readonly outsideTests: boolean;
  /** Whether tests share a context, so that not all of `ids` need to have run the line. */
  readonly shared: boolean;
}

/** What one run noted of the lines that are asked about. */
export interface RunContexts extends Pick<NotedRun, 'ran'> {
  readonly contexts: ReadonlySet<string>;
}

/**
 * The tests behind what several runs noted, the newest run first: of each test what its last run said.
 * `idsByContext` is that of the test tree.
 *
 * coverage.py names a context `module.DefiningClass.test`. So all scenarios of a method share one, and so do all
 * classes that inherit it: which of them ran the line is not in the data, and all of them are given.
 */
export function testsOfRuns(
  runs: Iterable<RunContexts>,
  idsByContext: ReadonlyMap<string, readonly string[]>,
): LineTests {
  const ids = new Set<string>();
  const unknown = new Set<string>();
  let outsideTests = false;
  let shared = false;
  const ranSince: ReadonlySet<string>[] = [];
  for (const { contexts, ran } of runs) {
    for (const context of contexts) {
      // A static context (`static_context = x`) stands before a bar. Source: coverage.py collector.py, switch_context.
      const name = context.slice(context.lastIndexOf('|') + 1);
      const known = idsByContext.get(name)?.filter((id) => !ranSince.some((each) => each.has(id)));
      if (name === '') {
        outsideTests = true;
      } else if (!known) {
        unknown.add(name);
      } else {
        known.forEach((id) => ids.add(id));
        shared ||= known.length > 1;
      }
    }
    if (!ran) break;
    ranSince.push(ran);
  }
  return { ids: [...ids], unknown: [...unknown], outsideTests, shared };
}

/** The contexts of some lines of a file, 1-based, or of all of them. */
export function contextsOfLines({ lines }: FileContexts, wanted: Iterable<number> = lines.keys()): Set<string> {
  const contexts = new Set<string>();
  for (const line of wanted) for (const context of lines.get(line) ?? []) contexts.add(context);
  return contexts;
}
