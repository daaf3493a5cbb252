import type { Scene } from '../../../scripts/editor/stage';
import { giveEnvironment } from '../sampleEnvironment';
import { makeCheckout } from './gitProject';

export const scene: Scene = {
  prepare: async (folder) => {
    await giveEnvironment(folder);
    makeCheckout(folder);
  },
};
