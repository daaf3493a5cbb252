import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { callsOf } from './fakeCoverage';

describe('making a report of existing data', () => {
  it("a report of existing data is made even if the total is below the project's minimum", async () => {
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    await vscode.commands.executeCommand('openstackContributor.coverage.makeReport', folder);
    assert.deepEqual(callsOf(folder.fsPath), ['xml -o cover/coverage.xml --fail-under=0']);
  });
});
