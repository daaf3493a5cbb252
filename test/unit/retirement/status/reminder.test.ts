import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type RemindedPlan, reminderOf } from '../../../../src/retirement/status/reminder';
import type { PlanStatus, StepState } from '../../../../src/retirement/status/stepStatus';

/** Local noon. */
const TODAY = new Date(2026, 11, 1, 12);
const TOMORROW = new Date(2026, 11, 2, 0, 1);

function planIn(state: StepState, { file = '/a.yaml', waits = false } = {}): RemindedPlan {
  const step = {
    id: 'end-gating',
    state,
    waitsFor: waits ? ['announce'] : [],
    change: undefined,
    blockers: [],
    changedBy: undefined,
    leftOver: undefined,
    words: 'Zuul voted Verified -1: Build failed.',
  };
  const status: PlanStatus = { steps: [step], next: 'end-gating', asOf: undefined, problem: undefined };
  return { file, title: `Retirement of ${file.slice(1, 2)}`, status, next: 'End gating' };
}

describe('the reminder of a retirement', () => {
  it('a step that is due is told once a day, by the local date', () => {
    const first = reminderOf([planIn('due')], {}, TODAY);
    assert.equal(first?.text, 'Retirement of a: End gating is due.');
    assert.deepEqual(first.reminded, { '/a.yaml': '2026-12-01' });
    assert.equal(reminderOf([planIn('due')], first.reminded, new Date(2026, 11, 1, 23, 59)), undefined);
    assert.deepEqual(reminderOf([planIn('due')], first.reminded, TOMORROW)?.reminded, { '/a.yaml': '2026-12-02' });
  });

  it('a step that went wrong is told with what Gerrit says of it', () => {
    for (const state of ['blocked', 'abandoned', 'changed', 'unfinished', 'wrong-change'] as const) {
      assert.equal(
        reminderOf([planIn(state)], {}, TODAY)?.text,
        'Retirement of a: End gating: Zuul voted Verified -1: Build failed.',
      );
    }
  });

  it('what others have to do, and what waits, reminds nobody', () => {
    for (const state of ['in-review', 'waiting', 'merged', 'closed'] as const) {
      assert.equal(reminderOf([planIn(state)], {}, TODAY), undefined, state);
    }
    assert.equal(reminderOf([planIn('blocked', { waits: true })], {}, TODAY), undefined);
    assert.equal(reminderOf([], {}, TODAY), undefined);
  });

  it('several plans are told in one message, without those that were told today', () => {
    const plans = ['/a.yaml', '/b.yaml', '/c.yaml'].map((file) => planIn('due', { file }));
    const reminder = reminderOf(plans, { '/a.yaml': '2026-12-01', '/gone.yaml': '2026-11-30' }, TODAY);
    assert.equal(reminder?.text, '2 retirements have something to do: Retirement of b; Retirement of c.');
    assert.deepEqual(Object.keys(reminder.reminded).sort(), ['/a.yaml', '/b.yaml', '/c.yaml']);
  });
});
