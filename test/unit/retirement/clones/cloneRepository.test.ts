import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { cloneRepository } from '../../../../src/retirement/clones/cloneRepository';
import { reasonOf } from './cloneScene';

describe('cloning a repository', () => {
  let parent: string;
  let server: Server;
  let url: string;
  /** Whether the server answers at all. */
  let answers: boolean;
  beforeEach(async () => {
    parent = temporaryFolder();
    answers = true;
    server = createServer((_request, response) => {
      if (answers) response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openstack/x`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('an address that is not https, or has a password in it, is refused before git runs', async () => {
    for (const address of [
      'http://opendev.org/openstack/x',
      'ext::sh -c touch% x',
      '--upload-pack=x',
      'file:///etc',
      '/etc',
      'https://me:secret@opendev.org/openstack/x',
      'https://opendev.org/openstack/x\n',
      '',
    ]) {
      assert.equal(await reasonOf(cloneRepository(address, join(parent, 'x'))), 'bad-address', address);
    }
    assert.deepEqual(readdirSync(parent), []);
  });

  it('a folder that is there already is left as it is', async () => {
    mkdirSync(join(parent, 'x'));
    assert.equal(await reasonOf(cloneRepository(url, join(parent, 'x'))), 'folder-exists');
    assert.ok(existsSync(join(parent, 'x')));
  });

  it('a clone that the server refuses, or that is cancelled, leaves no folder', async () => {
    assert.equal(await reasonOf(cloneRepository(url, join(parent, 'x'))), 'git-failed');
    assert.deepEqual(readdirSync(parent), []);
    answers = false;
    const signal = AbortSignal.timeout(300);
    assert.equal(await reasonOf(cloneRepository(url, join(parent, 'x'), { signal })), 'cancelled');
    assert.deepEqual(readdirSync(parent), []);
  });
});
