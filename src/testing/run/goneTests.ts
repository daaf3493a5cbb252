import { splitTestId } from '../subunit/testIds';
import type { TestResult } from '../subunit/testResult';

/**
 * Ids that were expected and never named while others of their method ran: the scenario or the value that they were made
 * of is gone since they were listed. True only after a run that came to its end; one that died left its tests unnamed too.
 */
export function goneTests(expected: readonly string[], results: readonly TestResult[]): Set<string> {
  const named = new Set(results.map(({ id }) => id));
  const methods = new Set(results.filter(({ ran }) => ran).map(({ id }) => methodOf(id)));
  return new Set(expected.filter((id) => !named.has(id) && methodOf(id) !== id && methods.has(methodOf(id))));
}

/** Of a scenario, and of what ddt and parameterized make, which they number: `test_x_1_value`. */
function methodOf(id: string): string {
  const { name, suffix } = splitTestId(id);
  return suffix === '' ? name.replace(/(\.test\p{XID_Continue}*?)_\d+(_[^.]*)?$/u, '$1') : name;
}
