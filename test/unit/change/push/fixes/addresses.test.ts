import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../../scripts/lib/cleanup';
import { prepareFix } from '../../../../../src/change/push/fixes';
import { prepareEmail } from '../../../../../src/change/push/fixes/remotes';
import { readPushAnswer } from '../../../../../src/change/push/pushAnswer';
import { readTarget } from '../../../../../src/change/repository/readTarget';
import { ChainRepository } from '../../chainRepository';

describe('fixes of addresses, and of what was never fetched', () => {
  let repository: ChainRepository;
  const config = (key: string): string => repository.run('config', '--local', '--get', key);
  beforeEach(() => {
    repository = new ChainRepository();
    repository.commit('Mine');
  });

  it('fixing the project puts another one into the remote, which decides', async () => {
    for (const [before, after] of [
      ['ssh://dev@review.example.org:29418/a/b', 'ssh://dev@review.example.org:29418/openstack/nova'],
      ['https://dev@review.example.org/a/openstack/nvoa.git', 'https://dev@review.example.org/a/openstack/nova'],
      ['review.example.org:openstack/nvoa', 'review.example.org:openstack/nova'],
    ] as const) {
      repository.run('config', 'remote.gerrit.url', before);
      const plan = { ...(await repository.plan()), target: await readTarget(repository.git) };
      const made = await (await prepareFix(repository.git, { kind: 'choose-project' }, plan, {
        project: 'openstack/nova',
      }))!.make();
      assert.equal(config('remote.gerrit.url'), after);
      repository.run(...made.undo.split(' ').slice(1));
      assert.equal(config('remote.gerrit.url'), before);
    }
  });

  it("fixing the repository's address shows it first", async () => {
    const prepared = await prepareEmail(repository.git, 'second@example.org');
    assert.deepEqual(prepared.preview, [
      'git config --local user.email second@example.org',
      'It is dev@example.org now.',
    ]);
    const { undo } = await prepared.make();
    assert.equal(config('user.email'), 'second@example.org');
    repository.run(...undo.split(' ').slice(1));
    assert.equal(config('user.email'), 'dev@example.org');
  });

  it('fixing a missing branch fetches it for the rebase, and reports a failure', async () => {
    repository.run('update-ref', '-d', 'refs/remotes/gerrit/master');
    const plan = await repository.plan();
    assert.equal(plan.base, undefined);
    repository.run('config', 'remote.gerrit.url', `${repository.root}/gone`);
    await assert.rejects(prepareFix(repository.git, { kind: 'rebase-merge-away' }, plan), { reason: 'git-failed' });
    const server = temporaryFolder();
    repository.run('init', '-q', '--bare', server);
    repository.run('push', '-q', server, 'HEAD~1:refs/heads/master');
    repository.run('config', 'remote.gerrit.url', server);
    assert.equal(
      (await prepareFix(repository.git, { kind: 'rebase-merge-away' }, plan))?.title,
      'Rebase the merge away',
    );
  });

  it('fixing a host key names the key that ssh has to forget', () => {
    const stderr = [
      '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
      'Host key for [review.example.org]:29418 has changed and you have requested strict checking.',
      'Host key verification failed.',
      'fatal: Could not read from remote repository.',
    ].join('\n');
    const [rejection] = readPushAnswer({ stdout: '', stderr, exitCode: 128 }).rejections;
    assert.equal(rejection?.reason, 'host-key-changed');
    assert.deepEqual(rejection.fixes, [
      { kind: 'forget-host-key', host: '[review.example.org]:29418' },
      { kind: 'show-output' },
    ]);
    const hostile = stderr.replace('[review.example.org]:29418', '[$(touch x)]:1');
    assert.deepEqual(readPushAnswer({ stdout: '', stderr: hostile, exitCode: 128 }).rejections[0]?.fixes, [
      { kind: 'show-output' },
    ]);
  });
});
