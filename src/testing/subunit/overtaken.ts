import type { RunProblem, TestResult } from './testResult';

/**
 * What is worth showing of what was told within a moment, in the same order: no state of a test that waits or runs when
 * another one of it follows. Outcomes are all kept, for each has its own output.
 */
export function withoutOvertaken(told: readonly (TestResult | RunProblem)[]): (TestResult | RunProblem)[] {
  const later = new Set<string>();
  const kept = told.toReversed().filter((each) => {
    if (!('id' in each)) return true;
    const isOvertaken = later.has(each.id) && !isOutcome(each);
    later.add(each.id);
    return !isOvertaken;
  });
  return kept.reverse();
}

/** Whether the test neither waits nor runs: `notRun` counts, for nothing follows it. */
export function isOutcome({ state }: TestResult): boolean {
  return state !== 'exists' && state !== 'inprogress';
}
