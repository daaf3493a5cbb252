import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { neededByToAdd, type PresentChange, type StepChanges } from '../../../../src/retirement/messages/trailers';
import type { Plan } from '../../../../src/retirement/plan/plan';
import { plan } from './plans';

const ID = 'I0123456789012345678901234567890123456789';
const OTHER_ID = 'Iaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const CONTENT = 'https://review.opendev.org/c/openstack/freezer-dr/+/938182';
const CHANGES: StepChanges = new Map([
  ['end-gating', { repo: 'openstack/project-config', number: 938180 }],
  ['remove-content', { repo: 'openstack/freezer-dr', number: 938182 }],
]);
const added = (message: string, parts: Partial<PresentChange> = {}, of: Plan = plan()): string[] =>
  neededByToAdd(of, CHANGES, new Map([['end-gating', { isOpen: true, message, ...parts }]])).map(
    (found) => `${found.step.id}\n${found.message}`,
  );

describe('Needed-By lines to add', () => {
  it('lines to add go beside the other trailers, before Change-Id and sign-off', () => {
    const message = `End gating\n\nWhy.\n\nDepends-On: https://review.opendev.org/1\nChange-Id: ${ID}\nSigned-off-by: A <a@b.c>\n`;
    assert.deepEqual(added(message), [
      `end-gating\nEnd gating\n\nWhy.\n\nDepends-On: https://review.opendev.org/1\nNeeded-By: ${CONTENT}\nChange-Id: ${ID}\nSigned-off-by: A <a@b.c>\n`,
    ]);
  });

  it('lines to add are none for a change that is over', () =>
    assert.deepEqual(added('End gating\n', { isOpen: false }), []));

  it('lines to add are none for a later change without a number, nor for a change whose message is unknown', () => {
    const present = new Map([['remove-content', { isOpen: true, message: 'Empty\n' }]]);
    assert.deepEqual(neededByToAdd(plan(), CHANGES, present), []);
  });

  for (const value of [
    CONTENT,
    `${CONTENT}/`,
    `${CONTENT}/3`,
    'https://review.opendev.org/938182',
    'https://review.opendev.org/#/c/938182/2',
    '938182',
    '#938182',
    OTHER_ID,
  ]) {
    it(`lines to add are none where ${value} is there`, () => {
      const steps = plan().steps.map((one) => (one.id === 'remove-content' ? { ...one, changeId: OTHER_ID } : one));
      assert.deepEqual(added(`End gating\n\nneeded-by: ${value}\nChange-Id: ${ID}\n`, {}, plan({ steps })), []);
    });
  }

  it('lines to add are there beside one for another change', () =>
    assert.match(
      added(`End gating\n\nNeeded-By: https://review.opendev.org/9381\nChange-Id: ${ID}\n`)[0] ?? '',
      /938182/,
    ));

  it('lines to add are not added twice', () => {
    const [first = ''] = added(`End gating\n\nChange-Id: ${ID}\n`);
    assert.deepEqual(added(first.replace('end-gating\n', '')), []);
  });
});
