import type { Scene } from '../../../scripts/editor/stage';
import { labTools } from '../../tools/testingLab';
import { giveEnvironment } from '../sampleEnvironment';

/**
 * Microsoft's extension is on no registry of packages, but debugpy itself is: the tests are the extension that brings
 * the debug type, with the real adapter behind it.
 */
export const scene: Scene = {
  prepare: async (folder) => {
    await giveEnvironment(folder);
    await labTools('debugpy-1.8.22', ['debugpy==1.8.22']);
  },
  manifest: {
    publisher: 'ms-python',
    name: 'debugpy',
    engines: { vscode: '^1.100.0' },
    main: 'debugpy.js', // VS Code takes the code of what has no entry point for nobody's
    enabledApiProposals: ['testObserver'], // so that the tests see what the Testing view shows
    contributes: {
      breakpoints: [{ language: 'python' }],
      debuggers: [{ type: 'debugpy', label: 'Python Debugger', languages: ['python'] }],
    },
  },
};
