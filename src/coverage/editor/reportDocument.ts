import * as vscode from 'vscode';
import { DisposableStore } from '../../base/emitter';
import type { CoverageModel } from '../state/coverageModel';
import type { ReportTable } from '../table/table';

/** The scheme of documents that show a report as `coverage report -m` prints it. */
const SCHEME = 'openstack-coverage';

/**
 * So many figures of a table are links. VS Code handles all links of a document in one go, and those of nova, 29,000,
 * would hold up every extension; beyond, the names of files are links and the figures lead on as definitions do.
 */
const MOST_LINKS = 5000;

/** "Show Coverage Report": a read-only document for each folder, kept up to date, whose figures lead to the lines. */
export class ReportDocuments
  implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.DefinitionProvider
{
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly store = new DisposableStore();

  constructor(private readonly model: CoverageModel) {
    this.store.addAll(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
      vscode.languages.registerDefinitionProvider({ scheme: SCHEME }, this),
      model.onDidChange(() => {
        for (const document of vscode.workspace.textDocuments) {
          if (document.uri.scheme === SCHEME) this.changed.fire(document.uri);
        }
      }),
    );
  }

  async show(folder: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(folder));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return (await this.tableOf(uri))?.text ?? 'There is no coverage report for this folder any more.\n';
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const table = await this.tableOf(document.uri);
    if (table?.text !== document.getText()) return [];
    const figures = table.rows.reduce((sum, row) => sum + row.missing.length, 0);
    return table.rows.flatMap((row) => {
      if (row.path === undefined) return [];
      const file = vscode.Uri.file(row.path);
      const name = new vscode.Range(row.line, 0, row.line, row.name.length);
      return [
        new vscode.DocumentLink(name, file),
        ...(figures > MOST_LINKS ? [] : row.missing).map(
          (item) =>
            new vscode.DocumentLink(
              new vscode.Range(row.line, item.start, row.line, item.end),
              file.with({ fragment: `L${item.sourceLine}` }),
            ),
        ),
      ];
    });
  }

  /** A figure leads to its line in the source. */
  async provideDefinition(document: vscode.TextDocument, at: vscode.Position): Promise<vscode.Location | undefined> {
    const table = await this.tableOf(document.uri);
    if (table?.text !== document.getText()) return undefined;
    const row = table.rows.find(({ line }) => line === at.line);
    const item = row?.missing.find(({ start, end }) => start <= at.character && at.character <= end);
    if (row?.path === undefined || !item) return undefined;
    return new vscode.Location(vscode.Uri.file(row.path), new vscode.Position(item.sourceLine - 1, 0));
  }

  private tableOf(uri: vscode.Uri): Promise<ReportTable | undefined> {
    return this.model.tableInTurns(uri.query);
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** The folder stands in the query, so that the tab's title stays short. */
function uriOf(folder: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: '/Coverage Report.txt', query: folder });
}
