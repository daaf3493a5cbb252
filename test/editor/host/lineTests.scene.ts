import type { Scene } from '../../../scripts/editor/stage';
import { LAB_SETTINGS, linkEnvironment, prepareToxProject } from './toxProject';

export const scene: Scene = {
  settings: LAB_SETTINGS,
  prepare: async (folder) => {
    await prepareToxProject(folder);
    linkEnvironment(folder, 'py3');
  },
};
