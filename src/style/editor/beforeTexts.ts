import * as vscode from 'vscode';
import type { ChangedFile } from '../check/treeBefore';

const SCHEME = 'openstack-style-before';

/** How files were before tools changed them, to compare with how they are now. Kept until the next run. */
export class BeforeTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  /** Opens all files in one editor, each beside what it was; nothing where there are none. */
  async show(title: string, files: readonly ChangedFile[]): Promise<void> {
    this.texts = new Map(files.map(({ path, before }) => [path, before ?? '']));
    const rows = files.map(({ path }) => {
      const now = vscode.Uri.file(path);
      const before = now.with({ scheme: SCHEME });
      this.changed.fire(before);
      return [now, before, now];
    });
    if (rows.length > 0) await vscode.commands.executeCommand('vscode.changes', title, rows);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.fsPath) ?? '';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
