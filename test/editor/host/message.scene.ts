import type { Scene } from '../../../scripts/editor/stage';
import { makeRepository } from './repository';

/** The sample as a git repository whose changes go to Gerrit, on a branch for a bug. */
export const scene: Scene = { prepare: (folder) => makeRepository(folder) };
