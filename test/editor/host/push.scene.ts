import type { Scene } from '../../../scripts/editor/stage';
import { cloneOfGerrit } from '../gerritScene';

export const scene: Scene = {
  async prepare(folder) {
    await cloneOfGerrit(folder);
  },
};
