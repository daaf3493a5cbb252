import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from '../../scripts/lib/eventually';
import { editsFor } from '../../src/change/push/changeEdits';
import { type PushRequest, type PushResult, type PushServices, push, settle } from '../../src/change/push/push';
import { planPush } from '../../src/change/push/pushPlan';
import type { PushProgress } from '../../src/change/push/pushProgress';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { withPrivateChanges } from '../../src/change/server/privateChanges';
import { GerritClient } from '../../src/gerrit';
import type { GerritLab } from './gerritLab';
import { cuttingProxy } from './lib/cuttingProxy';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

/** Far more than a wire may carry before it is cut, so that no cut comes after the last byte. */
const PACK_BYTES = 600_000;
/** Of files that are each below what the server takes. */
const UNBUFFERED_BYTES = 12 << 20;

let projects = 0;

for (const over of ['ssh', 'http'] as const) {
  describe(`a push over ${over}`, () => {
    let gerrit: GerritLab;
    let repository: ReviewRepository;
    const pushed = (request: PushRequest = {}, services: PushServices = {}): Promise<PushResult> =>
      push(repository.root, request, { env: repository.env, ...services });
    const plan = async () => {
      const git = new PersonGit(repository.root, { env: repository.env });
      return planPush(git, await readTarget(git), repository.client);
    };

    before(async () => {
      gerrit = await sharedGerrit();
      const project = await gerrit.createProject(`push-${projects++}`);
      repository = await ReviewRepository.clone(gerrit, project, over);
    });

    it('a push makes a change, and its next patch set', async () => {
      await repository.fresh();
      const commit = await repository.commit('Add a thing');
      const phases: PushProgress[] = [];
      const first = await pushed({ plan: await plan() }, { onProgress: (progress) => phases.push(progress) });
      assert.equal(first.outcome, 'accepted', JSON.stringify(first.answer));
      const [change] = first.changes;
      assert.deepEqual(
        [change?.subject, change?.isNew, change?.patchSet, change?.commit],
        ['Add a thing', true, 1, commit],
      );
      assert.ok(
        phases.some(({ phase }) => phase === 'Gerrit checks the changes'),
        JSON.stringify(phases),
      );

      repository.write({ 'more.txt': 'more\n' });
      await repository.git('add', '-A');
      await repository.git('commit', '-q', '--amend', '--no-edit');
      const next = await plan();
      assert.deepEqual(
        next.commits.map(({ becomes }) => becomes),
        ['next-patch-set'],
      );
      const second = await pushed({ plan: next, message: 'more, "quoted" & 100% ü' });
      assert.deepEqual([second.outcome, second.changes[0]?.isNew, second.changes[0]?.patchSet], ['accepted', false, 2]);
      const there = await repository.client.findChange({ number: change?.number ?? 0 });
      assert.deepEqual(
        there.patchSets.map(({ number }) => number),
        [1, 2],
      );
      assert.equal(there.current?.commit, await repository.git('rev-parse', 'HEAD'));
      assert.equal(there.current.description, 'more, "quoted" & 100% ü');
      assert.deepEqual(
        (await plan()).commits.map(({ becomes }) => becomes),
        ['nothing'],
      );
      const again = await pushed();
      assert.deepEqual([again.outcome, again.answer.rejections[0]?.reason], ['refused', 'nothing-new']);
    });

    it('a push sends the options requested, and no topic otherwise', async () => {
      await repository.fresh();
      await repository.git('checkout', '-q', '-B', 'bug/42');
      await repository.commit('Go to review');
      const options = {
        reviewers: ['core@example.org'],
        cc: ['zuul'],
        hashtags: ['#one', 'two'],
        state: 'wip',
      } as const;
      const wip = await pushed(options);
      assert.equal(wip.changes[0]?.wip, true);
      const number = wip.changes[0].number;
      const change = await repository.client.findChange({ number });
      assert.deepEqual([change.wip, change.topic, [...change.hashtags].sort()], [true, undefined, ['one', 'two']]);
      const reviewers = (await gerrit.rest('GET', `/changes/${number}/reviewers`)) as { username: string }[];
      assert.deepEqual(reviewers.map(({ username }) => username).sort(), ['core', 'zuul']);

      await repository.git('commit', '-q', '--amend', '--no-edit', '--date=2020-01-01T00:00:00');
      const ready = await pushed({ state: 'ready', topic: 'bug/42' });
      assert.deepEqual([ready.outcome, ready.changes[0]?.wip], ['accepted', false]);
      const now = await repository.client.findChange({ number });
      assert.deepEqual([now.wip, now.topic], [false, 'bug/42']);

      await repository.git('commit', '-q', '--amend', '--no-edit', '--date=2020-01-02T00:00:00');
      assert.equal((await pushed({ topic: '' })).outcome, 'accepted');
      assert.equal((await repository.client.findChange({ number })).topic, undefined);
    });

    it('options that no push can carry go by REST: ready, topic, and an abandoned change restored', async () => {
      await repository.fresh();
      await repository.commit('Not ready yet');
      const wip = await pushed({ state: 'wip' });
      const number = wip.changes[0]?.number ?? 0;
      const request = { state: 'ready', topic: 'set-later', plan: await plan() } as const;
      const refused = await pushed(request);
      assert.deepEqual([refused.outcome, refused.answer.rejections[0]?.reason], ['refused', 'nothing-new']);
      const asPerson = new GerritClient({
        webUrl: gerrit.url,
        credentials: () => Promise.resolve({ username: 'dev', password: 'dev-secret' }),
      });
      const edits = editsFor(refused, request);
      assert.deepEqual(
        edits.map(({ title, done }) => [title, done]),
        [
          ['Mark as Ready', `Change ${number} is ready for review.`],
          ['Set Topic', `Change ${number} is of the topic set-later.`],
        ],
      );
      for (const edit of edits) await edit.make(asPerson);
      const now = await repository.client.findChange({ number });
      assert.deepEqual([now.wip, now.topic], [false, 'set-later']);

      await gerrit.rest('POST', `/changes/${number}/abandon`, undefined, 'dev');
      await repository.git('commit', '-q', '--amend', '--no-edit', '--date=2020-01-03T00:00:00');
      const closed = await pushed({ plan: await plan() });
      const [restore] = editsFor(closed, {});
      assert.deepEqual([closed.answer.rejections[0]?.reason, restore?.thenPush], ['change-closed', true]);
      await restore?.make(asPerson);
      const again = await pushed({ plan: closed.plan });
      assert.deepEqual([again.outcome, again.changes[0]?.number], ['accepted', number], JSON.stringify(again.answer));
    });

    it('a push makes a chain, and private changes, for another branch', async () => {
      await repository.fresh('stable/2025.2');
      for (const subject of ['Chain one', 'Chain two', 'Chain three']) await repository.commit(subject);
      const chain = await pushed({ branch: 'stable/2025.2', visibility: 'private' });
      assert.deepEqual(
        chain.changes.map(({ subject, isNew }) => [subject, isNew]),
        [
          ['Chain one', true],
          ['Chain two', true],
          ['Chain three', true],
        ],
      );
      assert.ok(chain.changes.every((change) => change.private));
      assert.equal(chain.ref, 'refs/for/stable/2025.2%private');
    });

    it('a push runs the hooks of git-review', async () => {
      await repository.fresh();
      await repository.commit('With hooks');
      const hooks = join(repository.root, '.git/hooks');
      const hook = (name: string, ...lines: string[]): void => {
        writeFileSync(join(hooks, name), `#!/bin/sh\n${lines.join('\n')}\n`);
        chmodSync(join(hooks, name), 0o755);
      };
      hook('pre-review', 'echo not today >&2', 'exit 3');
      await assert.rejects(pushed(), {
        reason: 'review-hook-failed',
        output: 'not today',
        message: /ended with exit code 3 and said: not today\.$/,
      });
      hook('pre-review', 'touch ../pre');
      hook('post-review', 'touch ../post', 'echo really not.', 'exit 1');
      const done = await pushed();
      assert.equal(done.outcome, 'accepted');
      assert.match(done.hookFailed ?? '', /post-review ended with exit code 1 and said: really not\.$/);
      assert.ok(existsSync(join(repository.root, '../pre')) && existsSync(join(repository.root, '../post')));
      chmodSync(join(hooks, 'pre-review'), 0o644);
      chmodSync(join(hooks, 'post-review'), 0o644);
    });

    it('a push that would send something else than was shown is refused', async () => {
      await repository.fresh();
      const shown = await repository.commit('Shown');
      const request = { plan: await plan() };
      await repository.commit('Not shown');
      const done = await pushed(request);
      assert.deepEqual(
        done.changes.map(({ commit }) => commit),
        [shown],
      );
    });

    it('a push whose connection was cut asks the server what arrived', async () => {
      await repository.fresh();
      const address = over === 'ssh' ? gerrit.sshPort : Number(new URL(gerrit.url).port);
      const proxy = await cuttingProxy(address);
      const url = (await repository.git('remote', 'get-url', 'gerrit')).replace(`:${address}/`, `:${proxy.port}/`);
      await repository.git('remote', 'set-url', '--push', 'gerrit', url);
      if (over === 'http') {
        await repository.git('config', 'credential.helper', `!printf 'username=dev\\npassword=dev-secret\\n' #`);
      }
      try {
        const noise = incompressible(PACK_BYTES);
        await repository.commit('Cut while sending');
        assert.equal((await pushed()).outcome, 'accepted');
        // Neither git nor ssh can have it all in their buffers, so git knows that it was not all sent.
        for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
          repository.write({ [`${name}.txt`]: incompressible(UNBUFFERED_BYTES / 6) });
        }
        await repository.git('add', '-A');
        await repository.git('commit', '-q', '--amend', '--no-edit');
        proxy.cutAfterSent(PACK_BYTES / 3);
        const services = { client: repository.client, settleMs: 1500 };
        const lost = await pushed({}, services);
        // Over HTTP git hands all on to its helper, whatever becomes of the connection.
        assert.deepEqual(
          [lost.outcome, lost.settled, lost.changes],
          over === 'ssh' ? ['failed', true, []] : ['unknown', false, []],
          JSON.stringify(lost.answer),
        );
        assert.equal(lost.answer.rejections[0]?.reason, 'connection-lost');
        const unasked = await pushed({}, {});
        assert.equal(unasked.outcome, 'unknown', JSON.stringify(unasked));

        await repository.fresh();
        await repository.commit('Hidden, and cut');
        proxy.cutAfterSent(Infinity);
        assert.equal((await pushed({ visibility: 'private' })).outcome, 'accepted');
        repository.write({ 'big.txt': noise });
        await repository.git('add', '-A');
        await repository.git('commit', '-q', '--amend', '--no-edit');
        const signedIn = () =>
          Promise.resolve(
            new GerritClient({
              webUrl: gerrit.url,
              credentials: () => Promise.resolve({ username: 'dev', password: 'dev-secret' }),
            }),
          );
        const shown = await planPush(
          new PersonGit(repository.root),
          await readTarget(new PersonGit(repository.root)),
          withPrivateChanges({ client: repository.client, signedIn }),
        );
        assert.deepEqual(
          shown.commits.map(({ becomes }) => becomes),
          ['next-patch-set'],
        );
        proxy.cutBeforeAnswer(PACK_BYTES / 3);
        const hidden = await pushed({}, services);
        assert.deepEqual([hidden.outcome, hidden.settled], ['unknown', false], JSON.stringify(hidden.answer));
        const seen = await settle(hidden, { ...services, signedIn, settleMs: 10_000 });
        assert.deepEqual([seen.outcome, seen.changes[0]?.patchSet, seen.changes[0]?.private], ['accepted', 2, true]);

        await repository.fresh();
        const commit = await repository.commit({ message: 'Cut before the answer', files: { 'big.txt': noise } });
        proxy.cutBeforeAnswer(PACK_BYTES / 3);
        const arrived = await pushed({}, { ...services, settleMs: 10_000 });
        assert.deepEqual([arrived.outcome, arrived.settled], ['accepted', true], JSON.stringify(arrived.answer));
        assert.deepEqual(
          arrived.changes.map((change) => [change.commit, change.patchSet, change.isNew]),
          [[commit, 1, true]],
        );
      } finally {
        await repository.git('config', '--unset', 'remote.gerrit.pushurl');
        await proxy.close();
      }
    });

    it('a push can be cancelled', async () => {
      await repository.fresh();
      await repository.commit('Cancelled');
      const abort = new AbortController();
      const hook = join(repository.root, '.git/hooks/pre-push');
      const begun = join(repository.root, '.git/push-has-begun');
      writeFileSync(hook, `#!/bin/sh\ntouch .git/push-has-begun\nsleep 60\n`);
      chmodSync(hook, 0o755);
      const cancel = (): void => abort.abort();
      void eventually(
        'the push',
        () => existsSync(begun),
        (there) => there,
      ).then(cancel, cancel);
      const done = await pushed({}, { signal: abort.signal, client: repository.client, settleMs: 100 });
      assert.deepEqual([done.outcome, done.settled], ['cancelled', false], 'nothing had been sent');
      chmodSync(hook, 0o644);
    });
  });
}

/** Text whose pack has at least so many bytes, in lines as a source file has them. */
function incompressible(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll(/.{76}/g, '$&\n');
}
