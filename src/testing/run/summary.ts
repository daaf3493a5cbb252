import type { RunProblem, TestResult, TestState } from '../subunit/testResult';

/** How many tests ended in which way. */
export interface Totals {
  /** Those that began: less than the sum of the others where a class could not be set up. */
  readonly ran: number;
  readonly passed: number;
  readonly failed: number;
  /** They should have had an outcome and have none: see TestState. Problems that stand alone are among them. */
  readonly errored: number;
  readonly skipped: number;
  readonly expectedFailures: number;
  readonly unexpectedSuccesses: number;
  readonly notRun: number;
}

/**
 * Whether no test has the problem as its error, so that it counts for itself, as it does for stestr: tearDownClass
 * failed when its tests had passed, or setUpClass before its tests were named.
 */
export function standsAlone({ kind, blamed }: RunProblem): boolean {
  return !blamed && (kind === 'fixture' || kind === 'import');
}

export function totalsOf(results: readonly TestResult[], problems: readonly RunProblem[] = []): Totals {
  const count = (...states: TestState[]) => results.filter(({ state }) => states.includes(state)).length;
  return {
    ran: results.filter(({ ran }) => ran).length,
    passed: count('success'),
    failed: count('fail'),
    errored: count('errored') + problems.filter(standsAlone).length,
    skipped: count('skip'),
    expectedFailures: count('xfail'),
    unexpectedSuccesses: count('uxsuccess'),
    notRun: count('notRun', 'exists', 'inprogress'),
  };
}

/** What a run is compared with. */
export interface RunMeasure {
  readonly ran: number;
  readonly seconds: number | undefined;
}

/** The line that testr ends with: `Ran 59 (+1) tests in 0.824s (-0.016s)`, changes against the run before. */
export function ranLine(run: RunMeasure, before?: RunMeasure): string {
  const more = before && run.ran !== before.ran ? ` (${signed(run.ran - before.ran, 0)})` : '';
  if (run.seconds === undefined) {
    return `Ran ${run.ran}${more} tests`;
  }
  const longer = before?.seconds === undefined ? '' : ` (${signed(run.seconds - before.seconds, 3)}s)`;
  return `Ran ${run.ran}${more} tests in ${run.seconds.toFixed(3)}s${longer}`;
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(digits)}`;
}
