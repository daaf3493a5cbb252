import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { gitIn, makeRepository } from '../host/repository';
import { eventually, openWindow, type SceneWindow } from './window';

describe('a person who commits for Gerrit', () => {
  let window: SceneWindow;
  let folder: string;

  before(async () => {
    window = await openWindow({
      prepare(path) {
        makeRepository(path);
        mkdirSync(join(path, 'releasenotes/notes'), { recursive: true });
        writeFileSync(join(path, 'releasenotes/config.yaml'), '---\n');
        gitIn(path, 'add', 'releasenotes');
        gitIn(path, 'commit', '-q', '-m', 'Use reno', '-m', `Change-Id: I${'3'.repeat(40)}`);
        appendFileSync(join(path, 'cloudlet/scheduler/filters.py'), '# staged\n');
        gitIn(path, 'add', '-A');
      },
    });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  const text = async (): Promise<string[]> => (await window.workbench.editorLines()).map((line) => line.text);
  const button = (name: string) =>
    window.page.locator(`.part.editor .editor-actions .action-label[aria-label="${name}"]`);

  async function question(title: string): Promise<void> {
    await window.page.locator('.quick-input-title', { hasText: title }).waitFor();
  }

  /** The next question comes at once, so there is no moment without one to wait for. */
  async function choose(title: string, label: string, typed?: string): Promise<void> {
    await question(title);
    if (typed !== undefined) {
      await window.page.locator('.quick-input-widget .quick-input-filter input').first().fill(typed);
    }
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first().click();
  }

  it('composing step by step fills in trailers and a release note', async () => {
    await window.workbench.ask('OpenStack: Commit for Gerrit, Step by Step');
    await choose('1 of 4', 'Has to do with a bug');
    await window.page.locator('.quick-input-message', { hasText: 'Number of the bug' }).waitFor();
    await window.page.keyboard.press('Enter'); // the number from the branch
    await choose('2 of 4', 'None');
    const address = 'https://review.opendev.org/c/openstack/nova/+/123456';
    await choose('3 of 4', address, address);
    await choose('4 of 4', 'Make a release note');
    await question('New Release Note');
    await window.page.keyboard.press('Enter'); // the name from the branch
    await question('Which Sections');
    await window.page.keyboard.press('Enter'); // what fits the branch
    await eventually('the note', text, (lines) => lines.includes('fixes:') && !lines.includes('upgrade:'));
    assert.match(
      gitIn(folder, 'status', '--short', '--untracked-files=all'),
      /\?\? releasenotes\/notes\/bug-2061234-[0-9a-f]{16}\.yaml/,
    );
    await window.workbench.run('OpenStack: Commit for Gerrit');
    const lines = await eventually('the draft', text, (all) => all[0]?.startsWith('scheduler: ') ?? false);
    assert.deepEqual(lines.slice(3, 7), [
      'Related-Bug: #2061234',
      `Needed-By: ${address}`,
      'Signed-off-by: Dev Example <dev@example.org>',
      '',
    ]);
  });

  it('a summary with a full stop is fixed with one key, and committed with a button', async () => {
    await window.page.keyboard.type('Weigh hosts.');
    await window.workbench.activeEditor('Commit for Gerrit').locator('.squiggly-warning').waitFor();
    await window.page.keyboard.press('Control+.');
    await window.page.locator('.action-widget').getByText('Remove the full stop').waitFor();
    await window.page.keyboard.press('Enter');
    await eventually('the summary', text, ([first]) => first === 'scheduler: Weigh hosts');
    await button('Commit').click();
    const subject = (): string => gitIn(folder, 'log', '-1', '--format=%s');
    await eventually('the commit', subject, (now) => now === 'scheduler: Weigh hosts');
    await window.page.locator('.tab[data-resource-name="Commit for Gerrit"]').waitFor({ state: 'detached' });
    assert.match(gitIn(folder, 'log', '-1', '--format=%b'), /\nChange-Id: I[0-9a-f]{40}\nSigned-off-by:/);
  });

  it('an amend that would make another change asks first', async () => {
    await window.workbench.run('OpenStack: Amend for Gerrit');
    await eventually('the message', text, ([first]) => first === 'scheduler: Weigh hosts');
    const changeId = async (): Promise<string | undefined> =>
      (await text()).find((line) => line.startsWith('Change-Id: '));
    const old = await changeId();
    await window.workbench.run('OpenStack: New Change-Id');
    await eventually('another Change-Id', changeId, (now) => now !== undefined && now !== old);
    const before = gitIn(folder, 'rev-parse', 'HEAD');
    await button('Amend').click();
    assert.match(await window.workbench.answerDialog('Cancel'), /makes a new change of it/);
    assert.equal(gitIn(folder, 'rev-parse', 'HEAD'), before);
    await window.workbench.run('OpenStack: Discard Message Draft');
    await window.workbench.answerDialog('Discard');
  });

  it('a commit that was made without the hook is reported, fixed with one click, and can be restored', async () => {
    gitIn(folder, 'revert', '--no-edit', 'HEAD');
    const before = gitIn(folder, 'rev-parse', 'HEAD');
    await eventually(
      'the offer',
      () => window.workbench.notifications(),
      (all) => all.some((one) => one.includes('has no Change-Id')),
    );
    await window.workbench.answerNotification('has no Change-Id', 'Add Change-Id');
    await eventually(
      'the Change-Id',
      () => gitIn(folder, 'log', '-1', '--format=%B'),
      (message) => /^Change-Id: I/m.test(message),
    );
    await eventually(
      'the way back',
      () => window.workbench.notifications(),
      (all) => all.some((one) => one.includes('git reset --soft')),
    );
    await window.workbench.answerNotification('git reset --soft', 'Undo');
    await eventually(
      'the commit before',
      () => gitIn(folder, 'rev-parse', 'HEAD'),
      (now) => now === before,
    );
  });

  it('the button of a message about a commit that was fixed since changes nothing', async () => {
    writeFileSync(join(folder, 'outlived.txt'), 'x\n');
    gitIn(folder, 'add', 'outlived.txt');
    gitIn(folder, 'commit', '-q', '--no-verify', '-m', 'Outlive its message');
    const message = '"Outlive its message" has no Change-Id';
    await eventually(
      'the offer',
      () => window.workbench.notifications(),
      (all) => all.some((one) => one.includes(message)),
    );
    const id = `I${'cd'.repeat(20)}`;
    gitIn(folder, 'commit', '-q', '--amend', '-m', 'Outlive its message', '-m', `Change-Id: ${id}`);
    const fixed = gitIn(folder, 'rev-parse', 'HEAD');
    await window.workbench.answerNotification(message, 'Add Change-Id');
    await eventually(
      'the answer',
      () => window.workbench.notifications(),
      (all) => all.some((one) => one.includes('is fixed already')),
    );
    assert.equal(gitIn(folder, 'rev-parse', 'HEAD'), fixed);
  });

  it('a trailer is selected from the list in the Source Control input', async () => {
    await window.workbench.showViews('Source Control');
    await window.page.locator('.scm-editor .monaco-editor').first().click();
    await window.page.keyboard.type('Fix it\n\nClo');
    await window.page.keyboard.press('Control+Space'); // VS Code suggests nothing here while one types
    const entry = window.page.locator('.suggest-widget .monaco-list-row', { hasText: 'Closes-Bug' });
    await entry.waitFor();
    await window.page.keyboard.press('Tab');
    await window.page.locator('.suggest-widget .monaco-list-row', { hasText: '#2061234' }).waitFor();
    await window.page.keyboard.press('Tab');
    const lines = window.page.locator('.scm-editor .view-line');
    await eventually(
      'the trailer',
      () => lines.allInnerTexts(),
      (all) => all.some((line) => line.replaceAll('\u00a0', ' ') === 'Closes-Bug: #2061234'),
    );
  });

  it('a summary in the Source Control input has only the dots of a hint below it', async () => {
    await window.page.locator('.scm-editor .squiggly-hint').first().waitFor();
    const others = window.page.locator('.scm-editor').locator('.squiggly-error, .squiggly-warning, .squiggly-info');
    // Those of the text before it was completed are there until it is checked again.
    await eventually(
      'no other marks',
      () => others.count(),
      (count) => count === 0,
    );
  });
});
