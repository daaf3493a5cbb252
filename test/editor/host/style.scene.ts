import type { Scene } from '../../../scripts/editor/stage';
import { badProject } from '../pep8Lab';

export const scene: Scene = {
  // A browser's VS Code saves by itself, which would check before the test looks.
  settings: { 'files.autoSave': 'off' },
  prepare: (folder) => badProject(folder),
};
