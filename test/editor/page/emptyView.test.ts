import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { root } from '../../../scripts/lib/script';
import { eventually, openWindow, type Scene, type SceneWindow } from './window';

const VIEW = 'Untested Lines';
const REPORT = 'cover/coverage.xml';

describe('the view without anything to show', () => {
  const welcome = async (window: SceneWindow): Promise<string> => (await window.workbench.welcome(VIEW)).join('\n');
  const withoutReport = (folder: string): void => removeFolder(join(folder, 'cover'));

  async function says(window: SceneWindow, expected: RegExp): Promise<string> {
    const shown = await eventually(
      'the sentence',
      () => welcome(window),
      (all) => expected.test(all),
    );
    assert.deepEqual(await window.workbench.notifications(), [], 'nothing pops up unasked');
    return shown;
  }

  async function inWindow(scene: Scene, look: (window: SceneWindow) => Promise<unknown>): Promise<void> {
    const window = await openWindow(scene);
    try {
      await window.workbench.showViews('OpenStack');
      await look(window);
    } finally {
      await window.close();
    }
  }

  it('the view asks for a folder in an empty window', async () => {
    const expected = /Open a checkout of an OpenStack project[^]*Open Folder/;
    await inWindow({ folders: [] }, (window) => says(window, expected));
  });

  it('the view names a folder that is not an OpenStack project as such', async () => {
    const expected = /does not look like an OpenStack project[^]*Open Coverage Report File/;
    await inWindow({ folders: ['media'] }, (window) => says(window, expected));
  });

  it('the view notices data that appears where the settings put it', async () => {
    const prepare = (folder: string): void => {
      withoutReport(folder);
      mkdirSync(join(folder, 'measured'));
      writeFileSync(join(folder, '.coveragerc'), '[run]\ndata_file = measured/unit\n');
    };
    await inWindow({ prepare }, async (window) => {
      await says(window, /^No coverage report yet/);
      writeFileSync(join(window.folders[0]!, 'measured/unit.host.pid1.Xabc'), '');
      await says(window, /Make the Report/);
    });
  });

  describe('in a project whose files come one by one', () => {
    let window: SceneWindow;
    const file = (name: string): string => join(window.folders[0]!, name);

    before(async () => {
      window = await openWindow({ prepare: withoutReport });
      await window.workbench.showViews('OpenStack');
    });
    after(() => window.close());

    it('the view offers to run the cover environment if there is no report', async () => {
      await says(window, /No coverage report yet[^]*Run tox cover/);
    });

    it('the view offers to make a report of existing data', async () => {
      writeFileSync(file('.coverage.host.pid1.Xabc'), '');
      await says(window, /no report was written[^]*Make the Report/);
    });

    it('the view shows that a report cannot be read', async () => {
      mkdirSync(file('cover'));
      writeFileSync(file(REPORT), readFileSync(join(root, 'samples/cloudlet', REPORT)).subarray(0, 2000));
      await says(window, /cannot be read[^]*Show Why/);
    });
  });

  describe('in Restricted Mode', () => {
    let window: SceneWindow;

    before(async () => {
      window = await openWindow({ trusted: false });
      await window.workbench.showViews('OpenStack');
    });
    after(() => window.close());

    it('the view shows a report in Restricted Mode', async () => {
      await eventually(
        'files',
        () => window.workbench.treeRows(VIEW),
        (all) => all.length > 5,
      );
    });

    it('the view offers trust in Restricted Mode, and nothing that runs', async () => {
      withoutReport(window.folders[0]!);
      const shown = await says(window, /In Restricted Mode nothing is run[^]*Manage Workspace Trust/);
      assert.doesNotMatch(shown, /Run tox/);
    });
  });
});
