import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api, TestingApi, TestRunSummary } from '../../../src/api';

const UNIT = 'cloudlet.tests.unit';
const FILTERS = 'cloudlet/scheduler/filters.py';
const FILTER_TESTS = 'cloudlet/tests/unit/scheduler/test_filters.py';
const ODD_TESTS = 'cloudlet/tests/unit/test_by_another_name.py';

describe('the way between a file and its tests', () => {
  let testing: TestingApi;
  let folder: string;
  const uri = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));
  const shown = (): string => vscode.workspace.asRelativePath(vscode.window.activeTextEditor!.document.uri);
  const run = (command: string, ...args: unknown[]): Thenable<TestRunSummary | undefined> =>
    vscode.commands.executeCommand(`openstackContributor.testing.${command}`, ...args);
  const modulesOf = (summary: TestRunSummary | undefined): string[] =>
    [...new Set(summary!.tests.map(({ id }) => id.split('.').slice(0, -2).join('.')))].sort();
  const lensesOf = async (name: string): Promise<string[]> => {
    await vscode.workspace.openTextDocument(uri(name));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri(name),
      10,
    );
    return lenses.flatMap(({ command }) =>
      command?.command.startsWith('openstackContributor.testing.') ? [command.title] : [],
    );
  };

  before(async () => {
    const api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    testing = api.testing;
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  });

  it('commands lead from a module to its tests and back', async () => {
    await vscode.window.showTextDocument(uri(FILTERS));
    await run('goToTests');
    assert.equal(shown(), FILTER_TESTS);
    await run('goToTested');
    assert.equal(shown(), FILTERS);
    await run('goToTests', uri(FILTER_TESTS));
    assert.equal(shown(), FILTERS, 'the same command leads back');
  });

  it('the link to the tests is above the first line, unless it is switched off', async () => {
    assert.deepEqual(await lensesOf(FILTERS), ['Tested by test_filters', 'Run Tests of This File']);
    assert.deepEqual(await lensesOf(FILTER_TESTS), ['Tests filters.py']);
    assert.deepEqual(await lensesOf('setup.py'), []);
    const settings = vscode.workspace.getConfiguration('openstackContributor');
    await settings.update('testing.codeLens', false, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(await lensesOf(FILTERS), []);
    await settings.update('testing.codeLens', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('tests of a module are found by imports if names do not decide', async () => {
    writeFileSync(uri('cloudlet/odd.py').fsPath, 'def odd(number):\n    return number % 2 == 1\n');
    writeFileSync(
      uri(ODD_TESTS).fsPath,
      [
        'import testtools',
        '',
        'from cloudlet import odd',
        '',
        '',
        'class OddTestCase(testtools.TestCase):',
        '    def test_odd(self):',
        '        self.assertTrue(odd.odd(3))',
        '',
      ].join('\n'),
    );
    await eventually(
      'the new files',
      () => testing.testsOf(uri(ODD_TESTS)),
      (found) => found.length > 0,
    );
    await eventually(
      'the imports',
      () => testing.testsOf(uri('cloudlet/odd.py')),
      (found) => found.length > 0,
    );
    assert.deepEqual(testing.testsOf(uri('cloudlet/odd.py')), [`${UNIT}.test_by_another_name`]);
    await run('goToTests', uri(ODD_TESTS));
    assert.equal(shown(), 'cloudlet/odd.py');
  });

  it('the tests of a file run by a command', async () => {
    const summary = await run('runTestsOfFile', uri(FILTERS));
    assert.deepEqual(modulesOf(summary), [`${UNIT}.scheduler.test_filters`]);
    assert.equal(summary!.failed + summary!.errored, 0);
  });

  it('the tests of my change run: new files, and those of the files that git reports', async () => {
    const text = readFileSync(uri('cloudlet/common/utils.py').fsPath, 'utf8');
    writeFileSync(uri('cloudlet/common/utils.py').fsPath, text.replace("rstrip('-')", "rstrip('-.')"));
    const summary = await run('runTestsOfChange');
    assert.deepEqual(modulesOf(summary), [`${UNIT}.common.test_utils`, `${UNIT}.test_by_another_name`]);
    assert.equal(summary!.failed + summary!.errored, 0);
  });

  it('recorded runs decide which tests belong to a file, and which of them run the change', async () => {
    const exception = uri('cloudlet/common/exception.py');
    assert.deepEqual(
      testing.testsOf(exception),
      [`${UNIT}.common.test_exception`],
      'the name decides as long as no run noted anything',
    );
    const all = await testing.run(undefined, { coverage: true, contexts: true });
    assert.equal(all.outcome, 'finished');
    await testing.ready();
    const [best, ...more] = testing.testsOf(exception);
    assert.equal(best, `${UNIT}.common.test_exception`);
    assert.ok(more.includes(`${UNIT}.scheduler.test_manager`), more.join());
    const [first, ...others] = await lensesOf('cloudlet/common/exception.py');
    assert.match(first!, /^Tested by test_exception and \d+ more$/);
    assert.deepEqual(others, ['Run Tests of This File']);
    const text = readFileSync(uri('cloudlet/common/utils.py').fsPath, 'utf8');
    const line = text.split('\n').findIndex((each) => each.includes("rstrip('-.')")) + 1;
    const known = await testing.testsOfLine(uri('cloudlet/common/utils.py'), line);
    const summary = await run('runTestsOfChange');
    const ids = summary!.tests.map(({ id }) => id).filter((id) => id.includes('test_utils'));
    assert.equal(known.length, 2, known.join());
    assert.deepEqual(ids.sort(), [...known].sort(), 'only those that ran the changed line');
  });

  it('tests of a line are those of the last recorded run of each test', async () => {
    const file = uri('cloudlet/common/exception.py');
    const line =
      readFileSync(file.fsPath, 'utf8')
        .split('\n')
        .findIndex((each) => each.includes('super().__init__')) + 1;
    const before = await testing.testsOfLine(file, line);
    assert.ok(
      before.some((id) => id.includes('test_exception')) && before.some((id) => !id.includes('test_exception')),
      before.join(),
    );
    await testing.run([`${UNIT}.common.test_exception`], { coverage: true, contexts: true });
    assert.deepEqual([...(await testing.testsOfLine(file, line))].sort(), [...before].sort());
  });
});
