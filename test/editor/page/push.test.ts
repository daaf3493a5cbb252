import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { cloneOfGerrit, proposedChange } from '../gerritScene';
import { gitIn } from '../host/repository';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'My Change';
const FILE = 'cloudlet/scheduler/filters.py';

describe('a person who pushes for review', () => {
  let window: SceneWindow;
  let folder: string;
  let dependency: string;

  before(async () => {
    dependency = await proposedChange('placement: Report load of hosts');
    window = await openWindow({
      async prepare(path) {
        await cloneOfGerrit(path, 'asked');
        appendFileSync(join(path, FILE), '# weighs\n');
        gitIn(path, 'add', '-A');
      },
    });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  const rows = async (): Promise<string[]> =>
    (await window.workbench.treeRows(VIEW)).map(({ label, description }) => `${label} ${description}`.trim());
  const row = (what: string, wanted: RegExp): Promise<string[]> =>
    eventually(what, rows, (all) => all.some((text) => wanted.test(text)), 30_000);
  const text = async (): Promise<string[]> => (await window.workbench.editorLines()).map((line) => line.text);
  const button = (name: string) =>
    window.page.locator(`.part.editor .editor-actions .action-label[aria-label="${name}"]`);
  const said = (wanted: RegExp): Promise<string[]> =>
    eventually(
      `a message like ${wanted}`,
      () => window.workbench.notifications(),
      (all) => all.some((one) => wanted.test(one)),
    );

  async function choose(title: string, label: string): Promise<void> {
    await window.page.locator('.quick-input-title', { hasText: title }).waitFor();
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first().click();
  }

  it('the view shows what is staged', async () => {
    await row('the staged file', /^1 file staged/);
    await window.screenshot('out/my-change-staged.png');
  });

  it('a push is composed with a Depends-On from the list, and stopped when it asks for a password', async () => {
    await window.workbench.run('OpenStack: Commit for Gerrit');
    await eventually('the draft', text, (all) => all.some((line) => line.startsWith('Closes-Bug: #2061234')));
    await window.page.keyboard.press('Control+Home');
    await window.page.keyboard.press('End');
    await window.page.keyboard.type('Weigh hosts by load');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Home');
    await window.page.keyboard.type('Depends-On:  ');
    await window.page.keyboard.press('Backspace');
    await window.page.keyboard.press('Control+Space');
    await window.page
      .locator('.suggest-widget .monaco-list-row', { hasText: 'Report load of hosts' })
      .first()
      .waitFor();
    await window.page.keyboard.press('Enter');
    await window.page.keyboard.press('End');
    await window.page.keyboard.press('Enter');
    await eventually('the address', text, (all) => all.some((line) => line === `Depends-On: ${dependency}`));
    await button('Commit and Push').click();
    await choose('Push for Review to', 'Push 1 Commit');
    const question = window.page.locator('.quick-input-title', { hasText: 'Password of dev' });
    await question.waitFor();
    await said(/^Pushing 1 commit to /);
    await window.workbench.answerNotification('Pushing 1 commit', 'Cancel');
    await said(/^The push was cancelled, and the server has nothing of it/);
    await question.waitFor({ state: 'hidden' });
    await row('the commit', /Weigh hosts by load new change/);
  });

  it('a push asks for the password and succeeds', async () => {
    await window.workbench.ask('OpenStack: Push for Review…');
    await choose('Push for Review to', 'Push 1 Commit');
    await window.page.locator('.quick-input-title', { hasText: 'Password of dev' }).waitFor();
    await window.page.keyboard.type('dev-secret');
    await window.page.keyboard.press('Enter');
    await said(/^New change \d+: ".*Weigh hosts by load"\. Zuul tests it now/);
    await window.screenshot('out/my-change-pushed.png');
    await window.workbench.answerNotification('New change', 'Keep Password');
    await row('the change', /Weigh hosts by load \d+,1/);
    await row('what it waits for', /^Depends-On open: change \d+/);
  });

  it('a push of an amended commit makes the next patch set without asking again', async () => {
    appendFileSync(join(folder, FILE), '# and again\n');
    gitIn(folder, 'commit', '-q', '-a', '--amend', '--no-edit');
    await row('the new commit', /Weigh hosts by load \d+,1 · not pushed yet/);
    await window.workbench.ask('OpenStack: Push for Review…');
    await choose('Push for Review to', 'Push 1 Commit');
    await said(/^Change \d+, patch set 2: /);
    await row('the patch set', /Weigh hosts by load \d+,2/);
  });

  it('a refused push is fixed with its button, and pushed again', async () => {
    appendFileSync(join(folder, FILE), '# third\n');
    gitIn(folder, 'commit', '-q', '-a', '--no-verify', '-m', 'scheduler: Weigh hosts by disk');
    await row('what is wrong', /^Sign-off No Signed-off-by/);
    await window.workbench.ask('OpenStack: Push for Review…');
    await choose('2 Commits Become Changes', 'Weigh hosts by disk');
    await choose('Push for Review to', 'Push 2 Commits');
    await said(/^The sign-off is missing or not yours/);
    await window.screenshot('out/my-change-refused.png');
    await window.workbench.answerNotification('The sign-off is missing', 'Sign Off');
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('out/my-change-fix.png');
    const preview = await window.workbench.answerDialog('Sign off and Push Again');
    assert.match(preview, /\+ Signed-off-by: Dev Example <dev@example\.org>/);
    await said(/To undo: git reset --keep refs\/openstack-contributor\/backup\//);
    await said(/^The commit has no Change-Id/);
    await window.workbench.answerNotification('The commit has no Change-Id', 'Add Change-Id');
    await window.workbench.answerDialog('Add a Change-Id and Push Again');
    await said(/^New change \d+: "scheduler: Weigh hosts by disk"/);
    assert.match(gitIn(folder, 'log', '-1', '--format=%B'), /\nChange-Id: I[0-9a-f]{40}\nSigned-off-by: Dev Example/);
    await window.screenshot('out/my-change.png');
  });

  it('what another branch would get is shown before it is selected, and declining keeps the first branch', async () => {
    const title = (text: string): Promise<void> =>
      window.page.locator('.quick-input-title', { hasText: text }).waitFor();
    await window.workbench.ask('OpenStack: Push for Review…');
    await choose('2 Commits Become Changes for master', 'Weigh hosts by disk');
    await choose('Push for Review to', 'Branch');
    await choose('Branch That the Change Is For', 'stable/2025.2');
    await title('3 Commits Become Changes for stable/2025.2');
    await window.screenshot('out/push-other-branch.png');
    await window.page.keyboard.press('Escape');
    await title('Push for Review to');
    const [first] = await window.workbench.choices();
    assert.equal(first, 'Push 2 Commits');
    const description = window.page
      .locator('.quick-input-widget .monaco-list-row', { hasText: 'Push 2 Commits' })
      .first();
    assert.match(await description.innerText(), /for master/);
    await window.page.keyboard.press('Escape');
  });
});
