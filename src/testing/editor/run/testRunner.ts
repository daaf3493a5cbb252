import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestRunSummary } from '../../../api';
import { showError } from '../../../base/editor/commands';
import { setting } from '../../../base/editor/settings';
import { messageOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { OneAtATime } from '../../../base/oneAtATime';
import { type Selection, unmeasured } from '../../run/command';
import { Execution, type RunSummary } from '../../run/execution';
import { runTests, type TestEnvironment } from '../../run/stestr';
import { newestFirst } from '../../run/storedRun';
import { standsAlone } from '../../run/summary';
import type { EnvironmentChoice } from '../environments/choice';
import type { ProjectTests } from '../tree/projectTests';
import { itemsByRoot, leavesOf, type RootSelection, selectionsOf } from '../tree/selection';
import type { TestItems } from '../tree/testItems';
import { CoverageMeasure } from './coverageMeasure';
import { forTerminal, ShownResults } from './showResults';
import { repositoryOf } from './storedRuns';

export interface RunOptions {
  readonly coverage?: boolean;
  readonly contexts?: boolean;
  readonly untilFailure?: boolean;
}

/** What the runner needs from around it. */
export interface RunnerServices {
  readonly log: Log;
  /** Absolute path of a folder of ours, for repositories and measurements. */
  readonly storage: string;
  readonly environments: Pick<EnvironmentChoice, 'require' | 'variablesIn' | 'testSettings'>;
  /** Hands the report of a measured run to the untested lines; it was started then, in milliseconds since the epoch. */
  readonly addCoverage: (root: string, report: string, startedAt: number) => Promise<void>;
  /** Makes a run that is written to the project's own repository. */
  readonly storing: <T>(project: ProjectTests, run: () => Promise<T>) => Promise<T>;
  /** Keeps the data that says which line each of these tests ran since `startedAt`; both paths are absolute. */
  readonly keepContexts: (root: string, dataFile: string, ids: readonly string[], startedAt: number) => Promise<void>;
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
    if (!vscode.workspace.isTrusted) {
      throw new UserError('untrusted', 'Tests run code of this folder, which needs a trusted workspace.');
    }
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

  /** The environment in which the tests of a root run, with nothing that measures them unasked. */
  async environmentOf(project: ProjectTests): Promise<TestEnvironment> {
    const environment = await this.measuredEnvironmentOf(project);
    return { ...environment, env: unmeasured(environment.env) };
  }

  private async measuredEnvironmentOf({ root, folder, runner }: ProjectTests): Promise<TestEnvironment> {
    const { binDir, variables } = await this.services.environments.require(root);
    const { command } = await this.services.environments.testSettings(root);
    const options = command?.runner === runner ? command : undefined;
    const env = { ...variables, ...options?.variables };
    return { runner, root: folder, binDir, env, repository: this.storageOf(root, 'runs'), options };
  }

  /** The repository with the newest run of a root, ours or the project's own; undefined when there is no run. */
  async lastRepository(project: ProjectTests): Promise<string | undefined> {
    const ours = join(this.storageOf(project.root, 'runs'), '.stestr');
    const [newest] = await newestFirst(
      project.runner === 'testr' ? [repositoryOf(project)] : [ours, repositoryOf(project)],
    );
    return newest;
  }

  private storageOf(root: string, what: string): string {
    return join(this.services.storage, createHash('sha256').update(root).digest('hex').slice(0, 16), what);
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
      const environment = await this.environmentOf(selected.project);
      const { project, items, without } = selected;
      const onError = (error: unknown): void => this.services.log.error(messageOf(error));
      const results = (shown = new ShownResults(run, this.items, project, onError, leavesOf(items, without)));
      const runNow = (): Promise<RunSummary> => this.runIn(environment, run, results, selected, options, signal);
      this.began.fire(project.root);
      return (await this.turns.run(project.root, signal, runNow)) ?? neverRun(selected.selection);
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
    const measure = isMeasured ? await this.measureOf(project, options) : undefined;
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
    const isInProject = keep || project.runner === 'testr';
    const summary = await (isInProject ? this.services.storing(project, runNow) : runNow());
    await shown.finish(summary.outcome === 'crashed' ? summary.words : undefined, summary.importProblems);
    run.appendOutput(forTerminal(`\n${closingLines(summary)}\n`));
    this.services.learned(project, summary);
    if (measure && !signal.aborted) await this.takeMeasure(run, project, measure, startedAt, summary, signal);
    return summary;
  }

  private async measureOf(project: ProjectTests, options: RunOptions): Promise<CoverageMeasure> {
    const where = await this.measuredEnvironmentOf(project);
    return CoverageMeasure.prepare(where, this.storageOf(project.root, 'coverage'), {
      contexts: options.contexts ?? false,
      testPackage: packageOf(project),
      cover: await this.services.environments.variablesIn(project.root, 'cover'),
    });
  }

  /** Hands over what was measured. When that fails, it is said; the tests have their outcomes all the same. */
  private async takeMeasure(
    run: vscode.TestRun,
    { root }: ProjectTests,
    measure: CoverageMeasure,
    startedAt: number,
    { results }: RunSummary,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const report = await measure.report(signal);
      if (signal.aborted) return;
      await this.services.addCoverage(root, report, startedAt);
      const ids = results.filter(({ ran }) => ran).map(({ id }) => id);
      if (!measure.hasContexts) return;
      await this.services.keepContexts(root, measure.dataFile, ids, startedAt);
      const megabytes = ((await stat(measure.dataFile)).size / 1e6).toFixed(1);
      run.appendOutput(forTerminal(`Noted which test runs each line: ${megabytes} MB are kept.\n`));
    } catch (error) {
      this.services.log.error(`${root}: ${messageOf(error)}`);
      run.appendOutput(forTerminal(`${messageOf(error)}\n`));
      void showError(error);
    }
  }

  /** Runs do not outlive the window: their processes are in groups of their own, where its end does not reach them. */
  dispose(): void {
    for (const cancelled of this.running) cancelled.abort();
    this.began.dispose();
    this.ended.dispose();
  }
}

/** Of a run that was cancelled before its turn came. */
function neverRun(selection: Selection): RunSummary {
  const ended = {
    exitCode: null,
    signal: null,
    ended: 'cancelled',
    stdout: '',
    stderr: '',
    truncated: false,
    seconds: 0,
  } as const;
  return new Execution({}, selection).summary(ended, undefined, undefined);
}

function closingLines({ line, words, outcome, notRun }: RunSummary): string {
  const rest = outcome === 'cancelled' && notRun > 0 ? `\n${notRun} of the tests asked for were not run.` : '';
  return outcome === 'finished' ? line : `${words}${rest}\n${line}`;
}

/** `cloudlet` of `cloudlet.tests.unit`: what coverage measures when the project does not say. */
function packageOf({ layout }: ProjectTests): string | undefined {
  const [first] = (layout.testPath ?? '')
    .slice(layout.topDir.length)
    .split(/[\\/]/)
    .filter((part) => part !== '');
  return first?.endsWith('.py') ? undefined : first;
}

function totalOf(summaries: readonly RunSummary[]): TestRunSummary {
  const sum = (count: (summary: RunSummary) => number): number => summaries.reduce((all, each) => all + count(each), 0);
  const worst = (['crashed', 'cancelled'] as const).find((outcome) =>
    summaries.some((each) => each.outcome === outcome),
  );
  return {
    outcome: worst ?? 'finished',
    ran: sum(({ ran }) => ran),
    passed: sum(({ passed, expectedFailures }) => passed + expectedFailures),
    failed: sum(({ failed, unexpectedSuccesses }) => failed + unexpectedSuccesses),
    errored: sum(({ errored }) => errored),
    skipped: sum(({ skipped }) => skipped),
    notRun: sum(({ notRun }) => notRun),
    text: summaries.map(({ words }) => words).join('\n'),
    tests: summaries.flatMap(({ results, problems }) => [
      ...results.map(({ id, state, seconds }) => ({ id, state, seconds })),
      ...problems.filter(standsAlone).map(({ of }) => ({ id: of, state: 'errored', seconds: undefined })),
    ]),
  };
}
