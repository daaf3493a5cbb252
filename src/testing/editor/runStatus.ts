import * as vscode from 'vscode';
import type { RunSummary } from '../run/execution';

/** The line that testr ends with, in the status bar until the next run. */
export class RunStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('openstackContributor.testing.run', vscode.StatusBarAlignment.Left, 1);

  constructor() {
    this.item.name = 'OpenStack Test Run';
    this.item.command = 'testing.showMostRecentOutput';
  }

  /** @param summaries of each root that ran: the worst of them is in the line, all are in the hover */
  show(summaries: readonly RunSummary[]): void {
    const [worst] = [...summaries].sort((a, b) => badness(b) - badness(a));
    if (!worst) return;
    this.item.text = `$(${ICONS[badness(worst)]}) ${worst.line}`;
    this.item.tooltip = [...summaries.map(wordsOf), 'Show the output of the run'].join('\n');
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

const ICONS = ['pass', 'circle-slash', 'error'] as const;

/** An index of ICONS. */
function badness(summary: RunSummary): 0 | 1 | 2 {
  if (summary.outcome === 'crashed' || wrongOf(summary) > 0) return 2;
  return summary.outcome === 'cancelled' ? 1 : 0;
}

function wrongOf({ failed, errored, unexpectedSuccesses }: RunSummary): number {
  return failed + errored + unexpectedSuccesses;
}

function wordsOf(summary: RunSummary): string {
  if (summary.outcome !== 'finished') return summary.words;
  const wrong = wrongOf(summary);
  return `${summary.line}: ${wrong === 0 ? 'all of them passed or were skipped.' : `${wrong} of them failed.`}`;
}
