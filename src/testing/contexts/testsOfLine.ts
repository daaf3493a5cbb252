/** From the contexts of a line to the tests that ran it. */
import type { FileContexts } from './coverageData';

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
}

/**
 * The tests of one line, 1-based. `idsByContext` is that of the test tree.
 *
 * coverage.py names a context `module.DefiningClass.test`. So all scenarios of a method share one, and so do all
 * classes that inherit it: which of them ran the line is not in the data, and all of them are given.
 */
export function testsOfLine(
  file: FileContexts,
  line: number,
  idsByContext: ReadonlyMap<string, readonly string[]>,
): LineTests {
  return testsOfContexts(file.lines.get(line) ?? [], idsByContext);
}

/** The tests of several lines, such as those of a change. */
export function testsOfLines(
  file: FileContexts,
  lines: Iterable<number>,
  idsByContext: ReadonlyMap<string, readonly string[]>,
): LineTests {
  const contexts = new Set<string>();
  for (const line of lines) for (const context of file.lines.get(line) ?? []) contexts.add(context);
  return testsOfContexts(contexts, idsByContext);
}

function testsOfContexts(contexts: Iterable<string>, idsByContext: ReadonlyMap<string, readonly string[]>): LineTests {
  const ids = new Set<string>();
  const unknown: string[] = [];
  let outsideTests = false;
  for (const context of contexts) {
    // A static context (`static_context = x`) stands before a bar. Source: coverage.py collector.py, switch_context.
    const name = context.slice(context.lastIndexOf('|') + 1);
    const known = idsByContext.get(name);
    if (name === '') outsideTests = true;
    else if (known) known.forEach((id) => ids.add(id));
    else unknown.push(name);
  }
  return { ids: [...ids], unknown, outsideTests };
}
