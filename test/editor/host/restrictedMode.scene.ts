import type { Scene } from '../../../scripts/editor/stage';
import { giveCoverage } from './fakeCoverage';
import { makeRepository } from './repository';

/** A repository whose changes go to Gerrit, with coverage data, in Restricted Mode. */
export const scene: Scene = {
  trusted: false,
  prepare(folder) {
    makeRepository(folder);
    giveCoverage(folder);
  },
};
