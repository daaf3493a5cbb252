import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { updateFolders } from './folders';

describe('folders with tests', () => {
  const listed = (folder: vscode.Uri): Promise<boolean> =>
    eventually(
      `the list of ${folder.fsPath}`,
      () => existsSync(join(folder.fsPath, 'imported')),
      (is) => is,
      30_000,
    );

  before(async () => {
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
  });

  it('tests of folders are listed when the Testing view is opened, and when a folder is added later', async () => {
    await eventually(
      'two folders',
      () => vscode.workspace.workspaceFolders?.length,
      (count) => count === 2,
    );
    const [first, second] = vscode.workspace.workspaceFolders!.map(({ uri }) => uri);
    await updateFolders(1, 1);
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await listed(first!);
    await updateFolders(1, 0, { uri: second! });
    await listed(second!);
  });
});
