import { type Attachment, AttachmentJoiner, isTraceback } from './attachments';
import { type DamageEvent, type StatusEvent, type SubunitEvent, type TestStatus, workerOf } from './event';
import { belongsTo, mentions, ownerOf, type PseudoTest, pseudoTestOf, withoutScenario } from './pseudoTests';

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

export type Blame = Pick<TestResult, 'attachments' | 'words'> & { readonly state: 'errored' | 'skip' };

const CANCELLED = 'The run was cancelled while this test ran.';
const WORKER_DIED = 'The worker died while this test ran.';
const UNREADABLE = 'What the worker sent could not be read any more while this test ran.';

/** The worse outcome wins when a run tells of a test twice, as `--until-failure` does; what is none never wins. */
const GRAVITY: readonly TestState[] = ['success', 'xfail', 'skip', 'uxsuccess', 'fail', 'errored'];

interface RunningTest {
  readonly id: string;
  readonly worker: number | undefined;
  started: number | undefined;
  readonly attachments: AttachmentJoiner;
}

/** Turns the events of one run into one result per test. Nothing is believed that an outcome did not say. */
export class ResultCollector {
  readonly problems: RunProblem[] = [];
  /** Whether there was more than what was printed: a test, something that stands for one, or damage. */
  toldAnything = false;
  private readonly latest = new Map<string, TestResult>();
  /** Tests whose scenarios ran in their stead. */
  private readonly families = new Set<string>();
  /** By worker and id: two workers may repeat one id. */
  private readonly running = new Map<string, RunningTest>();
  private first: number | undefined;
  private last: number | undefined;
  /** Tests that ended in this round, where a run repeats. */
  private readonly endedNow = new Set<string>();
  /** Outcomes that are not told before the test had another chance. */
  private readonly putAside = new Map<string, TestResult>();
  /** Which outcomes to put aside; the test is told as running until it ends once more, or all is over. */
  putsAside: ((result: TestResult) => boolean) | undefined;

  /**
   * @param expected ids that were asked for: each gets a result, even if the stream never names it
   * @param repeats the stream is that of `--until-failure`, one round after the other: times are those of the last
   */
  constructor(
    private readonly listener: ResultListener = {},
    private readonly expected: readonly string[] = [],
    private readonly repeats = false,
  ) {}

  add(event: SubunitEvent): void {
    if (event.kind === 'text') {
      this.listener.onConsole?.(event.bytes);
    } else if (event.kind === 'damage') {
      this.damaged(event);
    } else if (event.id !== undefined) {
      this.ofTest(event.id, event);
    } else if (event.file && event.file.bytes.length > 0) {
      this.listener.onConsole?.(event.file.bytes);
    }
  }

  /**
   * The run is over: what is unfinished gets a result, so that nothing stays running and nothing turns green.
   * @param words why tests were not run, if that is known
   * @param gone ids that were expected and are no more: they get no result
   */
  finish(how: 'ended' | 'cancelled', words?: string, gone: ReadonlySet<string> = new Set()): void {
    for (const result of this.putAside.values()) this.tell(result);
    const broken = this.problems.some(({ kind }) => kind === 'stream') ? UNREADABLE : WORKER_DIED;
    for (const test of this.running.values()) {
      const cancelled = how === 'cancelled';
      this.tell({
        id: test.id,
        state: cancelled ? 'notRun' : 'errored',
        ran: !cancelled,
        seconds: undefined,
        worker: test.worker,
        attachments: test.attachments.finish(),
        words: cancelled ? CANCELLED : broken,
      });
    }
    this.running.clear();
    const scenarios = byTest(this.results());
    for (const id of this.unfinished().filter((each) => !gone.has(each))) {
      const ran = (scenarios.get(id) ?? []).filter((each) => each.id !== id);
      if (ran.length > 0) {
        this.families.add(id);
        this.tell(
          ran.reduce((worst, each) => (gravity(each) > gravity(worst) ? { ...each, id } : worst), {
            ...blank(id),
            state: 'notRun',
          }),
        );
      } else {
        this.tell({ ...blank(id), worker: this.latest.get(id)?.worker, state: 'notRun', words });
      }
    }
  }

  /**
   * One per test, in the order in which the run named them. `test_x` of testscenarios' WithScenarios, which lists as
   * one test and runs as `test_x(a)` and `test_x(b)`, is told to the listener with the worst of them; it is not among
   * these.
   */
  results(): TestResult[] {
    return [...this.latest.values()].filter(({ id }) => !this.families.has(id));
  }

  /** Ids of the tests that have begun and not ended. */
  inProgress(): string[] {
    return [...this.running.values()].map(({ id }) => id);
  }

  /** The outcomes that were put aside, and are not told yet. */
  aside(): TestResult[] {
    return [...this.putAside.values()];
  }

  /** From the first start to the last end that the stream told of this round, or undefined. */
  get seconds(): number | undefined {
    return this.first === undefined || this.last === undefined ? undefined : (this.last - this.first) / 1e6;
  }

  /**
   * Gives the tests that wait for a module or class which could not be imported or set up its words as their error.
   * @param worker only the tests of this worker, or of none known: each worker sets up a class for itself
   * @returns whether there are such tests
   */
  blame(concerns: (id: string) => boolean, blame: Blame, worker?: number): boolean {
    const waiting = this.unfinished()
      .filter(concerns)
      .map((id) => this.latest.get(id) ?? blank(id))
      .filter((each) => worker === undefined || each.worker === undefined || each.worker === worker);
    waiting.forEach((each) => this.tell({ ...each, ...blame }));
    return waiting.length > 0;
  }

  /** Known or expected, and without an outcome; those that run now are not among them. */
  private unfinished(): string[] {
    const waiting = [...this.latest.values()].filter((result) => result.state === 'exists').map((result) => result.id);
    return [...waiting, ...this.expected.filter((id) => !this.latest.has(id))];
  }

  private ofTest(id: string, event: StatusEvent): void {
    this.toldAnything = true;
    const worker = workerOf(event);
    const key = `${event.route ?? ''}\n${id}`;
    if (event.status === 'exists' || event.status === 'inprogress') {
      this.beginRound(id);
    }
    if (event.status === 'exists') {
      if (!this.latest.has(id) && event.runnable) {
        this.tell({ ...blank(id), worker });
      }
      return;
    }
    let test = this.running.get(key);
    if (!test) {
      test = { id, worker, started: event.micros, attachments: new AttachmentJoiner() };
      this.running.set(key, test);
    }
    if (event.file) {
      test.attachments.add(event.file, event.mime);
    }
    this.clock(event.micros);
    if (event.status === 'inprogress') {
      test.started = event.micros;
      if (pseudoTestOf(id) === undefined) {
        this.tell({ ...blank(id), worker, state: 'inprogress' });
      }
    } else if (event.status !== undefined) {
      this.running.delete(key);
      this.endedNow.add(id);
      this.ended(id, event.status, event.micros, test, worker);
    }
  }

  private ended(
    id: string,
    status: TestStatus,
    micros: number | undefined,
    test: RunningTest,
    worker: number | undefined,
  ): void {
    const attachments = test.attachments.finish();
    const pseudo = pseudoTestOf(id);
    if (pseudo) {
      this.pseudoEnded(id, pseudo, status, attachments, worker);
      return;
    }
    const seconds =
      test.started !== undefined && micros !== undefined ? Math.max(0, micros - test.started) / 1e6 : undefined;
    const result = { id, state: status, ran: true, seconds, worker, attachments, words: undefined };
    if (this.putsAside?.(result)) {
      this.putAside.set(id, result);
      return;
    }
    this.putAside.delete(id);
    this.tell(result);
  }

  private pseudoEnded(
    id: string,
    pseudo: PseudoTest,
    status: TestStatus,
    attachments: readonly Attachment[],
    worker: number | undefined,
  ): void {
    const words = attachments
      .filter(saysWhy)
      .map((each) => each.text ?? '')
      .join('\n')
      .trim();
    const state = status === 'skip' ? 'skip' : 'errored';
    const what = pseudo.kind === 'fixture' ? `${pseudo.fixture} of ${pseudo.of}` : id;
    let blamed = false;
    if (pseudo.kind === 'fixture' && pseudo.fixture.startsWith('setUp')) {
      const told = `${what}: ${lastLine(words)}`;
      blamed = this.blame((test) => belongsTo(test, pseudo.of), { state, attachments, words: told }, worker);
    } else if (pseudo.kind === 'import') {
      blamed = this.blame((test) => mentions(test, pseudo.name), { state, attachments, words: lastLine(words) });
    }
    // Each worker that has tests of a class says that it cannot be set up; the first may have told it of them all.
    blamed ||= this.problems.some((other) => other.blamed && other.what === what);
    if (status === 'fail') {
      this.problem({ kind: pseudo.kind, of: ownerOf(pseudo) ?? id, what, words, blamed });
    }
  }

  private damaged(event: DamageEvent): void {
    this.toldAnything = true;
    this.problem({ kind: 'stream', of: event.reason, what: event.reason, words: event.message, blamed: false });
  }

  private problem(problem: RunProblem): void {
    this.problems.push(problem);
    this.listener.onProblem?.(problem);
  }

  /** What ended begins again with the next round; in a run of one round a test that two modules import runs twice. */
  private beginRound(id: string): void {
    if (this.repeats && this.endedNow.has(id)) {
      this.endedNow.clear();
      this.first = this.last = undefined;
    }
  }

  private clock(micros: number | undefined): void {
    if (micros !== undefined) {
      this.first = Math.min(this.first ?? micros, micros);
      this.last = Math.max(this.last ?? micros, micros);
    }
  }

  private tell(result: TestResult): void {
    const before = this.latest.get(result.id);
    if (!before || gravity(before) < 0 || gravity(before) < gravity(result)) {
      // -1 for what is no outcome
      this.latest.set(result.id, result);
      this.listener.onTest?.(result);
    } else if (gravity(before) === gravity(result)) {
      this.latest.set(result.id, { ...before, seconds: result.seconds });
    }
  }
}

function blank(id: string): TestResult {
  return { id, state: 'exists', ran: false, seconds: undefined, worker: undefined, attachments: [], words: undefined };
}

/** Results by the id without the scenario. */
function byTest(results: readonly TestResult[]): Map<string, TestResult[]> {
  const grouped = new Map<string, TestResult[]>();
  for (const result of results) {
    const id = withoutScenario(result.id);
    const group = grouped.get(id);
    if (group) {
      group.push(result);
    } else {
      grouped.set(id, [result]);
    }
  }
  return grouped;
}

function gravity(result: TestResult): number {
  return GRAVITY.indexOf(result.state);
}

function saysWhy(attachment: Attachment): boolean {
  return isTraceback(attachment) || attachment.name === 'reason' || attachment.name === 'Parser Error';
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
