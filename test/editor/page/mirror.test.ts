import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { gitIn, makeRepository } from '../host/repository';
import { eventually, openWindow, type SceneWindow } from './window';

describe('a clone of the mirror on GitHub', () => {
  let window: SceneWindow;
  let folder: string;

  before(async () => {
    window = await openWindow({
      prepare(path) {
        makeRepository(path);
        gitIn(path, 'config', 'gitreview.username', 'dev');
        gitIn(path, 'remote', 'add', 'origin', 'https://github.com/openstack/cloudlet.git');
        gitIn(path, 'update-ref', 'refs/remotes/origin/master', 'master');
      },
    });
    folder = window.folders[0]!;
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  it('a clone of the mirror is noticed, and its remotes are set after they were shown', async () => {
    await eventually(
      'the offer',
      () => window.workbench.notifications(),
      (all) => all.some((one) => one.includes('pull requests are closed unread')),
    );
    await window.workbench.answerNotification('pull requests are closed unread', 'Set Up for Gerrit');
    await window.screenshot('out/mirror.png');
    const shown = await window.workbench.answerDialog('Set the Remotes');
    assert.match(shown, /git remote set-url origin https:\/\/opendev\.org\/openstack\/cloudlet/);
    assert.match(shown, /git remote remove gerrit/);
    await eventually(
      'the remote',
      () => gitIn(folder, 'remote', '-v'),
      (all) => all.includes('gerrit'),
    );
    assert.equal(gitIn(folder, 'remote', 'get-url', 'origin'), 'https://opendev.org/openstack/cloudlet');
    assert.equal(
      gitIn(folder, 'remote', 'get-url', 'gerrit'),
      'ssh://dev@review.opendev.org:29418/openstack/cloudlet.git',
    );
  });
});
