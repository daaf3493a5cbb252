import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { giveEnvironment, sampleEnvironment } from '../sampleEnvironment';
import { TestExplorer } from './testExplorer';
import { eventually, openWindow, type SceneWindow } from './window';

const SOURCE = 'cloudlet/common/utils.py';
const TESTS = 'cloudlet/tests/unit/common/test_utils.py';

describe('commands for tests', () => {
  let window: SceneWindow;
  let tests: TestExplorer;

  before(async () => {
    window = await openWindow({
      prepare: giveEnvironment,
      settings: { 'files.autoSave': 'off', 'editor.autoClosingBrackets': 'never' },
    });
    tests = new TestExplorer(window);
    await tests.show();
    await tests.expand('cloudlet', 'common', 'test_utils');
  });
  after(() => window.close());

  it('links above a file lead to its tests and back', async () => {
    await window.workbench.openFile(SOURCE);
    const lens = (title: string): ReturnType<SceneWindow['page']['locator']> =>
      window.workbench.activeEditor().locator('.codelens-decoration a', { hasText: title });
    await lens('Tested by test_utils').waitFor();
    await window.screenshot('out/testing-lens.png');
    await lens('Tested by test_utils').click();
    await window.workbench.activeEditor('test_utils.py').waitFor();
    await lens('Tests utils.py').click();
    await window.workbench.activeEditor('utils.py').waitFor();
    await lens('Run Tests of This File').click();
    await tests.becomes('test_utils', 'Passed');
    assert.ok(
      (await tests.rows()).every((row) => !row.startsWith('test_retry (Passed')),
      'no other module ran',
    );
  });

  it('the list of the slowest tests leads to each of them', async () => {
    await window.workbench.ask('OpenStack: Show Slowest Tests…');
    const [slowest] = await eventually(
      'the list',
      () => window.workbench.choices(),
      (all) => all.some((one) => /^\d+\.\d{3} s$/.test(one)),
    );
    await window.screenshot('out/testing-slowest.png');
    await window.workbench.pick(slowest!);
    await window.workbench.activeEditor('test_utils.py').waitFor();
  });

  it('tests of a file run whenever it is saved, once that is switched on', async () => {
    await window.workbench.openFile(SOURCE);
    await window.workbench.run('Test: Start Continuous Run');
    const file = join(window.folders[0]!, SOURCE);
    await window.workbench.openFile(SOURCE, 1);
    await window.page.keyboard.press('Control+Home');
    await window.page.keyboard.type('def broken(:\n');
    await window.workbench.run('File: Save without Formatting');
    await eventually(
      'what was typed',
      () => readFileSync(file, 'utf8'),
      (text) => text.startsWith('def broken'),
    );
    await tests.becomes('test_utils', 'Errored');
    await window.page.keyboard.press('Control+Home');
    await window.workbench.run('Delete Line');
    await window.workbench.run('File: Save without Formatting');
    await tests.becomes('test_utils', 'Passed');
    await window.workbench.run('Test: Stop Continuous Run');
  });

  it('the button of a test in the view runs it', async () => {
    const file = join(window.folders[0]!, TESTS);
    writeFileSync(file, readFileSync(file, 'utf8').replace('assertEqual(512, ', 'assertEqual(513, '));
    await tests.press('ParseSizeTestCase', 'Run Test');
    await tests.becomes('ParseSizeTestCase', 'Failed');
  });

  it('tests that cannot be started show the reason, each of them', async () => {
    const [folder] = window.folders;
    const bin = join(folder!, 'moved/bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync(join(await sampleEnvironment(), 'bin/python'), join(bin, 'python'));
    writeFileSync(join(bin, 'stestr'), '#!/none/bin/python\n', { mode: 0o755 });
    mkdirSync(join(folder!, '.vscode'));
    const settings = { 'openstackContributor.testing.python': 'moved/bin/python' };
    writeFileSync(join(folder!, '.vscode/settings.json'), JSON.stringify(settings));
    const says = (items: readonly string[]): boolean => items.some((item) => item.includes('moved'));
    await eventually('the Python of the setting', () => window.workbench.statusBar(), says);
    await tests.expand('ParseSizeTestCase');
    await tests.press('ParseSizeTestCase', 'Run Test');
    await tests.becomes('ParseSizeTestCase', 'Errored');
    for (const each of ['test_plain_number_is_bytes', 'test_units', 'test_fraction', 'test_anything_else']) {
      await tests.becomes(each, 'Errored');
    }
    await window.screenshot('out/testing-not-started.png');
    await eventually(
      'a message',
      () => window.workbench.notifications(),
      (all) => all.some((text) => text.includes('moved/bin/stestr asks for /none/bin/python, which is not there')),
    );
  });
});
