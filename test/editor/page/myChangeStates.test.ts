import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { gitIn, makeRepository } from '../host/repository';
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

describe('My Change from an empty folder to the first commit', () => {
  let window: SceneWindow;
  let folder: string;
  const picture = (name: string): Promise<void> => window.screenshot(`out/state-${name}.png`);

  before(async () => {
    window = await openWindow({ folders: [{ empty: 'cloudlet' }] });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  function commit(subject: string): void {
    gitIn(folder, 'add', '-A');
    const trailers = `Change-Id: I${Buffer.from(subject.padEnd(20).slice(0, 20)).toString('hex')}\nSigned-off-by: Dev Example <dev@example.org>`;
    gitIn(
      folder,
      '-c',
      'user.name=Dev Example',
      '-c',
      'user.email=dev@example.org',
      'commit',
      '-q',
      '-m',
      subject,
      '-m',
      trailers,
    );
  }

  it('My Change shows that there is no repository', async () => {
    await welcome(window, /^The folder that is open is not in a git repository[\s\S]*Open Another Folder/);
    await picture('no-repository');
  });

  it('My Change sees a new repository, and asks for its project', async () => {
    gitIn(folder, 'init', '-q', '-b', 'master');
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
});

describe('My Change with a server that accepts and never answers', () => {
  it('My Change shows the rows that need no server while the server does not answer', async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const sockets: Socket[] = [];
    const silent = createServer((socket) => {
      sockets.push(socket);
      asked();
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const window = await openWindow({
      prepare(path) {
        makeRepository(path);
        writeFileSync(
          join(path, '.gitreview'),
          `[gerrit]\nhost=127.0.0.1\nport=${port}\nproject=openstack/cloudlet.git\nscheme=http\n`,
        );
        gitIn(path, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
        gitIn(path, 'commit', '-q', '-a', '-m', 'Add a file', '-m', `Change-Id: I${'a'.repeat(40)}`);
      },
    });
    try {
      await window.workbench.showViews('OpenStack');
      await isAsked;
      // The client gives up after 15 s.
      await eventually(
        'the row',
        () => rowsOf(window),
        (all) => all.some((row) => row.startsWith('Add a file')),
        7000,
      );
    } finally {
      await window.close();
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });
});

describe('My Change', () => {
  it('My Change shows two repositories, each with its own change', async () => {
    const window = await openWindow({
      folders: ['samples/cloudlet', { empty: 'cloudling' }],
      async prepare(...folders) {
        const gitReview = await goneServer();
        for (const [at, path] of folders.entries()) {
          makeRepository(path);
          writeFileSync(join(path, '.gitreview'), gitReview);
          gitIn(path, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
          gitIn(path, 'commit', '-q', '-a', '-m', `Change number ${at + 1}`);
        }
      },
    });
    try {
      await window.workbench.showViews('OpenStack');
      const all = await rows(window, /^cloudling/);
      assert.ok(
        all.some((row) => row.startsWith('cloudlet for master')),
        all.join('\n'),
      );
      await rows(window, /^Change number 1/);
      await window.screenshot('out/state-two-roots.png');
    } finally {
      await window.close();
    }
  });
});
