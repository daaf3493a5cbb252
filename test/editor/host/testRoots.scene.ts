import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../../scripts/editor/stage';
import { giveStates } from '../statesProject';

/** Two roots with tests. Whoever imports the tests of one leaves a file in it. */
export const scene: Scene = {
  folders: [{ empty: 'first' }, { empty: 'second' }],
  prepare: async (...folders) => {
    for (const folder of folders) {
      await giveStates(folder);
      writeFileSync(join(folder, 'modern/tests/test_states.py'), "open('imported', 'w').close()\n");
    }
  },
};
