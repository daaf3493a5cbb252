import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { beforeEach, describe, it } from 'mocha';
import { prepareHttps, prepareRemote, prepareUsername } from '../../../../../src/change/push/fixes/remotes';
import { PersonGit } from '../../../../../src/change/repository/personGit';
import { readTarget } from '../../../../../src/change/repository/readTarget';
import { GitRepository } from '../../gitRepository';

const SSH = 'ssh://dev@review.example.org:29418/openstack/nova.git';

describe('fixes of remotes', () => {
  let repository: GitRepository;
  let git: PersonGit;

  beforeEach(() => {
    repository = new GitRepository();
    git = new PersonGit(repository.root);
    repository.git('config', 'gitreview.hostname', 'review.example.org');
    repository.git('config', 'gitreview.project', 'openstack/nova');
  });
  const configuration = (): string => repository.git('config', '--local', '--list');
  const addressOf = (remote = 'gerrit'): string => repository.git('remote', 'get-url', '--push', remote);

  it('fixes of remotes name an undo that takes back all of it', async () => {
    repository.git('remote', 'add', 'gerrit', SSH);
    repository.git('config', 'gitreview.port', '29418');
    const before = configuration();
    for (const prepared of [
      await prepareHttps(git, await readTarget(git), 'https://review.example.org/'),
      await prepareUsername(git, await readTarget(git), 'other'),
    ]) {
      const { undo } = await prepared.make();
      assert.notEqual(configuration(), before);
      execFileSync('sh', ['-c', undo], { cwd: repository.root });
      assert.deepEqual(configuration().split('\n').sort(), before.split('\n').sort(), undo);
    }
  });

  it('switching a remote to HTTPS keeps the user name of the address', async () => {
    for (const url of [SSH, 'dev@review.example.org:openstack/nova']) {
      repository.git('config', 'remote.gerrit.url', url);
      await (await prepareHttps(git, await readTarget(git), 'https://review.example.org/')).make();
      assert.equal(addressOf(), 'https://dev@review.example.org/a/openstack/nova');
    }
  });

  it('the user name is set in the short form of an address too', async () => {
    for (const url of ['old@review.example.org:openstack/nova', 'review.example.org:openstack/nova']) {
      repository.git('config', 'remote.gerrit.url', url);
      await (await prepareUsername(git, await readTarget(git), 'dev')).make();
      assert.equal(addressOf(), 'dev@review.example.org:openstack/nova');
    }
  });

  it('fixes show whether a remote is added or loses its address, and show no password', async () => {
    const added = await prepareRemote(git, await readTarget(git));
    assert.deepEqual(added.preview, ['The remote gerrit is added: ssh://review.example.org:29418/openstack/nova.git']);
    repository.git('remote', 'add', 'gerrit', 'https://dev:secret@review.example.org/a/openstack/cinder');
    const replaced = await prepareRemote(git, await readTarget(git));
    assert.deepEqual(replaced.preview, [
      'The address of the remote gerrit becomes ssh://review.example.org:29418/openstack/nova.git; it was https://dev@review.example.org/a/openstack/cinder.',
    ]);
    assert.doesNotMatch((await replaced.make()).undo, /secret/);
  });

  it('fixes leave the fetch address alone if the project pushes through origin', async () => {
    const origin = 'https://opendev.org/openstack/nova';
    repository.git('remote', 'add', 'origin', origin);
    repository.git('config', 'gitreview.usepushurl', 'true');
    const prepared = await prepareRemote(git, await readTarget(git));
    assert.match(prepared.preview.join(), /^The remote origin gets an address to push to: ssh:/);
    const { undo } = await prepared.make();
    assert.equal(repository.git('remote', 'get-url', 'origin'), origin);
    assert.match(addressOf('origin'), /^ssh:/);
    execFileSync('sh', ['-c', undo], { cwd: repository.root });
    assert.equal(addressOf('origin'), origin);
  });
});
