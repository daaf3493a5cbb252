import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../../scripts/editor/stage';
import { LAB_SETTINGS, linkEnvironment, prepareToxProject } from './toxProject';

export const scene: Scene = {
  settings: LAB_SETTINGS,
  prepare: async (folder) => {
    await prepareToxProject(folder);
    // What coverage.py says of a limit for all tests must not lose what a few of them measured.
    appendFileSync(join(folder, '.coveragerc'), 'fail_under = 100\n');
    linkEnvironment(folder, 'py3');
  },
};
