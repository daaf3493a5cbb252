import * as vscode from 'vscode';
import type { RunSummary } from '../run/execution';

/** The line that testr ends with, in the status bar until the next run. */
export class RunStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('openstackContributor.testing.run', vscode.StatusBarAlignment.Left, 1);

  constructor() {
    this.item.name = 'OpenStack Test Run';
    this.item.command = 'testing.showMostRecentOutput';
  }

  show({ outcome, line, words, failed, errored, unexpectedSuccesses }: RunSummary): void {
    const wrong = failed + errored + unexpectedSuccesses;
    const icon = outcome === 'cancelled' ? 'circle-slash' : outcome === 'crashed' || wrong > 0 ? 'error' : 'pass';
    this.item.text = `$(${icon}) ${line}`;
    this.item.tooltip = outcome === 'finished' ? `${countText(wrong)}\nShow the output of the run` : words;
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

function countText(wrong: number): string {
  return wrong === 0 ? 'All of them passed or were skipped.' : `${wrong} of them failed.`;
}
