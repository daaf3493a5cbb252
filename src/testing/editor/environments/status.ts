/**
 * The status bar item that says which Python runs the tests: of the active editor's project, or in short of all of them
 * while no editor says which project is meant.
 */
import * as vscode from 'vscode';
import { StatusItem } from '../../../base/editor/statusItems';
import { DisposableStore } from '../../../base/emitter';
import { messageOf } from '../../../base/errors';
import type { Log } from '../../../base/log';
import type { EnvironmentChoice } from './choice';
import { projectFolders, projectsInSight } from './folders';
import { type EnvironmentOfFolder, statusOfAll, statusOfOne } from './statusText';

const CHOOSE = 'openstackContributor.testing.chooseEnvironment';

export class EnvironmentStatus implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    new StatusItem(
      'openstackContributor.testEnvironment',
      'OpenStack: Test Environment',
      vscode.StatusBarAlignment.Right,
      89,
    ),
  );
  /** Counts what was asked: an answer that comes after a later question is not shown. */
  private asked = 0;

  constructor(
    private readonly choice: EnvironmentChoice,
    private readonly log: Log,
  ) {
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
    const projects = vscode.workspace.isTrusted ? await projectFolders() : [];
    const inSight = projectsInSight(projects);
    const known: EnvironmentOfFolder[] = [];
    // One after the other: each may start a tox.
    for (const { name, uri } of inSight) {
      if (question !== this.asked) return;
      known.push({ name, root: uri.fsPath, ...(await this.choice.stateOf(uri.fsPath)) });
    }
    if (question !== this.asked) return;
    const [first, ...others] = known;
    if (!first) return this.item.hide();
    if (others.length > 0) {
      this.item.show(statusOfAll(known), CHOOSE);
    } else {
      this.item.show(statusOfOne(first, projects.length > 1), {
        title: 'Choose Test Environment…',
        command: CHOOSE,
        arguments: [first.root],
      });
    }
  }
}
