import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api, PreflightResult } from '../../../src/api';
import { changeInfo, type FaultyServer, faultyServer, json } from '../../unit/gerrit/faultyServer';
import { hoverAt } from './hoverAt';
import { gitIn } from './repository';

const SIGNED = 'Signed-off-by: Dev Example <dev@example.org>';

describe('a change on its way to Gerrit', () => {
  let api: Api;
  let root: vscode.Uri;

  before(async () => {
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    root = vscode.workspace.workspaceFolders![0]!.uri;
  });

  function commit(message: string, file = 'scheduler.txt'): string {
    writeFileSync(join(root.fsPath, file), `${message}\n`);
    gitIn(root.fsPath, 'add', '-A');
    gitIn(root.fsPath, 'commit', '-q', '--no-verify', '-m', message);
    return gitIn(root.fsPath, 'rev-parse', 'HEAD');
  }
  const states = ({ checks }: PreflightResult): Record<string, string> =>
    Object.fromEntries(checks.map(({ name, state }) => [name, state]));
  const complete = (): void =>
    void gitIn(
      root.fsPath,
      'commit',
      '-q',
      '--amend',
      '--no-verify',
      '-m',
      api.change.complete(gitIn(root.fsPath, 'log', '-1', '--format=%B')),
    );

  it('a refused push shows the known explanation, and no change as pushed', async () => {
    commit('Weigh hosts by load');
    const refused = await api.change.push(root);
    assert.equal(refused.outcome, 'refused', refused.output.join('\n'));
    assert.deepEqual(refused.changes, []);
    const sign = [{ kind: 'sign-off', by: 'repository', button: 'Sign Off' }];
    assert.deepEqual(
      refused.rejections.map(({ reason, fixes }) => [reason, fixes]),
      [['missing-sign-off', sign]],
    );
    assert.match(refused.rejections[0]!.quote, /not Signed-off-by/);
  });

  it('the preflight reports what the server would refuse', async () => {
    const found = await api.change.preflight(root);
    assert.equal(found.outcome, 'refused');
    const { 'sign-off': signOff, 'change-id': changeId, bug, server, style } = states(found);
    assert.deepEqual([signOff, changeId, bug, server, style], ['refused', 'refused', 'passed', 'passed', 'passed']);
    assert.equal(found.checks.find(({ name }) => name === 'server')?.text, 'Becomes a new change');
  });

  it('a push makes a change, and the next push its next patch set', async () => {
    gitIn(root.fsPath, 'commit', '-q', '--amend', '--no-verify', '-m', `Weigh hosts by load\n\n${SIGNED}`);
    complete();
    const ready = await api.change.preflight(root);
    assert.ok(['ready', 'advice'].includes(ready.outcome), JSON.stringify(ready));
    const first = await api.change.push(root, { state: 'wip', topic: 'load' });
    assert.equal(first.outcome, 'accepted', first.output.join('\n'));
    const [change] = first.changes;
    assert.deepEqual(
      [change?.isNew, change?.wip, change?.patchSet, change?.subject],
      [true, true, 1, 'Weigh hosts by load'],
    );
    assert.match(change!.url, /\/c\/openstack\/editor-\d+\/\+\/\d+$/);

    writeFileSync(join(root.fsPath, 'scheduler.txt'), 'more\n');
    gitIn(root.fsPath, 'commit', '-q', '--amend', '--no-edit', '--no-verify', '-a');
    const checks = await api.change.preflight(root);
    const word = checks.checks.find(({ name }) => name === 'server')?.text;
    assert.equal(word, `Becomes patch set 2 of change ${change!.number}`);
    const second = await api.change.push(root);
    assert.deepEqual(
      [second.outcome, second.changes[0]?.number, second.changes[0]?.patchSet, second.changes[0]?.wip],
      ['accepted', change!.number, 2, true],
    );
    const again = await api.change.push(root);
    assert.deepEqual([again.outcome, again.rejections[0]?.reason], ['refused', 'nothing-new']);
  });

  it('checks that are switched off are left out of the preflight', async () => {
    const settings = vscode.workspace.getConfiguration('openstackContributor', root);
    await settings.update('preflight.checks', { style: false, tests: false }, vscode.ConfigurationTarget.Workspace);
    const { style, tests, message } = states(await api.change.preflight(root));
    assert.deepEqual([style, tests, message], ['off', 'off', 'passed']);
  });

  it('names that a shell or git could read as more than names are refused', async () => {
    await assert.rejects(Promise.resolve(api.change.push(root, { branch: 'master%topic=x' })), {
      reason: 'bad-branch',
    });
    await assert.rejects(Promise.resolve(api.change.push(root, { topic: 'a,r=core' })), { reason: 'bad-option' });
    await assert.rejects(Promise.resolve(api.change.push(root, { remote: '--upload-pack=x' })), {
      reason: 'bad-remote',
    });
  });
});

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
    // That .gitreview names another server is noticed in a moment. That one answers one question after the other, and the
    // first answer already changes what is found.
    const { Error } = vscode.DiagnosticSeverity;
    const found = await eventually(
      'the findings',
      () => vscode.languages.getDiagnostics(uri),
      (all) =>
        all.some(({ severity }) => severity === Error) && all.some(({ code }) => code === 'depends-on-abandoned'),
    );
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      [
        ['sign-off-missing', Error],
        ['depends-on-abandoned', vscode.DiagnosticSeverity.Warning],
      ],
    );
    assert.match(await hoverAt(uri, 2, 20), /Change 7\n\nopenstack\/nova, master, abandoned, by Dev/);
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
      assert.match(await hoverAt(uri, 2, 20), /Read \\\*load\\\*\n\nansible\/ansible\\#5 on GitHub, draft/);
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
