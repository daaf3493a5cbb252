import type { Scene } from '../../../scripts/editor/stage';
import { givePytest, giveVariable } from '../commandProjects';
import { LAB_SETTINGS } from './toxProject';

export const scene: Scene = {
  folders: [{ empty: 'shade' }, { empty: 'lamp' }],
  settings: LAB_SETTINGS,
  prepare: async (shade, lamp) => {
    await giveVariable(lamp);
    givePytest(shade);
  },
};
