import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('activation', () => {
  it('happens in a folder with a tox.ini, of the packaged extension', async () => {
    const extension = vscode.extensions.getExtension('openstack-contributor.openstack-contributor');
    assert.ok(extension, 'the extension is installed');
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
