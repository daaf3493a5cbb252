import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { giveEnvironment, sampleEnvironment } from '../sampleEnvironment';
import { eventually, openWindow, type SceneWindow } from './window';

const TESTS = 'cloudlet/tests/unit/common/test_utils.py';
const VIEW = 'Test Explorer';

describe('tests in the Testing view', () => {
  let window: SceneWindow;
  const file = (): string => join(window.folders[0]!, TESTS);

  before(async () => {
    // In a browser VS Code saves by itself, a second after each edit.
    window = await openWindow({ prepare: giveEnvironment, settings: { 'files.autoSave': 'off' } });
    await window.workbench.showViews('Testing');
  });
  after(() => window.close());

  const rows = (): Promise<string[]> => window.workbench.spokenRows(VIEW);
  const expand = async (label: string): Promise<void> => {
    const row = window.workbench.view(VIEW).locator(`.monaco-list-row[aria-label^="${label} "]`).first();
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
  };

  it('tests are shown by package and module before any of them ran', async () => {
    await eventually('the root', rows, (all) => all.some((row) => row.startsWith('cloudlet ')));
    await expand('cloudlet');
    await expand('common');
    await expand('test_utils');
    const expected = ['common', 'scheduler', 'test_utils', 'test_retry', 'ParseSizeTestCase', 'ToSlugTestCase'];
    // While the tree grows, rows come and go.
    const shown = await eventually('the module', rows, (all) =>
      expected.every((label) => all.some((row) => row.startsWith(label))),
    );
    await window.screenshot('out/testing-tree.png');
    assert.ok(shown.every((row) => !/Passed|Failed/.test(row)));
  });

  it('tests follow unsaved text, new files and renamed ones', async () => {
    const has =
      (label: string) =>
      (all: readonly string[]): boolean =>
        all.some((row) => row.startsWith(label));
    const hasNot =
      (label: string) =>
      (all: readonly string[]): boolean =>
        !has(label)(all);
    await window.workbench.openFile(TESTS);
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.insertText(
      '\n\nclass TypedTestCase(base.TestCase):\n    def test_typed(self):\n        pass\n',
    );
    await eventually('the class that is typed', rows, has('TypedTestCase'));
    assert.doesNotMatch(readFileSync(file(), 'utf8'), /TypedTestCase/);
    await window.workbench.run('File: Revert File');
    await eventually('the class that is taken back', rows, hasNot('TypedTestCase'));
    const fresh = file().replace('test_utils', 'test_fresh');
    const renamed = file().replace('test_utils', 'test_renamed');
    writeFileSync(fresh, readFileSync(file()));
    await eventually('the new file', rows, has('test_fresh'));
    renameSync(fresh, renamed);
    await eventually('its new name', rows, (all) => has('test_renamed')(all) && hasNot('test_fresh')(all));
    rmSync(renamed);
    await eventually('the end of it', rows, hasNot('test_renamed'));
  });

  it('tests that run have their state each, and the line of testr is in the status bar', async () => {
    await window.workbench.run('Test: Run All Tests');
    await eventually('all passed', rows, (all) => all.some((row) => row.startsWith('cloudlet (Passed)')));
    await eventually(
      'the line',
      () => window.workbench.statusBar(),
      (items) => items.some((item) => /Ran \d+ tests in \d/.test(item)),
    );
    await window.screenshot('out/testing-passed.png');
  });

  it('failed tests show at their line what was expected', async () => {
    const text = readFileSync(file(), 'utf8');
    const broken = text.replace(/assertEqual\((\d+), /, 'assertEqual(1$1, ');
    assert.notEqual(broken, text);
    writeFileSync(file(), broken);
    await window.workbench.openFile(TESTS);
    await window.workbench.run('OpenStack: Run the Tests of This File');
    await eventually('a failure', rows, (all) => all.some((row) => row.startsWith('test_utils (Failed)')));
    await window.screenshot('out/testing-failed.png');
    writeFileSync(file(), text);
    await window.workbench.run('OpenStack: Run Failing Tests');
    await eventually('all passed', rows, (all) => all.some((row) => row.startsWith('test_utils (Passed)')));
  });

  it('tests run with coverage mark untested lines', async () => {
    const percents = (): Promise<string[]> => window.workbench.statusBar();
    await window.workbench.openFile('cloudlet/common/utils.py');
    await window.workbench.run('Test: Run All Tests with Coverage');
    const line = (items: string[]): boolean => items.some((item) => /Ran \d+ \(\+\d+\) tests/.test(item));
    await eventually('the end of the tests', () => window.workbench.statusBar(), line, 30_000);
    const cancel = window.page.locator('.part.sidebar .codicon-testing-cancel-icon');
    await eventually(
      'the end of the run',
      () => cancel.count(),
      (count) => count === 0,
      30_000,
    );
    await eventually('the coverage of the file', percents, (items) => items.some((item) => item.includes('% tested')));
    await window.screenshot('out/testing-coverage.png');
  });

  it('tests that ran in a terminal are shown', async () => {
    const [folder] = window.folders;
    writeFileSync(join(folder!, TESTS), readFileSync(file(), 'utf8').replace('assertEqual(512, ', 'assertEqual(513, '));
    const bin = join(await sampleEnvironment(), 'bin');
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    spawnSync(join(bin, 'stestr'), ['run', 'test_utils'], { cwd: folder, env });
    await eventually('the failure', rows, (all) => all.some((row) => row.startsWith('test_utils (Failed)')));
    await window.screenshot('out/testing-terminal.png');
  });

  it('tests cannot be debugged without a debugger, and a message shows that', async () => {
    await window.workbench.run('Test: Debug All Tests');
    await eventually(
      'a message',
      () => window.workbench.notifications(),
      (all) => all.some((text) => text.startsWith('Debugging tests needs the Python Debugger extension')),
    );
  });
});
