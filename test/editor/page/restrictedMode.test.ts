import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { makeRepository } from '../host/repository';
import { badProject } from '../pep8Lab';
import { giveEnvironment } from '../sampleEnvironment';
import { eventually, openWindow, type SceneWindow } from './window';

describe('Restricted Mode', () => {
  let window: SceneWindow;

  before(async () => {
    window = await openWindow({
      trusted: false,
      settings: { 'files.autoSave': 'off' },
      async prepare(folder) {
        await badProject(folder);
        await giveEnvironment(folder);
        makeRepository(folder);
      },
    });
  });
  after(() => window.close());

  it('style is not checked in Restricted Mode', async () => {
    await window.workbench.openFile('cloudlet/audit.py', 4);
    await window.workbench.run('File: Save without Formatting');
    await window.workbench.settled();
    assert.deepEqual(await window.workbench.notifications(), []);
    await window.workbench.run('Problems: Focus on Problems View');
    assert.deepEqual(await window.workbench.problems(), []);
  });

  it('the view shows a report in Restricted Mode', async () => {
    await window.workbench.showViews('OpenStack');
    await eventually(
      'files',
      () => window.workbench.treeRows('Untested Lines'),
      (all) => all.length > 5,
    );
  });

  it('the view offers trust in Restricted Mode, and nothing that runs', async () => {
    removeFolder(join(window.folders[0]!, 'cover'));
    const shown = await eventually(
      'the reason',
      async () => (await window.workbench.welcome('Untested Lines')).join('\n'),
      (text) => /In Restricted Mode nothing is run[^]*Manage Workspace Trust/.test(text),
    );
    assert.deepEqual(await window.workbench.notifications(), [], 'nothing pops up unasked');
    assert.doesNotMatch(shown, /Run tox/);
  });

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
