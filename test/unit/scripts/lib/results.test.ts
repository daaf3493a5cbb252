import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { add, countsOfCheck, countsOfTests, noteOf, summary } from '../../../../scripts/lib/results';

describe('results of steps', () => {
  it('are those that mocha counted', () => {
    assert.deepEqual(countsOfTests(0, counts(3, 0)), counts(3, 0));
    assert.deepEqual(countsOfTests(2, counts(3, 2)), counts(3, 2));
  });

  it('are a failure when the step crashed, before or after its tests', () => {
    assert.deepEqual(countsOfTests(1, undefined), counts(0, 1));
    assert.deepEqual(countsOfTests(0, undefined), counts(0, 1));
    assert.deepEqual(countsOfTests(1, counts(3, 0)), counts(3, 1));
  });

  it('are a failure when no test ran', () => {
    assert.deepEqual(countsOfTests(0, counts(0, 0)), counts(0, 1));
  });

  it('add up to the line that ends a run', () => {
    assert.equal(summary(add([countsOfCheck(0), countsOfCheck(1), counts(3, 0)])), '4 passed, 1 failed');
  });

  it('say once more at the end what failed, in a line each', () => {
    const note = noteOf('the view is filled', `Waited in vain.\n  at view.test.ts:3`);
    assert.equal(note, '✖ the view is filled: Waited in vain.');
    assert.deepEqual(add([{ ...counts(1, 1), notes: [note] }, counts(1, 0)]).notes, [note]);
    assert.equal(noteOf('t', 'x'.repeat(1000)).length, '✖ t: '.length + 301);
  });
});

function counts(passed: number, failed: number): { passed: number; failed: number; notes: string[] } {
  return { passed, failed, notes: [] };
}
