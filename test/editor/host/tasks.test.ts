import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { commandsIn } from '../processes';

describe('tasks', () => {
  let cloudlet: vscode.WorkspaceFolder;
  const path = (...names: string[]): string => join(cloudlet.uri.fsPath, ...names);

  before(async () => {
    await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
    await eventually(
      'two folders',
      () => vscode.workspace.workspaceFolders ?? [],
      (folders) => folders.length === 2,
    );
    cloudlet = vscode.workspace.workspaceFolders![0]!;
  });

  const folderOf = ({ scope }: vscode.Task): string => (typeof scope === 'object' ? basename(scope.uri.fsPath) : '');

  async function task(type: string, name: string, folder = 'cloudlet'): Promise<vscode.Task> {
    const tasks = await vscode.tasks.fetchTasks({ type });
    const found = tasks.find((each) => each.name === name && folderOf(each) === folder);
    assert.ok(found, `${name} is none of ${tasks.map((each) => each.name).join(', ')}`);
    return found;
  }

  /** Runs a task to its end; gives its exit code. */
  async function run(wanted: vscode.Task): Promise<number | undefined> {
    const ended = new Promise<number | undefined>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess((event) => {
        if (event.execution.task.name !== wanted.name) return;
        subscription.dispose();
        resolve(event.exitCode);
      });
    });
    await vscode.tasks.executeTask(wanted);
    return ended;
  }

  it('tox tasks are all environments, also generated ones, except those that move HEAD', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'openstack-tox' });
    const names = tasks.filter((each) => each.source === 'OpenStack').map((each) => each.name.replace('tox -e ', ''));
    assert.deepEqual(names.sort(), ['a-made', 'b-made', 'cover', 'pep8', 'py3', 'quick', 'venv']);
    const groups = Object.fromEntries(tasks.map((each) => [each.name.replace('tox -e ', ''), each.group?.id]));
    assert.equal(groups.py3, 'test');
    assert.equal(groups.venv, undefined);
    assert.equal(tasks.find((each) => each.name === 'tox -e a-made')!.detail, 'made from a list');
  });

  it('runner tasks are those of stestr, or of testr where only that is configured, and flake8', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'openstack-tool' });
    const namesIn = (folder: string): string[] =>
      tasks.filter((each) => each.source === 'OpenStack' && folderOf(each) === folder).map((each) => each.name);
    assert.deepEqual(namesIn('cloudlet'), ['stestr run', 'stestr last', 'stestr failing', 'stestr slowest', 'flake8']);
    assert.deepEqual(namesIn('legacy'), ['testr run', 'testr last', 'testr failing', 'flake8']);
  });

  it('runner tasks report that there is no run yet, instead of a traceback', async () => {
    assert.equal(await run(await task('openstack-tool', 'stestr last')), 1);
  });

  it('the stestr task reports a failure as a problem at its line, and clears it once it passes', async () => {
    const file = path('cloudlet/tests/unit/common/test_retry.py');
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('self.assertEqual('));
    assert.ok(at > 0);
    lines.splice(at, 0, `${/^\s*/.exec(lines[at]!)![0]}self.assertEqual('broken', 'whole')`);
    writeFileSync(file, lines.join('\n'));
    const problems = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(vscode.Uri.file(file)).filter(({ source }) => source === 'tox');
    assert.equal(await run(await task('openstack-tool', 'stestr run')), 1);
    const [problem] = await eventually('the problem', problems, (found) => found.length > 0);
    assert.equal(problem!.range.start.line, at);
    assert.match(problem!.message, /self\.assertEqual\('broken', 'whole'\)/);
    writeFileSync(file, text);
    assert.equal(await run(await task('openstack-tool', 'stestr run')), 0);
    await eventually('no problem', problems, (found) => found.length === 0);
    assert.equal(await run(await task('openstack-tool', 'stestr last')), 0);
  });

  it('the flake8 task runs that of the pep8 environment, and its findings are problems', async () => {
    const file = path('cloudlet/common/utils.py');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nimport colorsys\n`);
    assert.equal(await run(await task('openstack-tool', 'flake8')), 1);
    const ask = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(vscode.Uri.file(file)).filter(({ source }) => source === 'flake8');
    const found = await eventually('the problems', ask, (each) => each.length >= 3);
    assert.deepEqual(found.map(({ code }) => code).sort(), ['E305', 'E402', 'F401']);
  });

  it('the flake8 task runs the flake8 that checks saved files, even from a .venv without a test runner', async () => {
    const file = join(vscode.workspace.workspaceFolders![1]!.uri.fsPath, 'legacy.py');
    writeFileSync(file, 'import os\n');
    assert.equal(await run(await task('openstack-tool', 'flake8', 'legacy')), 1);
    const ask = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(vscode.Uri.file(file)).filter(({ source }) => source === 'flake8');
    const found = await eventually('the problem', ask, (each) => each.length > 0);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['F401'],
    );
  });

  it('tasks of tasks.json run with their arguments', async function () {
    this.timeout(120_000);
    const pinned = (await vscode.tasks.fetchTasks()).find((each) => each.name === 'pinned');
    assert.ok(pinned);
    assert.equal(await run(pinned), 0);
    assert.equal(readFileSync(path('quick.txt'), 'utf8'), 'pinned with a space');
    const stestr = (await vscode.tasks.fetchTasks()).find((each) => each.name === 'pinned stestr');
    assert.equal(await run(stestr!), 0);
  });

  it('tasks of the workspace file run in the folder that they name', async function () {
    this.timeout(120_000);
    const file = vscode.workspace.workspaceFile!.fsPath;
    const { folders } = JSON.parse(readFileSync(file, 'utf8')) as { folders: unknown };
    const tox = { type: 'openstack-tox', environment: 'quick', problemMatcher: [] };
    const tasks = [
      { ...tox, label: 'shared', arguments: ['shared'], folder: 'cloudlet' },
      { ...tox, label: 'nowhere' },
      { label: 'shared flake8', type: 'openstack-tool', tool: 'flake8', folder: 'legacy', problemMatcher: [] },
    ];
    writeFileSync(file, JSON.stringify({ folders, tasks: { version: '2.0.0', tasks } }));
    const named = (name: string): Promise<vscode.Task | undefined> =>
      eventually(
        name,
        async () => (await vscode.tasks.fetchTasks()).find((each) => each.name === name),
        Boolean,
        20_000,
      );
    rmSync(path('quick.txt'), { force: true });
    assert.equal(await run((await named('shared'))!), 0);
    assert.equal(readFileSync(path('quick.txt'), 'utf8'), 'shared');
    writeFileSync(join(vscode.workspace.workspaceFolders![1]!.uri.fsPath, 'legacy.py'), 'import os\n');
    assert.equal(await run((await named('shared flake8'))!), 1, 'what is wrong there');
    assert.ok(
      (await vscode.tasks.fetchTasks()).every((each) => each.name !== 'nowhere'),
      'nothing says where',
    );
  });

  it('terminating a task ends all its workers', async () => {
    const file = path('cloudlet/tests/unit/test_sleep.py');
    writeFileSync(
      file,
      'import time\nimport unittest\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        time.sleep(300)\n',
    );
    const execution = await vscode.tasks.executeTask(await task('openstack-tool', 'stestr run'));
    const workers = (): string[] =>
      commandsIn(cloudlet.uri.fsPath).filter((command) => command.includes('--load-list'));
    await eventually('the workers', workers, (found) => found.length >= 1);
    const start = Date.now();
    execution.terminate();
    await eventually('no worker', workers, (found) => found.length === 0, 5000);
    assert.ok(Date.now() - start < 4000);
  });
});
