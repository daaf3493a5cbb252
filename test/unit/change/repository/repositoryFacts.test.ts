import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { openRepository } from '../../../../src/base/git';
import { NO_LOOKUP } from '../../../../src/change/message/changeLookup';
import { checkContext, readFacts, wantsSignOff } from '../../../../src/change/repository/repositoryFacts';
import { diskFiles } from '../../../../src/project/files';
import { GitRepository } from '../gitRepository';

describe('the facts of a repository', () => {
  it('project and server are known in a clone that has only a Gerrit remote', async () => {
    const repository = new GitRepository();
    const read = async () => readFacts(repository.root, diskFiles, await openRepository(repository.root));
    assert.equal((await read()).review, undefined);
    repository.git('remote', 'add', 'gerrit', 'ssh://dev@review.example.org:29418/openstack/nova');
    const facts = await read();
    assert.deepEqual(
      [facts.isGerrit, facts.server, facts.review?.project],
      [true, 'https://review.example.org/', 'openstack/nova'],
    );
    assert.equal(checkContext(facts, '', NO_LOOKUP, 'auto', { comment: false }).project, 'openstack/nova');
    assert.equal(wantsSignOff(facts, NO_LOOKUP, 'auto'), true);
    for (const [url, server] of [
      ['http://127.0.0.1:8080/a/openstack/nova', 'http://127.0.0.1:8080/'],
      ['dev@review.example.org:openstack/nova.git', 'https://review.example.org/'],
      ['gerrit:openstack/nova', 'https://review.opendev.org/'],
      ['ext::sh -c evil', 'https://review.opendev.org/'],
    ] as const) {
      repository.git('config', 'remote.gerrit.url', url);
      assert.equal((await read()).server, server, url);
    }
  });

  it("the server's pages stay https if .gitreview says http and a remote is encrypted", async () => {
    const repository = new GitRepository();
    const read = async () =>
      (await readFacts(repository.root, diskFiles, await openRepository(repository.root))).server;
    writeFileSync(
      join(repository.root, '.gitreview'),
      '[gerrit]\nhost=review.example.org\nport=8080\nproject=a/b\nscheme=http\n',
    );
    assert.equal(await read(), 'http://review.example.org:8080/');
    repository.git('remote', 'add', 'any', 'ssh://dev@Review.Example.org:29418/a/b');
    assert.equal(await read(), 'https://review.example.org/');
    repository.git('remote', 'set-url', 'any', 'https://review.example.org:8443/a/b');
    assert.equal(await read(), 'https://review.example.org:8443/');
    repository.git('remote', 'set-url', 'any', 'http://review.example.org/a/b');
    assert.equal(await read(), 'http://review.example.org:8080/');
    repository.git('remote', 'set-url', 'any', 'short:a/b');
    repository.git('config', 'url.ssh://dev@review.example.org:29418/.insteadOf', 'short:');
    assert.equal(await read(), 'https://review.example.org/');
  });
});
