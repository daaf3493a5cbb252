import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { gitIn, makeRepository } from '../host/repository';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'My Change';
const NAMES = ['Read load', 'Keep load', 'Show load'];

describe('a person with a chain of three commits', () => {
  let window: SceneWindow;
  let folder: string;

  before(async () => {
    window = await openWindow({
      prepare(path) {
        makeRepository(path, 'chain');
        gitIn(path, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
        for (const name of NAMES) {
          writeFileSync(join(path, `${name}.txt`), `${name}\n`);
          writeFileSync(join(path, 'shared.txt'), `${name}\n`);
          gitIn(path, 'add', '-A');
          const id = `I${Buffer.from(name.padEnd(20)).toString('hex')}`;
          gitIn(
            path,
            'commit',
            '-q',
            '-m',
            name,
            '-m',
            `Change-Id: ${id}\nSigned-off-by: Dev Example <dev@example.org>`,
          );
        }
        writeFileSync(join(path, 'Read load.txt'), 'Read load, better\n');
        gitIn(path, 'add', '-A');
      },
    });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
    await eventually('the chain', rows, (all) => NAMES.every((name) => all.includes(name)));
  });
  after(() => window.close());

  const rows = async (): Promise<string[]> => (await window.workbench.treeRows(VIEW)).map(({ label }) => label);
  const log = (format: string): string[] =>
    gitIn(folder, 'log', `--format=${format}`, 'gerrit/master..HEAD').split('\n').filter(Boolean);
  const ids = (): string[] => log('%b').filter((line) => line.startsWith('Change-Id'));
  const rowOf = (name: string) =>
    window.page.locator('.pane', { hasText: VIEW }).locator('.monaco-list-row', { hasText: name }).first();
  const text = async (): Promise<string[]> => (await window.workbench.editorLines()).map((line) => line.text);
  const said = (wanted: RegExp): Promise<string[]> =>
    eventually(
      `a message like ${wanted}`,
      () => window.workbench.notifications(),
      (all) => all.some((one) => wanted.test(one)),
    );

  /** A row that is redrawn between the mouse's way down and up takes no click; then it is clicked again. */
  const reword = async (): Promise<string[]> => {
    await rowOf('Keep load').hover();
    await rowOf('Keep load').locator('.action-label[aria-label="Re-Word the Commit"]').click();
    const tab = window.page.locator('.tab.active[data-resource-name="Re-word for Gerrit"]');
    return tab.waitFor({ timeout: 10_000 }).then(text, () => []);
  };

  it('rewording the middle commit of a chain from its row shows what is recreated, and keeps all Change-Ids', async () => {
    const before = ids();
    await eventually('the message', reword, ([first]) => first === 'Keep load', 60_000);
    await window.page.keyboard.type(' of hosts');
    await window.page.locator('.part.editor .editor-actions .action-label[aria-label="Re-Word"]').click();
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('out/chain-reword.png');
    const preview = await window.workbench.answerDialog('Re-word');
    assert.match(preview, /Recreated on top of it[^]*• Show load[^]*- Keep load[^]*\+ Keep load of hosts/);
    await said(/To undo: git reset --soft refs\/openstack-contributor\/backup\//);
    assert.deepEqual(log('%s'), ['Show load', 'Keep load of hosts', 'Read load']);
    assert.deepEqual(ids(), before);
    assert.equal(gitIn(folder, 'diff', '--cached', '--name-only'), 'Read load.txt');
    await window.page.locator('.tab[data-resource-name="Re-word for Gerrit"]').waitFor({ state: 'detached' });
    await eventually('the new name', rows, (all) => all.includes('Keep load of hosts'));
  });

  it('the lowest commit of a chain is amended with what is staged', async () => {
    const before = ids();
    await rowOf('Read load').click({ button: 'right' });
    // A click soon after the menu opened is passed over; a key is not.
    await window.page.locator('.monaco-menu .action-label', { hasText: 'Amend with What Is Staged' }).hover();
    await window.page.keyboard.press('Enter');
    await window.page.locator('.monaco-dialog-box').waitFor();
    await window.screenshot('out/chain-amend.png');
    assert.match(
      await window.workbench.answerDialog('Amend'),
      /• Read load\.txt[^]*• Show load\n?• Keep load of hosts/,
    );
    await said(/^Amended "Read load": done/);
    assert.equal(gitIn(folder, 'show', 'HEAD~2:Read load.txt'), 'Read load, better');
    assert.deepEqual(ids(), before);
    assert.equal(gitIn(folder, 'status', '--porcelain'), '');
  });

  it('an amend that conflicts higher in the chain is reported, and everything is as before', async () => {
    writeFileSync(join(folder, 'shared.txt'), 'mine\n');
    gitIn(folder, 'add', '-A');
    const before = gitIn(folder, 'rev-parse', 'HEAD');
    await eventually('what is staged', rows, (all) => all.includes('1 file staged'));
    await window.workbench.ask('OpenStack: Amend with What Is Staged');
    await window.page.locator('.quick-input-title', { hasText: 'Which Commit Gets What Is Staged?' }).waitFor();
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Read load' }).click();
    await window.workbench.answerDialog('Amend');
    await said(
      /^What is staged collides with "Read load" in shared\.txt\. Everything is as it was\. .*amend the highest/,
    );
    await window.screenshot('out/chain-collision.png');
    assert.equal(gitIn(folder, 'rev-parse', 'HEAD'), before);
    assert.equal(gitIn(folder, 'status', '--porcelain'), 'M  shared.txt');
  });
});
