import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { atOnce, inTurns, pauses } from '../../../src/base/turns';

describe('work in turns', () => {
  function* count(to: number): Generator<void, number> {
    let sum = 0;
    for (let n = 1; n <= to; n++) {
      sum += n;
      yield;
    }
    return sum;
  }

  it('work in turns has the same result as at once', async () => {
    assert.equal(atOnce(count(100)), 5050);
    assert.equal(await inTurns(count(100)), 5050);
    assert.equal(await inTurns(count(0)), 0);
  });

  it('work in turns lets other work run in between', async () => {
    let others = 0;
    const timer = setInterval(() => others++, 0);
    function* slow(): Generator<void, number> {
      while (others < 3) yield;
      return others;
    }
    assert.equal(await inTurns(slow(), 1), 3);
    clearInterval(timer);
  });

  it('work in turns fails as the work does', async () => {
    function* failing(): Generator<void, number> {
      yield;
      throw new Error('no');
    }
    assert.throws(() => atOnce(failing()), /no/);
    await assert.rejects(inTurns(failing()), /no/);
  });

  it('work in turns of awaited steps lets others run after its time, and not before', async () => {
    const others: number[] = [];
    setImmediate(() => others.push(0));
    const [pause, longPause] = [pauses(1), pauses(60_000)];
    for (let n = 0; n < 1000; n++) await longPause();
    assert.deepEqual(others, []);
    for (const end = performance.now() + 2000; others.length === 0 && performance.now() < end; ) await pause();
    assert.deepEqual(others, [0]);
  });
});
