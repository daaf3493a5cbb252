import type { Scene } from '../../../scripts/editor/stage';
import { giveEnvironment } from '../sampleEnvironment';
import { makeCheckout } from './gitProject';

export const scene: Scene = {
  prepare: (folder) => {
    giveEnvironment(folder);
    makeCheckout(folder);
  },
};
