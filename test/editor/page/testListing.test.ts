import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { stestrBin } from '../../tools/stestrLab';
import { giveStates } from '../statesProject';
import { TestExplorer } from './testExplorer';
import { eventually, openWindow, type SceneWindow } from './window';

const TESTS = 'modern/tests/test_states.py';
const LATER = `import testscenarios
import testtools

load_tests = testscenarios.load_tests_apply_scenarios


class LaterTestCase(testtools.TestCase):
    def test_later(self):
        pass
`;

describe('tests that change after they were listed', () => {
  let window: SceneWindow;
  let tests: TestExplorer;
  const path = (name: string): string => join(window.folders[0]!, name);
  const shown = (what: string, ...labels: string[]): Promise<string[]> =>
    eventually(
      what,
      () => tests.rows(),
      (rows) => labels.every((label) => rows.some((row) => row.startsWith(label))),
      30_000,
    );
  const gone = (what: string, label: string): Promise<string[]> =>
    eventually(
      what,
      () => tests.rows(),
      (rows) => !rows.some((row) => row.startsWith(label)),
      30_000,
    );
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

  it('renamed scenarios and values are shown under their new names, and run at once', async () => {
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

  it('an import error is shown until it is fixed', async () => {
    const text = readFileSync(path(TESTS), 'utf8');
    writeFileSync(path(TESTS), `import nothing_of_that_name\n${text}`);
    await shown('the error', 'This module cannot be imported');
    await window.screenshot('out/testing-not-imported.png');
    writeFileSync(path(TESTS), text);
    await gone('the error', 'This module cannot be imported');
    await shown('its tests', '(tiny)', '1_spam');
  });

  it('new test modules that use imports of others are listed with all the others', async () => {
    writeFileSync(path('modern/tests/sizes.py'), 'SIZE = 1\n');
    const withScenario = (name: string): string =>
      LATER.replace('pass', `pass\n\n    scenarios = [("${name}", {"size": modern.tests.sizes.SIZE})]`);
    writeFileSync(path('modern/tests/test_first.py'), `import modern.tests.sizes\n${withScenario('first')}`);
    await tests.expand('test_first', 'LaterTestCase', 'test_later');
    await shown('the scenario of the first', '(first)');
    await tests.collapse('test_first');
    writeFileSync(path('modern/tests/test_needs.py'), `import modern.tests\n${withScenario('needy')}`);
    await tests.expand('test_needs', 'LaterTestCase', 'test_later');
    await shown('its scenario', '(needy)');
    await gone('an error', 'This module cannot be imported');
    for (const name of ['test_needs', 'test_first', 'sizes']) rmSync(path(`modern/tests/${name}.py`));
    await gone('what was removed', 'test_needs');
  });

  it('the tests follow folders that appear, are renamed and disappear as a whole', async () => {
    mkdirSync(path('.aside/alpha'), { recursive: true });
    writeFileSync(path('.aside/alpha/test_within.py'), LATER);
    renameSync(path('.aside/alpha'), path('modern/tests/alpha'));
    await shown('the folder', 'alpha');
    await tests.expand('alpha');
    await shown('why stestr does not find it', 'No __init__.py here: stestr finds no tests in this folder.');
    await window.screenshot('out/testing-no-init.png');
    writeFileSync(path('modern/tests/alpha/__init__.py'), '');
    await gone('the error', 'No __init__.py here');
    renameSync(path('modern/tests/alpha'), path('modern/tests/beta'));
    await shown('its new name', 'beta');
    await gone('its old name', 'alpha');
    await tests.expand('beta', 'test_within');
    await shown('the tests in it', 'LaterTestCase');
    removeFolder(path('modern/tests/beta'));
    await gone('the folder', 'beta');
  });

  it('listed tests stay when the configuration is edited, and terminal runs show later tests', async () => {
    appendFileSync(path('.stestr.conf'), '# a remark\n');
    writeFileSync(path('modern/tests/test_later.py'), LATER);
    await shown('the new file', 'test_later');
    const bin = await stestrBin();
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    spawnSync(join(bin, 'stestr'), ['run', 'test_later'], { cwd: path('.'), env });
    await tests.becomes('test_later', 'Passed');
    const rows = await tests.rows(); // the edit was read long before the run ended
    for (const label of ['(tiny)', '1_spam']) {
      assert.ok(
        rows.some((row) => row.startsWith(label)),
        `${label} in ${rows.join('; ')}`,
      );
    }
  });

  it('tests are listed again when the configuration names another place', async () => {
    mkdirSync(path('modern/more'));
    writeFileSync(path('modern/more/__init__.py'), '');
    writeFileSync(path('modern/more/test_moved.py'), LATER.replace('pass', 'pass\n\n    scenarios = [("deep", {})]'));
    writeFileSync(path('.stestr.conf'), '[DEFAULT]\ntest_path=./modern/more\ntop_dir=./\n');
    await tests.expand('test_moved', 'LaterTestCase', 'test_later');
    await shown('its scenario', '(deep)');
  });
});
