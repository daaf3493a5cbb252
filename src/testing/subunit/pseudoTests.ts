import { splitTestId } from './testIds';

/**
 * Ids in a stream that are no tests of the project.
 * - `fixture`: unittest's `_ErrorHolder`: setUpClass or its like failed, or skipped (unittest/suite.py)
 * - `import`: unittest's `_FailedTest`: a module, class or test that could not be loaded; the last part of its name, or
 *   the whole name of a module whose `load_tests` failed
 * - `worker`: stestr's note that a worker ended badly (stestr/output.py, testtools' ConcurrentStreamTestSuite)
 * - `stream`: python-subunit's note that what a worker sent was no subunit
 */
export type PseudoTest =
  | { readonly kind: 'fixture'; readonly fixture: string; readonly of: string }
  | { readonly kind: 'import'; readonly name: string }
  | { readonly kind: 'worker' }
  | { readonly kind: 'stream' };

export function pseudoTestOf(id: string): PseudoTest | undefined {
  const fixture = /^((?:setUp|tearDown)(?:Class|Module)) \((.+)\)$/s.exec(id);
  if (fixture?.[1] && fixture[2]) {
    return { kind: 'fixture', fixture: fixture[1], of: fixture[2] };
  }
  const failed = /^unittest\.loader\.(?:_FailedTest|ModuleImportFailure|LoadTestsFailure)\.(.+)$/s.exec(id);
  if (failed?.[1]) {
    return { kind: 'import', name: failed[1] };
  }
  if (id === 'process-returncode' || /^broken-runner(-|$)/.test(id)) {
    return { kind: 'worker' };
  }
  return id === 'subunit.parser' ? { kind: 'stream' } : undefined;
}

/** The class or module of a fixture, the name of what could not be loaded. */
export function ownerOf(pseudo: PseudoTest): string | undefined {
  return pseudo.kind === 'fixture' ? pseudo.of : pseudo.kind === 'import' ? pseudo.name : undefined;
}

/** Whether the test belongs to the class or module. The scenario `(...)` and the tags `[...]` of an id may contain dots. */
export function belongsTo(testId: string, owner: string): boolean {
  return withoutScenario(testId).startsWith(`${owner}.`);
}

/** Whether the test is in `name`, which could not be loaded: its last part, or all of it where `load_tests` failed. */
export function mentions(testId: string, name: string): boolean {
  return withoutScenario(testId).split('.').includes(name) || testId.endsWith(`.${name}`) || belongsTo(testId, name);
}

/**
 * The id of the method: `pkg.mod.Class.test_x(v1.2)` is a scenario of `pkg.mod.Class.test_x`, and
 * `pkg.mod.Class.test_x[id-1,smoke]` is the test itself with its tags.
 */
export function withoutScenario(testId: string): string {
  return splitTestId(testId).name;
}
