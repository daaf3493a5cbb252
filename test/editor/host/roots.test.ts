import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import type { Api, CoverageApi } from '../../../src/api';
import { updateFolders } from './folders';
import { toxIni } from './roots.scene';

/** The folders of the scene. */
const ALL = 7;

function folder(name: string): vscode.WorkspaceFolder {
  return vscode.workspace.workspaceFolders!.find((each) => each.name === name)!;
}

describe('coverage of several roots', () => {
  let coverage: CoverageApi;
  let other: string;

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor');
    coverage = (await extension!.activate()).coverage;
    await becomes('all folders', () => vscode.workspace.workspaceFolders?.length === ALL);
    other = folder('media').uri.fsPath;
    await coverage.refresh();
  });

  const xml = (hits: number): string =>
    `<coverage version="7.15.4" branches-valid="0"><sources><source>${other}</source></sources><packages><package name=".">` +
    '<classes><class name="app.py" filename="app.py"><methods/><lines>' +
    `<line number="1" hits="1"/><line number="2" hits="${hits}"/></lines></class></classes></package></packages></coverage>`;
  const names = (): string[] => coverage.summaries().map((each) => each.folder.path.split('/').at(-1)!);

  /** Waits until what the API says is so, without asking it to look again. */
  const becomes = (what: string, isSo: () => boolean): Promise<unknown> =>
    eventually(what, () => coverage.summaries(), isSo, 20_000);

  it('coverage shows the root that has a report', () => {
    assert.deepEqual(names(), ['cloudlet']);
  });

  it('a report is noticed where tox.ini says, in a folder that did not exist', async () => {
    mkdirSync(join(other, 'reports'));
    writeFileSync(join(other, 'reports/unit.xml'), xml(0));
    await becomes('the second root', () => names().includes('media'));
    assert.equal(coverage.summaries()[1]!.missed, 1);
    assert.match(coverage.reportText(vscode.Uri.file(other)), /^app\.py +2 +1 +50% +2$/m);
    assert.match(coverage.reportText(folder('cloudlet').uri), /^TOTAL +315 /m);
  });

  it('a report is noticed when it changes and when it is deleted', async () => {
    writeFileSync(join(other, 'reports/unit.xml'), xml(1));
    await becomes('a tested line', () => coverage.summaries()[1]?.missed === 0);
    await becomes(
      'the change',
      () => coverage.change(vscode.Uri.file(other)).text === '1 more line tested: 50% to 100%',
    );
    removeFolder(join(other, 'reports'));
    await becomes('one root', () => names().length === 1);
  });

  it('a new tox.ini moves where reports are looked for', async () => {
    mkdirSync(join(other, 'elsewhere'));
    writeFileSync(join(other, 'elsewhere/c.xml'), xml(0));
    writeFileSync(join(other, 'tox.ini'), toxIni('elsewhere/c.xml'));
    await becomes('the report elsewhere', () => names().includes('media'));
  });

  it('several reports of a root are merged as coverage.py combines them', async () => {
    mkdirSync(join(other, 'cover'));
    writeFileSync(join(other, 'cover/coverage.xml'), xml(1));
    await becomes('both reports', () => coverage.summaries()[1]?.reports.length === 2);
    assert.equal(coverage.summaries()[1]!.missed, 0);
  });

  it('a root that is removed is forgotten, and found again when it is added', async () => {
    const { index, uri } = folder('media');
    await updateFolders(index, 1);
    await becomes('one root', () => names().length === 1);
    assert.equal(coverage.untested(vscode.Uri.file(join(other, 'app.py'))), undefined);
    await updateFolders(index, 0, { uri });
    await becomes('two roots', () => names().length === 2);
  });

  it('a folder counts as a project as soon as it is one', async () => {
    const later = folder('later').uri.fsPath;
    writeFileSync(join(later, 'coverage.xml'), xml(0));
    assert.ok(!names().includes('later'));
    writeFileSync(join(later, 'tox.toml'), '[env.cover]\n');
    writeFileSync(join(later, '.stestr.conf'), '[DEFAULT]\ntest_path=.\n');
    await becomes('the third root', () => names().includes('later'));
  });

  it('a new tox.toml moves where reports are looked for', async () => {
    const later = folder('later').uri.fsPath;
    mkdirSync(join(later, 'out'));
    writeFileSync(join(later, 'out/unit.xml'), xml(1));
    writeFileSync(join(later, 'tox.toml'), '[env.cover]\ncommands = [["coverage", "xml", "-o", "out/unit.xml"]]\n');
    await becomes('both reports', () => coverage.summaries().at(-1)?.reports.length === 2);
  });
});

describe('folders with tests', () => {
  const listed = ({ fsPath }: vscode.Uri): Promise<boolean> =>
    eventually(
      `the list of ${fsPath}`,
      () => existsSync(join(fsPath, 'imported')),
      (is) => is,
      30_000,
    );

  before(async () => {
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
  });

  it('tests of folders are listed when the Testing view is opened, and when a folder is added later', async () => {
    const [first, second] = [folder('first'), folder('second')];
    await updateFolders(second.index, 1);
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await listed(first.uri);
    await updateFolders(second.index, 0, { uri: second.uri });
    await listed(second.uri);
  });
});

describe('tests of a project whose tox environment says where they are', function () {
  this.timeout(120_000);
  const TEST = 'lamp.tests.unit.test_maths.Sums.test_sum';
  const SQL = 'lamp.tests.unit.test_sql.SqlTest.test_sum';
  let api: Api;
  let lamp: vscode.Uri;
  let shade: vscode.Uri;

  before(async () => {
    api = (await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate()) as Api;
    [shade, lamp] = [folder('shade').uri, folder('lamp').uri];
    await updateFolders(2, ALL - 2); // a run of all tests is one of these two
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
