import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api } from '../../../src/api';
import { commandsIn } from '../processes';

const SLEEPS =
  'import time\nimport unittest\n\n\nclass SleepTest(unittest.TestCase):\n    def test_sleep(self):\n        time.sleep(300)\n';

describe('runs of tests that are cancelled', () => {
  let api: Api;
  let folder: string;
  const workers = (): string[] => commandsIn(folder).filter((command) => command.includes('stestr'));

  before(async () => {
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    writeFileSync(join(folder, 'cloudlet/tests/unit/test_sleep.py'), SLEEPS);
  });

  it('cancelled test runs end within two seconds, also before their turn comes', async function () {
    this.timeout(60_000);
    const [first, second] = [new vscode.CancellationTokenSource(), new vscode.CancellationTokenSource()];
    const running = api.testing.run(['cloudlet.tests.unit.test_sleep'], { token: first.token });
    await eventually('the run', workers, (all) => all.length > 0, 30_000);
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
