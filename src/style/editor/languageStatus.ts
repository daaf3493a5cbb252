import * as vscode from 'vscode';
import { LanguageStatus } from '../../base/editor/statusItems';
import { DisposableStore } from '../../base/emitter';
import { messageOf, UserError } from '../../base/errors';
import type { CheckState } from '../check/checkStates';
import type { StyleChecks } from './checks';
import { ACTIONS } from './failures';

const CHECK: vscode.Command = { title: 'Check Now', command: 'openstackContributor.style.checkFile' };

/** Says in the language status of Python files which tools check them, or why none does, with the button for it. */
export class StyleStatus implements vscode.Disposable {
  private readonly item = new LanguageStatus('openstackContributor.style', 'OpenStack style', {
    language: 'python',
    scheme: 'file',
  });
  private readonly store = new DisposableStore();

  constructor(private readonly checks: StyleChecks) {
    this.store.addAll(
      this.item,
      checks.onDidChange(() => this.update()),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
    );
    this.update();
  }

  private update(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
    const state = folder && this.checks.stateOf(folder.uri.fsPath);
    const problem = state?.kind === 'failed' ? state.error : state?.kind === 'done' ? state.missing : undefined;
    const known: UserError | undefined = problem instanceof UserError ? problem : undefined;
    const action = known && ACTIONS[known.reason];
    this.item.show({
      detail: problem ? messageOf(problem) : detailOf(state, uri && this.checks.whyUnchecked(uri.fsPath)),
      severity: problem ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information,
      command: action ? { title: action.title, command: action.command, arguments: action.args ?? [] } : CHECK,
      busy: state?.kind === 'checking',
    });
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** @param whyUnchecked the reason where the project's commands leave the file out */
function detailOf(state: CheckState | undefined, whyUnchecked: string | undefined): string {
  if (state?.kind === 'done') return whyUnchecked ?? state.by;
  return state?.kind === 'checking' ? 'being checked' : 'not checked yet';
}
