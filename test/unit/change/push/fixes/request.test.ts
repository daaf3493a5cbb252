import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { mendRequest } from '../../../../../src/change/push/fixes';

describe('change/mends/request', () => {
  const mend = { kind: 'choose-reviewer', account: 'nobody' } as const;
  const request = { reviewers: ['nobody', 'core'], cc: ['nobody'], topic: 'x' };

  it('puts another reviewer in the place, or none', () => {
    assert.deepEqual(mendRequest(mend, request, ' eve '), { reviewers: ['eve', 'core'], cc: ['eve'], topic: 'x' });
    assert.deepEqual(mendRequest(mend, request, ''), { reviewers: ['core'], cc: [], topic: 'x' });
  });

  it('makes no other push before the person has chosen', () => {
    assert.equal(mendRequest(mend, request, undefined), undefined);
    assert.equal(mendRequest({ kind: 'choose-branch' }, request, undefined), undefined);
    assert.equal(mendRequest({ kind: 'push-for-review' }, request, undefined), undefined);
  });
});
