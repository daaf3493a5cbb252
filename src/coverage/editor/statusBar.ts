import * as vscode from 'vscode';
import { StatusItem } from '../../base/editor/statusItems';
import { DisposableStore } from '../../base/emitter';
import { comparisonLines } from '../baseline/comparisonLines';
import { countsOf } from '../report/coverageReport';
import { ago, percentDifference, plural, shortPercent } from '../report/wording';
import type { CoverageModel } from '../state/coverageModel';
import type { DocumentCoverage } from './documents';

/** The status bar item of the file in the active editor: its percentage and how far that moved. */
export class StatusBar implements vscode.Disposable {
  private readonly item = new StatusItem(
    'openstackContributor.coverage',
    'OpenStack: Untested Lines of the File',
    vscode.StatusBarAlignment.Right,
    90,
  );
  private readonly store = new DisposableStore();

  constructor(
    private readonly model: CoverageModel,
    private readonly documents: DocumentCoverage,
  ) {
    this.store.addAll(
      this.item,
      vscode.window.onDidChangeActiveTextEditor(() => this.render()),
      documents.onDidChange(() => this.render()),
      model.onDidChange(() => this.render()),
    );
    this.render();
  }

  private render(): void {
    const document = vscode.window.activeTextEditor?.document;
    const found = document?.uri.scheme === 'file' ? this.model.find(document.uri.fsPath) : undefined;
    if (!document || !found) return this.item.hide();
    const { file, folder } = found;
    const { change } = folder.comparison;
    const counts = countsOf(file);
    const fileChange = change?.files.find((candidate) => candidate.name === file.name);
    const difference = fileChange?.before ? percentDifference(fileChange.before, counts) : '';
    const coverage = this.documents.of(document);

    const lines = [
      `${file.name}: ${counts.missed} of ${plural(counts.statements, 'statement')} untested` +
        (counts.partialBranches > 0 ? `, ${plural(counts.partialBranches, 'branch', 'branches')} not taken` : ''),
    ];
    if (change) lines.push(...comparisonLines(change, file.name));
    lines.push(`Report made ${ago(folder.report.writtenAt, Date.now())}`);
    if (coverage?.older) {
      lines.push('The file changed after this older report, so its lines are not marked. Run tox cover again.');
    } else if (coverage && coverage.changed.length > 0) {
      lines.push('Lines changed since the report are not judged.');
    }
    const text = `${shortPercent(counts)} tested${difference ? ` (${difference})` : ''}`;
    const words = {
      icon: 'beaker',
      text,
      tooltip: lines.join('\n'),
      ...(coverage?.older && { iconBehind: 'history' }),
    };
    this.item.show(words, 'openstackContributor.untestedLines.focus');
  }

  dispose(): void {
    this.store.dispose();
  }
}
