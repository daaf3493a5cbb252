import type { ProcessResult } from '../../base/process';
import { RUNNERS, type RunnerName } from '../runners';
import type { Runner } from '../runners/runner';
import { expectedIds, type Selection } from '../runners/selection';
import { isTraceback } from '../subunit/attachments';
import type { SubunitDecoder, SubunitEvent } from '../subunit/event';
import { belongsTo, withoutScenario } from '../subunit/pseudoTests';
import { ResultCollector } from '../subunit/resultCollector';
import type { ResultListener, RunProblem, TestResult } from '../subunit/testResult';
import { goneTests } from './goneTests';
import { type ImportProblem, importProblems, lastWords, type TestList } from './runnerWords';
import { type RunMeasure, ranLine, type Totals, totalsOf } from './summary';

export interface RunSummary extends Totals {
  /**
   * `cancelled`: by the signal. `crashed`: the runner ended without an outcome for each test, could not load some of
   * them, or named none.
   * `finished`: all others, also with failures.
   */
  readonly outcome: 'finished' | 'cancelled' | 'crashed';
  /** One sentence on a run that did not finish, the runner's own words where it had any; else testr's line. */
  readonly words: string;
  /** `Ran 59 (+1) tests in 0.824s (-0.016s)` */
  readonly line: string;
  /** From the first start to the last end of a test; undefined if none started. */
  readonly seconds: number | undefined;
  readonly results: readonly TestResult[];
  readonly problems: readonly RunProblem[];
  readonly importProblems: readonly ImportProblem[];
  /** Scenarios and generated tests that were asked for and are no more; they have no result. */
  readonly gone: ReadonlySet<string>;
  /** The list of all tests, where the run had to make one. */
  readonly listed: TestList | undefined;
}

/** What is kept of the text on stdout and of stderr to find the runner's words in. */
export const MAX_WORDS_BYTES = 1024 * 1024;

const GONE = 'The runner found no such test.';
const SILENT = 'The runner named no test: there is none, or importing the tests ended its process.';

/** The state of one run while its output comes in: that of one process, or of a second one that ran some tests again. */
export class RunState {
  private readonly runner: Runner;
  private decoder: SubunitDecoder;
  private readonly collector: ResultCollector;
  private readonly expected: readonly string[];
  private console = '';

  constructor(
    runner: RunnerName,
    private readonly selection: Selection,
    listener: ResultListener = {},
    repeats = false,
  ) {
    this.runner = RUNNERS[runner];
    this.decoder = this.runner.decoder();
    this.expected = expectedIds(selection);
    this.collector = new ResultCollector(listener, this.expected, repeats);
  }

  /** Outcomes of this kind are reported only when the tests have no better one from a second process. */
  hold(kind: (result: TestResult) => boolean): void {
    this.collector.shouldHold = kind;
  }

  /** Whether the runner named a test, or something that stands for one. */
  hasNamedTests(): boolean {
    return this.collector.hasNamedTests;
  }

  /** Ids of the tests that failed so far, with those whose outcome is held back. */
  failing(): string[] {
    const told = this.collector.results().filter(({ state }) => state === 'fail' || state === 'uxsuccess');
    return [...this.held(), ...told].map(({ id }) => id);
  }

  /** The outcomes that are held back. */
  held(): readonly TestResult[] {
    return this.collector.held();
  }

  /** What comes now is of the second process, whose outcomes count as they are. */
  beginAgain(): void {
    this.tell(this.decoder.end());
    this.decoder = this.runner.decoder();
    this.console = '';
    this.collector.shouldHold = undefined;
  }

  read(bytes: Buffer): void {
    this.tell(this.decoder.push(bytes));
  }

  /**
   * Tests that were asked for and never named by the runner. With a load list a worker passes over a module that it
   * cannot import, in silence and with exit code 0 (stestr 4.2.1): only listing tells why.
   */
  passedOver(): readonly string[] {
    const named = new Set(this.collector.results().map(({ id }) => withoutScenario(id)));
    const gone = goneTests(this.expected, this.collector.results());
    return this.expected.filter((id) => !named.has(withoutScenario(id)) && !gone.has(id));
  }

  /** @param listed what listing the tests said, where this run passed over some */
  summary(ended: ProcessResult, before: RunMeasure | undefined, listed: TestList | undefined): RunSummary {
    this.tell(this.decoder.end());
    const cancelled = ended.ended === 'cancelled';
    const discovered = [
      ...(listed?.importProblems ?? []),
      ...(ended.exitCode === 0 || cancelled ? [] : importProblems(this.console)),
    ];
    this.blameImports(discovered);
    const imports = [...discovered, ...this.unloaded().flatMap(({ words }) => this.importByName(words))];
    const told = totalsOf(this.collector.results(), this.collector.problems);
    const words = this.reason(ended, imports);
    const gone = this.cameToItsEnd(ended) ? goneTests(this.expected, this.collector.results()) : new Set<string>();
    this.collector.finish(cancelled ? 'cancelled' : 'ended', words, gone);
    const results = this.collector.results();
    const totals = totalsOf(results, this.collector.problems);
    // until-failure, and testr, exit with 1 after a failure that the stream told.
    const explained =
      ended.exitCode === 0 || (ended.exitCode === 1 && told.failed + told.errored + told.unexpectedSuccesses > 0);
    const whole =
      explained &&
      this.hasNamedTests() &&
      totals.notRun === 0 &&
      !results.some(died) &&
      this.unloaded().length === 0 &&
      !this.collector.problems.some(({ kind }) => kind === 'stream' || kind === 'worker');
    const outcome = cancelled ? 'cancelled' : whole ? 'finished' : 'crashed';
    const seconds = this.collector.seconds;
    const line = ranLine({ ran: totals.ran, seconds }, before);
    return {
      ...totals,
      outcome,
      line,
      seconds,
      results,
      importProblems: imports,
      problems: this.collector.problems,
      gone,
      listed,
      words: outcome === 'finished' ? line : words,
    };
  }

  private tell(events: readonly SubunitEvent[]): void {
    for (const event of events) {
      if (event.kind === 'text' && this.console.length < MAX_WORDS_BYTES) {
        this.console += Buffer.from(event.bytes).toString('utf8');
      }
      this.collector.add(event);
    }
  }

  /** With 1 stestr and testr end after failures, which are outcomes. */
  private cameToItsEnd({ ended, exitCode }: ProcessResult): boolean {
    return (
      ended === 'byItself' &&
      (exitCode === 0 || exitCode === 1) &&
      this.collector.inProgress().length === 0 &&
      !this.collector.problems.some(({ kind }) => kind === 'stream' || kind === 'worker')
    );
  }

  /** One module that cannot be imported stops the whole run: its tests get the traceback, the others did not run. */
  private blameImports(imports: readonly ImportProblem[]): void {
    for (const { module, text } of imports) {
      const bytes = Buffer.from(text);
      const mime = 'text/x-traceback; charset="utf8"';
      this.collector.blame((id) => belongsTo(id, module), {
        state: 'errored',
        words: text.split('\n').at(-1) ?? '',
        attachments: [{ name: 'traceback', mime, text, bytes, size: bytes.length, cut: false }],
      });
    }
  }

  /** What could not be loaded, where no test is known that is in it. */
  private unloaded(): readonly RunProblem[] {
    return this.collector.problems.filter(({ kind, blamed }) => kind === 'import' && !blamed);
  }

  /** The module behind words of unittest, which names only the last part of what it loads by name. */
  private importByName(words: string): ImportProblem[] {
    const asked = this.selection.kind === 'module' ? this.selection.name.split('.') : [];
    return importProblems(words).map(({ module, text }) => {
      const at = asked.lastIndexOf(module);
      return { module: at < 0 ? module : asked.slice(0, at + 1).join('.'), text };
    });
  }

  private reason(ended: ProcessResult, imports: readonly ImportProblem[]): string {
    if (ended.ended === 'cancelled') {
      return 'The run was cancelled.';
    }
    if (imports.length > 0) {
      const names = imports.map(({ module }) => module).join(', ');
      const what = imports.length === 1 ? 'a test module' : 'test modules';
      return `Not all tests ran: ${what} could not be imported: ${names}.`;
    }
    if (ended.signal) {
      return `The runner was ended by ${ended.signal}.`;
    }
    const words = (of: RunProblem['kind']) => this.collector.problems.find(({ kind }) => kind === of)?.words;
    const damage = words('stream');
    if (damage) {
      return `What a worker of the run sent could not be read: ${damage}`;
    }
    const [unloaded] = this.unloaded();
    if (unloaded) {
      return `Not all tests ran: ${unloaded.of} could not be loaded: ${lastWords(unloaded.words, '')}`;
    }
    const died = this.collector.inProgress();
    if (died.length > 0) {
      return `A worker of the run died while ${died.join(' and ')} ran.`; // stestr says nothing, and exits with 0
    }
    const worker = words('worker');
    if (worker) {
      return `A worker of the run failed: ${worker}`;
    }
    return (
      (ended.exitCode !== 0 && lastWords(this.runner.withoutAnnouncement(this.console), ended.stderr)) ||
      (ended.exitCode ? `The runner ended with exit code ${ended.exitCode}.` : this.hasNamedTests() ? GONE : SILENT)
    );
  }
}

/** A test that began and never told its end. */
function died(result: TestResult): boolean {
  return result.state === 'errored' && !result.attachments.some(isTraceback);
}
