import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { changeInfo, type FaultyServer, faultyServer, json } from '../../unit/gerrit/faultyServer';

describe('what a server knows, where a message is typed', () => {
  let server: FaultyServer;
  let file: vscode.Uri;

  before(async () => {
    server = await faultyServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://x');
      const query = url.searchParams.get('q') ?? '';
      if (url.pathname.endsWith('/config')) {
        json(response, { use_signed_off_by: { value: true } });
      } else if (query.includes('owner:')) {
        json(response, [changeInfo(12, { subject: 'Weigh *hosts*' })]);
      } else {
        json(
          response,
          [...query.matchAll(/\d+/g)].map(([number]) => changeInfo(Number(number), { status: 'ABANDONED' })),
        );
      }
    });
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const { port } = new URL(server.url);
    writeFileSync(
      join(folder, '.gitreview'),
      `[gerrit]\nhost=127.0.0.1\nport=${port}\nscheme=http\nproject=openstack/cloudlet\n`,
    );
    file = vscode.Uri.file(join(folder, '.git', 'COMMIT_EDITMSG'));
  });
  after(() => server.close());

  async function open(text: string): Promise<vscode.TextDocument> {
    writeFileSync(file.fsPath, text);
    const document = await vscode.workspace.openTextDocument(file);
    await eventually(
      'the text',
      () => document.getText(),
      (now) => now === text,
    );
    return document;
  }

  it('a message reports a dependency that is abandoned, and a sign-off that the server requires', async () => {
    const { uri } = await open(`Fix it\n\nDepends-On: ${server.url}c/openstack/nova/+/7\n`);
    // The server answers one question after the other, and the first answer already changes what is found.
    const { Error } = vscode.DiagnosticSeverity;
    const found = await eventually(
      'the findings',
      () => vscode.languages.getDiagnostics(uri),
      (all) => all.length === 2 && all.some(({ severity }) => severity === Error),
    );
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      [
        ['sign-off-missing', Error],
        ['depends-on-abandoned', vscode.DiagnosticSeverity.Warning],
      ],
    );
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(2, 20),
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value))
      .join('\n');
    assert.match(text, /Change 7\n\nopenstack\/nova, master, abandoned, by Dev/);
  });

  it('the hover shows title and state of a pull request that a change waits for, as text', async () => {
    const { fetch } = globalThis;
    const asked: string[] = [];
    // The extension runs in this very process; GitHub is the one server that has a fixed address.
    globalThis.fetch = (input, options) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!url.startsWith('https://api.github.com/')) return fetch(input, options);
      asked.push(url);
      return Promise.resolve(
        Response.json({ number: 5, title: 'Read *load*', state: 'open', draft: true, base: { ref: 'main' } }),
      );
    };
    try {
      const { uri } = await open('Fix it\n\nDepends-On: https://github.com/ansible/ansible/pull/5\n');
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        new vscode.Position(2, 20),
      );
      const text = hovers
        .flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value))
        .join('\n');
      assert.match(text, /Read \\\*load\\\*\n\nansible\/ansible\\#5 on GitHub, draft/);
      assert.deepEqual(asked, ['https://api.github.com/repos/ansible/ansible/pulls/5']);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('changes are completed by subject, in the form that Zuul finds', async () => {
    const document = await open('Fix it\n\nNeeded-By: ');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(2, 11),
    );
    const [item] = list.items;
    assert.deepEqual(item?.label, { label: '12 Weigh *hosts*', description: 'openstack/nova, master, open' });
    assert.equal(item.insertText, `${server.url}c/openstack/nova/+/12`);
  });
});
