import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { fixRequest, prepareFix } from '../../src/change/push/fixes';
import { type PushRequest, type PushResult, push } from '../../src/change/push/push';
import { readPushAnswer } from '../../src/change/push/pushAnswer';
import { planAgain, planPush } from '../../src/change/push/pushPlan';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import type { GerritLab } from './gerritLab';
import { FIXED, type Provocation, SIGNED, TOLD } from './lib/provocations';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

const ID = 'I0123456789abcdef0123456789abcdef01234567';

describe('refused pushes against a real server', () => {
  let gerrit: GerritLab;
  const repositories = new Map<string, ReviewRepository>();
  let usual: string;

  before(async () => {
    gerrit = await sharedGerrit();
    usual = await gerrit.createProject('rejections');
  });

  async function repositoryOf(project = usual): Promise<ReviewRepository> {
    const known = repositories.get(project) ?? (await ReviewRepository.clone(gerrit, project, 'http'));
    repositories.set(project, known);
    await known.fresh();
    return known;
  }
  const gitOf = ({ root, env }: ReviewRepository): PersonGit => new PersonGit(root, { env });

  async function refused({
    provoke,
    request = {},
    reason,
    project,
  }: Provocation): Promise<[ReviewRepository, PushResult]> {
    const repository = await repositoryOf(project);
    await provoke(repository);
    const git = gitOf(repository);
    const chosen = request.branch === undefined ? {} : { branch: request.branch };
    const plan = await planPush(git, await readTarget(git, chosen), repository.client);
    const result = await push(repository.root, { ...request, plan }, { env: repository.env });
    assert.equal(result.outcome, 'refused', JSON.stringify(result.answer));
    assert.equal(result.answer.rejections[0]?.reason, reason, JSON.stringify(result.answer));
    assert.deepEqual(result.changes, []);
    return [repository, result];
  }

  for (const [what, provocation] of Object.entries(FIXED)) {
    it(`a refused push is fixed: ${what}`, async () => {
      const { kind, input, request = {} } = provocation;
      const [repository, { answer: said, plan }] = await refused(provocation);
      const fix = said.rejections[0]?.fixes.find((offered) => offered.kind === kind);
      assert.ok(fix, JSON.stringify(said.rejections));
      const git = gitOf(repository);
      const head = await git.head();
      const next = fixRequest(fix, request, input);
      const prepared = next ? undefined : await prepareFix(git, fix, plan, input);
      assert.equal(await git.head(), head, 'a preview changes nothing');
      if (prepared) {
        assert.ok(prepared.preview.length > 0);
        const { undo } = await prepared.make();
        assert.equal(await git.isDirty(), false);
        assert.equal(await git.text(['diff', head, 'HEAD']), '', 'the files are the same');
        const fixed = await git.head();
        await repository.git(...undo.split(' ').slice(1));
        assert.equal(await git.head(), head, 'the undo that was named goes back');
        await repository.git('reset', '-q', '--keep', fixed);
      } else {
        assert.ok(next, 'neither a fix nor another request');
      }
      const again = await push(repository.root, next ?? {}, { env: repository.env });
      assert.equal(again.outcome, 'accepted', JSON.stringify(again.answer));
    });
  }

  for (const [what, provocation] of Object.entries(TOLD)) {
    it(`a refused push is recognised: ${what}`, async () => {
      const [, { answer }] = await refused(provocation);
      assert.equal(answer.rejections[0]?.fixes[0]?.kind, provocation.kind);
    });
  }

  it('a push after a fix sends no commit that was left out', async () => {
    const repository = await repositoryOf();
    const shown = await repository.commit('Shown');
    const leftOut = await repository.commit('Left out');
    const git = gitOf(repository);
    const plan = await planPush(git, await readTarget(git), repository.client, { head: shown });
    const request = { plan, reviewers: ['nobody@nowhere.example'] };
    const unknown = await push(repository.root, request, { env: repository.env });
    assert.equal(unknown.answer.rejections[0]?.reason, 'unknown-reviewer');
    const next = fixRequest(unknown.answer.rejections[0].fixes[0]!, request, { reviewer: 'core' });
    const again = await push(repository.root, next, { env: repository.env });
    assert.deepEqual(
      again.changes.map(({ commit }) => commit),
      [shown],
      JSON.stringify(again.answer),
    );

    const unsigned = await repository.commit(`Unsigned\n\nChange-Id: ${ID}\n`);
    await repository.commit('Left out too');
    const chain = await planPush(git, plan.target, repository.client, { head: unsigned });
    const refusal = await push(repository.root, { plan: chain }, { env: repository.env });
    const made = await (await prepareFix(git, refusal.answer.rejections[0]!.fixes[0]!, chain))!.make();
    const { plan: fixed, isKnown } = await planAgain(git, plan.target, chain, made.recreated, {
      client: repository.client,
    });
    assert.equal(isKnown, true);
    const done = await push(repository.root, { plan: fixed }, { env: repository.env });
    assert.deepEqual(
      done.changes.map(({ subject }) => subject),
      ['Left out', 'Unsigned'],
      JSON.stringify(done.answer),
    );
    assert.notEqual(done.changes[0]?.commit, undefined);
    assert.equal(
      (await repository.client.queryChanges(`message:"Left out too" project:${repository.project}`)).items.length,
      0,
    );
    assert.equal((await repository.client.queryChanges(`commit:${leftOut}`)).items.length, 1);
  });

  it('a push that went past the review is fixed', async () => {
    const repository = await repositoryOf();
    await repository.commit('Directly');
    const git = gitOf(repository);
    const direct = await git.run(['push', '--porcelain', 'gerrit', 'HEAD:refs/heads/master']);
    const { rejections } = readPushAnswer({
      stdout: direct.stdout,
      stderr: direct.stderr,
      exitCode: direct.exitCode ?? 1,
    });
    assert.equal(rejections[0]?.reason, 'direct-push');
    const request = fixRequest(rejections[0].fixes[0]!, {});
    assert.deepEqual(request, { branch: 'master' });
    assert.equal((await push(repository.root, request, { env: repository.env })).outcome, 'accepted');
  });

  it('a wrong user name is fixed, and a closed port by HTTPS', async () => {
    const repository = await ReviewRepository.clone(gerrit, usual, 'ssh');
    await repository.commit('Who am I');
    const git = gitOf(repository);
    const address = await repository.git('remote', 'get-url', 'gerrit');
    await repository.git('remote', 'set-url', 'gerrit', address.replace('dev@', 'nobody@'));
    const refusedKey = await push(repository.root, {}, { env: repository.env });
    assert.deepEqual(
      [refusedKey.outcome, refusedKey.answer.rejections[0]?.reason],
      ['failed', 'ssh-key-refused'],
      JSON.stringify(refusedKey.answer),
    );
    const named = await prepareFix(git, { kind: 'set-username' }, refusedKey.plan, { username: 'dev' });
    const { undo } = await named!.make();
    assert.equal(await repository.git('remote', 'get-url', 'gerrit'), address);
    assert.equal(
      undo,
      `git remote set-url gerrit ${address.replace('dev@', 'nobody@')} && git config --unset gitreview.username`,
    );
    assert.equal((await push(repository.root, {}, { env: repository.env })).outcome, 'accepted');

    await repository.commit('Port closed');
    await repository.git('remote', 'set-url', 'gerrit', address.replace(/:\d+\//, ':1/'));
    const closed = await push(repository.root, {}, { env: repository.env });
    assert.deepEqual(
      [closed.outcome, closed.answer.rejections[0]?.reason],
      ['failed', 'port-closed'],
      JSON.stringify(closed.answer),
    );
    const https = await prepareFix(git, { kind: 'switch-to-https' }, closed.plan, {
      webUrl: gerrit.url,
      username: 'dev',
    });
    await https!.make();
    assert.equal((await push(repository.root, {}, { env: repository.env })).outcome, 'accepted');

    await repository.git('remote', 'remove', 'gerrit');
    await repository.git('config', 'gitreview.username', 'dev');
    const plan = await planPush(git, await readTarget(git));
    assert.equal(plan.target.exists, false);
    await (await prepareFix(git, { kind: 'configure-remote' }, plan))!.make();
    assert.equal((await readTarget(git)).exists, true);
  });

  it('a wrong password is distinguished from a missing project', async () => {
    const repository = await repositoryOf();
    await repository.commit('Sign in');
    await repository.git('config', 'credential.helper', '');
    const unsigned = await push(repository.root, {}, { env: repository.env });
    await repository.git('config', '--unset', 'credential.helper');
    assert.deepEqual(
      [unsigned.outcome, unsigned.answer.rejections[0]?.reason],
      ['failed', 'http-sign-in'],
      JSON.stringify(unsigned.answer),
    );
    const address = await repository.git('remote', 'get-url', 'gerrit');
    await repository.git('remote', 'set-url', 'gerrit', address.replace('openstack/', 'openstack/no-'));
    const lost = await push(repository.root, {}, { env: repository.env });
    await repository.git('remote', 'set-url', 'gerrit', address);
    assert.deepEqual(
      [lost.outcome, lost.answer.rejections[0]?.reason],
      ['failed', 'no-such-project'],
      JSON.stringify(lost.answer),
    );
  });

  it('a hostile name in a push runs nothing', async () => {
    const repository = await repositoryOf();
    await repository.commit(`Hostile\n\nChange-Id: ${ID}\n${SIGNED}\n`);
    const hostile: PushRequest[] = [
      { branch: '--receive-pack=touch /tmp/x' },
      { branch: 'master%wip' },
      { branch: 'a b' },
      { branch: '../x' },
      { remote: '--upload-pack=x' },
      { remote: 'ext::sh -c touch% x' },
      { topic: 'a,wip' },
      { topic: 'x y' },
      { reviewers: ['a,l=Code-Review+2'] },
      { hashtags: ['\u0000'] },
    ];
    for (const request of hostile) {
      await assert.rejects(
        push(repository.root, request, { env: repository.env }),
        { name: 'UserError' },
        JSON.stringify(request),
      );
    }
    const values = { host: '-oProxyCommand=touch x', project: '../../etc', defaultbranch: '$(touch x)', scheme: 'ext' };
    for (const [key, value] of Object.entries(values)) {
      const file = { host: 'example.org', project: 'a/b', defaultremote: 'other', [key]: value };
      const lines = Object.entries(file).map(([name, text]) => `${name}=${text}\n`);
      repository.write({ '.gitreview': `[gerrit]\n${lines.join('')}` });
      await assert.rejects(push(repository.root, {}, { env: repository.env }), { name: 'UserError' }, key);
    }
    repositories.clear();
  });
});
