import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { givePackagesOfLab, LAB_SETTINGS, prepareToxProject } from '../host/toxProject';
import { TestExplorer } from './testExplorer';
import { eventually, openWindow, type SceneWindow } from './window';

const SOURCE = 'cloudlet/common/utils.py';
const TESTS = 'cloudlet/tests/unit/common/test_utils.py';
const PLAIN = 'test_plain_number_is_bytes';
/** Line of `self.assertEqual(512, utils.parse_size('512'))`, 1-based. */
const LINE = 20;
const NEW_TEST = `

class FormatSizeTestCase(base.TestCase):
    def test_format(self):
        self.assertEqual('1.5 KiB', utils.format_size(1536))
`;

/** One story, told in the order in which it happens: each part goes on where the one before it ended. */
describe('a contributor, from a fresh checkout to fewer untested lines', () => {
  let window: SceneWindow;
  let tests: TestExplorer;
  const save = (): Promise<void> => window.workbench.run('File: Save without Formatting');
  const percent = async (): Promise<number> => {
    const items = await eventually(
      'the percentage',
      () => window.workbench.statusBar(),
      (all) => all.some((item) => item.includes('% tested')),
    );
    return Number(/([\d.]+)% tested/.exec(items.join(' '))![1]);
  };

  before(async () => {
    window = await openWindow({
      settings: {
        ...LAB_SETTINGS,
        'files.autoSave': 'off',
        'editor.autoIndent': 'none',
        'editor.autoClosingBrackets': 'never',
        'editor.autoClosingQuotes': 'never',
        'editor.quickSuggestions': false,
      },
      prepare: (folder) => prepareToxProject(folder),
    });
    tests = new TestExplorer(window);
    await tests.show();
    await tests.expand('cloudlet', 'common', 'test_utils', 'ParseSizeTestCase');
  });
  after(() => window.close());

  it('a missing environment is reported, and created by tox from the button', async function () {
    this.timeout(300_000);
    await tests.press('cloudlet', 'Run Test');
    const [said] = await eventually(
      'a message',
      () => window.workbench.notifications(),
      (all) => all.length > 0,
    );
    await window.screenshot('out/story-environment.png');
    await window.workbench.answerNotification(said!, 'Create the Environment');
    const python = join(window.folders[0]!, '.tox/py3/bin/stestr');
    await eventually(
      'the environment',
      () => existsSync(python),
      (there) => there,
      240_000,
    );
    await eventually(
      'its name',
      () => window.workbench.statusBar(),
      (items) => items.some((item) => /\bpy3\b/.test(item)),
      60_000,
    );
  });

  it('all tests run with the mouse', async () => {
    await tests.press('cloudlet', 'Run Test');
    await tests.becomes('cloudlet', 'Passed');
  });

  it('a broken test runs with the keyboard, and its message is at its line', async () => {
    await window.workbench.openFile(TESTS, LINE);
    await window.page.keyboard.press('Home');
    await window.page.keyboard.press('Control+ArrowRight'); // behind self
    await window.page.keyboard.press('Control+ArrowRight'); // behind .assertEqual
    await window.page.keyboard.press('ArrowRight');
    await window.page.keyboard.type('9');
    await save();
    await window.workbench.run('Test: Run Test at Cursor');
    await tests.becomes(PLAIN, 'Failed');
    const one = (items: readonly string[]): boolean => items.some((item) => item.includes('Ran 1 ('));
    await eventually('a run of one test', () => window.workbench.statusBar(), one);
    const shown = (): Promise<string> => window.workbench.activeEditor('test_utils.py').innerText();
    const text = await eventually('the message', shown, (all) => all.replace(/\u00a0/g, ' ').includes('512 != 9512'));
    assert.ok(text.length > 0);
    await window.workbench.run('View: Hide Panel');
    await window.workbench.run('Notifications: Clear All Notifications');
    await window.screenshot('out/story-failed.png'); // media/readme/testing.png
  });

  it('a fixed test passes', async () => {
    await window.workbench.openFile(TESTS, LINE);
    await window.workbench.run('Undo');
    await save();
    await window.workbench.run('OpenStack: Run Failing Tests');
    await tests.becomes(PLAIN, 'Passed');
  });

  it('a new test runs with coverage, and the untested lines shrink', async () => {
    await window.workbench.openFile(SOURCE);
    const before = await percent();
    await window.workbench.openFile(TESTS);
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.insertText(NEW_TEST);
    await save();
    await tests.collapse('ParseSizeTestCase'); // so that the new one is in sight
    await tests.expand('FormatSizeTestCase');
    await tests.press('FormatSizeTestCase', 'Run Test with Coverage');
    await tests.becomes('FormatSizeTestCase', 'Passed');
    await window.workbench.openFile(SOURCE);
    const after = await eventually('a higher percentage', percent, (now) => now > before, 30_000);
    await window.screenshot('out/story-coverage.png');
    assert.ok(after > before, `${before} % to ${after} %`);
  });

  it('an environment of a moved checkout is reported as not starting, and recreated', async function () {
    this.timeout(300_000);
    const stestr = join(window.folders[0]!, '.tox/py3/bin/stestr');
    const here = readFileSync(stestr, 'utf8');
    givePackagesOfLab(window.folders[0]!); // the first test of this story showed what tox makes of real packages
    writeFileSync(stestr, here.replace(/^#!.*/, '#!/before/.tox/py3/bin/python')); // all that a move changes for it
    await window.page.reload();
    await window.ready();
    await tests.show();
    await tests.press('cloudlet', 'Run Test');
    const moved =
      'The environment py3 was made in another place: its programs ask for /before/.tox/py3/bin/python, which is not there.';
    await eventually(
      'a message',
      () => window.workbench.notifications(),
      (all) => all.some((text) => text.startsWith(moved)),
    );
    await window.screenshot('out/story-moved.png');
    await window.workbench.answerNotification(moved, 'Create the Environment');
    await eventually(
      'the environment',
      () => existsSync(stestr) && readFileSync(stestr, 'utf8'),
      (text) => text === here,
      240_000,
    );
    await eventually(
      'its name',
      () => window.workbench.statusBar(),
      (items) => items.some((item) => /\bpy3\b/.test(item)),
      60_000,
    );
    await tests.press('cloudlet', 'Run Test');
    await tests.becomes('cloudlet', 'Passed');
  });
});
