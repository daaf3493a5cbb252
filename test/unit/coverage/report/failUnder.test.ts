import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEFAULT_CONFIG } from '../../../../src/coverage/find/coverageConfig';
import { NO_COUNTS } from '../../../../src/coverage/report/coverageReport';
import { failureLine } from '../../../../src/coverage/report/failUnder';
import { reportTable } from '../../../../src/coverage/table/table';
import { reportOf } from '../reportOf';

describe('a total under fail_under', () => {
  const NEW = { onlyRounds: false, nothingIs0: false };
  const OLD = { onlyRounds: true, nothingIs0: true };
  const total = (statements: number, missed: number): typeof NO_COUNTS => ({ ...NO_COUNTS, statements, missed });

  it('a total under fail_under is the last line of the table, as in coverage.py since 5.2', () => {
    const report = reportOf({ 'a.py': { lines: [1, 2], missing: [2] }, 'b.py': { lines: [1] } });
    const last = (failUnder: number, toolVersion = '7.15.4'): string =>
      reportTable({ ...report, toolVersion }, { ...DEFAULT_CONFIG, precision: 2, failUnder })
        .text.split('\n')
        .at(-2)!;
    assert.equal(last(95), 'Coverage failure: total of 66.67 is less than fail-under=95.00');
    assert.equal(last(95, '5.2'), 'Coverage failure: total of 66.67 is less than fail-under=95.00');
    assert.match(last(95, '5.1'), /^TOTAL/);
    assert.match(last(66.67), /^TOTAL/);
    assert.match(last(0), /^TOTAL/);
  });

  it('a total is compared with fail_under as it is rounded, except for 100', () => {
    assert.equal(failureLine(total(1000, 204), 80, 0, NEW), undefined);
    assert.equal(failureLine(total(1000, 1), 100, 0, NEW), 'Coverage failure: total of 99 is less than fail-under=100');
    assert.equal(
      failureLine(total(1000, 1), 100, 0, OLD),
      'Coverage failure: total of 100 is less than fail-under=100',
    );
    assert.equal(failureLine(total(1000, 0), 100, 0, NEW), undefined);
    assert.equal(failureLine(NO_COUNTS, 80, 0, NEW), undefined);
    assert.equal(failureLine(NO_COUNTS, 80, 0, OLD), 'Coverage failure: total of 0 is less than fail-under=80');
  });
});
