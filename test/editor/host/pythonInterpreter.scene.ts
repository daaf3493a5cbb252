import type { Scene } from '../../../scripts/editor/stage';
import { LAB_SETTINGS, prepareToxProject } from './toxProject';

/** The kit has no Python extension: the tests themselves stand in for it, under its name. */
export const scene: Scene = {
  settings: LAB_SETTINGS,
  prepare: (folder) => prepareToxProject(folder),
  manifest: {
    publisher: 'ms-python',
    name: 'python',
    engines: { vscode: '^1.100.0' },
    main: 'pythonInterpreter.js', // VS Code takes the code of what has no entry point for nobody's
  },
};
