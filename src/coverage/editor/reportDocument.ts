import * as vscode from 'vscode';
import type { CoverageModel } from '../coverageModel';
import type { ReportTable } from '../table';

/** The scheme of documents that show a report as `coverage report -m` prints it. */
const SCHEME = 'openstack-coverage';

/** "Show Coverage Report": a read-only document for each root, kept up to date, whose figures lead to the lines. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly model: CoverageModel) {
    this.disposables = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
      model.onDidChange(() => {
        for (const document of vscode.workspace.textDocuments) {
          if (document.uri.scheme === SCHEME) this.changed.fire(document.uri);
        }
      }),
    ];
  }

  async show(root: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(root));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.tableOf(uri)?.text ?? 'There is no coverage report for this folder any more.\n';
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const table = this.tableOf(document.uri);
    if (table?.text !== document.getText()) return [];
    return table.rows.flatMap((row) => {
      if (row.path === undefined) return [];
      const file = vscode.Uri.file(row.path);
      const name = new vscode.Range(row.line, 0, row.line, row.name.length);
      return [
        new vscode.DocumentLink(name, file),
        ...row.missing.map(
          (item) =>
            new vscode.DocumentLink(
              new vscode.Range(row.line, item.start, row.line, item.end),
              file.with({ fragment: `L${item.sourceLine}` }),
            ),
        ),
      ];
    });
  }

  private tableOf(uri: vscode.Uri): ReportTable | undefined {
    return this.model.table(uri.query);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

/** The root stands in the query, so that the tab's title stays short. */
function uriOf(root: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: '/Coverage Report.txt', query: root });
}
