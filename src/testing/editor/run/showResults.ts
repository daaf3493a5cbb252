import { setTimeout as later } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { pauses } from '../../../base/turns';
import type { ImportProblem } from '../../run/runnerWords';
import { isOutcome, withoutOvertaken } from '../../subunit/overtaken';
import type { ResultListener, RunProblem, TestResult } from '../../subunit/testResult';
import type { ProjectTests } from '../tree/projectTests';
import { leavesOf } from '../tree/selection';
import type { TestItems } from '../tree/testItems';
import {
  errorMessages,
  failureMessages,
  outputOf,
  problemMessage,
  type TestPlace,
  unexpectedSuccessMessage,
  untoldMessage,
} from './testMessages';

/**
 * Results are shown this often. Each state that is told is a message to the window, which has the processors of the
 * tests to share: what a test was within the same moment is not worth one.
 */
const SHOW_EVERY_MS = 100;

/**
 * Shows the results of one run as they come. Items are looked up in the order of the results and off the path that
 * reads the stream, so that a fast run is not slowed down.
 */
export class ShownResults {
  /** What was told and is not shown yet, in that order. */
  private pending: (TestResult | RunProblem)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly pause = pauses();
  /** The lookups, one after the other, because the last call for a test is its result. */
  private queue: Promise<void> = Promise.resolve();
  /** Tests that have no outcome of their own; why is only known when the run is over. */
  private readonly unfinished = new Map<string, TestResult>();
  /** What was asked for, at its ends, as long as nothing is told of it or of what is below it. */
  private readonly waiting: Set<vscode.TestItem>;

  /** @param asked what is shown as waiting, soon; empty where nobody asked for anything, as in a stored run */
  constructor(
    private readonly run: vscode.TestRun,
    private readonly items: TestItems,
    private readonly project: ProjectTests,
    private readonly onError: (error: unknown) => void,
    asked: Iterable<vscode.TestItem> = [],
  ) {
    this.waiting = new Set(asked);
    if (this.waiting.size > 0) {
      this.queue = later(SHOW_EVERY_MS)
        .then(() => this.showWaiting())
        .catch(onError);
    }
  }

  readonly listener: ResultListener = {
    onTest: (result) => this.show(result),
    onConsole: (bytes) => this.run.appendOutput(forTerminal(Buffer.from(bytes).toString('utf8'))),
    onProblem: (problem) => this.addProblem(problem),
  };

  /** A fixture that is the error of no test is shown at its class or module. */
  addProblem(problem: RunProblem): void {
    this.run.appendOutput(forTerminal(`${problem.words}\n`));
    if (problem.kind === 'fixture' && !problem.blamed) this.show(problem);
  }

  /** Shows it soon. */
  show(told: TestResult | RunProblem): void {
    this.pending.push(told);
    this.timer ??= setTimeout(() => this.showPending(), SHOW_EVERY_MS);
  }

  /** Not before the runner is started: for thousands of tests it takes longer than that. */
  private async showWaiting(): Promise<void> {
    for (const item of [...this.waiting]) {
      this.run.enqueued(item);
      await this.pause();
    }
  }

  private showPending(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const told of withoutOvertaken(this.pending)) {
      const showing = () => ('id' in told ? this.showResult(told) : this.showFailed(told.of, told.what, told.words));
      this.queue = this.queue.then(showing).catch(this.onError);
    }
    this.pending = [];
  }

  /**
   * Waits until all is shown; gives the tests that should have run and have no outcome the words that say why, for VS
   * Code shows what waits at the end of a run as skipped.
   * @param words undefined for a run that was finished or cancelled: what it did not come to stays as it was
   */
  async finish(words: string | undefined, imports: readonly ImportProblem[] = []): Promise<void> {
    this.showPending();
    await this.queue;
    for (const { module, text } of imports) await this.showFailed(module, 'This module cannot be imported', text);
    if (words === undefined) return;
    for (const item of this.waiting) this.run.errored(item, untoldMessage(words, this.placeOf(item)));
    for (const result of this.unfinished.values()) {
      const item = await this.items.ofTest(this.project, result.id);
      if (item) this.run.errored(item, errorMessages(result, words, this.placeOf(item)));
    }
  }

  /** Shows why a class or module failed as a whole, at itself and at those of its tests that wait for it. */
  private async showFailed(node: string, what: string, traceback: string): Promise<void> {
    const item = await this.items.ofNode(this.project, node);
    if (!item) return;
    const message = problemMessage(what, traceback, this.placeOf(item));
    this.run.errored(item, message);
    for (const leaf of leavesOf([item])) {
      if (this.waiting.delete(leaf) && leaf !== item) this.run.errored(leaf, message);
    }
  }

  private async showResult(result: TestResult): Promise<void> {
    const item = await this.items.ofTest(this.project, result.id);
    this.unfinished.delete(result.id);
    if (isOutcome(result)) {
      for (let told = item; told; told = told.parent) this.waiting.delete(told);
    }
    // A method whose scenarios ran in its stead shows theirs.
    if (!item || item.children.size > 0) return;
    const ms = result.seconds === undefined ? undefined : result.seconds * 1000;
    const place = this.placeOf(item);
    switch (result.state) {
      case 'exists':
        return this.waiting.has(item) ? undefined : this.run.enqueued(item);
      case 'inprogress':
        return this.run.started(item);
      case 'success':
        this.print(result, item);
        return this.run.passed(item, ms);
      case 'xfail':
        this.print(result, item);
        this.run.appendOutput(
          forTerminal(`${result.id} failed as it is expected to (expectedFailure).\n`),
          undefined,
          item,
        );
        return this.run.passed(item, ms);
      case 'skip':
        this.print(result, item);
        return this.run.skipped(item);
      case 'fail':
        this.print(result, item);
        return this.run.failed(item, failureMessages(result, place), ms);
      case 'uxsuccess':
        this.print(result, item);
        return this.run.failed(item, [unexpectedSuccessMessage(place)], ms);
      case 'errored':
        this.print(result, item);
        return this.run.errored(item, errorMessages(result, 'It has no outcome.', place), ms);
      case 'notRun':
        this.unfinished.set(result.id, result);
    }
  }

  private print(result: TestResult, item: vscode.TestItem): void {
    const output = outputOf(result);
    if (output === '') return;
    // With a location VS Code would write the first line of it into the text of the test.
    this.run.appendOutput(forTerminal(`${result.id}\n${output}\n\n`), undefined, item);
  }

  private placeOf(item: vscode.TestItem): TestPlace {
    const { root } = this.project;
    let shown: vscode.TestItem | undefined = item;
    while (shown && !shown.uri) shown = shown.parent;
    return { root, file: shown?.uri?.fsPath ?? root, range: shown?.range };
  }
}

/** A terminal goes to the start of a line only when it is told to. */
export function forTerminal(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
