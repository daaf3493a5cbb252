import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { makeRepository } from '../host/repository';
import { giveEnvironment } from '../sampleEnvironment';
import { eventually, openWindow, type SceneWindow } from './window';

describe('Restricted Mode', () => {
  let window: SceneWindow;

  before(async () => {
    window = await openWindow({
      trusted: false,
      async prepare(folder) {
        await giveEnvironment(folder);
        makeRepository(folder);
      },
    });
  });
  after(() => window.close());

  it('My Change runs nothing in Restricted Mode, and gives the reason', async () => {
    await window.workbench.showViews('OpenStack');
    const shown = await eventually(
      'the reason',
      async () => (await window.workbench.welcome('My Change')).join('\n'),
      (text) => text.includes('Restricted Mode'),
    );
    assert.match(shown, /Manage Workspace Trust/);
    await window.screenshot('out/state-restricted.png');
  });

  it('tests are shown in Restricted Mode, and neither run nor listed', async () => {
    await window.workbench.showViews('Testing');
    const root = window.workbench.view('Test Explorer').locator('.monaco-list-row[aria-label^="cloudlet "]').first();
    await root.waitFor();
    await window.workbench.run('Test: Run All Tests');
    await window.screenshot('out/testing-restricted.png');
    assert.match(await window.workbench.answerDialog('Cancel'), /trust/i);
    assert.ok(!existsSync(join(window.folders[0]!, '.stestr')));
  });
});
