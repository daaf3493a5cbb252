import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { callsOf } from './fakeCoverage';

describe('commands of coverage that run something, in Restricted Mode', () => {
  it('coverage commands run nothing in Restricted Mode, even if not called from a menu', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    await vscode.commands.executeCommand('openstackContributor.coverage.makeReport', folder);
    await vscode.commands.executeCommand('openstackContributor.coverage.runCover', folder);
    assert.deepEqual(callsOf(folder.fsPath), []);
    assert.deepEqual(vscode.tasks.taskExecutions, []);
  });
});
