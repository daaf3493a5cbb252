import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commandsIn } from '../processes';
import { giveEnvironment } from '../sampleEnvironment';
import { eventually, openWindow, type SceneWindow } from './window';

const FILE = 'cloudlet/tests/unit/test_sleep.py';
const TASK = {
  label: 'sleep',
  type: 'openstack-tool',
  tool: 'stestr',
  problemMatcher: [],
  group: { kind: 'test', isDefault: true },
};
const SLEEPS =
  'import time\nimport unittest\n\n\nclass SleepTest(unittest.TestCase):\n    def test_sleep(self):\n        time.sleep(300)\n';

describe('a window that is reloaded', () => {
  let window: SceneWindow;
  const workers = (): string[] => commandsIn(window.folders[0]!).filter((command) => command.includes('stestr'));

  before(async () => {
    window = await openWindow({
      prepare: async (folder) => {
        await giveEnvironment(folder);
        writeFileSync(join(folder, FILE), SLEEPS);
        mkdirSync(join(folder, '.vscode'));
        writeFileSync(join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [TASK] }));
      },
    });
    await window.workbench.openFile(FILE);
  });
  after(() => window.close());

  async function reloaded(): Promise<void> {
    await eventually('the tests', workers, (all) => all.length > 1, 60_000);
    await window.page.reload();
    await window.ready();
    const left = await eventually('the end of the tests', workers, (all) => all.length === 0, 20_000);
    assert.deepEqual(left, []);
  }

  it('reloading the window ends all processes of a test run', async () => {
    await window.workbench.run('Test: Run Tests in Current File');
    await reloaded();
  });

  it('reloading the window ends all processes of a task', async () => {
    await window.workbench.run('Tasks: Run Test Task');
    await reloaded();
  });
});
