import type { Scene } from '../../../scripts/editor/stage';
import { giveEnvironment } from '../sampleEnvironment';

export const scene: Scene = {
  prepare: giveEnvironment,
  manifest: {
    engines: { vscode: '^1.100.0' },
    main: 'testingCommands.js', // VS Code takes the code of what has no entry point for nobody's
    enabledApiProposals: ['testObserver'], // so that the tests see what the Testing view shows
  },
};
