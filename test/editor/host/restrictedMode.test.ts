import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { callsOf } from './fakeCoverage';

describe('what stays off in Restricted Mode', () => {
  before(async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
  });

  it('messages in Restricted Mode are checked by .gitreview alone, and nothing is run', async () => {
    const file = vscode.Uri.file(join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, '.git', 'COMMIT_EDITMSG'));
    writeFileSync(file.fsPath, 'Fix it.\n');
    const document = await vscode.workspace.openTextDocument(file);
    const found = await eventually(
      'the findings',
      () => vscode.languages.getDiagnostics(file),
      (all) => all.length > 0,
    );
    assert.deepEqual(found.map(({ code }) => code).sort(), ['sign-off-missing', 'summary-full-stop']);
    // Who signs off would be known from git alone.
    const { range } = document.lineAt(0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file,
      range,
    );
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Remove the full stop'],
    );
    await vscode.commands.executeCommand('openstackContributor.change.compose');
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('coverage commands run nothing in Restricted Mode, even if not called from a menu', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    await vscode.commands.executeCommand('openstackContributor.coverage.makeReport', folder);
    await vscode.commands.executeCommand('openstackContributor.coverage.runCover', folder);
    assert.deepEqual(callsOf(folder.fsPath), []);
    assert.deepEqual(vscode.tasks.taskExecutions, []);
  });
});
