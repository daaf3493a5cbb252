import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api } from '../../../src/api';
import { updateFolders } from './folders';

describe('tests of a project whose tox environment says where they are', function () {
  this.timeout(120_000);
  const TEST = 'lamp.tests.unit.test_maths.Sums.test_sum';
  const SQL = 'lamp.tests.unit.test_sql.SqlTest.test_sum';
  let api: Api;
  let lamp: vscode.Uri;
  let shade: vscode.Uri;

  before(async () => {
    api = (await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate()) as Api;
    [shade, lamp] = vscode.workspace.workspaceFolders!.map(({ uri }) => uri) as [vscode.Uri, vscode.Uri];
  });

  it('the tests of a project are those that its tox command runs', async () => {
    assert.deepEqual(await api.testing.list(lamp), [TEST]);
    const { outcome, tests } = await api.testing.run();
    assert.deepEqual([outcome, tests.map(({ id, state }) => [id, state])], ['finished', [[TEST, 'success']]]);
  });

  it('the tests of a project belong to the module that they test', async () => {
    await api.testing.ready();
    assert.deepEqual(api.testing.testsOf(vscode.Uri.joinPath(lamp, 'lamp/maths.py')), ['lamp.tests.unit.test_maths']);
  });

  it("a test that the project's command leaves out still runs by name", async () => {
    const { failed, tests } = await api.testing.run([SQL]);
    assert.deepEqual([failed, tests.map(({ id }) => id)], [1, [SQL]]);
  });

  it('a project tested with pytest is not reported as one without tests', async () => {
    await assert.rejects(api.testing.list(shade), { reason: 'pytest' });
    await assert.rejects(api.testing.run(['lamp.tests.unit.test_none']), { reason: 'unknown-test' });
    await updateFolders(1, 1);
    const isGone = (): Promise<boolean> =>
      api.testing.list(lamp).then(
        () => false,
        () => true,
      );
    await eventually('one folder', isGone, (is) => is, 30_000);
    await assert.rejects(api.testing.run(), { reason: 'pytest' });
  });
});
