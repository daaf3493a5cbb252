import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api, TestingApi } from '../../../src/api';
import { commandsIn } from '../processes';
import { hoverAt } from './hoverAt';

const RETRY = 'cloudlet/common/retry.py';
const TESTS = 'cloudlet.tests.unit.common.test_retry';

describe('the tests of a line', () => {
  let testing: TestingApi;
  let file: vscode.Uri;
  /** 1-based line of the first place where the text of the file has it. */
  const lineOf = (text: string): number =>
    readFileSync(file.fsPath, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;

  before(async () => {
    const api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    testing = api.testing;
    file = vscode.Uri.file(join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, RETRY));
  });

  it('tests of a line are unknown before a run recorded them', async () => {
    await assert.rejects(testing.testsOfLine(file, 1), { name: 'UserError', reason: 'no-contexts' });
  });

  it('tests of a line are those that ran it', async () => {
    const summary = await testing.run([TESTS], { contexts: true });
    assert.equal(summary.outcome, 'finished');
    const tests = await testing.testsOfLine(file, lineOf('if attempt == attempts'));
    assert.ok(tests.length > 0);
    assert.ok(
      tests.every((id) => id.startsWith(`${TESTS}.`)),
      tests.join(),
    );
    const all = summary.tests.map(({ id }) => id);
    assert.ok(tests.every((id) => all.includes(id)));
    assert.deepEqual(await testing.testsOfLine(file, lineOf('import')), []);
  });

  it('tests of a line follow it while the text is edited, and are unknown once it is changed', async () => {
    const line = lineOf('if attempt == attempts');
    const tests = await testing.testsOfLine(file, line);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(file, new vscode.Position(0, 0), '# one\n# two\n');
    await vscode.workspace.openTextDocument(file);
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await testing.testsOfLine(file, line + 2), tests);
    await assert.rejects(testing.testsOfLine(file, 1), { reason: 'line-changed' });
    await (await vscode.workspace.openTextDocument(file)).save();
    assert.deepEqual(await testing.testsOfLine(file, line + 2), tests);
  });

  it('tests of a line stay known after a run that recorded none', async () => {
    await testing.run([TESTS], { coverage: true });
    assert.ok((await testing.testsOfLine(file, lineOf('if attempt == attempts'))).length > 0);
  });

  it('the hover names the tests of a line, with the command that runs them', async () => {
    const text = await hoverAt(file, lineOf('if attempt == attempts') - 1, 24);
    assert.match(text, /tests? runs? this line/);
    assert.match(text, /command:openstackContributor\.testing\.runTestsOfLine/);
  });

  it('tests of a line are unknown in a file that no test measured', async () => {
    const other = vscode.Uri.file(join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'setup.py'));
    writeFileSync(other.fsPath, readFileSync(other.fsPath));
    await assert.rejects(testing.testsOfLine(other, 1), { reason: 'not-measured' });
  });

  it('tests of a line are unknown in a text that was saved while they ran', async () => {
    const running = testing.run([TESTS], { contexts: true });
    const runs = (): string[] =>
      commandsIn(vscode.workspace.workspaceFolders![0]!.uri.fsPath).filter((command) =>
        command.includes('run --subunit'),
      );
    await eventually('the run', runs, (all) => all.length > 0);
    writeFileSync(file.fsPath, `# new\n${readFileSync(file.fsPath, 'utf8')}`);
    assert.equal((await running).outcome, 'finished');
    await assert.rejects(testing.testsOfLine(file, lineOf('if attempt == attempts')), { reason: 'line-changed' });
  });
});
