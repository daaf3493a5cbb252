import * as vscode from 'vscode';
import type { TestRunSummary } from '../../../api';
import { setting } from '../../../base/editor/settings';
import { requireTrust } from '../../../base/editor/trust';
import { messageOf, UserError } from '../../../base/errors';
import { OneAtATime } from '../../../base/oneAtATime';
import { isInProject } from '../../run/repository';
import { RunState, type RunSummary } from '../../run/runState';
import { runTests } from '../../run/runTests';
import type { TestEnvironment } from '../../run/testEnvironment';
import type { ProjectTests } from '../tree/projectTests';
import { itemsByRoot, leavesOf, type RootSelection, selectionsOf } from '../tree/selection';
import type { TestItems } from '../tree/testItems';
import { type MeasureServices, prepareMeasure, takeMeasure } from './measuredRun';
import type { RunEnvironments } from './runEnvironments';
import { closingLines, totalOf } from './runTotals';
import { forTerminal, ShownResults } from './showResults';

export interface RunOptions {
  readonly coverage?: boolean;
  readonly contexts?: boolean;
  readonly untilFailure?: boolean;
}

/** What the runner needs from around it. */
export interface RunnerServices extends MeasureServices {
  /** Makes a run that is written to the project's own repository. */
  readonly storing: <T>(project: ProjectTests, run: () => Promise<T>) => Promise<T>;
  /** Lists the tests of a root unless that was done, where its files do not tell which ones its command runs. */
  readonly listFirst: (project: ProjectTests) => Promise<void>;
  /** Why there are no tests to run. */
  readonly noTests: () => UserError;
  /** Hands over what a run learned of the tests that there are. */
  readonly learned: (project: ProjectTests, summary: RunSummary) => void;
}

/** Runs tests for the Testing view and for commands, root by root, and shows what comes of it. */
export class TestRunner implements vscode.Disposable {
  private readonly ended = new vscode.EventEmitter<readonly RunSummary[]>();
  /** Fires after a run, with what came of it in each root that ran. */
  readonly onDidEnd = this.ended.event;
  private readonly began = new vscode.EventEmitter<string>();
  /** Fires with a root before it is run. */
  readonly onDidBegin = this.began.event;
  /** One run at a time in a root: they share the repository of the runner and the place of the measurement. */
  private readonly turns = new OneAtATime();
  /** What ends the runs that are not over. */
  private readonly running = new Set<AbortController>();
  private last: { readonly request: vscode.TestRunRequest; readonly options: RunOptions } | undefined;

  constructor(
    private readonly controller: vscode.TestController,
    private readonly items: TestItems,
    private readonly roots: () => readonly vscode.TestItem[],
    private readonly environments: RunEnvironments,
    private readonly services: RunnerServices,
  ) {}

  /** What was run last, to be run again. */
  get lastRequest(): { readonly request: vscode.TestRunRequest; readonly options: RunOptions } | undefined {
    return this.last;
  }

  /**
   * @throws UserError with an EnvironmentProblem, `no-coverage`, why there are no tests, or what starting the runner throws;
   * the tests show it as well
   */
  async run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    options: RunOptions = {},
  ): Promise<TestRunSummary> {
    requireTrust('Running tests');
    this.last = { request, options };
    const run = this.controller.createTestRun(request, undefined, true);
    const cancelled = new AbortController();
    this.running.add(cancelled);
    const subscriptions = [token, run.token].map((each) => each.onCancellationRequested(() => cancelled.abort()));
    const summaries: RunSummary[] = [];
    const failures: unknown[] = [];
    try {
      const byRoot = itemsByRoot(request, this.items, this.roots());
      if (byRoot.length === 0) throw this.services.noTests();
      for (const { project } of byRoot) await this.services.listFirst(project);
      for (const selected of await selectionsOf(request, this.items, this.roots())) {
        try {
          summaries.push(await this.runRoot(run, selected, options, cancelled.signal));
        } catch (error) {
          failures.push(error); // the other roots can run all the same
        }
      }
      if (summaries.length > 0) this.ended.fire(summaries);
      if (failures.length > 0) throw failures[0];
      return totalOf(summaries);
    } finally {
      run.end();
      this.running.delete(cancelled);
      subscriptions.forEach((each) => void each.dispose());
    }
  }

  /** Runs what a command names. @throws as `run` */
  async runItems(include: readonly vscode.TestItem[]): Promise<TestRunSummary> {
    const { token } = new vscode.CancellationTokenSource();
    return this.run(new vscode.TestRunRequest(include), token);
  }

  /** Resolves when no run of the root goes on or waits. */
  idle(root: string): Promise<void> {
    return this.turns.idle(root);
  }

  private async runRoot(
    run: vscode.TestRun,
    selected: RootSelection,
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    let shown: ShownResults | undefined;
    try {
      // First: VS Code shows tests that wait as skipped when the run ends without them.
      const environment = await this.environments.of(selected.project);
      const { project, items, without } = selected;
      const onError = (error: unknown): void => this.services.log.error(messageOf(error));
      const results = (shown = new ShownResults(run, this.items, project, onError, leavesOf(items, without)));
      const runNow = (): Promise<RunSummary> => this.runIn(environment, run, results, selected, options, signal);
      this.began.fire(project.root);
      return (await this.turns.run(project.root, signal, runNow)) ?? neverRun(selected);
    } catch (error) {
      const words = error instanceof UserError ? error.message : `The tests could not be run: ${messageOf(error)}`;
      if (shown) {
        await shown.finish(words);
      } // those with an outcome keep it
      else {
        for (const item of selected.items) run.errored(item, new vscode.TestMessage(words));
      }
      run.appendOutput(forTerminal(`${words}\n`));
      throw error;
    }
  }

  private async runIn(
    environment: TestEnvironment,
    run: vscode.TestRun,
    shown: ShownResults,
    { project, selection }: RootSelection,
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    const isMeasured = options.coverage === true || options.contexts === true;
    const contexts = options.contexts ?? false;
    const measure = isMeasured ? await prepareMeasure(project, this.environments, contexts) : undefined;
    const keep = setting('testing.keepRuns', vscode.Uri.file(project.root));
    const { listener } = shown;
    let startedAt = 0;
    const runNow = (): Promise<RunSummary> => {
      startedAt = Date.now();
      return runTests(measure?.environment ?? environment, {
        selection,
        signal,
        listener,
        keep,
        untilFailure: options.untilFailure,
      });
    };
    const isStoredThere = keep || isInProject(project.runner);
    const summary = await (isStoredThere ? this.services.storing(project, runNow) : runNow());
    await shown.finish(summary.outcome === 'crashed' ? summary.words : undefined, summary.importProblems);
    run.appendOutput(forTerminal(`\n${closingLines(summary)}\n`));
    this.services.learned(project, summary);
    if (measure && !signal.aborted) {
      await takeMeasure(run, project, measure, startedAt, summary, signal, this.services);
    }
    return summary;
  }

  /** Runs do not outlive the window: their processes are in groups of their own, where its end does not reach them. */
  dispose(): void {
    for (const cancelled of this.running) cancelled.abort();
    this.began.dispose();
    this.ended.dispose();
  }
}

/** Of a run that was cancelled before its turn came. */
function neverRun({ project, selection }: RootSelection): RunSummary {
  const ended = {
    exitCode: null,
    signal: null,
    ended: 'cancelled',
    stdout: '',
    stderr: '',
    truncated: false,
    seconds: 0,
  } as const;
  return new RunState(project.runner, selection).summary(ended, undefined, undefined);
}
