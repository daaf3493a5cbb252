import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { givePytest, giveVariable } from '../commandProjects';
import { LAB_SETTINGS } from '../host/toxProject';
import { TestExplorer } from './testExplorer';
import { eventually, openWindow, type SceneWindow } from './window';

describe('the tests that the command of a project runs', () => {
  let window: SceneWindow;
  let tests: TestExplorer;
  const shown = (what: string, ...texts: string[]): Promise<string[]> =>
    eventually(
      what,
      () => tests.rows(),
      (rows) => texts.every((text) => rows.some((row) => row.includes(text))),
      60_000,
    );

  before(async () => {
    window = await openWindow({
      folders: [{ empty: 'lamp' }, { empty: 'shade' }, { empty: 'swift' }],
      settings: LAB_SETTINGS,
      prepare: async (lamp, shade, swift) => {
        await giveVariable(lamp);
        givePytest(shade);
        givePytest(swift, { conf: true });
      },
    });
    tests = new TestExplorer(window);
    await tests.show();
  });
  after(() => window.close());

  it("the Testing view shows the tests that the project's command runs, and marks those it leaves out", async () => {
    await tests.expand('lamp', 'test_maths', 'test_sql', 'Sums', 'SqlTest');
    await shown('a test that is left out', 'not run with all');
    await tests.press('lamp', 'Run Test');
    await tests.becomes('lamp', 'Passed');
    await window.screenshot('out/testing-command.png');
  });

  it('the Testing view leaves a project tested with pytest to the Python extension, and shows that', async () => {
    await tests.collapse('lamp');
    await tests.expand('shade', 'swift');
    await shown('both sentences', 'runs the unit tests with pytest', 'Below are the tests of');
    await tests.expand('test_maths');
    await shown('the test of stestr', 'Sums');
    await window.screenshot('out/testing-pytest.png');
    const link = window.page.locator('.monaco-list-row a', { hasText: 'Show the Python Extension' });
    assert.equal(await link.count(), 2);
  });
});
