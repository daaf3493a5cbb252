import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { type FixInput, fixRequest, prepareFix } from '../../../../../src/change/push/fixes';
import type { PushPlan } from '../../../../../src/change/push/pushPlan';
import { type NextPlan, planAgain } from '../../../../../src/change/push/pushPlan';
import type { PushFix } from '../../../../../src/change/rejections/pushFix';
import { ChainRepository, idOf, TARGET } from '../../chainRepository';

describe('the plan of a push that is made again', () => {
  let repository: ChainRepository;
  const subjects = ({ plan }: NextPlan): string[] => plan.commits.map(({ subject }) => subject);
  /** Of the two lower ones of three. */
  const lower = async (): Promise<PushPlan> => {
    const { commits } = await repository.plan();
    return repository.plan({ head: commits[1]!.commit });
  };
  const after = async (fix: PushFix, plan: PushPlan, choice?: FixInput): Promise<NextPlan> => {
    const made = await (await prepareFix(repository.git, fix, plan, choice))!.make();
    return planAgain(repository.git, TARGET, plan, made.recreated);
  };

  beforeEach(() => {
    repository = new ChainRepository();
    for (const name of ['One', 'Two', 'Three']) repository.commit(name, [`Change-Id: ${idOf(name)}`]);
  });

  it('a repeated push goes up to the same commit after messages were fixed', async () => {
    const again = await after({ kind: 'sign-off' }, await lower());
    assert.deepEqual([subjects(again), again.isKnown], [['One', 'Two'], true]);
    assert.equal(again.plan.head, repository.run('rev-parse', 'HEAD~1'));
  });

  it('a repeated push goes up to the commit that others were joined to', async () => {
    const again = await after({ kind: 'squash-or-renew' }, await lower(), { squash: true });
    assert.deepEqual([subjects(again), again.isKnown], [['One'], true]);
    assert.deepEqual(repository.subjects(), ['Three', 'One']);
  });

  it('a repeated push goes up to the same commit after a rebase', async () => {
    repository.run('checkout', '-q', 'gerrit/master');
    repository.commit('Merged meanwhile');
    repository.run('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    repository.run('checkout', '-q', 'work');
    const again = await after({ kind: 'rebase' }, await lower());
    assert.deepEqual([subjects(again), again.isKnown], [['One', 'Two'], true]);
    assert.equal(again.plan.head, repository.run('rev-parse', 'HEAD~1'));
  });

  it('a repeated push has no plan if it has a commit that was not shown', async () => {
    const plan = await lower();
    const [one] = plan.commits;
    assert.equal((await planAgain(repository.git, TARGET, { ...plan, commits: [one!] })).isKnown, false);
    repository.run('reset', '-q', '--hard', 'gerrit/master');
    repository.commit('Another', [`Change-Id: ${idOf('Another')}`]);
    const gone = await planAgain(repository.git, TARGET, plan);
    assert.deepEqual([subjects(gone), gone.isKnown], [['Another'], false]);
  });

  it('a repeated push counts against another branch if that was selected', async () => {
    const plan = await lower();
    repository.run('update-ref', 'refs/remotes/gerrit/stable/1', plan.commits[0]!.commit);
    const fewer = await planAgain(repository.git, { ...TARGET, branch: 'stable/1' }, plan);
    assert.deepEqual([subjects(fewer), fewer.isKnown], [['Two'], true]);
    repository.run(
      'update-ref',
      'refs/remotes/gerrit/stable/1',
      repository.run('commit-tree', 'HEAD^{tree}', '-m', 'Elsewhere'),
    );
    const more = await planAgain(repository.git, { ...TARGET, branch: 'stable/1' }, plan);
    assert.deepEqual([subjects(more), more.isKnown], [['Merged before', 'One', 'Two'], false]);
  });

  it('a repeated push keeps its plan if only the request was wrong, except for another branch', async () => {
    const plan = await lower();
    const request = { plan, topic: 'x', reviewers: ['ada', 'bob'], branch: 'master' };
    assert.equal(fixRequest({ kind: 'choose-reviewer', account: 'ada' }, request, { reviewer: 'eve' })?.plan, plan);
    assert.equal(fixRequest({ kind: 'drop-option', option: 'topic' }, request)?.plan, plan);
    assert.deepEqual(fixRequest({ kind: 'choose-branch' }, request, { branch: 'stable/1' }), {
      topic: 'x',
      reviewers: ['ada', 'bob'],
      branch: 'stable/1',
    });
  });
});
