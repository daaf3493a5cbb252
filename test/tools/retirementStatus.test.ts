import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { push } from '../../src/change/push/push';
import { planPush } from '../../src/change/push/pushPlan';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { type Server, Servers } from '../../src/gerrit';
import type { Plan, PlanStep, StepKind } from '../../src/retirement/plan/plan';
import { askServer, foundChanges, statusNow } from '../../src/retirement/status/askStatus';
import { LastKnownChanges } from '../../src/retirement/status/lastKnown';
import type { PlanStatus, StepStatus } from '../../src/retirement/status/stepStatus';
import type { GerritLab, Username } from './gerritLab';
import { type CuttingProxy, cuttingProxy } from './lib/cuttingProxy';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

interface PushedChange {
  readonly change: number;
  readonly changeId: string;
  readonly patchSet: number;
  readonly commit: string;
}

/** As Zuul of OpenDev says it. */
const BUILD_FAILED = [
  'Build failed (check pipeline).  For information on how to proceed, see',
  'https://docs.opendev.org/opendev/infra-manual/latest/developers.html#automated-testing',
  '',
  '- openstack-tox-pep8 https://zuul.example.org/t/openstack/build/1 : FAILURE in 3m 20s',
  '- openstack-tox-docs https://zuul.example.org/t/openstack/build/2 : SUCCESS in 1m 02s',
].join('\n');

describe('the status of a plan against a real server', () => {
  let gerrit: GerritLab;
  let proxy: CuttingProxy;
  let webUrl: string;
  let infra: ReviewRepository;
  let library: ReviewRepository;
  let governance: ReviewRepository;
  let server: Server;

  before(async () => {
    gerrit = await sharedGerrit();
    proxy = await cuttingProxy(Number(new URL(gerrit.url).port));
    webUrl = `http://127.0.0.1:${proxy.port}/`;
    const clone = async (name: string): Promise<ReviewRepository> =>
      ReviewRepository.clone(gerrit, await gerrit.createProject(name), 'http');
    infra = await clone('status-infra');
    library = await clone('status-library');
    governance = await clone('status-governance');
    server = new Servers().of(webUrl);
  });
  after(() => proxy.close());

  async function pushed(repository: ReviewRepository, summary: string): Promise<PushedChange> {
    await repository.fresh();
    await repository.commit(summary);
    return pushHead(repository);
  }

  async function pushHead(repository: ReviewRepository): Promise<PushedChange> {
    const git = new PersonGit(repository.root, { env: repository.env });
    const plan = await planPush(git, await readTarget(git), repository.client);
    const result = await push(repository.root, { plan }, { env: repository.env });
    const change = result.changes[0];
    assert.ok(change?.changeId && change.patchSet && change.commit, JSON.stringify(result.answer));
    const { number, changeId, patchSet, commit } = change;
    return { change: number, changeId, patchSet, commit };
  }

  /** A new patch set of somebody else, who amends what the server has. */
  async function rework({ change, patchSet }: PushedChange, project: string, as: Username): Promise<void> {
    const other = await ReviewRepository.clone(gerrit, project, 'http', as);
    const ref = `refs/changes/${String(change % 100).padStart(2, '0')}/${change}/${patchSet}`;
    await other.git('fetch', '-q', 'gerrit', ref);
    await other.git('checkout', '-q', '-B', 'work', 'FETCH_HEAD');
    other.write({ 'more.txt': 'of somebody else\n' });
    await other.git('add', '-A');
    await other.git('commit', '-q', '--amend', '--no-edit');
    await other.git('push', '-q', 'gerrit', 'HEAD:refs/for/master');
  }

  const review = (change: number, as: Username, input: object): Promise<unknown> =>
    gerrit.rest('POST', `/changes/${change}/revisions/current/review`, input, as);

  const step = (
    id: string,
    of: ReviewRepository,
    more: Partial<PlanStep> = {},
    kind: StepKind = 'references',
  ): PlanStep => ({
    id,
    step: kind,
    repo: of.project,
    after: [],
    ...more,
  });
  const planOf = (...steps: PlanStep[]): Plan => ({
    retirement: 1,
    kind: 'retire',
    by: 'owner',
    order: 'guide',
    team: 'library',
    wholeTeam: false,
    repositories: [library.project],
    alternative: null,
    irc: 'openstack-dev',
    topic: 'retire-library',
    server: webUrl,
    steps,
  });
  async function ask(plan: Plan, of = server): Promise<PlanStatus> {
    of.askAgain();
    await askServer(of, [plan]);
    return statusNow(plan, { server: of });
  }
  const stepIn = ({ steps }: PlanStatus, id: string): StepStatus => steps.find((each) => each.id === id)!;

  it('a chain of steps goes on as its changes are reviewed and merged', async () => {
    const gating = await pushed(infra, 'End gating of the library');
    const plan = planOf(
      step('end-gating', infra, gating, 'end-gating'),
      step('remove-content', library, { after: ['end-gating'] }, 'remove-content'),
    );
    const open = await ask(plan);
    assert.equal(open.problem, undefined);
    assert.ok(Date.now() - (open.asOf ?? 0) < 60_000);
    assert.deepEqual(
      open.steps.map(({ state }) => state),
      ['in-review', 'waiting'],
    );
    assert.match(stepIn(open, 'end-gating').words, /^\d+ is in review, needs (?=.*Code-Review)(?=.*Verified)/);
    assert.equal(open.next, 'end-gating');

    await review(gating.change, 'zuul', { labels: { Verified: -1 }, message: BUILD_FAILED });
    await review(gating.change, 'zuul', { message: 'Starting check jobs.' });
    const failed = await ask(plan);
    assert.equal(stepIn(failed, 'end-gating').state, 'blocked');
    assert.equal(
      stepIn(failed, 'end-gating').words,
      'Zuul Example voted Verified -1: Build failed (check pipeline). openstack-tox-pep8: FAILURE',
    );

    await review(gating.change, 'core', {
      labels: { 'Code-Review': -1, Workflow: -1 },
      message: 'The ACL\ngoes too.\n\nThanks!',
    });
    const both = stepIn(await ask(plan), 'end-gating').blockers;
    assert.deepEqual(both.map(({ label, value, by, message }) => [label, value, by, message]).sort(), [
      ['Code-Review', -1, 'Core Example', 'The ACL goes too.'],
      ['Verified', -1, 'Zuul Example', 'Build failed (check pipeline). openstack-tox-pep8: FAILURE'],
      ['Workflow', -1, 'Core Example', 'The ACL goes too.'],
    ]);

    await gerrit.merge(gating.change);
    const merged = await ask(plan);
    assert.deepEqual(
      merged.steps.map(({ state, words }) => [state, words]),
      [
        ['merged', 'Merged just now'],
        ['due', 'Due now'],
      ],
    );
    assert.equal(merged.next, 'remove-content');
  });

  it('an abandoned change says why, and its successor is found by the new Change-Id', async () => {
    const first = await pushed(library, 'Remove the content');
    await gerrit.rest('POST', `/changes/${first.change}/abandon`, { message: 'The wrong topic' }, 'dev');
    const plan = planOf(step('remove-content', library, first));
    const abandoned = stepIn(await ask(plan), 'remove-content');
    assert.deepEqual(
      [abandoned.state, abandoned.words],
      ['abandoned', `${first.change} was abandoned just now: The wrong topic`],
    );
    const second = await pushed(library, 'Remove the content again');
    const again = planOf(
      step('remove-content', library, { ...first, changeId: second.changeId, commit: second.commit }),
    );
    const found = await ask(again);
    assert.equal(stepIn(found, 'remove-content').state, 'in-review');
    assert.deepEqual(
      foundChanges(again, found).map(({ change: { number }, patchSet, commit }) => [number, patchSet, commit]),
      [[second.change, 1, second.commit]],
    );
  });

  it('a patch set of somebody else is a changed step, and one of the same person is not', async () => {
    const mine = await pushed(governance, 'Move the library to the legacy projects');
    const plan = planOf(step('governance', governance, mine));
    governance.write({ 'mine.txt': 'more\n' });
    await governance.git('add', '-A');
    await governance.git('commit', '-q', '--amend', '--no-edit');
    const second = await pushHead(governance);
    assert.deepEqual([second.change, second.patchSet], [mine.change, 2]);
    assert.equal(stepIn(await ask(plan), 'governance').state, 'in-review');

    await rework(second, governance.project, 'core');
    const changed = stepIn(await ask(plan), 'governance');
    assert.deepEqual([changed.state, changed.changedBy], ['changed', 'Core Example']);
    assert.equal(changed.words, 'Patch set 3 by Core Example is newer than yours');
  });

  it('a change that the plan has by its Change-Id is found, with the patch set that was pushed', async () => {
    const mine = await pushed(infra, 'Remove the library from the infrastructure');
    await rework(mine, infra.project, 'core');
    const { changeId, commit } = mine;
    const plan = planOf(step('remove-infra', infra, { changeId, commit }));
    const status = await ask(plan);
    assert.equal(stepIn(status, 'remove-infra').state, 'changed');
    assert.deepEqual(
      foundChanges(plan, status).map(({ id, change, patchSet, commit: of }) => [id, change.number, patchSet, of]),
      [['remove-infra', mine.change, 1, commit]],
    );
    const elsewhere = await ask(planOf(step('remove-infra', library, { changeId })));
    assert.deepEqual(
      elsewhere.steps.map(({ state, words }) => [state, words]),
      [['due', 'Committed, not pushed yet']],
    );
  });

  it('a number of another project, one that nobody may see and one out of range are wrong changes', async () => {
    const mine = await pushed(infra, 'Something else');
    await gerrit.merge(mine.change);
    const hidden = await pushed(infra, 'Private');
    await gerrit.rest('POST', `/changes/${hidden.change}/private`, undefined, 'dev');
    const status = await ask(
      planOf(
        step('other-project', library, { change: mine.change }),
        step('private', infra, { change: hidden.change }),
        step('largest', infra, { change: 2 ** 31 - 1 }),
        step('right', infra, { changeId: mine.changeId }),
      ),
    );
    assert.equal(status.problem, undefined);
    assert.deepEqual(
      status.steps.map(({ state, words }) => [state, words]),
      [
        ['wrong-change', `${mine.change} is a change of ${infra.project}, not of ${library.project}`],
        ['wrong-change', `Gerrit shows no change ${hidden.change} to everyone`],
        ['wrong-change', `Gerrit shows no change ${2 ** 31 - 1} to everyone`],
        ['merged', 'Merged just now'],
      ],
    );
  });

  it('a server that is away leaves what was known, with its age, in other windows as well', async () => {
    const mine = await pushed(library, 'Remove the last of the content');
    await review(mine.change, 'core', { labels: { 'Code-Review': -1 }, message: 'No' });
    const plan = planOf(step('remove-content', library, mine));
    const folder = temporaryFolder();
    server.askAgain();
    await askServer(server, [plan], new LastKnownChanges(folder));
    const asOf = statusNow(plan, { server }).asOf;
    await proxy.close();

    const here = await ask(plan);
    assert.equal(stepIn(here, 'remove-content').words, 'Core Example voted Code-Review -1: No');
    assert.deepEqual([here.asOf, here.problem?.includes('cannot be reached')], [asOf, true]);

    const other = new Servers().of(webUrl);
    const lastKnown = new LastKnownChanges(folder);
    await lastKnown.load(webUrl);
    await askServer(other, [plan], lastKnown);
    const there = statusNow(plan, { server: other, lastKnown });
    assert.equal(stepIn(there, 'remove-content').words, 'Core Example voted Code-Review -1');
    assert.equal(stepIn(there, 'remove-content').change?.subject, 'Remove the last of the content');
    assert.deepEqual([there.asOf, there.problem?.includes('cannot be reached')], [asOf, true]);

    const unknown = await ask(plan, new Servers().of(webUrl));
    assert.deepEqual([stepIn(unknown, 'remove-content').state, unknown.asOf], ['in-review', undefined]);
    assert.match(stepIn(unknown, 'remove-content').words, /the server was not asked yet$/);
  });
});
