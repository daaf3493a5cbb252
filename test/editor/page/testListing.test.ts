import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { giveStates } from '../statesProject';
import { TestExplorer } from './testExplorer';
import { eventually, openWindow, type SceneWindow } from './window';

const TESTS = 'modern/tests/test_states.py';

describe('tests that change after they were listed', () => {
  let window: SceneWindow;
  let tests: TestExplorer;
  const path = (name: string): string => join(window.folders[0]!, name);
  const shown = (what: string, ...labels: string[]): Promise<string[]> =>
    eventually(what, () => tests.rows(), (rows) => labels.every((label) => rows.some((row) => row.startsWith(label))), 30_000);
  const gone = (what: string, label: string): Promise<string[]> =>
    eventually(what, () => tests.rows(), (rows) => !rows.some((row) => row.startsWith(label)), 30_000);
  const replace = (from: string, to: string): void => {
    writeFileSync(path(TESTS), readFileSync(path(TESTS), 'utf8').replaceAll(from, to));
  };

  before(async () => {
    window = await openWindow({ folders: [{ empty: 'modern' }], prepare: giveStates }, { width: 1280, height: 1000 });
    tests = new TestExplorer(window);
    await tests.show();
    await tests.expand('modern', 'test_states', 'ScenarioTestCase', 'DdtTestCase');
    await tests.expand('test_size', 'test_data');
    await shown('the listing', '(small)', '(big)', '1_foo', '2_bar');
  });
  after(() => window.close());

  it('have the new names of scenarios and values, and run under them at once', async () => {
    replace("'foo'", "'spam'");
    replace("('small'", "('tiny'");
    await window.workbench.openFile(TESTS);
    await window.workbench.run('OpenStack: Run the Tests of This File');
    await shown('the new names', '(tiny)', '(big)', '1_spam', '2_bar');
    await gone('the old scenario', '(small)');
    await gone('the old value', '1_foo');
    await tests.becomes('(tiny)', 'Passed');
    await tests.becomes('ScenarioTestCase', 'Failed');
    await window.screenshot('out/testing-renamed.png');
  });

  it('say that they cannot be imported only until that is mended', async () => {
    const text = readFileSync(path(TESTS), 'utf8');
    writeFileSync(path(TESTS), `import nothing_of_that_name\n${text}`);
    await shown('the error', 'This module cannot be imported');
    await window.screenshot('out/testing-not-imported.png');
    writeFileSync(path(TESTS), text);
    await gone('the error', 'This module cannot be imported');
    await shown('its tests', '(tiny)', '1_spam');
  });
});
