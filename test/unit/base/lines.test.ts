import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { alignLines, hashLine, hashLines, splitLines, UNKNOWN } from '../../../src/base/lines';

const align = (before: string, after: string): number[] => [...alignLines([...before], [...after])];

describe('the alignment of lines', () => {
  it('alignment claims every line of an unchanged text, even if all lines are equal', () => {
    assert.deepEqual(align('abc', 'abc'), [0, 1, 2]);
    assert.deepEqual(align('ppp', 'ppp'), [0, 1, 2]);
    assert.deepEqual(align('', ''), []);
  });

  it('alignment follows lines past insertions and deletions', () => {
    assert.deepEqual(align('abcd', 'xabXcd'), [UNKNOWN, 0, 1, UNKNOWN, 2, 3]);
    assert.deepEqual(align('abcdef', 'adef'), [0, 3, 4, 5]);
  });

  it('alignment does not claim a changed line', () => {
    assert.deepEqual(align('abc', 'aXc'), [0, UNKNOWN, 2]);
  });

  it('alignment does not choose between equal lines', () => {
    assert.deepEqual(align('pp', 'p'), [UNKNOWN]);
    assert.deepEqual(align('p', 'pp'), [UNKNOWN, UNKNOWN]);
    assert.deepEqual(align('appb', 'apb'), [0, UNKNOWN, 3]);
    assert.deepEqual(align('abpcpd', 'abpd'), [0, 1, UNKNOWN, 5]);
  });

  it('alignment does not choose which of two exchanged lines moved', () => {
    assert.deepEqual(align('xaby', 'xbay'), [0, UNKNOWN, UNKNOWN, 3]);
  });

  it('alignment does not claim a lone common line between rewritten ones', () => {
    assert.deepEqual(align('a1p2bp', 'a3p4bp'), [0, UNKNOWN, UNKNOWN, UNKNOWN, 4, 5]);
  });

  it('alignment gives up on the middle, not on the ends, of texts that differ too much', () => {
    const ends = (middle: string): string[] => ['first', ...Array.from({ length: 1100 }, (_, i) => middle + i), 'last'];
    const claims = alignLines(ends('old'), ends('new'));
    assert.equal(claims[0], 0);
    assert.equal(claims.at(-1), 1101);
    assert.ok(claims.subarray(1, -1).every((claim) => claim === UNKNOWN));
  });

  it('alignment claims exactly what all shortest edit scripts keep, in anchored runs', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'x'), { maxLength: 9 });
    const twoTexts = fc.tuple(text, text);
    const edited = fc
      .tuple(text, fc.array(fc.tuple(fc.nat(9), fc.nat(2), fc.constantFrom('a', 'b', 'x')), { maxLength: 3 }))
      .map(([before, edits]): [string[], string[]] => {
        const after = [...before];
        for (const [at, deleted, line] of edits) after.splice(at, deleted, line);
        return [before, after];
      });
    fc.assert(
      fc.property(fc.oneof(twoTexts, edited), ([before, after]) => {
        assert.deepEqual([...alignLines(before, after)], withoutCoincidences(before, after, keptByAll(before, after)));
      }),
      { numRuns: 5000 },
    );
  });

  it('alignment claims equal lines in order, in any two texts', () => {
    const text = fc.array(fc.nat(30), { maxLength: 200 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        let last = UNKNOWN;
        alignLines(before, after).forEach((line, i) => {
          if (line === UNKNOWN) return;
          assert.equal(before[line], after[i]);
          assert.ok(line > last);
          last = line;
        });
      }),
    );
  });
});

/** The definition, by two full tables: a kept pair is in all best alignments when it is the only one of its rank. */
function keptByAll<T>(before: readonly T[], after: readonly T[]): number[] {
  const table = (a: readonly T[], b: readonly T[]): number[][] => {
    const longest = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
    for (let i = 1; i <= a.length; i++) {
      for (let j = 1; j <= b.length; j++) {
        longest[i]![j] =
          a[i - 1] === b[j - 1] ? longest[i - 1]![j - 1]! + 1 : Math.max(longest[i - 1]![j]!, longest[i]![j - 1]!);
      }
    }
    return longest;
  };
  const head = table(before, after);
  const tail = table(before.toReversed(), after.toReversed());
  const best = head[before.length]![after.length]!;
  const ofRank = Array.from({ length: best }, () => [] as [number, number][]);
  before.forEach((line, i) => {
    after.forEach((other, j) => {
      const rank = head[i]![j]!;
      if (line !== other) return;
      const total = rank + 1 + tail[before.length - i - 1]![after.length - j - 1]!;
      if (total === best) ofRank[rank]!.push([i, j]);
    });
  });
  const kept = after.map(() => UNKNOWN);
  for (const pairs of ofRank) if (pairs.length === 1) kept[pairs[0]![1]] = pairs[0]![0];
  return kept;
}

function withoutCoincidences<T>(before: readonly T[], after: readonly T[], kept: readonly number[]): number[] {
  const once = (lines: readonly T[], line: T): boolean => lines.filter((other) => other === line).length === 1;
  return kept.map((line, i) => {
    if (line === UNKNOWN) return UNKNOWN;
    let first = i;
    const follows = (j: number): boolean => kept[j - 1] !== UNKNOWN && kept[j] === kept[j - 1]! + 1;
    while (follows(first)) first--;
    let last = i;
    while (follows(last + 1)) last++;
    const run = after.slice(first, last + 1);
    const holds =
      (first === 0 && kept[first] === 0) ||
      (last === after.length - 1 && kept[last] === before.length - 1) ||
      run.length >= 4 ||
      run.some((other) => once(before, other) && once(after, other));
    return holds ? line : UNKNOWN;
  });
}

describe('lines of a text', () => {
  it('lines of a text end as in an editor', () => {
    assert.deepEqual(splitLines('a\nb\r\nc\rd\n'), ['a', 'b', 'c', 'd', '']);
    assert.deepEqual(splitLines('\uFEFFa\n\nb'), ['a', '', 'b']);
    assert.deepEqual(splitLines(''), ['']);
  });

  it('lines of a text hash to the same number on every machine', () => {
    assert.deepEqual(['', '    pass', 'é漢'].map(hashLine), [2872998923, 1868344775, 485338388]);
    assert.deepEqual([...hashLines('    pass\r\n')], [1868344775, 2872998923]);
  });
});
