import * as vscode from 'vscode';
import { messageOf, UserError } from '../../base/errors';
import type { StyleChecks } from './checks';
import { MENDS } from './failures';

/** Says in the language status of Python files which tools check them, or why none does, with the button for it. */
export class StyleStatus implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('openstackContributor.style', {
    language: 'python',
    scheme: 'file',
  });
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly checks: StyleChecks) {
    this.item.name = 'OpenStack style';
    this.disposables = [
      this.item,
      checks.onDidChange(() => this.update()),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
    ];
    this.update();
  }

  private update(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
    const state = folder && this.checks.stateOf(folder.uri.fsPath);
    const { item } = this;
    item.busy = state?.kind === 'checking';
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.command = { title: 'Check Now', command: 'openstackContributor.style.checkFile' };
    item.text = 'OpenStack style';
    item.detail = 'not checked yet';
    if (state?.kind === 'done') item.detail = state.by;
    if (state?.kind === 'checking') item.detail = 'being checked';
    const problem = state?.kind === 'failed' ? state.error : state?.kind === 'done' ? state.missing : undefined;
    if (!problem) return;
    item.severity = vscode.LanguageStatusSeverity.Warning;
    item.detail = messageOf(problem);
    const known: UserError | undefined = problem instanceof UserError ? problem : undefined;
    const mend = known && MENDS[known.reason];
    if (mend) item.command = { title: mend.title, command: mend.command, arguments: mend.args ?? [] };
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}
