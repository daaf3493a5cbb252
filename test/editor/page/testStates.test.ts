import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { stestrBin } from '../../tools/stestrLab';
import { giveLegacy, giveStates, STATES, UNIMPORTABLE } from '../statesProject';
import { TestExplorer } from './testExplorer';
import { eventually, openWindow, type SceneWindow } from './window';

const STATES_FILE = 'modern/tests/test_states.py';
/** The 1-based line of the states' module that says this. */
const lineOf = (text: string): number => STATES.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('the states of tests, of a project of stestr and one of testr in one window', () => {
  let window: SceneWindow;
  let tests: TestExplorer;
  /** The message at a 1-based line, for what has no row that leads to it. */
  before(async () => {
    window = await openWindow(
      {
        folders: [{ empty: 'modern' }, { empty: 'legacy' }],
        prepare: async (modern, legacy) => {
          await giveStates(modern);
          await giveLegacy(legacy);
        },
      },
      { width: 1280, height: 1000 },
    );
    tests = new TestExplorer(window);
    await tests.show();
    await tests.expand('modern', 'test_states');
    for (const name of [
      'StateTestCase',
      'SetUpClassTestCase',
      'TearDownClassTestCase',
      'SubTestCase',
      'ScenarioTestCase',
      'DdtTestCase',
    ]) {
      await tests.expand(name);
    }
  });
  after(() => window.close());

  it('scenarios, ddt and generated tests are shown as stestr lists them', async () => {
    await eventually(
      'the listing',
      () => tests.rows(),
      (rows) => rows.some((row) => row.startsWith('test_data')),
    );
    await tests.expand('MadeTestCase', 'test_size', 'test_data');
    const rows = await eventually(
      'the scenarios',
      () => tests.rows(),
      (all) => all.some((row) => row.startsWith('(small)')),
    );
    for (const label of ['(small)', '(big)', '1_foo', '2_bar']) {
      assert.ok(
        rows.some((row) => row.startsWith(label)),
        `${label} in ${rows.join('; ')}`,
      );
    }
  });

  it('scenarios have their states when their class alone runs', async () => {
    await tests.press('ScenarioTestCase', 'Run Test');
    await tests.becomes('(small)', 'Passed');
    await tests.becomes('(big)', 'Failed');
  });

  it('each test has the state that the runner reported', async () => {
    await window.workbench.run('Test: Run All Tests');
    await tests.becomes('modern', 'Errored');
    await tests.becomes('legacy', 'Failed');
    await window.screenshot('out/testing-states.png');
    const states = new Map<string | undefined, string | undefined>();
    for (const row of await tests.rows()) {
      const [, label, state] = /^(\S+).*? \((\w+)\)/.exec(row) ?? [];
      states.set(label, state);
    }
    const expected = {
      test_passes: 'Passed',
      test_fails: 'Failed',
      test_raises: 'Failed',
      test_skipped: 'Skipped',
      test_expected_failure: 'Passed',
      test_unexpected_success: 'Failed',
      test_one: 'Errored',
      test_two: 'Errored',
      TearDownClassTestCase: 'Errored',
      test_held: 'Passed',
      test_parts: 'Failed',
      test_made_1: 'Passed',
      test_made_2: 'Failed',
      '(small)': 'Passed',
      '(big)': 'Failed',
      '1_foo': 'Passed',
      '2_bar': 'Failed',
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, states.get(name)])), expected);
  });

  it('each failed test shows its own message', async () => {
    for (const [name, words] of [
      ['test_fails', /'expected' != 'actual'/],
      ['test_raises', /ValueError: out of range/],
      ['test_unexpected_success', /passed, but it is marked with expectedFailure/],
      ['test_one', /no database/],
      ['test_parts', /\[part\] \(i=1\)/],
    ] as const) {
      await tests.says(name, words);
    }
    const torn = /tearDownClass of modern\.tests\.test_states\.TearDownClassTestCase: RuntimeError: still locked/;
    await tests.saysAt(STATES_FILE, lineOf('still locked'), torn);
    await tests.saysAt(STATES_FILE, lineOf('self.assertEqual(1, number)'), /1 != 2/);
  });

  it('skip reasons and expected failures are in the output of their tests', async () => {
    for (const [name, words] of [
      ['test_skipped', 'Skipped: needs a newer libvirt'],
      ['test_expected_failure', 'failed as it is expected to'],
    ] as const) {
      await tests.press(name, 'Run Test');
      await window.workbench.run('Test: Show Output');
      await eventually(
        'the output',
        () => tests.output(),
        (text) => text.replaceAll('\n', '').includes(words),
      );
    }
  });

  it('a module that cannot be imported is an error, and no test of it looks skipped', async () => {
    const broken = join(window.folders[0]!, 'modern/tests/test_import.py');
    writeFileSync(broken, UNIMPORTABLE);
    await tests.expand('test_import', 'UnseenTestCase');
    await tests.press('test_import', 'Run Test');
    await tests.becomes('test_unseen', 'Errored');
    await tests.saysAt(
      'modern/tests/test_import.py',
      1,
      /This module cannot be imported: .*No module named 'no_such_module'/,
    );
    await window.workbench.run('Test: Run All Tests');
    await tests.becomes('test_passes', 'Errored');
    await tests.becomes('legacy', 'Failed');
    await tests.says('test_passes', /Not all tests ran: .* modern\.tests\.test_import/);
    const rows = await tests.rows();
    assert.deepEqual(
      rows.filter(
        (row) => /^(test_unseen|test_raises|test_skipped|test_one|\(small\)) /.test(row) && !row.includes('(Errored)'),
      ),
      [],
    );
    rmSync(broken);
    await eventually(
      'its end',
      () => tests.rows(),
      (all) => !all.some((row) => row.startsWith('test_import')),
    );
  });

  it("runs in a terminal are shown, testr's too", async () => {
    const legacy = window.folders[1]!;
    assert.ok(existsSync(join(legacy, '.testrepository')), 'testr has no other place for its runs');
    const bin = await stestrBin();
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    await tests.expand('legacy', 'test_old', 'LegacyTestCase');
    await tests.becomes('test_wrong', 'Failed');
    const { status, stdout } = spawnSync(join(bin, 'testr'), ['run', 'LegacyTestCase.test_old'], {
      cwd: legacy,
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
    await tests.becomes('test_old', 'Passed');
    // What failed there as a class is told of no test.
    spawnSync(join(bin, 'stestr'), ['run', 'SetUpClassTestCase|TearDownClassTestCase'], {
      cwd: window.folders[0]!,
      env,
    });
    await tests.becomes('test_held', 'Passed');
    for (const [name, words] of [
      ['SetUpClassTestCase', /no database/],
      ['TearDownClassTestCase', /still locked/],
    ] as const) {
      await tests.becomes(name, 'Errored');
      await tests.saysAt(STATES_FILE, lineOf(words.source), words);
    }
    // A command is about the folder of the open file, and asks where there is none.
    await window.workbench.run('View: Close All Editors');
    await window.workbench.ask('OpenStack: Load the Last Test Run');
    await window.workbench.pick('legacy');
    await window.workbench.settled(); // the view takes the focus, and would close what is asked next
  });

  it('tests keep their states when another folder is removed', async () => {
    await window.workbench.ask('Workspaces: Remove Folder from Workspace...');
    await window.workbench.pick('legacy');
    await eventually(
      'one root',
      () => tests.rows(),
      (rows) => !rows.some((row) => row.startsWith('legacy')),
    );
    assert.ok((await tests.rows()).some((row) => row.startsWith('modern')));
  });
});
