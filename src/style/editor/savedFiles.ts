import * as vscode from 'vscode';

/**
 * Which files the person saves from here on, until it is disposed, by absolute path. Whether a check read such a file
 * before or after, nobody knows. What its tools write themselves is not among them: VS Code does not save that.
 */
export class SavedFiles implements vscode.Disposable {
  readonly paths = new Set<string>();
  private readonly listener = vscode.workspace.onDidSaveTextDocument(({ uri }) => this.paths.add(uri.fsPath));

  dispose(): void {
    this.listener.dispose();
  }
}
