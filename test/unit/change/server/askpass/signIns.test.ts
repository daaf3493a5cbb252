import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PersonGit } from '../../../../../src/change/repository/personGit';
import { signInsOf } from '../../../../../src/change/server/askpass/signIns';
import { GitRepository } from '../../gitRepository';

describe('servers that kept passwords may go to', () => {
  const repository = new GitRepository();
  const git = new PersonGit(repository.root);
  const of = (direction: 'push' | 'fetch') =>
    signInsOf(git, { exists: true, remote: 'gerrit', url: 'nothing' }, direction);
  repository.git('remote', 'add', 'gerrit', 'ssh://dev@review.example.org:29418/a/b');

  it('sign-ins are empty over ssh', async () => {
    assert.deepEqual([await of('push'), await of('fetch')], [[], []]);
    assert.deepEqual(
      await signInsOf(git, { exists: false, remote: 'gerrit', url: 'dev@review.example.org:a/b' }, 'push'),
      [],
    );
  });

  it('sign-ins are for the addresses that git uses, after its own rewriting', async () => {
    repository.git('config', 'remote.gerrit.url', 'https://fetch.example.org:443/a/b');
    repository.git('config', 'remote.gerrit.pushurl', 'https://de%40v@push.example.org:8443/a/b');
    assert.deepEqual(await of('push'), [{ origin: 'https://push.example.org:8443', user: 'de@v' }]);
    assert.deepEqual(await of('fetch'), [{ origin: 'https://fetch.example.org' }]);
    repository.git('config', '--add', 'remote.gerrit.pushurl', 'short:a/b');
    repository.git('config', 'url.http://127.0.0.1:8080/.insteadOf', 'short:');
    assert.deepEqual(await of('push'), [
      { origin: 'https://push.example.org:8443', user: 'de@v' },
      { origin: 'http://127.0.0.1:8080' },
    ]);
    repository.git('config', '--unset-all', 'remote.gerrit.pushurl');
    repository.git('config', 'url.ssh://dev@review.example.org:29418/.pushInsteadOf', 'https://fetch.example.org:443/');
    assert.deepEqual(await of('push'), []);
  });

  it('sign-ins are for an address that is not a remote', async () => {
    assert.deepEqual(
      await signInsOf(git, { exists: false, remote: 'gerrit', url: 'https://dev@review.example.org/a/b' }, 'push'),
      [{ origin: 'https://review.example.org', user: 'dev' }],
    );
  });
});
