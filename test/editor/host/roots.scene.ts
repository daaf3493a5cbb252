import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../../scripts/editor/stage';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { givePytest, giveVariable } from '../commandProjects';
import { giveStates } from '../statesProject';
import { LAB_SETTINGS } from './toxProject';

/**
 * A project tested with pytest, and one whose tox.ini says where its tests are. Two with tests: whoever imports the tests
 * of one leaves a file in it. Then the sample, and a project of one file whose tox.ini writes its report to a folder of
 * its own. Beside them a folder that is no project yet. VS Code restarts the extension host, and with it the tests, when
 * the first folder changes; none of them changes that one.
 */
export const scene: Scene = {
  folders: [
    ...['shade', 'lamp', 'first', 'second'].map((empty) => ({ empty })),
    'samples/cloudlet',
    'media',
    { empty: 'later' },
  ],
  settings: LAB_SETTINGS,
  prepare: async (shade, lamp, first, second, _sample, other) => {
    givePytest(shade);
    await giveVariable(lamp);
    for (const folder of [first, second]) {
      await giveStates(folder);
      writeFileSync(join(folder, 'modern/tests/test_states.py'), "open('imported', 'w').close()\n");
    }
    removeFolder(other);
    mkdirSync(other);
    writeFileSync(join(other, 'tox.ini'), toxIni('reports/unit.xml'));
    writeFileSync(join(other, 'app.py'), 'a = 1\nb = 2\n');
  },
};

export function toxIni(report: string): string {
  return `[testenv:cover]\ncommands =\n  stestr run\n  coverage xml -o ${report}\n`;
}
