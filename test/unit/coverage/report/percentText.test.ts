import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { percentText } from '../../../../src/coverage/report/percentText';

describe('a percentage as coverage.py prints it', () => {
  const cases: [number, number, string][] = [
    [0, 0, '0'],
    [100, 0, '100'],
    [0.001, 0, '1'],
    [99.999, 0, '99'],
    [99.4, 0, '99'],
    [0.001, 2, '0.01'],
    [99.999, 2, '99.99'],
    [99.99, 2, '99.99'],
    [100, 2, '100.00'],
    [62.5, 0, '62'],
    [63.5, 0, '64'],
    [12.25, 1, '12.2'],
    [12.75, 1, '12.8'],
    [2.675, 2, '2.67'],
    [200 / 3, 3, '66.667'],
    [200 / 3, 9, '66.666666667'],
    [89.14, 0, '89'],
  ];
  for (const [percent, precision, expected] of cases) {
    it(`the percentage ${percent} with ${precision} digits is ${expected}`, () => {
      assert.equal(percentText(percent, precision), expected);
    });
  }
});
