import type { Scene } from '../../../scripts/editor/stage';
import { giveEnvironment } from '../sampleEnvironment';

export const scene: Scene = { prepare: giveEnvironment };
