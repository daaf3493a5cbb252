import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CoverageCounts } from '../../../../src/coverage/report/coverageReport';
import { NO_COUNTS } from '../../../../src/coverage/report/coverageReport';
import {
  ago,
  incompleteText,
  percentDifference,
  plural,
  shortPercent,
  untakenBranches,
} from '../../../../src/coverage/report/wording';

const counts = (statements: number, missed: number): CoverageCounts => ({ ...NO_COUNTS, statements, missed });

describe('wording of coverage', () => {
  it('counts have singular and plural', () => {
    assert.equal(plural(1, 'line'), '1 line');
    assert.equal(plural(0, 'branch', 'branches'), '0 branches');
  });

  it('a percentage is rounded, but never to all or to nothing', () => {
    assert.equal(shortPercent(counts(273, 94)), '65.6%');
    assert.equal(shortPercent(counts(100_000, 1)), '99.9%');
    assert.equal(shortPercent(counts(100_000, 99_999)), '0.1%');
    assert.equal(shortPercent(counts(3, 0)), '100%');
    assert.equal(shortPercent(NO_COUNTS), '100%');
  });

  it('a difference has a sign, and is left out if it rounds to nothing', () => {
    assert.equal(percentDifference(counts(100, 50), counts(100, 48)), '+2%');
    assert.equal(percentDifference(counts(100, 48), counts(100, 50)), '−2%');
    assert.equal(percentDifference(counts(100_000, 2), counts(100_000, 1)), '');
  });

  it('branches that no test took are worded', () => {
    assert.equal(untakenBranches(105, [107]), 'line 105 never jumped to line 107');
    assert.equal(untakenBranches(9, ['exit']), 'line 9 never jumped to the exit');
    assert.equal(untakenBranches(9, ['exit', 12, 14]), 'line 9 never jumped to the exit, line 12 or line 14');
    assert.equal(untakenBranches(9, [], 1, 2), 'line 9: 1 of 2 branches are taken');
  });

  it('a report that lacks lines is worded', () => {
    assert.equal(incompleteText({ listed: 4, counted: 9 }), 'The report has 4 of the 9 lines that its header counts');
  });

  it('ages of reports are worded', () => {
    assert.equal(ago(0, 59_000), 'just now');
    assert.equal(ago(5 * 60_000, 0), 'just now', 'the clock of a file server');
    assert.equal(ago(Date.UTC(2099, 0, 1), Date.UTC(2024, 0, 1)), "in the future by this machine's clock");
    assert.equal(ago(0, Date.UTC(2024, 0, 1)), '19723 days ago');
    assert.equal(ago(0, 60_000), '1 minute ago');
    assert.equal(ago(0, 47 * 3_600_000), '47 hours ago');
    assert.equal(ago(0, 72 * 3_600_000), '3 days ago');
  });
});
