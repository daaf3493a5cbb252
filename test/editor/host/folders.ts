import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/**
 * Removes and adds folders of the workspace as `updateWorkspaceFolders` does, and waits until VS Code has really done
 * it: `workspaceFolders` shows the wish at once, and no other wish is taken until then.
 */
export async function updateFolders(start: number, remove: number, ...added: { uri: vscode.Uri }[]): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listening.dispose();
      resolve();
    });
  });
  assert.ok(vscode.workspace.updateWorkspaceFolders(start, remove, ...added), 'VS Code takes the wish');
  await changed;
}
