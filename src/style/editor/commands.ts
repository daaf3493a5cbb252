import { extname, join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommand } from '../../base/editor/commands';
import { withProgress } from '../../base/editor/notifications';
import { openFolders, pickFolder } from '../../base/editor/pickFolder';
import { setStatusBarMessage } from '../../base/editor/statusItems';
import { requireTrust } from '../../base/editor/trust';
import { UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { isInside } from '../../base/paths';
import { diskFiles } from '../../project/files';
import { changedFiles } from '../check/changedFiles';
import { readFlake8Config } from '../tools/flake8Config';
import { PRE_COMMIT_CONFIG } from '../tools/preCommit/hooks';
import type { ToxReader } from '../tools/styleEnvironment';
import type { CancellableTarget } from '../tools/target';
import type { StyleChecks } from './checks';
import { createEnvironment } from './createEnvironment';
import { explainRule } from './explainRule';
import { ACTIONS } from './failures';
import type { Pep8Runs } from './pep8Environment';
import type { Problems } from './problems';
import type { RuleBook } from './ruleBook';

export interface StyleParts {
  readonly log: Log;
  readonly checks: StyleChecks;
  readonly problems: Problems;
  readonly rules: RuleBook;
  readonly pep8: Pep8Runs;
  readonly tox: ToxReader;
}

export function registerStyleCommands({ log, checks, problems, rules, pep8, tox }: StyleParts): vscode.Disposable {
  const register = <Args extends unknown[]>(id: string, run: (...args: Args) => unknown): vscode.Disposable =>
    registerCommand(log, id, run, ACTIONS);
  return vscode.Disposable.from(
    register('openstackContributor.style.checkFile', () => checkFile(checks)),
    register('openstackContributor.style.checkChanged', () => checkChanged(checks)),
    register('openstackContributor.style.checkRoot', () => checkRoot(checks)),
    register('openstackContributor.style.runPep8', async () => {
      const folder = await folderToCheck();
      if (folder) await pep8.run(folder);
    }),
    register('openstackContributor.style.createEnvironment', async (options?: { recreate?: boolean }) => {
      const folder = await folderToCheck();
      if (folder && (await createEnvironment(folder, tox, options?.recreate === true))) {
        await checkShownFile(checks, folder);
      }
    }),
    register('openstackContributor.style.openConfiguration', (options?: { of?: 'pre-commit' }) =>
      openConfiguration(options?.of === 'pre-commit'),
    ),
    register('openstackContributor.style.explain', () => explainRule(problems, rules)),
    register('openstackContributor.style.clear', () => problems.clear()),
  );
}

async function checkFile(checks: StyleChecks): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document && vscode.workspace.getWorkspaceFolder(document.uri);
  if (!folder || document.languageId !== 'python') {
    throw new UserError('no-file', 'Open a Python file of the project first: its style is what is checked.');
  }
  const file = document.uri.fsPath;
  await run(checks, folder, `the style of ${vscode.workspace.asRelativePath(file, false)}`, [
    document.isDirty ? { kind: 'text', file, text: document.getText() } : { kind: 'files', files: [file] },
  ]);
}

async function checkChanged(checks: StyleChecks): Promise<void> {
  const folder = await folderToCheck();
  if (!folder) return;
  requireTrust('git');
  const root = folder.uri.fsPath;
  const files = (await changedFiles(root)).filter((file) => extname(file) === '.py' && isInside(root, file));
  if (files.length === 0) {
    setStatusBarMessage('No Python file is changed.', 4000);
    return;
  }
  const count = files.length === 1 ? '1 changed file' : `${files.length} changed files`;
  await run(checks, folder, `the style of ${count}`, [{ kind: 'files', files }]);
}

async function checkRoot(checks: StyleChecks): Promise<void> {
  const folder = await folderToCheck();
  if (folder) await run(checks, folder, `the style of ${folder.name}`, [{ kind: 'root' }]);
}

/** Checks with progress and Cancel, and says what came of it where a person who asked looks for it. */
async function run(
  checks: StyleChecks,
  folder: vscode.WorkspaceFolder,
  what: string,
  [target]: [CancellableTarget],
): Promise<void> {
  const location = target.kind === 'root' ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
  const options = { location, title: `Checking ${what}`, cancellable: target.kind === 'root' };
  const findings = await withProgress(options, (_, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    return checks.check(folder.uri.fsPath, { ...target, signal: cancelled.signal });
  });
  if (!findings) return;
  const why = target.kind === 'root' ? undefined : whyUnchecked(checks, target);
  if (why !== undefined) {
    setStatusBarMessage(why, 6000, 'circle-slash');
    return;
  }
  const count = findings.length === 1 ? '1 style problem' : `${findings.length} style problems`;
  if (findings.length === 0) setStatusBarMessage(`No problem in ${what}`, 6000, 'check');
  else setStatusBarMessage(count, 6000, 'warning');
  if (findings.length > 0 && target.kind !== 'text') await showProblems(target);
}

/** The sentence for a target that the project's commands check nothing of. */
function whyUnchecked(checks: StyleChecks, target: Exclude<CancellableTarget, { kind: 'root' }>): string | undefined {
  const files = target.kind === 'files' ? target.files : [target.file];
  const reasons = files.map((file) => checks.whyUnchecked(file));
  const [reason] = reasons;
  if (reason === undefined || reasons.includes(undefined)) return undefined;
  return `${files.length === 1 ? vscode.workspace.asRelativePath(files[0]!, false) : `${files.length} files`}: ${reason}`;
}

/** Findings of one file are before the person's eyes; those of many are in the list. */
async function showProblems(target: CancellableTarget): Promise<void> {
  const isOne = target.kind === 'files' && target.files.length === 1;
  if (!isOne) await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
}

async function checkShownFile(checks: StyleChecks, folder: vscode.WorkspaceFolder): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const isIts = document && vscode.workspace.getWorkspaceFolder(document.uri) === folder;
  if (isIts && document.languageId === 'python') await checkFile(checks);
}

async function openConfiguration(ofPreCommit: boolean): Promise<void> {
  const folder = await folderToCheck();
  if (!folder) return;
  if (ofPreCommit) {
    await vscode.window.showTextDocument(vscode.Uri.file(join(folder.uri.fsPath, PRE_COMMIT_CONFIG)));
    return;
  }
  const config = await readFlake8Config(folder.uri.fsPath, diskFiles);
  if (!config) throw new UserError('no-configuration', `${folder.name} has no settings for flake8.`);
  const selection = new vscode.Range(config.line, 0, config.line, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder.uri.fsPath, config.file)), { selection });
}

async function folderToCheck(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = openFolders();
  if (folders.length === 0) throw new UserError('no-folder', 'Open the folder of a project first.');
  return (await pickFolder(folders, 'The Style of Which Folder?'))?.folder;
}
