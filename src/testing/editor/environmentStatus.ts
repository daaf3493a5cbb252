/** The status bar item that says which Python runs the tests of the active editor's project. */
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { activeProject } from './environmentFolders';
import type { EnvironmentChoice } from './environmentChoice';
import { environmentName, missingText, NOTHING_FOUND, sourceText } from './environmentWording';

export class EnvironmentStatus implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    vscode.window.createStatusBarItem('openstackContributor.testEnvironment', vscode.StatusBarAlignment.Right, 89),
  );
  /** Counts what was asked: an answer that comes after a later question is not shown. */
  private asked = 0;

  constructor(
    private readonly choice: EnvironmentChoice,
    private readonly log: Log,
  ) {
    this.item.name = 'OpenStack: Test Environment';
    this.item.command = 'openstackContributor.testing.chooseEnvironment';
    this.store.add(vscode.window.onDidChangeActiveTextEditor(() => this.render()));
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.render()));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.render()));
    this.store.add(choice.onDidChange(() => this.render()));
  }

  render(): void {
    this.show().catch((error: unknown) => this.log.error(`Test environment in the status bar: ${messageOf(error)}`));
  }

  dispose(): void {
    this.store.dispose();
  }

  private async show(): Promise<void> {
    const question = ++this.asked;
    const folder = vscode.workspace.isTrusted ? await activeProject() : undefined;
    const state = folder && (await this.choice.stateOf(folder.uri.fsPath));
    if (question !== this.asked) return;
    if (!folder || !state) return this.item.hide();
    const { chosen, missing } = state;
    if (chosen) {
      const runner = chosen.runners.join(' and ') || 'without stestr';
      this.item.text = `$(vm) ${environmentName(chosen)}`;
      this.item.tooltip = `Tests of ${folder.name} run with ${chosen.python}\n${sourceText(chosen.source)}, ${runner}`;
    } else {
      const why = missing[0] ? missingText(missing[0], folder.uri.fsPath) : NOTHING_FOUND;
      this.item.text = '$(warning) No test environment';
      this.item.tooltip = `${folder.name}: ${why}`;
    }
    this.item.accessibilityInformation = { label: `Test environment: ${chosen ? environmentName(chosen) : 'none'}` };
    this.item.show();
  }
}
