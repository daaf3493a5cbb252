import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import type { Api, CoverageApi } from '../../../src/api';
import { toxIni } from './coverageRoots.scene';
import { updateFolders } from './folders';

describe('coverage of several roots', () => {
  let coverage: CoverageApi;
  let other: string;

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor');
    coverage = (await extension!.activate()).coverage;
    await becomes('three folders', () => vscode.workspace.workspaceFolders?.length === 3);
    other = vscode.workspace.workspaceFolders![1]!.uri.fsPath;
    await coverage.refresh();
  });

  const xml = (hits: number): string =>
    `<coverage version="7.15.4" branches-valid="0"><sources><source>${other}</source></sources><packages><package name=".">` +
    '<classes><class name="app.py" filename="app.py"><methods/><lines>' +
    `<line number="1" hits="1"/><line number="2" hits="${hits}"/></lines></class></classes></package></packages></coverage>`;
  const names = (): string[] => coverage.summaries().map(({ folder }) => folder.path.split('/').at(-1)!);

  /** Waits until what the API says is so, without asking it to look again. */
  async function becomes(what: string, isSo: () => boolean): Promise<void> {
    const end = Date.now() + 20_000;
    while (!isSo()) {
      assert.ok(Date.now() < end, `${what} did not come; there are ${JSON.stringify(coverage.summaries())}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('coverage shows the root that has a report', () => {
    assert.deepEqual(names(), ['cloudlet']);
  });

  it('a report is noticed where tox.ini says, in a folder that did not exist', async () => {
    mkdirSync(join(other, 'reports'));
    writeFileSync(join(other, 'reports/unit.xml'), xml(0));
    await becomes('the second root', () => names().includes('media'));
    assert.equal(coverage.summaries()[1]!.missed, 1);
    assert.match(coverage.reportText(vscode.Uri.file(other)), /^app\.py +2 +1 +50% +2$/m);
    assert.match(coverage.reportText(vscode.workspace.workspaceFolders![0]!.uri), /^TOTAL +315 /m);
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
    const folder = vscode.workspace.workspaceFolders![1]!;
    await updateFolders(1, 1);
    await becomes('one root', () => names().length === 1);
    assert.equal(coverage.untested(vscode.Uri.file(join(other, 'app.py'))), undefined);
    await updateFolders(1, 0, { uri: folder.uri });
    await becomes('two roots', () => names().length === 2);
  });

  it('a folder counts as a project as soon as it is one', async () => {
    const later = vscode.workspace.workspaceFolders![2]!.uri.fsPath;
    writeFileSync(join(later, 'coverage.xml'), xml(0));
    assert.ok(!names().includes('later'));
    writeFileSync(join(later, 'tox.toml'), '[env.cover]\n');
    writeFileSync(join(later, '.stestr.conf'), '[DEFAULT]\ntest_path=.\n');
    await becomes('the third root', () => names().includes('later'));
  });

  it('a new tox.toml moves where reports are looked for', async () => {
    const later = vscode.workspace.workspaceFolders![2]!.uri.fsPath;
    mkdirSync(join(later, 'out'));
    writeFileSync(join(later, 'out/unit.xml'), xml(1));
    writeFileSync(join(later, 'tox.toml'), '[env.cover]\ncommands = [["coverage", "xml", "-o", "out/unit.xml"]]\n');
    await becomes('both reports', () => coverage.summaries().at(-1)?.reports.length === 2);
  });
});
