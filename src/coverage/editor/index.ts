import * as vscode from 'vscode';
import type { CoverageApi } from '../../api';
import { onSettingChange, setting } from '../../base/editor/settings';
import { DisposableStore } from '../../base/emitter';
import type { Log } from '../../base/log';
import type { ToxAnswers } from '../../project/editor/toxAnswers';
import { diskFiles } from '../../project/files';
import { describeRoot } from '../../project/root';
import { environmentOf } from '../../project/tox/environmentOf';
import { Baselines } from '../baseline/baselines';
import { ReportReader } from '../reading/reportReader';
import { CoverageModel } from '../state/coverageModel';
import { coverageApi } from './coverageApi';
import { registerCoverageCommands } from './coverageCommands';
import { DocumentCoverage } from './documents';
import { ExplorerCoverage } from './explorerCoverage';
import { registerHover } from './hover';
import { Marks } from './marks';
import { registerNotifications } from './notifications';
import { Places } from './places';
import { ReportDocuments } from './reportDocument';
import { StatusBar } from './statusBar';
import { UntestedLinesView } from './treeView';
import { MyChangeWatchers } from './watchMyChange';
import { ReportWatchers, watchMarkers } from './watchReports';

export { explainDanger } from './runCover';

export interface CoverageFeature extends vscode.Disposable {
  readonly api: CoverageApi;
  /**
   * Adds what a run of some tests measured to what is known of a folder; both are absolute paths.
   * @param startedAt when the tests were started, in milliseconds since the epoch
   * @throws UserError when the report cannot be read
   */
  addRun(folder: string, report: string, startedAt: number): Promise<void>;
}

/** Builds the feature. Nothing is read here: the folders are looked at once activation is over. */
export function activateCoverage(
  context: vscode.ExtensionContext,
  log: Log,
  toxAnswers: () => Promise<ToxAnswers>,
): CoverageFeature {
  const store = new DisposableStore();
  const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
  const reader = store.add(new ReportReader());
  const model = store.add(
    new CoverageModel(
      {
        log,
        settings: (folder) => ({
          reports: setting('coverage.reports', vscode.Uri.file(folder)),
          base: setting('coverage.base', vscode.Uri.file(folder)),
        }),
        trusted: () => vscode.workspace.isTrusted,
        environment: (folder, name) =>
          environmentOf(folder, name, diskFiles, process.env, async (...question) =>
            (await toxAnswers()).environment(...question),
          ),
        baselines: (folder) => Baselines.open(storage, folder, log),
        reader,
      },
      async (folder) => (await describeRoot(folder, diskFiles)).kind !== 'other',
    ),
  );
  const documents = store.add(new DocumentCoverage(model, log));
  const places = new Places(model, documents);
  const marks = store.add(new Marks(documents));
  const view = store.add(new UntestedLinesView(model, places, context.workspaceState));
  const reportDocuments = store.add(new ReportDocuments(model));
  store.add(new StatusBar(model, documents));
  store.add(new ExplorerCoverage(model));
  store.add(new ReportWatchers(model));
  store.add(new MyChangeWatchers(model, () => view.options.onlyMyChange, log));
  store.add(registerHover(model, documents));
  store.add(registerNotifications(model));
  store.add(registerCoverageCommands({ log, model, view, places, marks, documents: reportDocuments }));

  const setFolders = (): Promise<void> =>
    model.setFolders(
      (vscode.workspace.workspaceFolders ?? [])
        .filter((folder) => folder.uri.scheme === 'file')
        .map((folder) => ({ path: folder.uri.fsPath, name: folder.name })),
    );
  const logFailure = (error: unknown): void => log.error(error instanceof Error ? (error.stack ?? '') : String(error));
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void setFolders().catch(logFailure)));
  store.add(watchMarkers(() => void setFolders().catch(logFailure)));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void model.refresh().catch(logFailure)));
  store.add(onSettingChange(['coverage.reports', 'coverage.base'], () => void model.refresh().catch(logFailure)));
  store.add(onSettingChange(['coverage.highlight'], () => marks.render()));
  setImmediate(() => {
    reader.prepare(); // it is up by the time the first report is found
    void setFolders().catch(logFailure);
  });

  return {
    dispose: () => store.dispose(),
    api: coverageApi(model, documents, store),
    addRun: (folder, report, startedAt) => model.addRun(folder, report, startedAt),
  };
}
