import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { alignLines, UNKNOWN } from '../../../../src/base/lines';
import { currentPlaces, placesOf } from '../../../../src/coverage/report/untested';
import { fileOf } from '../reportOf';

describe('untested places', () => {
  const file = fileOf('a.py', {
    lines: [1, 2, 4, 5, 9, 12],
    missing: [2, 4, 9],
    branches: [
      { line: 5, total: 2, taken: 1, missing: [9] },
      { line: 9, total: 2, taken: 0, missing: [12, 'exit'] },
      { line: 12, total: 2, taken: 2, missing: [] },
    ],
  });
  const shown = (alignment?: Int32Array): unknown[] =>
    currentPlaces(placesOf(file), alignment).map(({ kind, first, last, missingBranches }) => [
      kind,
      first,
      last,
      ...missingBranches,
    ]);

  it('untested places join neighbouring statements, and skip branches of missing lines', () => {
    assert.deepEqual(shown(), [
      ['missing', 2, 4],
      ['partial', 5, 5, 9],
      ['missing', 9, 9],
    ]);
  });

  it('untested places move with lines that were added above', () => {
    const alignment = Int32Array.from([UNKNOWN, ...Array.from({ length: 12 }, (_, i) => i)]);
    assert.deepEqual(shown(alignment), [
      ['missing', 3, 5],
      ['partial', 6, 6, 9],
      ['missing', 10, 10],
    ]);
  });

  it('untested places split at a changed line, and disappear where they were changed', () => {
    const alignment = Int32Array.from({ length: 12 }, (_, i) => (i === 2 || i === 8 ? UNKNOWN : i));
    assert.deepEqual(shown(alignment), [
      ['missing', 2, 2],
      ['missing', 4, 4],
      ['partial', 5, 5, 9],
    ]);
  });

  it('untested places reach to the end of their last statement, as far as it is unchanged', () => {
    const ends = new Map([
      [4, 7],
      [5, 8],
      [9, 10],
    ]);
    const reach = (alignment?: Int32Array): unknown[] =>
      currentPlaces(placesOf(file), alignment, ends).map(({ first, last, end }) => [first, last, end]);
    assert.deepEqual(reach(), [
      [2, 4, 7],
      [5, 5, 5],
      [9, 9, 10],
    ]);
    assert.deepEqual(reach(Int32Array.from({ length: 12 }, (_, i) => (i === 5 || i === 9 ? UNKNOWN : i))), [
      [2, 4, 5],
      [5, 5, 5],
      [9, 9, 9],
    ]);
  });

  it('untested places have only lines that are unchanged and missing, after any edits', () => {
    const line = fc.constantFrom('a = 1', 'b = 2', 'return', 'pass', '');
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.array(line, { maxLength: 12 }),
        fc.infiniteStream(fc.boolean()),
        (before, after, flags) => {
          const lines = before.flatMap((text, i) => (text === '' ? [] : [i + 1]));
          const missing = lines.filter(() => flags.next().value);
          const measured = fileOf('a.py', { lines, missing });
          for (const place of currentPlaces(placesOf(measured), alignLines(before, after))) {
            assert.equal(after[place.first - 1], before[place.reportLines[0]! - 1]);
            assert.equal(after[place.last - 1], before[place.reportLines.at(-1)! - 1]);
            assert.ok(place.reportLines.every((at) => missing.includes(at)));
            assert.equal(place.last - place.first, place.reportLines.at(-1)! - place.reportLines[0]!);
          }
        },
      ),
    );
  });
});
