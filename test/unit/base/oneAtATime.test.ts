import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { OneAtATime } from '../../../src/base/oneAtATime';

describe('OneAtATime', () => {
  let turns: OneAtATime;
  let log: string[];
  beforeEach(() => {
    turns = new OneAtATime();
    log = [];
  });

  const never = new AbortController().signal;
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** A job that is over when it is told to be. */
  function job(name: string): { run: () => Promise<string>; end: () => void; fail: () => void } {
    let end = (): void => undefined;
    let fail = (): void => undefined;
    const over = new Promise<string>((resolve, reject) => {
      end = () => resolve(name);
      fail = () => reject(new Error(name));
    });
    return { run: () => (log.push(name), over), end, fail };
  }

  it('jobs that share a name run in turn, and the others at once', async () => {
    const [a, b, c] = [job('a'), job('b'), job('c')];
    const all = [turns.run('x', never, a.run), turns.run('x', never, b.run), turns.run('y', never, c.run)];
    await settled();
    assert.deepEqual(log, ['a', 'c']);
    [a, b, c].forEach(({ end }) => end());
    assert.deepEqual(await Promise.all(all), ['a', 'b', 'c']);
    assert.deepEqual(log, ['a', 'c', 'b']);
  });

  it('jobs continue after one that failed', async () => {
    const [a, b] = [job('a'), job('b')];
    const [first, second] = [turns.run('x', never, a.run), turns.run('x', never, b.run)];
    a.fail();
    b.end();
    await assert.rejects(first, /a/);
    assert.equal(await second, 'b');
  });

  it('a waiting job can be given up, and the others keep their turns', async () => {
    const [a, b, c] = [job('a'), job('b'), job('c')];
    const cancelled = new AbortController();
    const first = turns.run('x', never, a.run);
    const second = turns.run('x', cancelled.signal, b.run);
    const third = turns.run('x', never, c.run);
    cancelled.abort();
    assert.equal(await second, undefined);
    await settled();
    assert.deepEqual(log, ['a'], 'the third still waits for the first');
    a.end();
    c.end();
    assert.deepEqual(await Promise.all([first, third]), ['a', 'c']);
    assert.deepEqual(log, ['a', 'c']);
    assert.equal(await turns.run('x', cancelled.signal, b.run), undefined);
  });

  it('a running job has to heed the signal itself', async () => {
    const cancelled = new AbortController();
    const a = job('a');
    const first = turns.run('x', cancelled.signal, a.run);
    await settled();
    cancelled.abort();
    a.end();
    assert.equal(await first, 'a');
  });

  it('runs a job that nobody can give up in its turn, after one that failed', async () => {
    const [a, b] = [job('a'), job('b')];
    const first = turns.run('x', never, a.run);
    const second = turns.inTurn('x', b.run);
    await settled();
    assert.deepEqual(log, ['a']);
    a.fail();
    await assert.rejects(first, /a/);
    b.end();
    assert.equal(await second, 'b');
    await turns.idle('x');
  });
});
