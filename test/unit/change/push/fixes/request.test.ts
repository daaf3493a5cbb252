import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fixRequest } from '../../../../../src/change/push/fixes';

describe('fixes of the request', () => {
  const fix = { kind: 'choose-reviewer', account: 'nobody' } as const;
  const request = { reviewers: ['nobody', 'core'], cc: ['nobody'], topic: 'x' };

  it('a fix of the request replaces or removes the reviewer', () => {
    assert.deepEqual(fixRequest(fix, request, { reviewer: ' eve ' }), {
      reviewers: ['eve', 'core'],
      cc: ['eve'],
      topic: 'x',
    });
    assert.deepEqual(fixRequest(fix, request, { reviewer: '' }), { reviewers: ['core'], cc: [], topic: 'x' });
  });

  it('a fix of the request prepares no push before a choice was made', () => {
    assert.equal(fixRequest(fix, request), undefined);
    assert.equal(fixRequest({ kind: 'choose-branch' }, request), undefined);
    assert.equal(fixRequest({ kind: 'push-for-review' }, request), undefined);
  });
});
