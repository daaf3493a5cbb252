import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fixRequest } from '../../../../../src/change/push/fixes';

describe('change/fixes/request', () => {
  const fix = { kind: 'choose-reviewer', account: 'nobody' } as const;
  const request = { reviewers: ['nobody', 'core'], cc: ['nobody'], topic: 'x' };

  it('puts another reviewer in the place, or none', () => {
    assert.deepEqual(fixRequest(fix, request, { reviewer: ' eve ' }), {
      reviewers: ['eve', 'core'],
      cc: ['eve'],
      topic: 'x',
    });
    assert.deepEqual(fixRequest(fix, request, { reviewer: '' }), { reviewers: ['core'], cc: [], topic: 'x' });
  });

  it('makes no other push before the person has chosen', () => {
    assert.equal(fixRequest(fix, request), undefined);
    assert.equal(fixRequest({ kind: 'choose-branch' }, request), undefined);
    assert.equal(fixRequest({ kind: 'push-for-review' }, request), undefined);
  });
});
