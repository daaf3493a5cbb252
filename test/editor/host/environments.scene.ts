import type { Scene } from '../../../scripts/editor/stage';
import { LAB_SETTINGS, prepareToxProject } from './toxProject';

export const scene: Scene = {
  settings: LAB_SETTINGS,
  prepare: (folder) => prepareToxProject(folder, { constraints: false }),
};
