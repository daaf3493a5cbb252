import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import type { Api, TestingApi, TestRunSummary } from '../../../src/api';

const MODULE = 'cloudlet.tests.unit.test_turns';
const FILE = 'cloudlet/tests/unit/test_turns.py';

/** One test that passes, one that fails until it is fixed, one that counts its runs and fails in the third. */
const TEXT = [
  'import os',
  '',
  'import testtools',
  '',
  'COUNT = os.path.join(os.path.dirname(__file__), "turns.txt")',
  '',
  '',
  'class TurnsTestCase(testtools.TestCase):',
  '    def test_passes(self):',
  '        pass',
  '',
  '    def test_fixable(self):',
  '        self.assertEqual(1, 2)',
  '',
  '    def test_third_time(self):',
  '        with open(COUNT, "a") as out:',
  '            out.write("x")',
  '        self.assertNotEqual(3, os.path.getsize(COUNT))',
  '',
].join('\n');

/** test_z fails after test_a, and only in the same worker. */
const MEETING = [
  'import testtools',
  '',
  'SEEN = []',
  '',
  '',
  'class MeetingTestCase(testtools.TestCase):',
  '    def test_a(self):',
  '        SEEN.append(1)',
  '',
  '    def test_b(self):',
  '        pass',
  '',
  '    def test_z(self):',
  '        self.assertEqual([], SEEN)',
  '',
].join('\n');

describe('commands that run tests', () => {
  let testing: TestingApi;
  let folder: string;
  const path = (name: string): string => join(folder, name);
  const run = (command: string): Thenable<TestRunSummary | undefined> =>
    vscode.commands.executeCommand(`openstackContributor.testing.${command}`);
  const outcomes = (summary: TestRunSummary | undefined): string[] =>
    summary!.tests.map(({ id, state }) => `${id.split('.').at(-1)} ${state}`).sort();

  before(async () => {
    const api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    testing = api.testing;
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    writeFileSync(path(FILE), TEXT);
    await testing.list(vscode.Uri.file(folder));
  });

  it('Run Last runs the same tests again in the same way', async () => {
    const first = await testing.run([MODULE], { coverage: true });
    assert.deepEqual(outcomes(first), ['test_fixable fail', 'test_passes success', 'test_third_time success']);
    assert.deepEqual(outcomes(await run('runLast')), outcomes(first));
  });

  it('Run Failed runs only the tests that failed', async () => {
    await testing.run([MODULE]);
    assert.deepEqual(outcomes(await run('runFailing')), ['test_fixable fail', 'test_third_time success']);
    writeFileSync(path(FILE), TEXT.replace('assertEqual(1, 2)', 'assertEqual(1, 1)'));
    assert.deepEqual(outcomes(await run('runFailing')), ['test_fixable success']);
  });

  it('Run Until Failure repeats a test until it fails', async () => {
    writeFileSync(path('cloudlet/tests/unit/turns.txt'), '');
    await testing.run([`${MODULE}.TurnsTestCase.test_third_time`]);
    const summary = await run('runUntilFailure');
    assert.equal(readFileSync(path('cloudlet/tests/unit/turns.txt'), 'utf8'), 'xxx', 'twice it passed');
    assert.deepEqual(outcomes(summary), ['test_third_time fail']);
    assert.equal(summary!.outcome, 'finished');
  });

  it('runs are kept in the project if the setting says so, and are shown once', async () => {
    const runs = (): number =>
      (vscode.tests as unknown as { readonly testResults: readonly unknown[] }).testResults.length;
    const last = (): string =>
      existsSync(path('.stestr/next-stream')) ? readFileSync(path('.stestr/next-stream'), 'utf8').trim() : 'none';
    const settings = vscode.workspace.getConfiguration('openstackContributor', vscode.Uri.file(folder));
    await settings.update('testing.keepRuns', true, vscode.ConfigurationTarget.Workspace);
    const before = runs();
    await testing.run([`${MODULE}.TurnsTestCase.test_passes`]);
    assert.equal(last(), '1');
    await settings.update('testing.keepRuns', undefined, vscode.ConfigurationTarget.Workspace);
    await testing.run([`${MODULE}.TurnsTestCase.test_passes`]);
    assert.equal(last(), '1', 'a run that nobody asked to keep');
    await eventually('the results of both runs', runs, (count) => count === before + 2);
    removeFolder(path('.stestr'));
  });

  it('Analyze Isolation searches as a task for the test that makes another fail', async () => {
    writeFileSync(path('cloudlet/tests/unit/test_meeting.py'), MEETING);
    assert.ok(!existsSync(path('.stestr')), 'no run of ours is kept in the project');
    await run('analyzeIsolation');
    assert.deepEqual(vscode.tasks.taskExecutions, [], 'nothing failed there that could be looked at');

    const environment = await testing.environment(vscode.Uri.file(folder));
    const programs = join(environment!.python.fsPath, '..');
    const env = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH}` };
    spawnSync(join(programs, 'stestr'), ['run', '--serial', 'test_meeting'], { cwd: folder, env });
    const runs = (): string[] => readdirSync(path('.stestr')).filter((name) => /^\d+$/.test(name));
    assert.deepEqual(runs(), ['0']);
    const ended = new Promise<number | undefined>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== 'Analyze Test Isolation') return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
    await run('analyzeIsolation');
    assert.equal(await ended, 3, 'the exit code of stestr when it has something to tell');
    // test_z alone, which passes; then half of those before it, in one worker, where it fails again.
    const last = readFileSync(path(`.stestr/${runs().length - 1}`), 'utf8');
    assert.match(last, /successful: cloudlet\.tests\.unit\.test_meeting\.MeetingTestCase\.test_a/);
    assert.match(last, /failure: cloudlet\.tests\.unit\.test_meeting\.MeetingTestCase\.test_z/);
  });

  it('Run Failed is refused with a reason if no test failed', async () => {
    await testing.run([`${MODULE}.TurnsTestCase.test_passes`]);
    assert.equal(await run('runFailing'), undefined);
  });
});
