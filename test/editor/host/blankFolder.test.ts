import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Api } from '../../../src/api';

/** test_z fails after test_a, and writes down the variables that it ran with. */
const MEETING = `import json
import os
import unittest

SEEN = []


class MeetingTest(unittest.TestCase):
    def test_a(self):
        SEEN.append(1)

    def test_z(self):
        with open('variables.json', 'w') as out:
            json.dump(dict(os.environ), out)
        self.assertEqual([], SEEN)
`;

describe('a folder with a space in its path', () => {
  let api: Api;
  let folder: string;
  const path = (name: string): string => join(folder, name);

  before(async () => {
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    writeFileSync(path('cloudlet/tests/unit/test_meeting.py'), MEETING);
  });

  function endOf(name: string): Promise<number | undefined> {
    return new Promise((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== name) return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
  }

  it('tox tasks in a folder with a space find their Python, and keep a PYTHON of their own', async function () {
    this.timeout(120_000);
    const tasks = await vscode.tasks.fetchTasks({ type: 'openstack-tox' });
    const printed: string[] = [];
    for (const name of ['plain', 'own']) {
      const ended = endOf(`tox -e ${name}`);
      await vscode.tasks.executeTask(tasks.find((task) => task.name === `tox -e ${name}`)!);
      assert.equal(await ended, 0);
      printed.push(readFileSync(path(`${name}.txt`), 'utf8'));
    }
    assert.deepEqual(printed, ['python', 'coverage run']);
  });

  it("test isolation in a folder with a space is analyzed with the variables of tox, not the editor's", async function () {
    this.timeout(120_000);
    process.env.VARIABLE_OF_THE_EDITOR = 'yes';
    const { python, tox } = (await api.testing.environment(vscode.Uri.file(folder)))!;
    assert.equal(tox, 'py3');
    const programs = join(python.fsPath, '..');
    const env = { ...process.env, PYTHON: 'python', PATH: `${programs}${delimiter}${process.env.PATH}` };
    spawnSync(join(programs, 'stestr'), ['run', '--serial', 'test_meeting'], { cwd: folder, env });
    const variables = (): Record<string, string> =>
      JSON.parse(readFileSync(path('variables.json'), 'utf8')) as Record<string, string>;
    assert.equal(variables().VARIABLE_OF_THE_EDITOR, 'yes');
    const ended = endOf('Analyze Test Isolation');
    await vscode.commands.executeCommand('openstackContributor.testing.analyzeIsolation');
    assert.equal(await ended, 3, 'the exit code of stestr when it has something to tell');
    const last = Math.max(
      ...readdirSync(path('.stestr'))
        .filter((name) => /^\d+$/.test(name))
        .map(Number),
    );
    assert.match(readFileSync(path(`.stestr/${last}`), 'utf8'), /failure: \S+\.MeetingTest\.test_z/);
    assert.deepEqual([variables().VARIABLE_OF_THE_EDITOR, variables().TOX_ENV_NAME], [undefined, 'py3']);
  });
});
