import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { gitIn, makeRepository } from '../host/repository';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'My Change';

describe('My Change of two repositories', () => {
  let window: SceneWindow;
  let silent: Server;
  const sockets: Socket[] = [];
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));

  before(async () => {
    silent = createServer((socket) => {
      sockets.push(socket);
      asked();
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    window = await openWindow({
      folders: ['samples/cloudlet', { empty: 'cloudling' }],
      prepare(...folders) {
        for (const [at, path] of folders.entries()) {
          makeRepository(path);
          writeFileSync(
            join(path, '.gitreview'),
            `[gerrit]\nhost=127.0.0.1\nport=${port}\nproject=openstack/cloudlet.git\nscheme=http\n`,
          );
          gitIn(path, 'update-ref', 'refs/remotes/gerrit/master', 'HEAD');
          const id = `Change-Id: I${String(at + 1).repeat(40)}`;
          gitIn(path, 'commit', '-q', '-a', '-m', `Change number ${at + 1}`, '-m', id);
        }
      },
    });
    await window.workbench.showViews('OpenStack');
  });
  after(async () => {
    await window.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  const rows = (wanted: RegExp, patienceMs: number): Promise<string[]> =>
    eventually(
      `a row like ${wanted}`,
      async () => (await window.workbench.treeRows(VIEW)).map(({ label, description }) => `${label} ${description}`),
      (all) => all.some((row) => wanted.test(row)),
      patienceMs,
    );

  it('My Change shows the rows that need no server while the server does not answer', async () => {
    await isAsked;
    // The client gives up after 15 s, and then its socket is gone.
    await rows(/^Change number 1/, 14_000);
    assert.ok(
      sockets.some(({ destroyed }) => !destroyed),
      'the server is still waited for',
    );
  });

  it('My Change shows two repositories, each with its own change', async () => {
    const all = await rows(/^cloudling/, 30_000);
    assert.ok(
      all.some((row) => row.startsWith('cloudlet for master')),
      all.join('\n'),
    );
    assert.ok(
      all.some((row) => row.startsWith('Change number 1')),
      all.join('\n'),
    );
    await window.screenshot('out/state-two-roots.png');
  });
});
