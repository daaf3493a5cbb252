/** The ids that stestr, testr and subunit give to tests: `pkg.module.Class.test_x`, with a suffix for a scenario. */

export interface TestIdParts {
  /** `pkg.module.Class.test_x`. */
  readonly name: string;
  /** `(scenario,other)`, `[id-1,smoke]`, or both; else empty. */
  readonly suffix: string;
}

export function splitTestId(id: string): TestIdParts {
  const at = id.search(/[([]/);
  return at <= 0 ? { name: id, suffix: '' } : { name: id.slice(0, at), suffix: id.slice(at) };
}

/** Everything before the last dot of a dotted name, and what follows it. */
export function splitLast(name: string): [before: string, last: string] {
  const dot = name.lastIndexOf('.');
  return dot === -1 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/**
 * An id as stestr prints it and keys its times by: without its first `[...]`.
 * Source: stestr utils.py, cleanup_test_name.
 */
export function withoutTags(id: string): string {
  const open = id.indexOf('[');
  const close = id.indexOf(']');
  return open > 0 && close > open ? id.slice(0, open) + id.slice(close + 1) : id;
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`, which has no suffix. */
export function prefixes(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** Whether these are the same ids in the same order. */
export function sameIds(known: readonly string[] | undefined, ids: readonly string[]): boolean {
  return known?.length === ids.length && ids.every((id, i) => id === known[i]);
}
