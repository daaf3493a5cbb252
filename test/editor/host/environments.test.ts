import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import type { Api, TestEnvironment } from '../../../src/api';
import { commandsIn } from '../processes';

describe('the environment of the tests', () => {
  let api: Api;
  let folder: vscode.Uri;
  /** The repository: the tests run from out/host-tests/NAME. */
  let programs: string;
  const path = (...names: string[]): string => join(folder.fsPath, ...names);
  const environment = (): Promise<TestEnvironment | undefined> => api.testing.environment(folder);
  const becomes = (
    what: string,
    isRight: (found: TestEnvironment | undefined) => boolean,
  ): Promise<TestEnvironment | undefined> => eventually(what, environment, isRight, 30_000);

  before(async () => {
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    folder = vscode.workspace.workspaceFolders![0]!.uri;
    const tox = vscode.workspace.getConfiguration('openstackContributor').get<string>('tox.path')!;
    programs = join(tox, '..');
  });

  after(async () => {
    await choose(undefined);
  });

  async function choose(python: string | undefined): Promise<void> {
    const settings = vscode.workspace.getConfiguration('openstackContributor', folder);
    await settings.update('testing.python', python, vscode.ConfigurationTarget.Workspace);
  }

  it('a folder where no environment was created has none', async () => {
    assert.equal(await environment(), undefined);
  });

  it('the environment is .venv if that exists, even if it is a file that leads elsewhere', async () => {
    writeFileSync(path('.venv'), `${join(programs, '..')}\n`);
    const found = await becomes('.venv', (each) => each?.source === '.venv');
    assert.equal(found!.python.fsPath, join(programs, 'python'));
    rmSync(path('.venv'));
    await becomes('no environment', (each) => each === undefined);
  });

  it('the environment is the one in the setting, with no substitute when that does not exist', async () => {
    await choose(join(programs, 'python'));
    await becomes('the setting', (each) => each?.source === 'setting');
    writeFileSync(path('.venv'), join(programs, '..'));
    await choose('no/such/python');
    await becomes('no environment', (each) => each === undefined);
    await choose(undefined);
    await becomes('.venv', (each) => each?.source === '.venv');
    rmSync(path('.venv'));
    await becomes('no environment', (each) => each === undefined);
  });

  it('an environment that tox failed to create is not used', async () => {
    const ended = endOfTask('create py3');
    await vscode.commands.executeCommand('openstackContributor.testing.createEnvironment', folder.fsPath, 'py3');
    assert.equal(await ended, 1);
    assert.equal(await environment(), undefined);
  });

  it('cancelling the creation of an environment ends all its processes', async function () {
    this.timeout(120_000);
    copyFileSync(path('tox.ini'), path('tox.ini.kept'));
    // An installation that does not end by itself, as a slow one: pip is a child of tox.
    const installing = 'import time; time.sleep(600.123)';
    writeFileSync(
      path('tox.ini'),
      `[tox]\nenvlist = py3\n[testenv:py3]\nskip_install = true\ndeps = nothing\ninstall_command = python -c '${installing}' {packages}\n`,
    );
    const processes = (): string[] =>
      commandsIn(folder.fsPath).filter((each) => each.includes(installing) || each.includes('-e py3'));
    try {
      const made = vscode.commands.executeCommand(
        'openstackContributor.testing.createEnvironment',
        folder.fsPath,
        'py3',
      );
      await eventually('the installation', processes, (all) => all.length === 2, 60_000);
      const started = Date.now();
      vscode.tasks.taskExecutions.find(({ task }) => task.name === 'create py3')!.terminate();
      await made;
      await eventually('no process of it', processes, (all) => all.length === 0, 5000);
      assert.ok(Date.now() - started < 4000);
      await eventually(
        'the end of the task',
        () => vscode.tasks.taskExecutions.length,
        (count) => count === 0,
      );
    } finally {
      copyFileSync(path('tox.ini.kept'), path('tox.ini'));
      removeFolder(path('.tox'));
    }
  });

  it('an environment that tox created is used at once', async function () {
    this.timeout(300_000);
    copyFileSync(path('..', 'constraints.txt'), path('constraints.txt'));
    const ended = endOfTask('create py3');
    await vscode.commands.executeCommand('openstackContributor.testing.createEnvironment', folder.fsPath, 'py3');
    assert.equal(await ended, 0);
    const found = await environment();
    assert.deepEqual([found?.source, found?.tox], ['tox', 'py3']);
    assert.equal(found!.python.fsPath, path('.tox', 'py3', 'bin', 'python'));
    assert.ok(existsSync(path('.tox', 'py3', 'bin', 'stestr')));
    assert.ok(readFileSync(path('tox.ini'), 'utf8').includes('stestr'));
  });

  it('an environment is recreated when its checkout was moved afterwards', async function () {
    this.timeout(300_000);
    const stestr = path('.tox', 'py3', 'bin', 'stestr');
    const here = readFileSync(stestr, 'utf8');
    writeFileSync(stestr, here.replace(/^#!.*/, '#!/none/.tox/py3/bin/python'));
    writeFileSync(path('.venv'), 'nowhere'); // so that it looks again
    await becomes('no environment', (each) => each === undefined);
    rmSync(path('.venv'));
    const ended = endOfTask('create py3');
    await vscode.commands.executeCommand('openstackContributor.testing.createEnvironment', folder.fsPath, 'py3');
    assert.equal(await ended, 0);
    assert.equal((await environment())?.tox, 'py3');
    assert.equal(readFileSync(stestr, 'utf8'), here);
  });

  /** Exit code of the next run of a task; 130 when it was cancelled. */
  function endOfTask(name: string): Promise<number | undefined> {
    return new Promise((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess((event) => {
        if (event.execution.task.name !== name) return;
        subscription.dispose();
        resolve(event.exitCode);
      });
    });
  }
});
