/** Above the first line of a Python file: the way to its tests, or from a test module to what it tests. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { onSettingChange, setting } from '../../../base/editor/settings';
import { plainLabel } from '../../../base/plainText';
import type { FileTests } from './fileTests';

export class RelatedLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable;

  /** @param onDidChange fires when the tests of a file may be others now */
  constructor(
    private readonly fileTests: FileTests,
    onDidChange: readonly vscode.Event<unknown>[],
  ) {
    const again = (): void => this.changed.fire();
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      onSettingChange(['testing.codeLens'], again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      ...onDidChange.map((event) => event(again)),
      vscode.languages.registerCodeLensProvider({ scheme: 'file', language: 'python' }, this),
    );
  }

  async provideCodeLenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!setting('testing.codeLens', uri)) return [];
    const tested = await this.fileTests.testedBy(uri.fsPath);
    if (tested) {
      return tested.length === 0
        ? []
        : [lens(`Tests ${someOf(tested.map((path) => basename(path)))}`, 'goToTested', uri)];
    }
    const modules = (await this.fileTests.of(uri.fsPath))?.modules ?? [];
    if (modules.length === 0) return [];
    const names = modules.map((module) => module.slice(module.lastIndexOf('.') + 1));
    const goTo = lens(`Tested by ${someOf(names)}`, 'goToTests', uri);
    return vscode.workspace.isTrusted ? [goTo, lens('Run Tests of This File', 'runTestsOfFile', uri)] : [goTo];
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function lens(title: string, command: string, uri: vscode.Uri): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
    title: plainLabel(title),
    command: `openstackContributor.testing.${command}`,
    arguments: [uri],
  });
}

function someOf([first, ...others]: readonly string[]): string {
  return others.length === 0 ? `${first}` : `${first} and ${others.length} more`;
}
