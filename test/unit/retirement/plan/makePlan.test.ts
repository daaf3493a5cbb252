import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { makePlan, type PlanParameters } from '../../../../src/retirement/plan/makePlan';
import { newPlanText } from '../../../../src/retirement/plan/newPlanText';
import type { Plan } from '../../../../src/retirement/plan/plan';
import { checkPlan, readPlan } from '../../../../src/retirement/plan/readPlan';
import { anyPlan, made } from './anyPlan';

const order = ({ steps }: Plan): string[] => steps.map(({ id, after }) => `${id} <- ${after.join(' ')}`);

describe('the plan of a retirement', () => {
  it('a plan of the guide has governance before the infrastructure', () => {
    assert.deepEqual(order(made()), [
      'announce <- ',
      'end-gating <- announce',
      'abandon-changes <- end-gating',
      'remove-content <- end-gating',
      'governance <- remove-content',
      'requirements <- governance',
      'references <- governance',
      'remove-infra <- governance references',
      'docs <- governance',
      'releases <- governance',
      'openstack-map <- governance',
    ]);
  });

  it('a plan of practice has the infrastructure before governance', () => {
    assert.deepEqual(order(made({ order: 'practice' })).slice(3, 8), [
      'remove-content <- end-gating',
      'references <- remove-content',
      'remove-infra <- remove-content references',
      'governance <- remove-infra',
      'requirements <- governance',
    ]);
  });

  it('a plan of a deprecation marks it in governance first, and restores the jobs at the end', () => {
    const plan = made({ kind: 'deprecate', by: 'tc' });
    assert.deepEqual(order(plan), [
      'announce <- ',
      'deprecate <- announce',
      'requirements <- deprecate',
      'releases <- deprecate',
      'noop-jobs <- deprecate',
      'abandon-changes <- noop-jobs',
      'remove-content <- noop-jobs',
      'restore-jobs <- remove-content',
      'references <- deprecate',
      'docs <- deprecate',
      'openstack-map <- deprecate',
    ]);
    assert.ok(plan.steps.every(({ params }) => params?.flip === undefined));
    assert.equal(plan.topic, 'deprecate-freezer-dr');
  });

  it('a plan of the Technical Committee changes the ACL with the end of gating, one of owners never', () => {
    const flip = (by: Plan['by']): unknown => made({ by }).steps.find(({ id }) => id === 'end-gating')?.params;
    assert.deepEqual(flip('tc'), { flip: 'acl+description' });
    assert.equal(flip('owner'), undefined);
  });

  it('a plan of a team has a change for the content of each repository, and one for all elsewhere', () => {
    const repositories = ['openstack/solum', 'openstack/python-solumclient'];
    const plan = made({ team: 'Solum Team', wholeTeam: true, repositories });
    const contents = plan.steps.filter(({ step }) => step === 'remove-content');
    assert.deepEqual(
      contents.map(({ id, repo }) => [id, repo]),
      [
        ['remove-content-solum', 'openstack/solum'],
        ['remove-content-python-solumclient', 'openstack/python-solumclient'],
      ],
    );
    const governance = plan.steps.filter(({ step }) => step === 'governance');
    assert.deepEqual(
      governance.map(({ after }) => after),
      [['remove-content-solum', 'remove-content-python-solumclient']],
    );
    assert.equal(plan.topic, 'retire-solum-team');
  });

  it('a plan of repositories with one name in two namespaces has a step for each', () => {
    const { steps } = made({ repositories: ['openstack/a', 'x/a'] });
    assert.deepEqual(
      steps.filter(({ step }) => step === 'remove-content').map(({ id }) => id),
      ['remove-content-a', 'remove-content-x-a'],
    );
    assert.deepEqual(steps.find(({ id }) => id === 'governance')?.params, { repositories: ['openstack/a'] });
  });

  it('a plan outside of OpenStack has no steps in its governance, requirements, docs, releases and map', () => {
    for (const kind of ['retire', 'deprecate'] as const) {
      const { steps } = made({ kind, repositories: ['x/tool'] });
      const kinds = new Set<string>(steps.map(({ step }) => step));
      for (const one of ['governance', 'deprecate', 'requirements', 'docs', 'releases', 'openstack-map']) {
        assert.ok(!kinds.has(one), one);
      }
    }
  });

  const BAD: readonly (readonly [RegExp, object])[] = [
    [/repositories 1 is no name/, { repositories: ['nova'] }],
    [/repositories has no entry/, { repositories: [] }],
    [/repositories: .* twice/, { repositories: ['x/a', 'x/a'] }],
    [/team is empty/, { team: '' }],
    [/team is missing/, { team: undefined }],
    [/date is no day/, { date: '2026-02-30' }],
    [/kind must be one of: retire, deprecate/, { kind: 'delete' }],
    [/thread must be an address/, { thread: 'http://lists.openstack.org/' }],
    [/alternative url must be an address/, { alternative: { name: 'a', url: 'https://me:pass@example.org/' } }],
    [/server must end with a slash/, { server: 'https://review.opendev.org' }],
    [/topic may have letters/, { topic: 'retire x' }],
    [/irc may have letters/, { irc: '#openstack' }],
  ];
  for (const [message, parts] of BAD) {
    it(`a plan is refused by the name of the parameter: ${message.source}`, () =>
      assert.throws(
        () => makePlan({ repositories: ['openstack/a'], team: 'a', ...(parts as Partial<PlanParameters>) }),
        (error) => error instanceof UserError && error.reason === 'bad-parameters' && message.test(error.message),
      ));
  }

  it('any plan reads back equal from YAML and JSON, without problems', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, fc.constantFrom('yaml' as const, 'json' as const), async (plan, format) => {
        const text = newPlanText(plan, format);
        assert.deepEqual(await checkPlan(text, `a.${format}`), []);
        assert.deepEqual(await readPlan(text, `a.${format}`), plan);
      }),
      { numRuns: 60 },
    );
  });

  it('the text of a plan that no reader would take is refused', () => {
    const repositories = Array.from({ length: 300 }, (_, i) => `openstack/${'a'.repeat(100)}-${i}`);
    assert.throws(
      () => newPlanText(made({ repositories }), 'yaml'),
      (error) => error instanceof UserError && error.reason === 'plan-too-big',
    );
  });
});
