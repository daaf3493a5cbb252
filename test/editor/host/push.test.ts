import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Api, PreflightResult } from '../../../src/api';
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
