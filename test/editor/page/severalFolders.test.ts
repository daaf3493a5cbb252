import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { givePytest, giveVariable } from '../commandProjects';
import { LAB_SETTINGS, linkEnvironment, prepareToxProject } from '../host/toxProject';
import { sampleEnvironment } from '../sampleEnvironment';
import { TestExplorer } from './testExplorer';
import { eventually, openWindow, type SceneWindow } from './window';

describe('several folders', () => {
  let window: SceneWindow;
  let tests: TestExplorer;
  const status = (wanted: string): Promise<string[]> =>
    eventually(
      `"${wanted}" in the status bar`,
      () => window.workbench.statusBar(),
      (texts) => texts.some((text) => text.endsWith(wanted)),
      30_000,
    );
  const choices = (wanted: string): Promise<string[]> =>
    eventually(
      `"${wanted}" in the list`,
      () => window.workbench.choices(),
      (labels) => labels.some((label) => label.includes(wanted)),
      30_000,
    );
  const click = (text: string): Promise<void> =>
    window.page.locator('.part.statusbar .statusbar-item', { hasText: text }).first().click();

  const shown = (what: string, ...texts: string[]): Promise<string[]> =>
    eventually(
      what,
      () => tests.rows(),
      (rows) => texts.every((text) => rows.some((row) => row.includes(text))),
      60_000,
    );

  before(async () => {
    window = await openWindow({
      folders: [
        'samples/cloudlet',
        'test/fixtures/testing/legacy',
        ...['lamp', 'shade', 'swift'].map((empty) => ({ empty })),
      ],
      settings: LAB_SETTINGS,
      prepare: async (folder, legacy, lamp, shade, swift) => {
        await prepareToxProject(folder);
        linkEnvironment(folder, 'py3');
        mkdirSync(join(folder, '.venv'));
        symlinkSync(join(await sampleEnvironment(), 'bin'), join(folder, '.venv/bin'));
        writeFileSync(join(legacy, 'legacy.py'), '');
        await giveVariable(lamp);
        givePytest(shade);
        givePytest(swift, { conf: true });
      },
    });
    tests = new TestExplorer(window);
  });
  after(() => window.close());

  it('test environments of several folders are summarized while no editor selects a folder', async () => {
    await status('No test environment in 3 of 5 folders');
    await window.screenshot('out/environment-roots.png');
  });

  it("the test environment shown is that of the open file's folder", async () => {
    await window.workbench.openFile('cloudlet/common/utils.py');
    await status('py3 (cloudlet)');
    await window.workbench.openFile('legacy.py');
    await status('No test environment (legacy)');
  });

  it("a test environment is chosen for the open file's folder, by the status bar and by the command", async () => {
    await window.workbench.openFile('cloudlet/common/utils.py');
    await status('py3 (cloudlet)');
    await click('py3 (cloudlet)');
    await choices('.venv');
    await window.workbench.pick('.venv');
    await status('.venv (cloudlet)');

    await window.workbench.ask('OpenStack: Choose Test Environment…');
    await choices('Find the best one');
    await window.page.keyboard.press('Escape');
  });

  it('a test environment is chosen for the selected folder while no file is open', async () => {
    await window.workbench.run('View: Close All Editors');
    await window.workbench.ask('OpenStack: Choose Test Environment…');
    const isList = (labels: readonly string[]): boolean => labels.join() === 'cloudlet,legacy,lamp,shade,swift';
    await eventually('the folders', () => window.workbench.choices(), isList, 30_000);
    await window.screenshot('out/environment-pick-root.png');
    await window.page.keyboard.press('Enter'); // a second list follows at once, so this one does not go
    await choices('Find the best one');
    await window.workbench.pick('Find the best one');
    await window.workbench.openFile('legacy.py');
    await status('No test environment (legacy)');
    await window.workbench.openFile('cloudlet/common/utils.py');
    await status('py3 (cloudlet)');
  });

  it("the Testing view shows the tests that the project's command runs, and marks those it leaves out", async () => {
    await tests.show();
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
