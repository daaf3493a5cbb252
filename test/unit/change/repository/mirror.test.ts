import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { mirroredProject, noticedMirror, prepareRemotes, remotePlan } from '../../../../src/change/repository/mirror';
import { PersonGit } from '../../../../src/change/repository/personGit';
import { shownUrl } from '../../../../src/change/repository/shownUrl';
import { GitRepository } from '../gitRepository';

const target = { remote: 'gerrit', branch: 'master', project: 'openstack/nova' };
const ADDRESS = 'ssh://dev@review.opendev.org:29418/openstack/nova.git';

describe('clones of the mirror', () => {
  it('mirrors are recognised by all forms of their address', () => {
    for (const url of [
      'https://github.com/openstack/nova',
      'https://github.com/openstack/nova.git',
      'https://token@github.com/OpenStack/nova/',
      'git@github.com:openstack/nova.git',
      'ssh://git@github.com/openstack/nova.git',
    ]) {
      assert.equal(mirroredProject(url), 'openstack/nova', url);
    }
  });

  it('a clone of the mirror is noticed, whether it can push to Gerrit or not', () => {
    const config = new Map([['remote.origin.url', 'https://github.com/openstack/nova']]);
    assert.equal(noticedMirror({ isGerrit: true, config }), 'openstack/nova');
    assert.equal(
      noticedMirror({ isGerrit: true, config: new Map([...config, ['remote.gerrit.url', ADDRESS]]) }),
      'openstack/nova',
    );
    assert.equal(noticedMirror({ isGerrit: false, config }), undefined);
    assert.equal(
      noticedMirror({ isGerrit: true, config: new Map([['remote.origin.url', 'https://opendev.org/openstack/nova']]) }),
      undefined,
    );
  });

  it('forks and other hosts are not mirrors', () => {
    for (const url of [
      'https://github.com/me/nova',
      'https://opendev.org/openstack/nova',
      'https://github.com.evil.example/openstack/nova',
      '--upload-pack=x',
      '',
    ]) {
      assert.equal(mirroredProject(url), undefined, url);
    }
  });

  it('origin is pointed to OpenDev, and the Gerrit remote added, with an undo', () => {
    const { steps, why } = remotePlan(
      [{ name: 'origin', url: 'https://github.com/openstack/nova.git' }],
      target,
      ADDRESS,
    );
    assert.deepEqual(steps, [
      {
        args: ['remote', 'set-url', 'origin', 'https://opendev.org/openstack/nova'],
        undo: 'git remote set-url origin https://github.com/openstack/nova.git',
      },
      { args: ['remote', 'add', '--', 'gerrit', ADDRESS], undo: 'git remote remove gerrit' },
    ]);
    assert.equal(why.length, 2);
  });

  it('a remote fetched from an address gets one to push to, if the project uses one', async () => {
    const repository = new GitRepository();
    const origin = 'https://opendev.org/openstack/nova';
    repository.git('remote', 'add', 'origin', origin);
    writeFileSync(
      join(repository.root, '.gitreview'),
      '[gerrit]\nhost=review.opendev.org\nproject=openstack/nova\nusepushurl=1\n',
    );
    const git = new PersonGit(repository.root);
    const { steps, why } = await prepareRemotes(git);
    assert.deepEqual(steps, [
      {
        args: ['remote', 'set-url', '--push', 'origin', 'ssh://review.opendev.org:29418/openstack/nova.git'],
        undo: 'git config --unset remote.origin.pushurl',
      },
    ]);
    assert.match(why.join(), /origin has no address yet that changes are pushed to/);
    for (const { args } of steps) await git.text(args);
    assert.deepEqual((await prepareRemotes(git)).steps, []);
    assert.equal(repository.git('remote', 'get-url', 'origin'), origin);
    repository.git(...(steps[0]?.undo ?? '').split(' ').slice(1));
    assert.equal(repository.git('remote', 'get-url', '--push', 'origin'), origin);
  });

  it("no password and no token of a mirror's address is shown", () => {
    const undo = (url: string): string | undefined =>
      remotePlan([{ name: 'origin', url }], target, undefined).steps[0]?.undo;
    assert.equal(
      undo('https://ghp_secret@github.com/openstack/nova.git'),
      'git remote set-url origin https://github.com/openstack/nova.git',
    );
    assert.equal(shownUrl('https://dev:secret@review.example.org/a/p'), 'https://dev@review.example.org/a/p');
    assert.equal(shownUrl('ssh://dev@review.example.org:29418/p'), 'ssh://dev@review.example.org:29418/p');
    assert.equal(shownUrl('git@github.com:openstack/nova.git'), 'git@github.com:openstack/nova.git');
  });

  it("correct remotes, and another project's mirror, are left alone", () => {
    const remotes = [{ name: 'origin', url: 'https://opendev.org/openstack/nova' }];
    assert.deepEqual(remotePlan(remotes, target, undefined).steps, []);
    assert.deepEqual(
      remotePlan([{ name: 'origin', url: 'https://github.com/openstack/cinder' }], target, undefined).steps,
      [],
    );
  });
});
