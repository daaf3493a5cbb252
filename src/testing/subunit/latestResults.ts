import { groupBy } from '../../base/groupBy';
import { withoutScenario } from './pseudoTests';
import { gravity, knownTest, type ResultListener, type TestResult } from './testResult';

/** What is given to tests that did not run, as their error. */
export type Blame = Pick<TestResult, 'attachments' | 'words'> & { readonly state: 'errored' | 'skip' };

/** The result of each test so far. The listener hears of each change. */
export class LatestResults {
  private readonly latest = new Map<string, TestResult>();
  /** Tests whose scenarios ran in their stead. */
  private readonly families = new Set<string>();

  /** @param expected ids that were requested: each gets a result, even if the stream never names it */
  constructor(
    private readonly listener: ResultListener,
    private readonly expected: readonly string[],
  ) {}

  has(id: string): boolean {
    return this.latest.has(id);
  }

  /**
   * One per test, in the order in which the run named them. `test_x` of testscenarios' WithScenarios, which lists as
   * one test and runs as `test_x(a)` and `test_x(b)`, is reported to the listener with the worst of them; it is not
   * among these.
   */
  all(): TestResult[] {
    return [...this.latest.values()].filter(({ id }) => !this.families.has(id));
  }

  /** The worse outcome wins where a run reports a test twice, as `--until-failure` does. */
  take(result: TestResult): void {
    const before = this.latest.get(result.id);
    if (!before || gravity(before) < 0 || gravity(before) < gravity(result)) {
      this.latest.set(result.id, result);
      this.listener.onTest?.(result);
    } else if (gravity(before) === gravity(result)) {
      this.latest.set(result.id, { ...before, seconds: result.seconds });
    }
  }

  /**
   * Gives the blame to the tests that have not begun and that it concerns.
   * @param worker only the tests of this worker, or of none known: each worker sets up a class for itself
   * @returns whether there are such tests
   */
  blame(concerns: (id: string) => boolean, blame: Blame, worker?: number): boolean {
    const waiting = this.unfinished()
      .filter(concerns)
      .map((id) => this.latest.get(id) ?? knownTest(id))
      .filter((each) => worker === undefined || each.worker === undefined || each.worker === worker);
    waiting.forEach((each) => this.take({ ...each, ...blame }));
    return waiting.length > 0;
  }

  /**
   * Gives each test without an outcome that of its scenarios, else `notRun`.
   * @param words why tests were not run, if that is known
   * @param gone ids that were expected and no longer exist: they get no result
   */
  finish(words: string | undefined, gone: ReadonlySet<string>): void {
    const scenarios = groupBy(this.all(), ({ id }) => withoutScenario(id));
    for (const id of this.unfinished().filter((each) => !gone.has(each))) {
      const notRun = { ...knownTest(id), state: 'notRun' } as const;
      const ran = (scenarios.get(id) ?? []).filter((each) => each.id !== id);
      if (ran.length > 0) {
        this.families.add(id);
        this.take(ran.reduce((worst, each) => (gravity(each) > gravity(worst) ? { ...each, id } : worst), notRun));
      } else {
        this.take({ ...notRun, worker: this.latest.get(id)?.worker, words });
      }
    }
  }

  /** Known or expected, and without an outcome; those that run now are not among them. */
  private unfinished(): string[] {
    const waiting = [...this.latest.values()].filter(({ state }) => state === 'exists').map(({ id }) => id);
    return [...waiting, ...this.expected.filter((id) => !this.latest.has(id))];
  }
}
