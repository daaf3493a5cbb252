/** Which tests ran a line, from the contexts that coverage.py noted. */
import * as vscode from 'vscode';
import { requireTrust } from '../../../base/editor/trust';
import { DisposableStore } from '../../../base/emitter';
import { messageOf, UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { ContextsWorker } from '../../contexts/contextsWorker';
import type { FileContexts } from '../../contexts/coverageData';
import { type NotedRun, NotedRuns } from '../../contexts/notedRuns';
import type { NotedTests, TestsByContext } from '../../contexts/notedTests';
import { NotedTestsReader } from '../../contexts/notedTestsReader';
import {
  contextsOfLines,
  type RunContexts,
  type LineTests as TestsInData,
  testsOfRuns,
} from '../../contexts/testsOfLine';
import { MeasuredLines } from './measuredLines';

/** What is known of the tests of a root. */
export interface KnownTests {
  byContext(root: string): Promise<TestsByContext>;
  /** Where a test is defined; undefined for an unknown one. */
  definitionOf(root: string, id: string): Promise<vscode.Location | undefined>;
}

export interface TestsOfLine extends TestsInData {
  /** Absolute path. */
  readonly root: string;
  /** When the tests of the newest run ran, in milliseconds since the epoch. */
  readonly measuredAt: number;
  /** Lines of those asked about, 1-based, that were changed since every run. */
  readonly changed: readonly number[];
  /** Whether a run noted something of these lines before they were changed, which is left out. */
  readonly leftOut: boolean;
}

/**
 * `no-contexts`: no run noted which test runs each line. `not-measured`: the data does not have the file.
 * `line-changed`: the line, or the file before this window was opened, was changed since. `no-root`: the file is in no
 * folder of the workspace.
 */
type LineTestsProblem = 'untrusted' | 'no-root' | 'no-contexts' | 'not-measured' | 'line-changed';

/** What a run noted of a file; undefined contexts where its tests ran nothing of it. */
interface FileInRun {
  readonly run: NotedRun;
  readonly contexts: FileContexts | undefined;
}

export class LineTests implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly worker: ContextsWorker;
  private readonly runs: NotedRuns;
  private readonly noted: NotedTestsReader;
  private readonly lines = new MeasuredLines();
  private readonly kept = this.store.add(new vscode.EventEmitter<void>());
  /** Fires when a run noted something. */
  readonly onDidKeep = this.kept.event;

  /**
   * @param workerScript absolute path of the bundled contexts.worker.js
   * @param storage absolute path of a folder of ours
   */
  constructor(
    workerScript: string,
    storage: string,
    private readonly known: KnownTests,
    private readonly log: Log,
  ) {
    this.worker = this.store.add(new ContextsWorker(workerScript));
    this.runs = new NotedRuns(storage);
    this.noted = new NotedTestsReader(this.runs, this.worker, (root) => known.byContext(root), log);
    // The last moment at which the file is still what was measured: the save waits for its text.
    this.store.add(
      vscode.workspace.onWillSaveTextDocument((event) => event.waitUntil(this.keepText(event.document).then(() => []))),
    );
  }

  /**
   * The tests of some lines of the text as it is now: of each test what its last run noted.
   * @param lines 1-based
   * @throws UserError with a `LineTestsProblem`, or with a reason of `ContextsWorker.ask`
   */
  async testsOf(file: vscode.Uri, lines: readonly number[]): Promise<TestsOfLine> {
    const root = trustedRootOf(file);
    const noted: RunContexts[] = [];
    const tied = new Set<number>();
    let leftOut = false;
    let measuredAt = 0;
    for (const { run, contexts } of await this.notedOf(root, file.fsPath)) {
      const then = contexts ? await this.lines.linesThen(file.fsPath, lines, run) : new Map<number, number>();
      noted.push({ ran: run.ran, contexts: contexts ? contextsOfLines(contexts, then.values()) : new Set() });
      for (const line of then.keys()) tied.add(line);
      if (then.size > 0) measuredAt = Math.max(measuredAt, run.measuredAt);
      if (contexts && then.size < lines.length) leftOut = true;
    }
    if (tied.size === 0) {
      throw new UserError<LineTestsProblem>(
        'line-changed',
        'This line was changed after the tests were measured, so it is not known which of them run it.',
      );
    }
    const changed = lines.filter((line) => !tied.has(line));
    return {
      ...testsOfRuns(noted, (await this.known.byContext(root)).idsByContext),
      root,
      measuredAt,
      changed,
      leftOut,
    };
  }

  /** What runs noted of all files of a root; undefined where they noted nothing, or the workspace is not trusted. */
  async notedTests(root: string): Promise<NotedTests | undefined> {
    return vscode.workspace.isTrusted ? this.noted.of(root) : undefined;
  }

  /** As `notedTests` answered last. */
  notedTestsNow(root: string): NotedTests | undefined {
    return this.noted.now(root);
  }

  /**
   * Takes the data that a run with contexts left, by its absolute path, and the ids of the tests that ran.
   * @param startedAt when they began, in milliseconds since the epoch
   */
  async keep(root: string, dataFile: string, ids: Iterable<string>, startedAt: number): Promise<void> {
    await this.runs.keep(root, dataFile, ids, startedAt);
    await Promise.all(vscode.workspace.textDocuments.map((document) => this.keepText(document)));
    this.notedTests(root).catch((error: unknown) => this.log.warn(`${root}: ${messageOf(error)}`));
    this.kept.fire();
  }

  /** Whether there is any data to ask: costs a look at the disk. */
  async hasData(file: vscode.Uri): Promise<boolean> {
    const root = rootOf(file);
    return root !== undefined && (await this.runs.of(root)).length > 0;
  }

  definitionOf(root: string, id: string): Promise<vscode.Location | undefined> {
    return this.known.definitionOf(root, id);
  }

  dispose(): void {
    this.store.dispose();
  }

  /** From the newest data that has contexts on: a later run without them does not take them away. */
  private async notedOf(root: string, file: string): Promise<FileInRun[]> {
    const found: FileInRun[] = [];
    let problem = new UserError<string>(
      'no-contexts',
      'No run has noted which tests run each line. Run tests with coverage and contexts from the Testing view.',
    );
    for (const run of await this.runs.of(root)) {
      try {
        const contexts = await this.worker.ask({ dataFile: run.path, file, root });
        if (contexts || run.ran) found.push({ run, contexts });
        if (!contexts) {
          problem = new UserError('not-measured', 'No run that noted which tests run each line measured this file.');
        }
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        this.log.debug(`${run.path}: ${error.message}`);
        if (error.reason !== 'no-contexts') problem = new UserError(String(error.reason), error.message);
      }
    }
    if (!found.some(({ contexts }) => contexts)) throw problem;
    return found;
  }

  private async keepText({ languageId, uri }: vscode.TextDocument): Promise<void> {
    const root = rootOf(uri);
    if (languageId !== 'python' || root === undefined) return;
    try {
      for (const run of await this.runs.of(root)) await this.lines.keep(uri.fsPath, run);
    } catch (error) {
      this.log.warn(`${uri.fsPath}: ${messageOf(error)}`);
    }
  }
}

/** @throws UserError with a `LineTestsProblem` */
function trustedRootOf(file: vscode.Uri): string {
  requireTrust('Finding the tests of a line');
  const root = rootOf(file);
  if (root === undefined) {
    throw new UserError<LineTestsProblem>('no-root', `${file.fsPath} is in no folder of this window.`);
  }
  return root;
}

function rootOf(file: vscode.Uri): string | undefined {
  return file.scheme === 'file' ? vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath : undefined;
}
