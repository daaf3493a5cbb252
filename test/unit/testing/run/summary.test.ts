import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ranLine, totalsOf } from '../../../../src/testing/run/summary';
import type { TestResult } from '../../../../src/testing/subunit/testResult';

describe('the summary of a run', () => {
  it('the summary of a run ends with the line of testr', () => {
    assert.equal(
      ranLine({ ran: 59, seconds: 0.8236 }, { ran: 58, seconds: 0.8396 }),
      'Ran 59 (+1) tests in 0.824s (-0.016s)',
    );
    assert.equal(ranLine({ ran: 5, seconds: 1 }), 'Ran 5 tests in 1.000s');
    assert.equal(ranLine({ ran: 5, seconds: 1 }, { ran: 7, seconds: undefined }), 'Ran 5 (-2) tests in 1.000s');
    assert.equal(ranLine({ ran: 5, seconds: 1.25 }, { ran: 5, seconds: 1 }), 'Ran 5 tests in 1.250s (+0.250s)');
    assert.equal(ranLine({ ran: 0, seconds: undefined }, { ran: 0, seconds: 1 }), 'Ran 0 tests');
  });

  it('the summary of a run counts each state', () => {
    const states = ['success', 'success', 'fail', 'errored', 'skip', 'xfail', 'uxsuccess', 'notRun', 'exists'] as const;
    const results = states.map(
      (state, index): TestResult => ({
        id: String(index),
        state,
        ran: index < 7 && state !== 'errored',
        seconds: undefined,
        worker: undefined,
        attachments: [],
        words: undefined,
      }),
    );
    assert.deepEqual(totalsOf(results), {
      ran: 6,
      passed: 2,
      failed: 1,
      errored: 1,
      skipped: 1,
      expectedFailures: 1,
      unexpectedSuccesses: 1,
      notRun: 2,
    });
  });
});
