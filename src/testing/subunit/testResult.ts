import type { Attachment } from './attachments';
import type { TestStatus } from './event';
import type { PseudoTest } from './pseudoTests';

/** Besides what the stream says: `errored` never gave an outcome though it should have, `notRun` was never begun. */
export type TestState = TestStatus | 'errored' | 'notRun';

export interface TestResult {
  readonly id: string;
  readonly state: TestState;
  /** It began and has an outcome; false also for a test whose class could not be set up. */
  readonly ran: boolean;
  /** From its start to its end, when the stream told both. */
  readonly seconds: number | undefined;
  /** Which of the parallel workers ran it, from 0. */
  readonly worker: number | undefined;
  /** Those with content only. */
  readonly attachments: readonly Attachment[];
  /** What we know and the test could not say, such as why it never ended. */
  readonly words: string | undefined;
}

/** An error of no single test: a fixture of a class or module, a failed import, a lost worker, a damaged stream. */
export interface RunProblem {
  readonly kind: PseudoTest['kind'];
  /** The class or module of a fixture, the name of what was not loaded; else the id in the stream. */
  readonly of: string;
  /** What went wrong, for a person: `tearDownClass of pkg.mod.Class`. */
  readonly what: string;
  readonly words: string;
  /** Whether tests have it as their error. */
  readonly blamed: boolean;
}

export interface ResultListener {
  /** Called at each change of state; the last call for an id is its result, but for its time where a test ran again. */
  onTest?(result: TestResult): void;
  /** What was printed outside of any test. A view: copy what is kept. */
  onConsole?(bytes: Uint8Array): void;
  onProblem?(problem: RunProblem): void;
}

/** From the best outcome to the worst; a state that is not an outcome is not among them. */
const GRAVITY: readonly TestState[] = ['success', 'xfail', 'skip', 'uxsuccess', 'fail', 'errored'];

/** How bad an outcome is, from 0; -1 for a test without one. */
export function gravity({ state }: TestResult): number {
  return GRAVITY.indexOf(state);
}

/** Of a test that is known, and has not begun. */
export function knownTest(id: string, worker?: number): TestResult {
  return { id, state: 'exists', ran: false, seconds: undefined, worker, attachments: [], words: undefined };
}
