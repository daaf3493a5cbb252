/** The editor tests that act as a person does: the *.test.ts of test/editor/page, with mocha in this process. */
import { join } from 'node:path';
import Mocha from 'mocha';
import { setStage } from '../../test/editor/page/window';
import type { Counts } from '../lib/results';
import { root } from '../lib/script';
import type { Stage } from './stage';

/** @param files test files, relative to the project */
export async function runPageTests(stage: Stage, files: readonly string[]): Promise<Counts> {
  setStage(stage);
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 120_000, forbidOnly: true, forbidPending: true });
  mocha.rootHooks({ afterEach: () => stage.settle() });
  for (const file of files) {
    mocha.addFile(join(root, file));
  }
  return new Promise((resolve) => {
    const runner = mocha.run();
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test) => stage.failed(test.fullTitle()));
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures + pending });
    });
  });
}
