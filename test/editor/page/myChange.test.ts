import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { gitIn, ME } from '../host/repository';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'My Change';
/** A window on a busy machine reads late. */
const PATIENCE_MS = 30_000;

/** A `.gitreview` that names a server where nobody listens any more. */
async function goneServer(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `[gerrit]\nhost=127.0.0.1\nport=${port}\nproject=openstack/cloudlet.git\nscheme=http\n`;
}

const CHAIN = ['Read load', 'Keep load', 'Show load'];

const welcome = (window: SceneWindow, wanted: RegExp): Promise<string> =>
  eventually(
    `a view that says ${wanted}`,
    async () => (await window.workbench.welcome(VIEW)).join('\n'),
    (text) => wanted.test(text),
    PATIENCE_MS,
  );
const rowsOf = async (window: SceneWindow): Promise<string[]> =>
  (await window.workbench.treeRows(VIEW)).map(({ label, description }) => `${label} ${description}`.trim());
const rows = (window: SceneWindow, wanted: RegExp): Promise<string[]> =>
  eventually(
    `a row like ${wanted}`,
    () => rowsOf(window),
    (all) => all.some((row) => wanted.test(row)),
    PATIENCE_MS,
  );
/** The line above the rows of the view. */
const message = (window: SceneWindow, wanted: RegExp): Promise<string> =>
  eventually(
    `the view's message ${wanted}`,
    async () => (await window.workbench.view(VIEW).locator('.message').allInnerTexts()).join('\n'),
    (text) => wanted.test(text),
    PATIENCE_MS,
  );

describe('My Change in a folder that is empty at first', () => {
  let window: SceneWindow;
  let folder: string;
  const picture = (name: string): Promise<void> => window.screenshot(`out/state-${name}.png`);

  before(async () => {
    // Tall enough that the rows of a chain are on the screen, below those of the commit that is open.
    window = await openWindow({ folders: [{ empty: 'cloudlet' }] }, { width: 1280, height: 1000 });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  function commit(subject: string, repository = folder): void {
    gitIn(repository, 'add', '-A');
    const trailers = `Change-Id: I${Buffer.from(subject.padEnd(20).slice(0, 20)).toString('hex')}\nSigned-off-by: Dev Example <dev@example.org>`;
    gitIn(repository, 'commit', '-q', '-m', subject, '-m', trailers);
  }

  it('My Change shows that there is no repository', async () => {
    await welcome(window, /^The folder that is open is not in a git repository[\s\S]*Open Another Folder/);
    await picture('no-repository');
  });

  it('My Change sees a new repository, and asks for its project', async () => {
    gitIn(folder, 'init', '-q', '-b', 'master');
    for (const [key, value] of Object.entries(ME)) gitIn(folder, 'config', `user.${key}`, value);
    await welcome(window, /^This repository does not say where its Gerrit is/);
    await picture('no-gerrit');
    await window.page.locator('.welcome-view-content').getByText('Set Up for Gerrit').last().click();
    await window.page.locator('.quick-input-message', { hasText: 'Which one of review.opendev.org is it?' }).waitFor();
    const input = window.page.locator('.quick-input-widget .quick-input-box input');
    await input.fill('cloudlet');
    await window.page.locator('.quick-input-message', { hasText: 'A namespace and a name' }).waitFor();
    await input.fill('openstack/cloudlet');
    await window.page.locator('.quick-input-message', { hasText: 'Which one' }).waitFor();
    await window.page.keyboard.press('Enter');
    assert.match(
      await window.workbench.answerDialog('Cancel'),
      /git remote add -- gerrit ssh:\/\/review\.opendev\.org:29418\/openstack\/cloudlet\.git/,
    );
    assert.equal(gitIn(folder, 'remote'), '');
  });

  it('My Change shows that there is no commit', async () => {
    writeFileSync(join(folder, '.gitreview'), await goneServer());
    await welcome(window, /^This repository has no commit yet/);
    await picture('no-commit');
  });

  it('My Change without a remote shows the last commit alone, and the reason', async () => {
    commit('Add .gitreview');
    writeFileSync(join(folder, 'README.rst'), 'Cloudlet\n');
    commit('Begin');
    await rows(window, /^Begin/);
    assert.deepEqual(
      (await rowsOf(window)).filter((row) => /^(Set Up|Add \.gitreview)/.test(row)),
      ['Set Up for Gerrit'],
    );
    await message(window, /^There is no remote named gerrit yet, so only the last commit is shown\./);
    await picture('no-remote');
  });

  it('My Change shows that there is nothing to push', async () => {
    gitIn(folder, 'remote', 'add', 'gerrit', 'http://127.0.0.1/a/openstack/cloudlet');
    gitIn(folder, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    await welcome(window, /^No commit waits for a push[\s\S]*Commit for Gerrit/);
    await picture('nothing');
  });

  it('My Change shows that the server cannot be reached', async () => {
    writeFileSync(join(folder, 'new.txt'), 'new\n');
    commit('Add a file');
    await rows(window, /^Add a file/);
    await message(window, /^127\.0\.0\.1:\d+ cannot be reached.* What Gerrit knows of these commits is not shown\./);
    await picture('unreachable');
  });

  describe('a person with a chain of three commits', () => {
    before(async () => {
      gitIn(folder, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
      // They come all at once: the view opens the newest that it sees, and its rows push others off the screen.
      const clone = `${folder}-clone`;
      gitIn(folder, 'clone', '-q', '.', clone);
      for (const [key, value] of Object.entries(ME)) gitIn(clone, 'config', `user.${key}`, value);
      for (const name of CHAIN) {
        writeFileSync(join(clone, `${name}.txt`), `${name}\n`);
        writeFileSync(join(clone, 'shared.txt'), `${name}\n`);
        commit(name, clone);
      }
      gitIn(folder, 'fetch', '-q', clone, 'master');
      gitIn(folder, 'merge', '-q', '--ff-only', 'FETCH_HEAD');
      writeFileSync(join(folder, 'Read load.txt'), 'Read load, better\n');
      gitIn(folder, 'add', '-A');
      await eventually('the chain', labels, (all) => CHAIN.every((name) => all.includes(name)));
      await window.workbench.settled(); // what is checked of the new commits redraws their rows
    });

    const labels = async (): Promise<string[]> => (await window.workbench.treeRows(VIEW)).map(({ label }) => label);
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

    /** The menu of a row that is redrawn meanwhile does nothing; then it is opened again. */
    const amend = async (): Promise<boolean> => {
      await window.page.keyboard.press('Escape');
      await rowOf('Read load').click({ button: 'right' });
      // A click soon after the menu opened is passed over; a key is not.
      await window.page.locator('.monaco-menu .action-label', { hasText: 'Amend with What Is Staged' }).hover();
      await window.page.keyboard.press('Enter');
      const dialog = window.page.locator('.monaco-dialog-box');
      return dialog.waitFor({ timeout: 10_000 }).then(
        () => true,
        () => false,
      );
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
      await eventually('the new name', labels, (all) => all.includes('Keep load of hosts'));
    });

    it('the lowest commit of a chain is amended with what is staged', async () => {
      const before = ids();
      await window.workbench.settled();
      await eventually('the question', amend, (isAsked) => isAsked, 60_000);
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
      await eventually('what is staged', labels, (all) => all.includes('1 file staged'));
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
});
