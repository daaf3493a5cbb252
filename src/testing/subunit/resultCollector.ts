import { type Attachment, AttachmentJoiner, isTraceback } from './attachments';
import { type DamageEvent, type StatusEvent, type SubunitEvent, type TestStatus, workerOf } from './event';
import { type Blame, LatestResults } from './latestResults';
import { belongsTo, mentions, ownerOf, type PseudoTest, pseudoTestOf } from './pseudoTests';
import { knownTest, type ResultListener, type RunProblem, type TestResult } from './testResult';

const CANCELLED = 'The run was cancelled while this test ran.';
const WORKER_DIED = 'The worker died while this test ran.';
const UNREADABLE = 'What the worker sent could not be read any more while this test ran.';

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
  hasNamedTests = false;
  private readonly latest: LatestResults;
  /** By worker and id: two workers may repeat one id. */
  private readonly running = new Map<string, RunningTest>();
  private first: number | undefined;
  private last: number | undefined;
  /** Tests that ended in this round, where a run repeats. */
  private readonly endedNow = new Set<string>();
  private readonly heldResults = new Map<string, TestResult>();
  /** Which outcomes to hold back: the listener sees the test as running until it ends again, or the run is over. */
  shouldHold: ((result: TestResult) => boolean) | undefined;

  /**
   * @param expected ids that were asked for: each gets a result, even if the stream never names it
   * @param repeats the stream is that of `--until-failure`, one round after the other: times are those of the last
   */
  constructor(
    private readonly listener: ResultListener = {},
    expected: readonly string[] = [],
    private readonly repeats = false,
  ) {
    this.latest = new LatestResults(listener, expected);
  }

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
    for (const result of this.heldResults.values()) this.latest.take(result);
    const broken = this.problems.some(({ kind }) => kind === 'stream') ? UNREADABLE : WORKER_DIED;
    for (const test of this.running.values()) {
      const cancelled = how === 'cancelled';
      this.latest.take({
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
    this.latest.finish(words, gone);
  }

  /** As `LatestResults.all`. */
  results(): TestResult[] {
    return this.latest.all();
  }

  /** Ids of the tests that have begun and not ended. */
  inProgress(): string[] {
    return [...this.running.values()].map(({ id }) => id);
  }

  /** The outcomes that are held back. */
  held(): TestResult[] {
    return [...this.heldResults.values()];
  }

  /** From the first start to the last end that the stream told of this round, or undefined. */
  get seconds(): number | undefined {
    return this.first === undefined || this.last === undefined ? undefined : (this.last - this.first) / 1e6;
  }

  /** Gives the tests that wait for a module or class which could not be imported or set up its words as their error. */
  blame(concerns: (id: string) => boolean, blame: Blame): boolean {
    return this.latest.blame(concerns, blame);
  }

  private ofTest(id: string, event: StatusEvent): void {
    this.hasNamedTests = true;
    const worker = workerOf(event);
    const key = `${event.route ?? ''}\n${id}`;
    if (event.status === 'exists' || event.status === 'inprogress') {
      this.beginRound(id);
    }
    if (event.status === 'exists') {
      if (!this.latest.has(id) && event.runnable) {
        this.latest.take(knownTest(id, worker));
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
        this.latest.take({ ...knownTest(id, worker), state: 'inprogress' });
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
    if (this.shouldHold?.(result)) {
      this.heldResults.set(id, result);
      return;
    }
    this.heldResults.delete(id);
    this.latest.take(result);
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
      blamed = this.latest.blame((test) => belongsTo(test, pseudo.of), { state, attachments, words: told }, worker);
    } else if (pseudo.kind === 'import') {
      blamed = this.latest.blame((test) => mentions(test, pseudo.name), { state, attachments, words: lastLine(words) });
    }
    // Each worker that has tests of a class says that it cannot be set up; the first may have told it of them all.
    blamed ||= this.problems.some((other) => other.blamed && other.what === what);
    if (status === 'fail') {
      this.problem({ kind: pseudo.kind, of: ownerOf(pseudo) ?? id, what, words, blamed });
    }
  }

  private damaged(event: DamageEvent): void {
    this.hasNamedTests = true;
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
}

function saysWhy(attachment: Attachment): boolean {
  return isTraceback(attachment) || attachment.name === 'reason' || attachment.name === 'Parser Error';
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
