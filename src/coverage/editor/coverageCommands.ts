import * as vscode from 'vscode';
import type { ErrorAction } from '../../base/editor/commands';
import { registerCommand } from '../../base/editor/commands';
import { openFolders, pickFolder } from '../../base/editor/pickFolder';
import { showInputBox, showQuickPick } from '../../base/editor/quickInput';
import { changeSetting, setting } from '../../base/editor/settings';
import { setStatusBarMessage } from '../../base/editor/statusItems';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { comparisonText } from '../baseline/comparison';
import { plural } from '../report/wording';
import type { CoverageModel } from '../state/coverageModel';
import type { ReadyFolder } from '../state/folderState';
import type { SortOrder } from '../view/untestedTree';
import { makeReport } from './makeReport';
import type { Marks } from './marks';
import { goToPlace } from './navigation';
import type { Places } from './places';
import type { ReportDocuments } from './reportDocument';
import { runCover } from './runCover';
import type { FileItem } from './treeItems';
import type { UntestedLinesView } from './treeView';

export interface CoverageParts {
  readonly log: Log;
  readonly model: CoverageModel;
  readonly view: UntestedLinesView;
  readonly places: Places;
  readonly marks: Marks;
  readonly documents: ReportDocuments;
}

const RUN_COVER: ErrorAction = { title: 'Run tox cover', command: 'openstackContributor.coverage.runCover' };
const MAKE_REPORT: ErrorAction = { title: 'Make Report', command: 'openstackContributor.coverage.makeReport' };
const OPEN_FILE: ErrorAction = { title: 'Open Another File', command: 'openstackContributor.coverage.load' };

/** The button for each reason that a command of this feature can fail for. */
const ACTIONS: Readonly<Record<string, ErrorAction>> = {
  'no-report': RUN_COVER,
  'not-a-report': OPEN_FILE,
  lcov: MAKE_REPORT,
  'coverage-data': MAKE_REPORT,
  malformed: RUN_COVER,
  truncated: RUN_COVER,
  'too-large': OPEN_FILE,
  unsupported: OPEN_FILE,
  'no-base': { title: 'Choose a Base', command: 'openstackContributor.coverage.chooseBase' },
  'unknown-ref': { title: 'Choose a Base', command: 'openstackContributor.coverage.chooseBase' },
  'no-coverage': RUN_COVER,
};

export function registerCoverageCommands(parts: CoverageParts): vscode.Disposable {
  const { log, model, view, places, marks, documents } = parts;
  const register = <Args extends unknown[]>(id: string, run: (...args: Args) => unknown): vscode.Disposable =>
    registerCommand(log, id, run, ACTIONS);
  return vscode.Disposable.from(
    register('openstackContributor.coverage.load', (report?: vscode.Uri) => load(model, report)),
    register('openstackContributor.coverage.refresh', () => model.refresh()),
    register('openstackContributor.coverage.showReport', async () => {
      const folder = await pickReport(model);
      if (folder) await documents.show(folder.path);
    }),
    register('openstackContributor.coverage.toggleMarks', () => marks.toggle()),
    register('openstackContributor.coverage.next', () => goToPlace(1, view.files(), places)),
    register('openstackContributor.coverage.previous', () => goToPlace(-1, view.files(), places)),
    register('openstackContributor.coverage.openFile', async (item: FileItem | undefined) => {
      // Of a row that is being replaced at this moment VS Code does not say which it is.
      const path = item?.node.file.path;
      if (path !== undefined) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
    }),
    register('openstackContributor.coverage.reveal', () => revealActiveFile(view)),
    register('openstackContributor.coverage.showMyChange', () => showMyChange(model, view)),
    register('openstackContributor.coverage.showAllFiles', () => view.setOptions({ onlyMyChange: false, filter: '' })),
    register('openstackContributor.coverage.filter', () => filterByPath(view)),
    register('openstackContributor.coverage.sort', () => chooseOrder(view)),
    register('openstackContributor.coverage.chooseBase', () => chooseBase(model)),
    register('openstackContributor.coverage.setBaseline', () => setBaseline(model)),
    register('openstackContributor.coverage.clearBaseline', () =>
      Promise.all(model.reports().map(({ path }) => model.folder(path).clearBaseline())),
    ),
    register('openstackContributor.coverage.copyChange', () => copyChange(model)),
    register('openstackContributor.coverage.showChange', () => showChange(model)),
    register('openstackContributor.coverage.runCover', async (uri?: unknown) => {
      const folder = await folderOf(uri);
      if (folder) await runCover(folder);
    }),
    register('openstackContributor.coverage.makeReport', async (uri?: unknown) => {
      const folder = await folderOf(uri);
      if (!folder) return;
      await makeReport(folder, await model.coverEnvironment(folder.uri.fsPath), log);
      await model.refresh();
    }),
    register('openstackContributor.coverage.showProblem', (uri?: unknown) => {
      const problems = model.states().filter(({ problem }) => problem);
      const wanted = problems.find(({ path }) => uri instanceof vscode.Uri && path === uri.fsPath) ?? problems[0];
      if (wanted?.problem) throw wanted.problem; // shown as every error is, with the button of its reason
    }),
    register('openstackContributor.coverage.showUnresolved', () => showUnresolved(model)),
  );
}

async function load(model: CoverageModel, report: vscode.Uri | undefined): Promise<void> {
  const chosen =
    report ??
    (
      await vscode.window.showOpenDialog({
        title: 'Open a coverage report',
        filters: { 'Coverage reports': ['xml', 'json'], 'All files': ['*'] },
      })
    )?.[0];
  if (!chosen) return;
  await model.load(chosen.fsPath);
  await vscode.commands.executeCommand('openstackContributor.untestedLines.focus');
}

async function revealActiveFile(view: UntestedLinesView): Promise<void> {
  const path = vscode.window.activeTextEditor?.document.uri.fsPath;
  if (path !== undefined && (await view.reveal(path))) return;
  setStatusBarMessage('The view has no untested lines of this file.', 4000);
}

async function showMyChange(model: CoverageModel, view: UntestedLinesView): Promise<void> {
  await Promise.all(model.reports().map(({ path }) => model.folder(path).measureMyChange()));
  const folders = model.reports();
  const problem = folders.find(({ changeProblem }) => changeProblem)?.changeProblem;
  if (problem && folders.every(({ changeCoverage }) => changeCoverage === undefined)) throw problem;
  await view.setOptions({ onlyMyChange: true });
}

async function filterByPath(view: UntestedLinesView): Promise<void> {
  const filter = await showInputBox({
    title: 'Filter Untested Lines by Path',
    prompt: 'Show only files whose path contains this. Empty shows all.',
    value: view.options.filter,
  });
  if (filter !== undefined) await view.setOptions({ filter });
}

async function chooseOrder(view: UntestedLinesView): Promise<void> {
  const orders: (vscode.QuickPickItem & { sort: SortOrder })[] = [
    { sort: 'worst', label: 'Most untested lines first' },
    { sort: 'percent', label: 'Lowest percentage first' },
    { sort: 'change', label: 'Largest change since the baseline first' },
    { sort: 'path', label: 'Path' },
  ];
  const items = orders.map((order) => ({ ...order, picked: order.sort === view.options.sort }));
  const chosen = await showQuickPick(items, { title: 'Sort Untested Lines' });
  if (chosen) await view.setOptions({ sort: chosen.sort });
}

async function chooseBase(model: CoverageModel): Promise<void> {
  const shown = await pickReport(model);
  if (!shown) return;
  const folder = model.folder(shown.path);
  const scope = vscode.Uri.file(folder.path);
  const base = await showInputBox({
    title: 'What My Change Is Compared With',
    prompt: 'A branch, tag or commit, such as origin/master. Empty: the review branch of .gitreview.',
    value: setting('coverage.base', scope),
    validateInput: async (value) => {
      if (!value) return undefined;
      try {
        await folder.changeAgainst(value);
        return undefined;
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
    },
  });
  if (base === undefined) return;
  await changeSetting('coverage.base', base, scope);
  await folder.measureMyChange();
}

async function setBaseline(model: CoverageModel): Promise<void> {
  const shown = await pickReport(model);
  if (!shown) return;
  const name = await showInputBox({
    title: 'Set Coverage Baseline',
    prompt: 'The report that is shown now stays what later ones are compared with, under this name.',
    value: new Date(shown.report.writtenAt).toLocaleString(),
    validateInput: (value) => (value.trim() ? undefined : 'Give it a name.'),
  });
  if (name) await model.folder(shown.path).setBaseline(name.trim());
}

async function copyChange(model: CoverageModel): Promise<void> {
  const shown = await pickReport(model);
  if (!shown) return;
  await vscode.env.clipboard.writeText(textOfChange(shown));
  setStatusBarMessage('Copied how coverage changed.', 4000);
}

async function showChange(model: CoverageModel): Promise<void> {
  const shown = await pickReport(model);
  if (!shown) return;
  const document = await vscode.workspace.openTextDocument({ content: textOfChange(shown), language: 'plaintext' });
  await vscode.window.showTextDocument(document, { preview: true });
}

function textOfChange({ comparison: { change } }: ReadyFolder): string {
  if (change) return comparisonText(change);
  throw new UserError(
    'no-baseline',
    'There is no report before this one to compare with yet. The next report is compared with the one shown now.',
  );
}

async function showUnresolved(model: CoverageModel): Promise<void> {
  const items = model.reports().flatMap(({ report }) =>
    report.unresolved.map((file) => ({
      label: file.name,
      description: file.reason === 'missing' ? 'not on this disk' : 'could be any of several files',
      detail: file.candidates.join(', '),
    })),
  );
  await showQuickPick(items, {
    title: `${plural(items.length, 'measured file')} that could not be found here`,
    placeHolder: 'Their lines count in the totals, but cannot be shown.',
  });
}

/** The folder that the command is about, of those with a report. */
async function pickReport(model: CoverageModel): Promise<ReadyFolder | undefined> {
  const folders = model.reports();
  if (folders.length === 0) return model.report();
  return pickFolder(folders, 'The Coverage of Which Folder?');
}

/** @param uri what the view passes: the folder of the row that was clicked */
async function folderOf(uri: unknown): Promise<vscode.WorkspaceFolder | undefined> {
  const known = uri instanceof vscode.Uri ? vscode.workspace.getWorkspaceFolder(uri) : undefined;
  if (known) return known;
  const folders = openFolders();
  if (folders.length === 0) throw new UserError('no-folder', 'Open the folder of a project first.');
  return (await pickFolder(folders, 'The Coverage of Which Folder?'))?.folder;
}
