/** Which tests ran a line, from the contexts that coverage.py noted. */
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/emitter';
import { messageOf, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { ContextsWorker } from '../contexts/contextsWorker';
import type { FileContexts } from '../contexts/coverageData';
import { type LineTests as TestsInData, testsOfLine } from '../contexts/testsOfLine';
import { ContextsData, type DataFile } from './lineTestsData';
import { MeasuredLines } from './lineTestsText';

/** What is known of the tests of a root. */
export interface KnownTests {
  /** The ids behind each context; see `TestTree.idsByContext`. */
  idsByContext(root: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Where a test is defined; undefined for an unknown one. */
  definitionOf(root: string, id: string): Promise<vscode.Location | undefined>;
}

export interface TestsOfLine extends TestsInData {
  /** Absolute path. */
  readonly root: string;
  /** When the tests ran, in milliseconds since the epoch. */
  readonly measuredAt: number;
  /** Whether tests share what was noted, so that not all of `ids` need to have run the line. */
  readonly shared: boolean;
}

/**
 * `no-contexts`: no run noted which test runs each line. `not-measured`: the data does not have the file.
 * `line-changed`: the line, or the file before this window was opened, was changed since. `no-root`: the file is in no
 * folder of the workspace.
 */
export type LineTestsProblem = 'untrusted' | 'no-root' | 'no-contexts' | 'not-measured' | 'line-changed';

export class LineTests implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly worker: ContextsWorker;
  private readonly data: ContextsData;
  private readonly lines = new MeasuredLines();

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
    this.data = new ContextsData(storage);
    // The last moment at which the file is still what was measured.
    this.store.add(vscode.workspace.onWillSaveTextDocument(({ document }) => this.keepText(document)));
  }

  /**
   * The tests of a line of the text as it is now.
   * @param line 1-based
   * @throws UserError with a `LineTestsProblem`, or with a reason of `ContextsWorker.ask`
   */
  async testsOf(file: vscode.Uri, line: number): Promise<TestsOfLine> {
    if (!vscode.workspace.isTrusted) {
      throw new UserError<LineTestsProblem>('untrusted', 'The tests of a line are shown only in a trusted workspace.');
    }
    const root = rootOf(file);
    if (root === undefined) throw new UserError<LineTestsProblem>('no-root', `${file.fsPath} is in no folder of this window.`);
    const { data, contexts } = await this.contextsOf(root, file.fsPath);
    const then = await this.lines.lineThen(file.fsPath, line, data);
    if (then === undefined) {
      throw new UserError<LineTestsProblem>(
        'line-changed',
        'This line was changed after the tests were measured, so it is not known which of them run it.',
      );
    }
    const tests = testsOfLine(contexts, then, await this.known.idsByContext(root));
    const noted = (contexts.lines.get(then)?.length ?? 0) - tests.unknown.length - (tests.outsideTests ? 1 : 0);
    return { ...tests, root, measuredAt: data.writtenAt, shared: tests.ids.length > noted };
  }

  /** Takes the data that a run with contexts left, by its absolute path. */
  async keep(root: string, dataFile: string): Promise<void> {
    await this.data.keep(root, dataFile);
    for (const document of vscode.workspace.textDocuments) this.keepText(document);
  }

  /** Whether there is any data to ask: costs two looks at the disk. */
  async hasData(file: vscode.Uri): Promise<boolean> {
    const root = rootOf(file);
    return root !== undefined && (await this.data.files(root)).length > 0;
  }

  definitionOf(root: string, id: string): Promise<vscode.Location | undefined> {
    return this.known.definitionOf(root, id);
  }

  dispose(): void {
    this.store.dispose();
  }

  /** From the newest data that has contexts: a later run without them does not take them away. */
  private async contextsOf(root: string, file: string): Promise<{ data: DataFile; contexts: FileContexts }> {
    let problem = new UserError<string>(
      'no-contexts',
      'No run has noted which tests run each line. Run tests with coverage and contexts from the Testing view.',
    );
    for (const data of await this.data.files(root)) {
      try {
        const contexts = await this.worker.ask({ dataFile: data.path, file, root });
        if (contexts) return { data, contexts };
        problem = new UserError('not-measured', 'The last run that noted which tests run each line did not measure this file.');
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        this.log.debug(`${data.path}: ${error.message}`);
        if (error.reason !== 'no-contexts') problem = new UserError(String(error.reason), error.message);
      }
    }
    throw problem;
  }

  private keepText(document: vscode.TextDocument): void {
    const root = rootOf(document.uri);
    if (document.languageId !== 'python' || root === undefined) return;
    const keep = async (): Promise<void> => {
      for (const data of await this.data.files(root)) await this.lines.keep(document.uri.fsPath, data);
    };
    keep().catch((error: unknown) => this.log.warn(`${document.uri.fsPath}: ${messageOf(error)}`));
  }
}

function rootOf(file: vscode.Uri): string | undefined {
  return file.scheme === 'file' ? vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath : undefined;
}
