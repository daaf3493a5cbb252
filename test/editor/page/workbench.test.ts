import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { eventually, openWindow, type SceneWindow } from './window';

describe('the window', () => {
  let window: SceneWindow;

  before(async () => {
    window = await openWindow();
  });
  after(() => window.close());

  it('the Explorer shows the files of the folder', async () => {
    const rows = await eventually(
      'rows in the Explorer',
      () => window.workbench.treeRows('cloudlet'),
      (all) => all.length > 0,
    );
    assert.ok(rows.some((row) => row.label === 'tox.ini'));
  });

  it('the window opens a file with its text', async () => {
    await window.workbench.openFile('tox.ini');
    const [first] = await window.workbench.editorLines();
    assert.deepEqual(first, { line: 1, text: '[tox]', marks: [] });
  });
});
