import type { Scene } from '../../../scripts/editor/stage';
import { giveCoverage } from './fakeCoverage';

export const scene: Scene = { prepare: (folder) => giveCoverage(folder) };
