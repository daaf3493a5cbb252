import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api } from '../../../src/api';
import { hoverAt } from './hoverAt';
import { gitIn } from './repository';

const ID = 'Change-Id: I0123456789012345678901234567890123456789';
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

  it('amending begins with the text of the commit, though VS Code kept a document with another', async () => {
    const before = head();
    await run('composeAmend');
    await type(' soon');
    await run('amend');
    assert.match(head(), /^scheduler: Weigh hosts anew soon\n/);
    gitIn(root, 'commit', '-q', '--amend', '--no-verify', '-m', before);
    await run('composeAmend');
    assert.equal(active().lineAt(0).text, 'scheduler: Weigh hosts anew');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
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

describe('help where a commit message is typed', () => {
  let file: vscode.Uri;

  before(async () => {
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
    file = vscode.Uri.file(join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, '.git', 'COMMIT_EDITMSG'));
  });

  async function open(text: string): Promise<vscode.TextDocument> {
    writeFileSync(file.fsPath, '');
    const document = await vscode.workspace.openTextDocument(file);
    await replaceAll(document, text);
    return document;
  }

  async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
    // VS Code refuses an edit while the text that it knows is older than the one on screen.
    await eventually(
      'an edit',
      () => {
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
        return vscode.workspace.applyEdit(edit);
      },
      (applied) => applied,
    );
  }

  const codes = (uri: vscode.Uri): string[] =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'OpenStack')
      .map(({ code }) => code as string);

  const findings = ({ uri }: vscode.TextDocument, count: number): Promise<string[]> =>
    eventually(
      `${count} findings`,
      () => codes(uri),
      (all) => all.length === count,
    );

  async function suggestions(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    return list.items;
  }
  const labels = (items: vscode.CompletionItem[]): string[] =>
    items.map(({ label }) => (typeof label === 'string' ? label : label.label));

  async function fix(document: vscode.TextDocument, line: number, title: string): Promise<void> {
    const range = new vscode.Range(line, 0, line, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      document.lineAt(line).range,
    );
    const action = actions.find((one) => one.title === title);
    assert.ok(
      action?.edit,
      `${title} is not among ${actions.map((one) => one.title).join(', ')} at ${range.start.line}`,
    );
    assert.ok(await vscode.workspace.applyEdit(action.edit));
  }

  it('a mistake in a commit message is marked, with a fix', async () => {
    const document = await open(
      `Fix it.\n\nDeepnds-On: https://review.opendev.org/1\n${ID}\n\n# a comment, of no account.\n`,
    );
    assert.equal(document.languageId, 'git-commit');
    await findings(document, 3);
    assert.deepEqual(codes(document.uri).sort(), ['sign-off-missing', 'summary-full-stop', 'trailer-spelling']);
    await fix(document, 0, 'Remove the full stop');
    await fix(document, 0, 'Sign off as dev@example.org');
    await findings(document, 1);
    await fix(document, 2, 'Write Depends-On');
    await findings(document, 0);
    const signed = `${ID}\nSigned-off-by: Dev Example <dev@example.org>`;
    assert.equal(
      document.getText(),
      `Fix it\n\nDepends-On: https://review.opendev.org/1\n${signed}\n\n# a comment, of no account.\n`,
    );
  });

  it('trailers are completed with their meaning, and values from branch and log', async () => {
    const document = await open('Fix it\n\nClo');
    const items = await suggestions(document, new vscode.Position(2, 3));
    const closes = items.find(({ label }) => typeof label !== 'string' && label.label === 'Closes-Bug');
    assert.match((closes!.documentation as vscode.MarkdownString).value, /marks the bug as fixed[\s\S]*When/);
    assert.ok(labels(items).includes('DocImpact'));
    await replaceAll(document, 'Fix it\n\nCloses-Bug: ');
    assert.deepEqual(labels(await suggestions(document, new vscode.Position(2, 12))).slice(0, 1), ['#2061234']);
    await replaceAll(document, 'Fix it\n\nCo-authored-by: ');
    assert.ok(labels(await suggestions(document, new vscode.Position(2, 16))).includes('Ada Other'));
    await replaceAll(document, 'Fix it\n\nAssisted-By: ');
    assert.ok(labels(await suggestions(document, new vscode.Position(2, 13))).includes('a tool, model 1'));
    await replaceAll(document, 'Fix it\n\nIn prose there is no list\nClo');
    assert.ok(!labels(await suggestions(document, new vscode.Position(3, 3))).includes('Closes-Bug'));
  });

  it('the hover explains a trailer and links a bug', async () => {
    const document = await open('Fix it\n\nCloses-Bug: #2061234\n');
    assert.match(await hoverAt(document.uri, 2, 3), /marks the bug as fixed/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    assert.ok(links.some(({ target }) => target?.toString() === 'https://bugs.launchpad.net/bugs/2061234'));
  });

  it('the Source Control input is checked as a text where # begins no comment', async () => {
    await vscode.commands.executeCommand('workbench.view.scm');
    const find = (): vscode.TextDocument | undefined =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'vscode-scm');
    const input = (await eventually('the input', find, (found) => found !== undefined))!;
    assert.equal(input.languageId, 'scminput');
    await replaceAll(input, `Fix it.\n\n# Task\n\n${ID}\nSigned-off-by: Someone Else <else@example.org>\n`);
    await findings(input, 2);
    assert.deepEqual(codes(input.uri).sort(), ['sign-off-email', 'summary-full-stop']);
    await fix(input, 0, 'Remove the full stop');
    await findings(input, 1);
    await replaceAll(input, 'Fix it\n\nClo');
    assert.ok(labels(await suggestions(input, new vscode.Position(2, 3))).includes('Closes-Bug'));
    await replaceAll(input, '');
  });

  it('the Source Control input marks mistakes, and only hints at a sign-off that may be added later', async () => {
    await vscode.commands.executeCommand('workbench.view.scm');
    const find = (): vscode.TextDocument | undefined =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'vscode-scm');
    const input = (await eventually('the input', find, (found) => found !== undefined))!;
    const found = (): string[] =>
      vscode.languages
        .getDiagnostics(input.uri)
        .filter(({ source }) => source === 'OpenStack')
        .map(({ code, severity }) => `${vscode.DiagnosticSeverity[severity]} ${code as string}`)
        .sort();
    const settings = vscode.workspace.getConfiguration();
    try {
      await replaceAll(input, 'conf: Note v');
      await eventually('the hint', found, (all) => all.join() === 'Hint sign-off-missing');
      await replaceAll(input, 'conf: Note v.');
      await eventually(
        'what is wrong too',
        found,
        (all) => all.join() === 'Hint sign-off-missing,Warning summary-full-stop',
      );
      await settings.update('git.alwaysSignOff', true, vscode.ConfigurationTarget.Global);
      await eventually('what is wrong alone', found, (all) => all.join() === 'Warning summary-full-stop');
      await settings.update('git.alwaysSignOff', undefined, vscode.ConfigurationTarget.Global);
      await eventually('the hint again', found, (all) => all.length === 2);
      await fix(input, 0, 'Sign off as dev@example.org');
      assert.equal(input.getText(), 'conf: Note v.\n\nSigned-off-by: Dev Example <dev@example.org>\n');
    } finally {
      await settings.update('git.alwaysSignOff', undefined, vscode.ConfigurationTarget.Global);
      await replaceAll(input, '');
    }
  });
});
