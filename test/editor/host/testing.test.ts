import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api } from '../../../src/api';
import { commandsIn } from '../processes';

const FILTERS = 'cloudlet.tests.unit.scheduler.test_filters';

/** A test that says so once it runs, and then sleeps. */
const SLEEPS = [
  'import pathlib',
  'import time',
  'import unittest',
  '',
  '',
  'class SleepTest(unittest.TestCase):',
  '    def test_sleep(self):',
  "        pathlib.Path('asleep').touch()",
  '        time.sleep(300)',
  '',
].join('\n');

describe('tests, through the API', () => {
  let api: Api;
  let folder: string;
  const uri = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));

  before(async () => {
    const extension = vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor');
    api = await extension!.activate();
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    await api.coverage.refresh();
  });

  it('the testing API lists tests as stestr does', async () => {
    const ids = await api.testing.list(vscode.Uri.file(folder));
    assert.ok(ids.length > 20, `${ids.length} ids`);
    assert.ok(ids.every((id) => id.startsWith('cloudlet.tests.unit.')));
    assert.ok(!existsSync(join(folder, '.stestr')), 'nothing of the project is touched');
  });

  it('a run of all tests has the summary of testr', async () => {
    const summary = await api.testing.run();
    assert.equal(summary.outcome, 'finished');
    assert.equal(summary.failed + summary.errored, 0);
    assert.equal(summary.ran, (await api.testing.list(vscode.Uri.file(folder))).length);
    assert.match(summary.text, /^Ran \d+ tests in \d+\.\d{3}s$/);
    assert.ok(!existsSync(join(folder, '.stestr')), 'nothing of the project is touched');
  });

  it('a run of one module or test reports the change since the previous run', async () => {
    const module = await api.testing.run([FILTERS]);
    assert.ok(module.tests.length > 1 && module.tests.every(({ id }) => id.startsWith(`${FILTERS}.`)));
    assert.match(module.text, /^Ran \d+ \(-\d+\) tests in \d+\.\d{3}s \([+-]\d+\.\d{3}s\)$/);
    const [first] = module.tests;
    const one = await api.testing.run([first!.id]);
    assert.deepEqual(
      one.tests.map(({ id, state }) => [id, state]),
      [[first!.id, 'success']],
    );
  });

  it('tests are found for a module, and a test module is its own', () => {
    assert.deepEqual(api.testing.testsOf(uri('cloudlet/scheduler/filters.py')), [FILTERS]);
    assert.deepEqual(api.testing.testsOf(uri('cloudlet/tests/unit/scheduler/test_filters.py')), [FILTERS]);
    assert.deepEqual(api.testing.testsOf(uri('setup.py')), []);
  });

  it('a run of a test that does not exist is refused', async () => {
    await assert.rejects(api.testing.run(['cloudlet.tests.unit.test_nothing']), { reason: 'unknown-test' });
  });

  it("a module that cannot be imported is an error with Python's message, and no test of it passes", async () => {
    const file = uri('cloudlet/tests/unit/scheduler/test_filters.py').fsPath;
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `import nothing_of_that_name\n${text}`);
    try {
      const summary = await api.testing.run([FILTERS]);
      assert.equal(summary.passed, 0);
      assert.ok(summary.errored > 0 && summary.failed === 0 && summary.notRun === 0);
      const all = await api.testing.run();
      assert.equal(all.outcome, 'crashed');
      assert.match(all.text, /could not be imported: .*test_filters/);
    } finally {
      writeFileSync(file, text);
    }
  });

  it('cancelling a run ends all its workers', async () => {
    const test = uri('cloudlet/tests/unit/test_slow.py').fsPath;
    const pidFile = uri('slow.pid').fsPath;
    writeFileSync(
      test,
      [
        'import os',
        'import time',
        '',
        'import testtools',
        '',
        '',
        'class TestSlow(testtools.TestCase):',
        '    def test_slow(self):',
        `        with open(${JSON.stringify(pidFile)}, "w") as out:`,
        '            out.write(str(os.getpid()))',
        '        time.sleep(60)',
        '',
        '    def test_zero(self):',
        '        pass',
        '',
      ].join('\n'),
    );
    try {
      await eventually(
        'the new file',
        () => api.testing.testsOf(vscode.Uri.file(test)).length > 0,
        (is) => is,
      );
      const running = api.testing.run(['cloudlet.tests.unit.test_slow']);
      await eventually(
        'the process',
        () => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '',
        (is) => is,
      );
      const started = Date.now();
      await vscode.commands.executeCommand('testing.cancelRun');
      const summary = await running;
      assert.ok(Date.now() - started < 2500, `${Date.now() - started} ms`);
      assert.equal(summary.outcome, 'cancelled');
      assert.equal(summary.passed, 0);
      assert.equal(summary.text, 'The run was cancelled.');
      assert.throws(() => process.kill(Number(readFileSync(pidFile, 'utf8')), 0), { code: 'ESRCH' });
    } finally {
      rmSync(test);
      rmSync(pidFile, { force: true });
    }
  });

  it('tests whose worker dies have no outcome, and the others keep theirs', async () => {
    const test = uri('cloudlet/tests/unit/test_dies.py').fsPath;
    writeFileSync(
      test,
      [
        'import os',
        '',
        'import testtools',
        '',
        '',
        'class TestDies(testtools.TestCase):',
        '    def test_a(self):',
        '        pass',
        '',
        '    def test_dies(self):',
        '        os._exit(3)',
        '',
      ].join('\n'),
    );
    try {
      await eventually(
        'the new file',
        () => api.testing.testsOf(vscode.Uri.file(test)).length > 0,
        (is) => is,
      );
      const summary = await api.testing.run(['cloudlet.tests.unit.test_dies']);
      assert.equal(summary.outcome, 'crashed');
      assert.deepEqual(
        summary.tests.map(({ id, state }) => [id.split('.').at(-1), state]),
        [
          ['test_a', 'success'],
          ['test_dies', 'errored'],
        ],
      );
    } finally {
      rmSync(test);
    }
  });

  it('a run with coverage adds to the report, with its data outside the project', async () => {
    const before = api.coverage.summaries()[0]!;
    const untested = api.coverage.untested(uri('cloudlet/scheduler/manager.py'))!;
    const report = readFileSync(uri('cover/coverage.xml').fsPath, 'utf8');
    const summary = await api.testing.run([FILTERS], { coverage: true });
    assert.equal(summary.outcome, 'finished');
    const after = api.coverage.summaries()[0]!;
    assert.equal(after.reports.length, before.reports.length + 1);
    assert.equal(after.statements, before.statements);
    assert.equal(after.missed, before.missed, 'a part of the tests makes nothing untested');
    assert.deepEqual(api.coverage.untested(uri('cloudlet/scheduler/manager.py')), untested);
    assert.equal(readFileSync(uri('cover/coverage.xml').fsPath, 'utf8'), report);
    const made = readdirSync(folder).filter((name) => name.startsWith('.coverage') && name !== '.coveragerc');
    assert.deepEqual(made, []);
  });

  it('a run of new tests shrinks the untested lines', async () => {
    const before = api.coverage.summaries()[0]!;
    const test = uri('cloudlet/tests/unit/test_place.py').fsPath;
    writeFileSync(
      test,
      [
        'import testtools',
        '',
        'from cloudlet.cmd import place',
        '',
        '',
        'class TestPlace(testtools.TestCase):',
        '    def test_import(self):',
        '        self.assertTrue(place)',
        '',
      ].join('\n'),
    );
    try {
      await eventually(
        'the new file',
        () => api.testing.testsOf(vscode.Uri.file(test)).length > 0,
        (is) => is,
      );
      const summary = await api.testing.run(['cloudlet.tests.unit.test_place'], { coverage: true });
      assert.deepEqual(
        summary.tests.map(({ state }) => state),
        ['success'],
      );
      const after = api.coverage.summaries()[0]!;
      assert.ok(after.missed < before.missed, `${before.missed} to ${after.missed}`);
    } finally {
      rmSync(test);
    }
  });

  it('cancelled test runs end within two seconds, also before their turn comes', async function () {
    this.timeout(60_000);
    const test = uri('cloudlet/tests/unit/test_sleep.py');
    writeFileSync(test.fsPath, SLEEPS);
    await eventually(
      'the new file',
      () => api.testing.testsOf(test).length > 0,
      (is) => is,
    );
    const workers = (): string[] => commandsIn(folder).filter((command) => command.includes('stestr'));
    const [first, second] = [new vscode.CancellationTokenSource(), new vscode.CancellationTokenSource()];
    const running = api.testing.run(['cloudlet.tests.unit.test_sleep'], { token: first.token });
    // Before it, stestr lists the new file.
    await eventually(
      'the run',
      () => existsSync(join(folder, 'asleep')),
      (is) => is,
      30_000,
    );
    const waiting = api.testing.run(['cloudlet.tests.unit.common.test_utils'], { token: second.token });
    for (const [source, run] of [
      [second, waiting],
      [first, running],
    ] as const) {
      assert.notEqual(workers().length, 0, 'the first runs on');
      const started = Date.now();
      source.cancel();
      assert.equal((await run).outcome, 'cancelled');
      assert.ok(Date.now() - started < 2500, `${Date.now() - started} ms`);
    }
    await eventually('no worker', workers, (all) => all.length === 0, 2000);
  });
});
