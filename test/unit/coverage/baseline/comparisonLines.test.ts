import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Comparison, CountsAndPercent } from '../../../../src/coverage/baseline/comparison';
import { comparisonLines } from '../../../../src/coverage/baseline/comparisonLines';
import { NO_COUNTS } from '../../../../src/coverage/report/coverageReport';

describe('how the coverage of a file and of all files changed', () => {
  const counts = (missed: number, percent: number): CountsAndPercent => ({
    ...NO_COUNTS,
    statements: 273,
    missed,
    percent,
  });
  const change: Comparison = {
    baseline: 'before my tests',
    before: counts(94, 62),
    after: counts(87, 64),
    files: [
      {
        name: 'utils.py',
        before: counts(94, 61),
        after: counts(86, 66),
        newlyTested: [1, 2, 3],
        newlyUntested: [7],
        noise: [],
      },
      { name: 'new.py', before: undefined, after: counts(1, 50), newlyTested: [], newlyUntested: [], noise: [] },
    ],
    text: '3 more lines tested, 1 no longer: 62% to 64%',
  };
  const all = 'All files: 3 more lines tested, 1 no longer: 62% to 64% (compared with before my tests)';

  it('the change of a file and of all files is shown, including newly untested lines', () => {
    assert.deepEqual(comparisonLines(change, 'utils.py'), [
      'This file: 3 more lines tested, 1 no longer: 61% to 66%',
      all,
    ]);
  });

  it('the change of all files is shown alone if nothing is known of the file', () => {
    assert.deepEqual(comparisonLines(change, 'same.py'), [all]);
    assert.deepEqual(comparisonLines(change, 'new.py'), [all]);
  });
});
