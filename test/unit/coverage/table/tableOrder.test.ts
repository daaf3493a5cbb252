import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { byCodePoint, byHumanOrder } from '../../../../src/coverage/table/tableOrder';

describe('order of names', () => {
  it('the order of names by code points is that of UTF-32', () => {
    const points = (text: string): number[] => [...text].map((char) => char.codePointAt(0)!);
    const compare = (a: number[], b: number[]): number => {
      const at = a.findIndex((point, i) => point !== b[i]);
      return at < 0 ? a.length - b.length : a[at]! - (b[at] ?? -1);
    };
    const unit = fc.constantFrom('a', 'b', '\u{10000}', '\u{10001}', '\u{1f600}', '\uffee', '\ud7ff');
    const text = fc.string({ unit });
    fc.assert(
      fc.property(text, text, (a, b) => {
        assert.equal(Math.sign(byCodePoint(a, b)), Math.sign(compare(points(a), points(b))));
      }),
    );
  });

  it('the natural order of names compares numbers', () => {
    const sorted = ['2', '10', 'x', 'x1', 'x01y', 'x1y', 'x2', 'x10', `x9${'0'.repeat(20)}`, `x1${'0'.repeat(21)}`];
    assert.deepEqual([...sorted].reverse().sort(byHumanOrder), sorted);
  });

  it('the natural order of names is an order', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '2', '/', '.', '_') });
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        for (const compare of [byCodePoint, byHumanOrder]) {
          assert.equal(Math.sign(compare(a, b)), -Math.sign(compare(b, a)) || 0);
          assert.equal(compare(a, b) === 0, a === b);
          if (compare(a, b) <= 0 && compare(b, c) <= 0) assert.ok(compare(a, c) <= 0);
        }
      }),
    );
  });
});
