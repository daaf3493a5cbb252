import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { DisposableStore } from '../../base/emitter';
import type { DocumentCoverage } from './documents';

/** Marks the untested lines in the text of the visible editors. */
export class Marks implements vscode.Disposable {
  private readonly types = {
    missing: lineMark('untestedLine', vscode.OverviewRulerLane.Left),
    partial: lineMark('partialLine', vscode.OverviewRulerLane.Left),
    changed: changedMark(),
  };
  private readonly store = new DisposableStore();
  private shown = true;

  constructor(private readonly documents: DocumentCoverage) {
    this.store.addAll(
      vscode.window.onDidChangeVisibleTextEditors(() => this.render()),
      documents.onDidChange(() => this.render()),
      ...Object.values(this.types),
    );
    this.render();
  }

  /** Switches the marks of this window off or on again; the setting decides which there are. */
  toggle(): void {
    this.shown = !this.shown;
    this.render();
  }

  render(): void {
    for (const editor of vscode.window.visibleTextEditors) this.renderEditor(editor);
  }

  private renderEditor(editor: vscode.TextEditor): void {
    const highlight = this.shown ? setting('coverage.highlight', editor.document.uri) : 'none';
    const coverage = highlight === 'none' ? undefined : this.documents.of(editor.document);
    const places = coverage?.places ?? [];
    const ranges = (kind: 'missing' | 'partial'): vscode.Range[] =>
      places.filter((place) => place.kind === kind).map((place) => place.range);
    editor.setDecorations(this.types.missing, ranges('missing'));
    editor.setDecorations(this.types.partial, highlight === 'untestedAndPartial' ? ranges('partial') : []);
    editor.setDecorations(this.types.changed, coverage?.changed ?? []);
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** A bar before the line and a soft background: breakpoints keep the gutter, errors keep the underline. */
function lineMark(
  color: 'untestedLine' | 'partialLine',
  lane: vscode.OverviewRulerLane,
): vscode.TextEditorDecorationType {
  const border = new vscode.ThemeColor(`openstackContributor.${color}Border`);
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(`openstackContributor.${color}Background`),
    borderColor: border,
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
    overviewRulerColor: border,
    overviewRulerLane: lane,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function changedMark(): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderColor: new vscode.ThemeColor('openstackContributor.changedLineBorder'),
    borderStyle: 'dotted',
    borderWidth: '0 0 0 2px',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
