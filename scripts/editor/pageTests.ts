/** The editor tests that act as a person does: the *.test.ts of test/editor/page, with mocha in this process. */
import { join } from 'node:path';
import Mocha from 'mocha';
import type { TestOutcome } from '../../test/editor/host/results';
import { onStage } from '../../test/editor/page/window';
import { root } from '../lib/script';
import type { Stage } from './stage';

/**
 * Runs a file while another one may run on another stage.
 *
 * @param file a test file, relative to the project; it is loaded again each time
 */
export async function runPageFile(stage: Stage, file: string): Promise<readonly TestOutcome[]> {
  const options: Mocha.MochaOptions = { ui: 'bdd', timeout: 180_000, forbidOnly: true, forbidPending: true };
  const mocha = new Mocha({ ...options, reporter: Mocha.reporters.Base }); // which prints nothing
  mocha.rootHooks({ afterEach: () => stage.settle() });
  mocha.addFile(join(root, file));
  mocha.unloadFiles();
  const tests: TestOutcome[] = [];
  const { EVENT_TEST_PASS, EVENT_TEST_FAIL } = Mocha.Runner.constants;
  await onStage(
    stage,
    () =>
      new Promise((resolve) => {
        const runner = mocha.run(resolve);
        runner.on(EVENT_TEST_PASS, (test) => tests.push({ title: test.fullTitle(), ms: test.duration ?? 0 }));
        // A test that is skipped fails too: forbidPending.
        runner.on(EVENT_TEST_FAIL, (test, error: Error) => {
          tests.push({ title: test.fullTitle(), error: error.stack ?? error.message });
          stage.failed(test.fullTitle());
        });
      }),
  );
  mocha.dispose(); // it listens to this process, which runs many files
  await stage.settle(); // the windows that the last hook was done with
  return tests;
}
