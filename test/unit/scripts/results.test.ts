import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { add, countsOfCheck, countsOfTests, summary } from '../../../scripts/lib/results';

describe('results of steps', () => {
  it('are those that mocha counted', () => {
    assert.deepEqual(countsOfTests(0, { passed: 3, failed: 0 }), { passed: 3, failed: 0 });
    assert.deepEqual(countsOfTests(2, { passed: 3, failed: 2 }), { passed: 3, failed: 2 });
  });

  it('are a failure when the step crashed, before or after its tests', () => {
    assert.deepEqual(countsOfTests(1, undefined), { passed: 0, failed: 1 });
    assert.deepEqual(countsOfTests(0, undefined), { passed: 0, failed: 1 });
    assert.deepEqual(countsOfTests(1, { passed: 3, failed: 0 }), { passed: 3, failed: 1 });
  });

  it('are a failure when no test ran', () => {
    assert.deepEqual(countsOfTests(0, { passed: 0, failed: 0 }), { passed: 0, failed: 1 });
  });

  it('add up to the line that ends a run', () => {
    assert.equal(summary(add([countsOfCheck(0), countsOfCheck(1), { passed: 3, failed: 0 }])), '4 passed, 1 failed');
  });
});
