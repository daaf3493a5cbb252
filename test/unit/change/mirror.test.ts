import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { mirroredProject, remotePlan } from '../../../src/change/mirror';

const target = { remote: 'gerrit', branch: 'master', project: 'openstack/nova' };
const ADDRESS = 'ssh://dev@review.opendev.org:29418/openstack/nova.git';

describe('change/mirror', () => {
  it('knows the mirrors by all forms of their address', () => {
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

  it('takes forks and other hosts for what they are', () => {
    for (const url of ['https://github.com/me/nova', 'https://opendev.org/openstack/nova', 'https://github.com.evil.example/openstack/nova', '--upload-pack=x', '']) {
      assert.equal(mirroredProject(url), undefined, url);
    }
  });

  it('points origin at OpenDev and adds the Gerrit remote, with the way back', () => {
    const { steps, why } = remotePlan([{ name: 'origin', url: 'https://github.com/openstack/nova.git' }], target, ADDRESS);
    assert.deepEqual(steps, [
      { args: ['remote', 'set-url', 'origin', 'https://opendev.org/openstack/nova'], undo: 'git remote set-url origin https://github.com/openstack/nova.git' },
      { args: ['remote', 'add', '--', 'gerrit', ADDRESS], undo: 'git remote remove gerrit' },
    ]);
    assert.equal(why.length, 2);
  });

  it('leaves alone what is well, and a mirror of another project', () => {
    const remotes = [{ name: 'origin', url: 'https://opendev.org/openstack/nova' }];
    assert.deepEqual(remotePlan(remotes, target, undefined).steps, []);
    assert.deepEqual(remotePlan([{ name: 'origin', url: 'https://github.com/openstack/cinder' }], target, undefined).steps, []);
  });
});
