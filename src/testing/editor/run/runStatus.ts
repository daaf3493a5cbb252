import * as vscode from 'vscode';
import { StatusItem } from '../../../base/editor/statusItems';
import type { RunSummary } from '../../run/runState';

/** The line that testr ends with, in the status bar until the next run. */
export class RunStatus implements vscode.Disposable {
  private readonly item = new StatusItem(
    'openstackContributor.testing.run',
    'OpenStack Test Run',
    vscode.StatusBarAlignment.Left,
    1,
  );

  /** @param summaries of each root that ran: the worst of them is in the line, all are in the hover */
  show(summaries: readonly RunSummary[]): void {
    const [worst] = [...summaries].sort((a, b) => badness(b) - badness(a));
    if (!worst) return;
    const tooltip = [...summaries.map(wordsOf), 'Show the output of the run'].join('\n');
    this.item.show({ icon: ICONS[badness(worst)], text: worst.line, tooltip }, 'testing.showMostRecentOutput');
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
