import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { SAMPLE } from '../../../scripts/editor/stage';
import { root } from '../../../scripts/lib/script';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'Untested Lines';
const REPORT = 'cover/coverage.xml';
const SAMPLE_FOLDER = join(root, SAMPLE);

describe('the view without anything to show', () => {
  const welcome = async (window: SceneWindow): Promise<string> => (await window.workbench.welcome(VIEW)).join('\n');

  async function says(window: SceneWindow, expected: RegExp): Promise<string> {
    const shown = await eventually(
      'the sentence',
      () => welcome(window),
      (all) => expected.test(all),
    );
    assert.deepEqual(await window.workbench.notifications(), [], 'nothing pops up unasked');
    return shown;
  }

  it('the view asks for a folder in an empty window', async () => {
    const window = await openWindow({ folders: [] });
    try {
      await window.workbench.showViews('OpenStack');
      await says(window, /Open a checkout of an OpenStack project[^]*Open Folder/);
    } finally {
      await window.close();
    }
  });

  describe('in a folder whose files come one by one', () => {
    let window: SceneWindow;
    const file = (name: string): string => join(window.folders[0]!, name);

    before(async () => {
      window = await openWindow({ folders: [{ empty: 'cloudlet' }] });
      await window.workbench.showViews('OpenStack');
    });
    after(() => window.close());

    it('the view names a folder that is not an OpenStack project as such', async () => {
      await says(window, /does not look like an OpenStack project[^]*Open Coverage Report File/);
    });

    it('the view offers to run the cover environment if there is no report', async () => {
      copyFileSync(join(SAMPLE_FOLDER, 'tox.ini'), file('tox.ini'));
      await says(window, /No coverage report yet[^]*Run tox cover/);
    });

    it('the view offers to make a report of existing data', async () => {
      writeFileSync(file('.coverage.host.pid1.Xabc'), '');
      await says(window, /no report was written[^]*Make the Report/);
    });

    it('the view notices data that appears where the settings put it', async () => {
      mkdirSync(file('measured'));
      writeFileSync(file('.coveragerc'), '[run]\ndata_file = measured/unit\n');
      await says(window, /^No coverage report yet/); // the data that is there is elsewhere
      writeFileSync(file('measured/unit.host.pid1.Xabc'), '');
      await says(window, /Make the Report/);
    });

    it('the view shows that a report cannot be read', async () => {
      mkdirSync(file('cover'));
      writeFileSync(file(REPORT), readFileSync(join(SAMPLE_FOLDER, REPORT)).subarray(0, 2000));
      await says(window, /cannot be read[^]*Show Why/);
    });
  });
});
