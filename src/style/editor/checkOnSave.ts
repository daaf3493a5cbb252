import * as vscode from 'vscode';
import { showError } from '../../base/editor/commands';
import { setting } from '../../base/editor/settings';
import { diskFiles } from '../../project/files';
import { describeRoot } from '../../project/root';
import { ReportOnce } from '../check/reportOnce';
import type { StyleChecks } from './checks';
import { ACTIONS } from './failures';

/** Checks Python files of OpenStack projects when they are saved, where the person has not switched that off. */
export function registerCheckOnSave(checks: StyleChecks): vscode.Disposable {
  const failures = new ReportOnce((error) => void showError(error, ACTIONS));
  const check = async (document: vscode.TextDocument): Promise<void> => {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const isOurs = document.languageId === 'python' && document.uri.scheme === 'file' && folder?.uri.scheme === 'file';
    if (!isOurs || !vscode.workspace.isTrusted || !setting('style.checkOnSave', document.uri)) return;
    const root = folder.uri.fsPath;
    if ((await describeRoot(root, diskFiles)).kind === 'other') return;
    await failures.listen(root, checks.check(root, { kind: 'files', files: [document.uri.fsPath] }));
  };
  return vscode.workspace.onDidSaveTextDocument((document) => void check(document));
}
