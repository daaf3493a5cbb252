import type { Scene } from '../../../scripts/editor/stage';
import { giveEnvironment } from '../sampleEnvironment';

/** The kit has no Python debugger: the tests themselves stand in for it, under its name. */
export const scene: Scene = {
  prepare: giveEnvironment,
  manifest: {
    publisher: 'ms-python',
    name: 'debugpy',
    engines: { vscode: '^1.100.0' },
    main: 'debugTests.js', // VS Code takes the code of what has no entry point for nobody's
    contributes: { debuggers: [{ type: 'debugpy', label: 'Python Debugger (a fake that stops nowhere)' }] },
  },
};
