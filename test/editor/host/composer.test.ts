import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api } from '../../../src/api';
import { gitIn } from './repository';

const SIGNED = 'Signed-off-by: Dev Example <dev@example.org>';

describe('the composer', () => {
  let root: string;
  let api: Api;

  before(async () => {
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  });

  const run = (command: string): Thenable<unknown> =>
    vscode.commands.executeCommand(`openstackContributor.change.${command}`);
  const head = (): string => gitIn(root, 'log', '-1', '--format=%B');
  const idOf = (message: string): string => /^Change-Id: (I[0-9a-f]{40})$/m.exec(message)![1]!;
  const active = (): vscode.TextDocument => vscode.window.activeTextEditor!.document;

  async function type(text: string): Promise<void> {
    const editor = vscode.window.activeTextEditor!;
    assert.ok(await editor.edit((edit) => edit.insert(editor.selection.active, text)));
  }

  it('the composer begins with prefix, bug, sign-off and what is staged', async () => {
    await run('compose');
    const document = active();
    assert.equal(document.languageId, 'gerrit-commit');
    assert.equal(document.lineAt(0).text, 'scheduler: ');
    assert.ok(
      document
        .getText()
        .includes(`\n\nCloses-Bug: #2061234\n${SIGNED}\n\n# A new change for openstack/cloudlet, master`),
    );
    assert.match(document.getText(), /^# {3}cloudlet\/scheduler\/filters\.py$/m);
  });

  it('the composer keeps the draft on disk as it is typed', async () => {
    await type('Weigh hosts anew');
    const file = active().uri.fsPath;
    await eventually(
      'the draft',
      () => readFileSync(file, 'utf8'),
      (text) => text.startsWith('scheduler: Weigh hosts anew\n'),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run('compose');
    assert.equal(active().lineAt(0).text, 'scheduler: Weigh hosts anew');
  });

  it('the composer keeps the draft when a hook refuses, and commits when it does not', async () => {
    const before = gitIn(root, 'rev-parse', 'HEAD');
    await type(' refuse');
    await run('commit');
    assert.equal(gitIn(root, 'rev-parse', 'HEAD'), before);
    assert.equal(active().lineAt(0).text, 'scheduler: Weigh hosts anew refuse');
    const editor = vscode.window.activeTextEditor!;
    assert.ok(await editor.edit((edit) => edit.delete(new vscode.Range(0, 27, 0, 34))));
    await run('commit');
    assert.match(
      head(),
      new RegExp(`^scheduler: Weigh hosts anew\n\nCloses-Bug: #2061234\nChange-Id: I[0-9a-f]{40}\n${SIGNED}\n*$`),
    );
    assert.equal(vscode.window.activeTextEditor, undefined, 'the draft is put away');
  });

  it('amending keeps the Change-Id, unless a new one is requested', async () => {
    const id = idOf(head());
    await run('composeAmend');
    await type(' and again');
    await run('amend');
    assert.match(head(), /^scheduler: Weigh hosts anew and again\n/);
    assert.equal(idOf(head()), id);
    assert.equal(gitIn(root, 'rev-list', '--count', 'HEAD'), '3');
    await run('composeAmend');
    await run('newChangeId');
    assert.notEqual(idOf(active().getText()), id);
    assert.equal(active().getText().split('Change-Id').length, 2);
    await vscode.commands.executeCommand('workbench.action.files.save');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a commit that was made without the hook gets its Change-Id, and what is staged stays staged', async () => {
    gitIn(root, 'revert', '--no-edit', 'HEAD');
    gitIn(root, 'add', 'releasenotes');
    await run('addChangeId');
    assert.match(head(), /^Revert "scheduler.*\n\n[^]*\nChange-Id: I/);
    assert.equal(gitIn(root, 'diff', '--cached', '--name-only'), 'releasenotes/notes/first-0123456789abcdef.yaml');
  });

  it('amending is refused for a commit that is already on the review branch', async () => {
    gitIn(root, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    await run('composeAmend');
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('other extensions can check and complete messages through the API', async () => {
    const findings = api.change.check('Fix it.\n');
    assert.deepEqual(
      findings.map(({ code, severity, line }) => [code, severity, line]),
      [['summary-full-stop', 'warning', 0]],
    );
    const done = await eventually(
      'the person',
      () => api.change.complete('Fix it\n'),
      (text) => text.includes('Signed-off-by'),
    );
    assert.match(done, new RegExp(`^Fix it\n\nChange-Id: I[0-9a-f]{40}\n${SIGNED}\n$`));
    assert.equal(api.change.complete(done), done);
  });
});
