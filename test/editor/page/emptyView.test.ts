import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { eventually, openWindow, type Scene } from './window';

const VIEW = 'Untested Lines';

describe('the view without anything to show', () => {
  /** Waits for the view to say what is expected: until the window knows its folders and their trust, it says other things. */
  async function welcome(scene: Scene, expected: RegExp): Promise<string> {
    const window = await openWindow(scene);
    try {
      await window.workbench.showViews('OpenStack');
      const text = async (): Promise<string> => (await window.workbench.welcome(VIEW)).join('\n');
      const shown = await eventually('the sentence', text, (all) => expected.test(all));
      assert.deepEqual(await window.workbench.notifications(), [], 'nothing pops up unasked');
      return shown;
    } finally {
      await window.close();
    }
  }
  const withoutReport = (folder: string): void => removeFolder(join(folder, 'cover'));

  it('asks for a folder in an empty window', async () => {
    await welcome({ folders: [] }, /Open a checkout of an OpenStack project[^]*Open Folder/);
  });

  it('says that a folder is no OpenStack project', async () => {
    await welcome({ folders: ['media'] }, /does not look like an OpenStack project[^]*Open Coverage Report File/);
  });

  it('offers to run the cover environment where there is no report', async () => {
    await welcome({ prepare: withoutReport }, /No coverage report yet[^]*Run tox cover/);
  });

  it('offers to make a report of data that is there', async () => {
    const prepare = (folder: string): void => {
      withoutReport(folder);
      writeFileSync(join(folder, '.coverage.host.pid1.Xabc'), '');
    };
    await welcome({ prepare }, /no report was written[^]*Make the Report/);
  });

  it('notices data that comes where the settings put it', async () => {
    const window = await openWindow({
      prepare: (folder) => {
        withoutReport(folder);
        mkdirSync(join(folder, 'measured'));
        writeFileSync(join(folder, '.coveragerc'), '[run]\ndata_file = measured/unit\n');
      },
    });
    try {
      await window.workbench.showViews('OpenStack');
      const text = async (): Promise<string> => (await window.workbench.welcome(VIEW)).join('\n');
      await eventually('no report', text, (all) => all.startsWith('No coverage report yet'));
      writeFileSync(join(window.folders[0]!, 'measured/unit.host.pid1.Xabc'), '');
      await eventually('the offer', text, (all) => all.includes('Make the Report'));
    } finally {
      await window.close();
    }
  });

  it('says that a report cannot be read', async () => {
    const prepare = (folder: string): void => truncateSync(join(folder, 'cover/coverage.xml'), 2000);
    await welcome({ prepare }, /cannot be read[^]*Show Why/);
  });

  it('offers trust in Restricted Mode, and nothing that runs', async () => {
    const expected = /In Restricted Mode nothing is run[^]*Manage Workspace Trust/;
    const shown = await welcome({ trusted: false, prepare: withoutReport }, expected);
    assert.doesNotMatch(shown, /Run tox/);
  });

  it('shows a report in Restricted Mode', async () => {
    const window = await openWindow({ trusted: false });
    try {
      await window.workbench.showViews('OpenStack');
      await eventually(
        'files',
        () => window.workbench.treeRows(VIEW),
        (all) => all.length > 5,
      );
    } finally {
      await window.close();
    }
  });
});
