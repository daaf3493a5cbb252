import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api } from '../../../src/api';
import { FakeDebugpy, type Launch } from './fakeDebugpy';

const FILE = 'cloudlet/tests/unit/scheduler/test_filters.py';
const MODULE = 'cloudlet.tests.unit.scheduler.test_filters';
/** Its ddt is a stand-in: the sample needs no such library. */
const TYPED = `import testtools


class ddt:
    def data(*values):
        def keep(method):
            method.values = values
            return method
        return keep

    def ddt(cls):
        for number, value in enumerate(cls.test_word.values, 1):
            setattr(cls, 'test_word_%d_%s' % (number, value), lambda self: None)
        del cls.test_word
        return cls


@ddt.ddt
class TypedTest(testtools.TestCase):
    def test_plain(self):
        pass

    @ddt.data('foo', 'bar')
    def test_word(self, value):
        pass
`;
const TYPED_MODULE = 'cloudlet.tests.unit.test_typed';

describe('tests under a debugger (a fake one, which runs what it is told and stops nowhere)', () => {
  const launches: Launch[] = [];
  let factory: vscode.Disposable;
  let api: Api;
  let folder: string;

  before(async () => {
    factory = vscode.debug.registerDebugAdapterDescriptorFactory('debugpy', {
      createDebugAdapterDescriptor: () =>
        new vscode.DebugAdapterInlineImplementation(new FakeDebugpy((launch) => launches.push(launch))),
    });
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    await api.testing.run([MODULE]); // VS Code knows the tests of a file once the view has shown them
  });
  after(() => {
    factory.dispose();
  });

  /** What came of a command of VS Code that debugs tests. */
  async function launchOf(command: string): Promise<Launch> {
    launches.length = 0;
    await vscode.commands.executeCommand(command);
    await eventually(
      'the end of the program',
      () => launches.length,
      (count) => count > 0,
      30_000,
    );
    return launches[0]!;
  }

  it('debugging a file runs its tests in the environment of the tests', async () => {
    await vscode.window.showTextDocument(vscode.Uri.file(join(folder, FILE)));
    const { configuration, wanted, exitCode, output } = await launchOf('testing.debugCurrentFile');
    const environment = (await api.testing.environment(vscode.Uri.file(folder)))!;
    assert.deepEqual(
      { wanted, cwd: configuration.cwd, python: configuration.python },
      { wanted: { modules: [MODULE], names: [MODULE], without: [] }, cwd: folder, python: environment.python.fsPath },
    );
    assert.equal(configuration.justMyCode, false, 'steps into the code of libraries too');
    assert.equal(exitCode, 0, output);
    assert.match(output, /Ran \d+ tests? in/);
  });

  it('debugging at the cursor runs the test there', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, FILE)));
    const line = document
      .getText()
      .split('\n')
      .findIndex((each) => each.includes('def test_'));
    const name = /def (\w+)/.exec(document.lineAt(line).text)![1];
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 8, line, 8) });
    const { wanted, output } = await launchOf('testing.debugAtCursor');
    assert.deepEqual([wanted.modules, wanted.names.length], [[MODULE], 1]);
    assert.ok(wanted.names[0]!.startsWith(`${MODULE}.`) && wanted.names[0]!.endsWith(`.${name}`));
    assert.match(output, /Ran 1 test in/);
  });

  it('debugging at the cursor runs all tests that a decorator makes of one, even if just typed', async () => {
    const file = join(folder, 'cloudlet/tests/unit/test_typed.py');
    writeFileSync(file, TYPED);
    const document = await vscode.workspace.openTextDocument(file);
    const line = TYPED.split('\n').findIndex((each) => each.includes('def test_word'));
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 8, line, 8) });
    await eventually(
      'the tests of the new file',
      () => api.testing.testsOf(vscode.Uri.file(file)),
      (modules) => modules.length > 0,
    );
    await api.testing.run([`${TYPED_MODULE}.TypedTest.test_plain`]); // until then VS Code may know no test of the file
    const { wanted, output } = await launchOf('testing.debugAtCursor');
    assert.deepEqual(wanted, { modules: [TYPED_MODULE], names: [`${TYPED_MODULE}.TypedTest.test_word`], without: [] });
    assert.match(output, /Ran 2 tests in/);
    rmSync(file);
  });

  it('debugging all tests takes a command line as short as debugging one', async () => {
    const { configuration, wanted, output } = await launchOf('testing.debugAll');
    assert.equal(configuration.args.length, 1);
    assert.deepEqual(wanted.names, ['']);
    assert.ok(wanted.modules.includes(MODULE) && wanted.modules.length >= 8, wanted.modules.join());
    assert.ok(Number(/Ran (\d+) tests in/.exec(output)?.[1]) > 30, output);
  });

  it('debugged tests find the programs of their environment first', async () => {
    const { configuration } = await launchOf('testing.debugLastRun');
    assert.ok(
      configuration.env.PATH!.startsWith(`${dirname(configuration.python)}${delimiter}`),
      configuration.env.PATH,
    );
  });
});
