import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Change } from '../../../../src/gerrit';
import { planStatus } from '../../../../src/retirement/status/planStatus';
import type { Known, PlanStatus } from '../../../../src/retirement/status/stepStatus';
import {
  change,
  commitOf,
  content,
  DAY,
  gating,
  idOf,
  NOW,
  owner,
  patchSet,
  plan,
  stepOf,
  unpushed,
  withPatchSets,
  zuul,
} from './plans';

function known(changes: Readonly<Record<string, Change | 'missing'>>, more: Partial<Known> = {}): Known {
  return {
    changeOf: ({ id }) => changes[id],
    messagesOf: () => [],
    leftOverOf: () => undefined,
    asOf: NOW,
    problem: undefined,
    now: NOW,
    ...more,
  };
}

const stateOf = (status: PlanStatus, id: string): string => stepOf(status, id).state;
const wordsOf = (status: PlanStatus, id: string): string => stepOf(status, id).words;

describe('the status of a plan', () => {
  it('a step without a change is due when nothing is before it', () => {
    const status = planStatus(plan({ ...gating, change: undefined }, content), known({}));
    assert.equal(stateOf(status, 'end-gating'), 'due');
    assert.equal(stateOf(status, 'remove-content'), 'waiting');
    assert.equal(status.next, 'end-gating');
    assert.equal(wordsOf(status, 'remove-content'), 'Waits for: End gating');
  });

  it('a step waits while the change before it is in review, and is due once that is merged', () => {
    const open = planStatus(plan(gating, content), known({ 'end-gating': change() }));
    assert.equal(stateOf(open, 'end-gating'), 'in-review');
    assert.equal(stateOf(open, 'remove-content'), 'waiting');
    assert.equal(open.next, 'end-gating');
    const merged = planStatus(plan(gating, content), known({ 'end-gating': change({ status: 'MERGED' }) }));
    assert.equal(stateOf(merged, 'remove-content'), 'due');
    assert.equal(merged.next, 'remove-content');
    assert.equal(wordsOf(merged, 'end-gating'), 'Merged 3 days ago');
  });

  it('a merged change is as old as its merge, whatever was said on it since', () => {
    const merged = change({ status: 'MERGED', submitted: NOW - 9 * DAY, updated: NOW });
    assert.equal(wordsOf(planStatus(plan(gating), known({ 'end-gating': merged })), 'end-gating'), 'Merged 9 days ago');
  });

  it('an open change says which submit requirements it lacks, or that it is work in progress', () => {
    const requirements = [
      { name: 'Verified', status: 'SATISFIED' },
      { name: 'Code-Review', status: 'UNSATISFIED' },
      { name: 'Workflow', status: 'UNSATISFIED' },
    ];
    const open = planStatus(plan(gating), known({ 'end-gating': change({ requirements }) }));
    assert.equal(wordsOf(open, 'end-gating'), '1 is in review, needs Code-Review, Workflow');
    const wip = planStatus(plan(gating), known({ 'end-gating': change({ requirements, wip: true }) }));
    assert.equal(wordsOf(wip, 'end-gating'), '1 is work in progress');
  });

  it('a step that was committed is due until its change is on the server', () => {
    const committed = plan({ ...unpushed, changeId: idOf('a') });
    const missing = planStatus(committed, known({ 'end-gating': 'missing' }));
    assert.deepEqual(
      [stateOf(missing, 'end-gating'), wordsOf(missing, 'end-gating')],
      ['due', 'Committed, not pushed yet'],
    );
    assert.match(wordsOf(planStatus(committed, known({})), 'end-gating'), /^Committed; the server was not asked yet/);
  });

  it('what a person can do comes before what is only in review, in the order of the plan', () => {
    const docs = { ...content, id: 'docs', step: 'docs', repo: 'openstack/openstack-manuals', after: [] } as const;
    const status = planStatus(plan(gating, content, docs), known({ 'end-gating': change() }));
    assert.equal(status.next, 'docs');
  });

  it('a change that was pushed before its turn is not the next step while it waits', () => {
    const early = change({
      number: 2,
      project: 'openstack/freezer-dr',
      votes: [{ label: 'Verified', value: -1, by: zuul }],
    });
    const status = planStatus(
      plan(gating, { ...content, change: 2 }),
      known({ 'end-gating': change(), 'remove-content': early }),
    );
    assert.deepEqual(
      [stateOf(status, 'remove-content'), stepOf(status, 'remove-content').waitsFor],
      ['blocked', ['end-gating']],
    );
    assert.equal(status.next, 'end-gating');
  });

  it('a vote against a change blocks it, with what was said', () => {
    const votes = [{ label: 'Verified', value: -1, by: zuul }];
    const messagesOf: Known['messagesOf'] = () => [
      { by: 1, text: 'Patch Set 1: Verified+1\n\nBuild succeeded.' },
      { by: 1, text: 'Patch Set 2: Verified-1\n\nBuild failed (check pipeline).\n\n- noop SUCCESS' },
    ];
    const status = planStatus(plan(gating), known({ 'end-gating': change({ votes }) }, { messagesOf }));
    assert.equal(stateOf(status, 'end-gating'), 'blocked');
    assert.equal(wordsOf(status, 'end-gating'), 'Zuul voted Verified -1: Build failed (check pipeline).');
    assert.equal(status.next, 'end-gating');
  });

  describe('with patch sets of others', () => {
    const alex = { id: 9, name: 'Alex' };
    const pushed = { ...gating, patchSet: 2, commit: commitOf('b') };
    const first = [patchSet(1, 'a'), patchSet(2, 'b')];
    const status = (step: typeof gating, ...patchSets: ReturnType<typeof patchSet>[]): PlanStatus =>
      planStatus(plan(step), known({ 'end-gating': change(withPatchSets(...patchSets)) }));

    it('a newer patch set of somebody else is a changed step', () => {
      const changed = status(pushed, ...first, patchSet(3, 'c', alex));
      assert.equal(stateOf(changed, 'end-gating'), 'changed');
      assert.equal(stepOf(changed, 'end-gating').changedBy, 'Alex');
      assert.equal(wordsOf(changed, 'end-gating'), 'Patch set 3 by Alex is newer than yours');
    });

    it('a newer patch set of the person who pushed the last one changes nothing', () => {
      assert.equal(stateOf(status(pushed, ...first, patchSet(3, 'c')), 'end-gating'), 'in-review');
    });

    it('a patch set is recognised by its commit where its number was not recorded', () => {
      const byCommit = { ...gating, commit: pushed.commit };
      assert.equal(stateOf(status(byCommit, ...first), 'end-gating'), 'in-review');
      assert.equal(stateOf(status(byCommit, ...first, patchSet(3, 'c', alex)), 'end-gating'), 'changed');
    });

    it('a new commit that is not pushed yet does not make the patch set before it one of others', () => {
      assert.equal(stateOf(status({ ...pushed, commit: commitOf('f') }, ...first), 'end-gating'), 'in-review');
    });

    it('a vote against a patch set of others is shown with it', () => {
      const votes = [{ label: 'Code-Review', value: -1, by: owner }];
      const of = change({ ...withPatchSets(...first, patchSet(3, 'c', alex)), votes });
      const changed = planStatus(plan(pushed), known({ 'end-gating': of }));
      assert.equal(wordsOf(changed, 'end-gating'), 'Patch set 3 by Alex is newer than yours; Dev voted Code-Review -1');
    });
  });

  it('an abandoned change is the next step', () => {
    const status = planStatus(plan(gating, content), known({ 'end-gating': change({ status: 'ABANDONED' }) }));
    assert.equal(stateOf(status, 'end-gating'), 'abandoned');
    assert.equal(wordsOf(status, 'end-gating'), '1 was abandoned 3 days ago');
    assert.equal(status.next, 'end-gating');
    assert.equal(stateOf(status, 'remove-content'), 'waiting');
  });

  it('an abandoned change says why', () => {
    const messagesOf: Known['messagesOf'] = () => [{ by: 2, text: 'Abandoned\n\nOf no use any more' }];
    const abandoned = known({ 'end-gating': change({ status: 'ABANDONED' }) }, { messagesOf });
    assert.equal(
      wordsOf(planStatus(plan(gating), abandoned), 'end-gating'),
      '1 was abandoned 3 days ago: Of no use any more',
    );
  });

  it('an abandoned change stays abandoned while its successor is only committed', () => {
    const again = plan({ ...gating, changeId: idOf('b') });
    const status = planStatus(again, known({ 'end-gating': change({ status: 'ABANDONED' }) }));
    assert.equal(stateOf(status, 'end-gating'), 'abandoned');
  });

  it('a merged change with another Change-Id than the step is never taken for merged', () => {
    const status = planStatus(
      plan({ ...gating, changeId: idOf('b') }),
      known({ 'end-gating': change({ status: 'MERGED' }) }),
    );
    assert.equal(stateOf(status, 'end-gating'), 'wrong-change');
    assert.equal(wordsOf(status, 'end-gating'), '1 has another Change-Id than this step in the plan');
  });

  it('a number that another step has already is never taken for merged', () => {
    const infra = { ...gating, id: 'remove-infra', step: 'remove-infra', after: ['end-gating'] } as const;
    const merged = change({ status: 'MERGED' });
    const status = planStatus(plan(gating, infra), known({ 'end-gating': merged, 'remove-infra': merged }));
    assert.deepEqual([stateOf(status, 'end-gating'), stateOf(status, 'remove-infra')], ['merged', 'wrong-change']);
    assert.equal(wordsOf(status, 'remove-infra'), '1 is the change of another step: End gating');
  });

  it('a number that a step of another repository has by mistake is still that of its own step', () => {
    const merged = change({ status: 'MERGED' });
    const wrong = { ...content, change: 1, after: [] };
    const status = planStatus(plan(wrong, gating), known({ 'remove-content': merged, 'end-gating': merged }));
    assert.deepEqual([stateOf(status, 'remove-content'), stateOf(status, 'end-gating')], ['wrong-change', 'merged']);
  });

  it('a number of another project is never taken for merged', () => {
    const status = planStatus(
      plan(gating, content),
      known({ 'end-gating': change({ status: 'MERGED', project: 'openstack/nova' }) }),
    );
    assert.equal(stateOf(status, 'end-gating'), 'wrong-change');
    assert.equal(stateOf(status, 'remove-content'), 'waiting');
    assert.match(wordsOf(status, 'end-gating'), /1 is a change of openstack\/nova, not of openstack\/project-config/);
  });

  it('a number that Gerrit shows nobody is a wrong change, and one that was not asked for yet is in review', () => {
    assert.equal(stateOf(planStatus(plan(gating), known({ 'end-gating': 'missing' })), 'end-gating'), 'wrong-change');
    assert.equal(stateOf(planStatus(plan(gating), known({})), 'end-gating'), 'in-review');
  });

  it('a merged step whose tree has something left is unfinished, and what follows waits', () => {
    const status = planStatus(
      plan(gating, content),
      known(
        { 'end-gating': change({ status: 'MERGED' }) },
        {
          leftOverOf: ({ id }) =>
            id === 'end-gating' ? ['.mailmap is still there', 'docs is still there'] : undefined,
        },
      ),
    );
    assert.equal(stateOf(status, 'end-gating'), 'unfinished');
    assert.equal(stateOf(status, 'remove-content'), 'waiting');
    assert.equal(wordsOf(status, 'end-gating'), 'Merged, but .mailmap is still there, and 1 thing more');
  });

  it('a merged step whose tree has nothing left is verified', () => {
    const verified = known({ 'end-gating': change({ status: 'MERGED' }) }, { leftOverOf: () => [] });
    assert.equal(wordsOf(planStatus(plan(gating), verified), 'end-gating'), 'Merged 3 days ago, verified');
  });

  it('the end of gating stays merged after the project left Zuul, which takes its entry away', () => {
    const infra = { ...gating, id: 'remove-infra', step: 'remove-infra', after: ['end-gating'], change: 2 } as const;
    const leftOverOf: Known['leftOverOf'] = ({ id }) => (id === 'end-gating' ? ['zuul.d/projects.yaml lacks "x"'] : []);
    const both = (status: Change['status']): PlanStatus =>
      planStatus(
        plan(gating, infra),
        known(
          { 'end-gating': change({ status: 'MERGED' }), 'remove-infra': change({ number: 2, status }) },
          { leftOverOf },
        ),
      );
    assert.equal(stateOf(both('NEW'), 'end-gating'), 'unfinished');
    assert.equal(stateOf(both('MERGED'), 'end-gating'), 'merged');
  });

  it('a step that was closed is over, whatever its change is', () => {
    const closed = { as: 'skipped', reason: 'It has no jobs', on: '2026-12-01' } as const;
    const status = planStatus(plan({ ...gating, closed }, content), known({ 'end-gating': change() }));
    assert.equal(stateOf(status, 'end-gating'), 'closed');
    assert.equal(wordsOf(status, 'end-gating'), 'Skipped: It has no jobs');
    assert.equal(status.next, 'remove-content');
  });

  it('a plan whose steps are all over has no next one', () => {
    const status = planStatus(plan(gating), known({ 'end-gating': change({ status: 'MERGED' }) }));
    assert.equal(status.next, undefined);
  });

  it('steps may stand in any order in the file', () => {
    const status = planStatus(plan(content, gating), known({ 'end-gating': change({ status: 'MERGED' }) }));
    assert.equal(stateOf(status, 'remove-content'), 'due');
  });
});
