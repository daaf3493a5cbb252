import type { Scene } from '../../../scripts/editor/stage';
import { givePackagesOfLab, LAB_SETTINGS, prepareToxProject } from './toxProject';

export const scene: Scene = {
  settings: LAB_SETTINGS,
  prepare: async (folder) => {
    await prepareToxProject(folder, { constraints: false });
    givePackagesOfLab(folder);
  },
};
