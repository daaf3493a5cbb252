import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  add,
  type Counts,
  countsOfCheck,
  countsOfTests,
  lastLines,
  noteOf,
  slowestLines,
  summary,
} from '../../../../scripts/lib/results';

describe('results of steps', () => {
  it('results of a step are those that mocha counted', () => {
    assert.deepEqual(countsOfTests(0, counts(3, 0)), counts(3, 0));
    assert.deepEqual(countsOfTests(2, counts(3, 2)), counts(3, 2));
  });

  it('results of a step are a failure if it crashed, before or after its tests', () => {
    assert.deepEqual(countsOfTests(1, undefined), counts(0, 1));
    assert.deepEqual(countsOfTests(0, undefined), counts(0, 1));
    assert.deepEqual(countsOfTests(1, counts(3, 0)), counts(3, 1));
  });

  it('results of a step are a failure if no test ran', () => {
    assert.deepEqual(countsOfTests(0, counts(0, 0)), counts(0, 1));
  });

  it('results of steps add up to the line that ends a run', () => {
    assert.equal(summary(add([countsOfCheck(0), countsOfCheck(1), counts(3, 0)])), '4 passed, 1 failed');
  });

  it('results of steps repeat at the end what failed, without its stack', () => {
    const note = noteOf('the view is filled', `Waited in vain.\n  of 60 s\n  at view.test.ts:3`);
    assert.equal(note, '✖ the view is filled: Waited in vain.\n      of 60 s');
    assert.deepEqual(add([{ ...counts(1, 1), notes: [note] }, counts(1, 0)]).notes, [note]);
    assert.equal(noteOf('t', 'x'.repeat(1000)).length, '✖ t: '.length + 301);
  });

  it('count the files that needed a second try just above the sum', () => {
    const tried = { ...counts(2, 0), notes: ['↻ ran again: late: Waited in vain.'], secondTries: 1 };
    assert.equal(
      lastLines(add([tried, counts(1, 0)])),
      '↻ ran again: late: Waited in vain.\n1 file needed a second try\n3 passed, 0 failed',
    );
    assert.match(lastLines(add([tried, tried])), /^2 files needed a second try$/m);
    assert.equal(lastLines(counts(3, 0)), '3 passed, 0 failed');
  });

  it('name the slowest twenty tests of all steps, the slowest first', () => {
    const timed = (from: number): Counts => ({
      ...counts(15, 0),
      slowest: Array.from({ length: 15 }, (_, i) => ({ title: `test ${from + i}`, ms: (from + i) * 100 })),
    });
    const { slowest } = add([timed(0), timed(15)]);
    assert.deepEqual(
      slowest.map(({ ms }) => ms),
      Array.from({ length: 20 }, (_, i) => 2900 - 100 * i),
    );
    assert.equal(slowestLines({ slowest: slowest.slice(0, 1) }), 'The slowest tests:\n     2.9 s  test 29');
  });
});

function counts(passed: number, failed: number): Counts {
  return { passed, failed, notes: [], secondTries: 0, slowest: [] };
}
