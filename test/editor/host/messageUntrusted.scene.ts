import type { Scene } from '../../../scripts/editor/stage';
import { makeRepository } from './repository';

/** The same repository in Restricted Mode. */
export const scene: Scene = { trusted: false, prepare: (folder) => makeRepository(folder) };
