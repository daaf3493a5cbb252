import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { contributes } from '../../../package.json';

describe('activation', () => {
  it('the packaged extension is activated in a folder with a tox.ini', async () => {
    const extension = vscode.extensions.getExtension('openstack-contributor.openstack-contributor');
    assert.ok(extension, 'the extension is installed');
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it('registers every command that package.json contributes', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('provides tasks of tox', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'openstack-tox' });
    assert.ok(
      tasks.some(({ name }) => name === 'tox -e cover'),
      tasks.map(({ name }) => name).join(),
    );
  });
});
