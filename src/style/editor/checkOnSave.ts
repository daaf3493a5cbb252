import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { diskFiles } from '../../project/files';
import { describeRoot } from '../../project/root';
import type { StyleChecks } from './checks';
import type { ToldOnce } from './failures';

/** Checks Python files of OpenStack projects when they are saved, where the person has not switched that off. */
export function registerCheckOnSave(checks: StyleChecks, told: ToldOnce): vscode.Disposable {
  const check = async (document: vscode.TextDocument): Promise<void> => {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const isOurs = document.languageId === 'python' && document.uri.scheme === 'file' && folder?.uri.scheme === 'file';
    if (!isOurs || !vscode.workspace.isTrusted || !setting('style.checkOnSave', document.uri)) return;
    const root = folder.uri.fsPath;
    if ((await describeRoot(root, diskFiles)).kind === 'other') return;
    try {
      await checks.check(root, { kind: 'files', files: [document.uri.fsPath] });
      told.succeeded(root);
    } catch (error) {
      told.failed(root, error);
    }
  };
  return vscode.workspace.onDidSaveTextDocument((document) => void check(document));
}
