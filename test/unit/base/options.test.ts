import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { lastValue, operandsOf, readArguments } from '../../../src/base/options';

const TAKES = new Set(['-o', '--output', '--filename']);

describe('arguments of a program', () => {
  it('arguments of a program are options, their values and operands', () => {
    const found = readArguments(
      ['-v', '-o', 'a', '-ob', '--output=c', '--output', 'd', 'x', '--flag', '--other=y', '-vq', '-', '-1', '--', '-o'],
      TAKES,
    );
    assert.deepEqual(
      found.map(({ option = '', value = '' }) => `${option} ${value}`.trim()),
      ['-v', '-o a', '-o b', '--output c', '--output d', 'x', '--flag', '--other y', '-vq', '-', '-1', '-o'],
    );
    assert.equal(lastValue(found, '-o', '--output'), 'd');
    assert.deepEqual(operandsOf(found), ['x', '-', '-1', '-o']);
  });

  it('arguments may lack the value of an option at the end', () => {
    assert.deepEqual(readArguments(['--output'], TAKES), [
      { option: '--output', value: undefined, words: ['--output'] },
    ]);
    assert.equal(lastValue(readArguments(['-o', 'a', '--output'], TAKES), '-o', '--output'), 'a');
  });

  it('arguments are all there again in their words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('-o', '--output', '--output=x', '-ox', '--filename', '-', 'a'), fc.string())),
        (args) => {
          const before = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
          const words = readArguments(args, TAKES).flatMap((each) => each.words);
          assert.deepEqual(words.slice(0, before.length), before);
        },
      ),
    );
  });
});
