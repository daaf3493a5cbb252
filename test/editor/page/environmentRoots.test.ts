import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { LAB_SETTINGS, linkEnvironment, prepareToxProject } from '../host/toxProject';
import { sampleEnvironment } from '../sampleEnvironment';
import { eventually, openWindow, type SceneWindow } from './window';

describe('the test environments of several folders', () => {
  let window: SceneWindow;
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

  before(async () => {
    window = await openWindow({
      folders: ['samples/cloudlet', 'test/fixtures/testing/legacy'],
      settings: LAB_SETTINGS,
      prepare: async (folder, legacy) => {
        await prepareToxProject(folder);
        linkEnvironment(folder, 'py3');
        mkdirSync(join(folder, '.venv'));
        symlinkSync(join(await sampleEnvironment(), 'bin'), join(folder, '.venv/bin'));
        writeFileSync(join(legacy, 'legacy.py'), '');
      },
    });
  });
  after(() => window.close());

  it('test environments of several folders are summarized while no editor selects a folder', async () => {
    await status('No test environment in 1 of 2 folders');
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
    const isList = (labels: readonly string[]): boolean => labels.join() === 'cloudlet,legacy';
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
});
