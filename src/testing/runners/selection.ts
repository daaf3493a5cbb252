/** Which tests to run. Ids are those of the runner, scenario suffixes included. */
export type Selection =
  | { readonly kind: 'all' }
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /**
   * A module or class by its dotted name, without importing all others; `ids` are the tests known in it. `loadTests`:
   * its tests are made in a `load_tests` that unittest calls when it discovers them, not for this name.
   */
  | { readonly kind: 'module'; readonly name: string; readonly ids?: readonly string[]; readonly loadTests?: boolean }
  /** Regular expressions of Python, any of which must be found in the id. */
  | { readonly kind: 'matching'; readonly patterns: readonly string[] };

/** Ids that were requested by name, so that each can get a result. */
export function expectedIds(selection: Selection): readonly string[] {
  return selection.kind === 'ids' || selection.kind === 'module' ? (selection.ids ?? []) : [];
}

/** The expression that matches all tests of a module or class, for a runner that takes patterns. */
export function patternOf({ name }: Extract<Selection, { kind: 'module' }>): string {
  return `^${name.replaceAll('.', '\\.')}\\.`;
}
