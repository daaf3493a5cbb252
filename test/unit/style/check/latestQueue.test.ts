import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { LatestQueue, type Outcome } from '../../../../src/style/check/latestQueue';

/** Work that ends when the test says so. */
function controlled() {
  const runs: {
    request: string;
    signal: AbortSignal;
    finish: (result: string) => void;
    fail: (error: Error) => void;
  }[] = [];
  const work = (request: string, signal: AbortSignal) =>
    new Promise<string>((finish, fail) => runs.push({ request, signal, finish, fail }));
  return { runs, work };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const done = (result: string): Outcome<string> => ({ done: true, result });
const dropped: Outcome<string> = { done: false };

describe('the queue of checks', () => {
  it('the queue runs one check at a time, keeps the newest, and drops stale ones', async () => {
    const { runs, work } = controlled();
    const queue = new LatestQueue({ work });
    const results = ['a', 'b', 'c'].map((request) => queue.submit('root', request));
    assert.deepEqual(
      runs.map(({ request }) => request),
      ['a'],
    );
    assert.equal(runs[0]?.signal.aborted, true);
    assert.deepEqual(await Promise.all(results.slice(0, 2)), [dropped, dropped]);
    runs[0].finish('of a');
    await settled();
    assert.deepEqual(
      runs.map(({ request }) => request),
      ['a', 'c'],
    );
    runs[1]?.finish('of c');
    assert.deepEqual(await results[2], done('of c'));
  });

  it('the queue needs two runs for twenty requests, of which the last one counts', async () => {
    const { runs, work } = controlled();
    const queue = new LatestQueue({ work });
    const asked = Array.from({ length: 20 }, (_, i) => queue.submit('root', `save ${i}`));
    await settled();
    assert.equal(runs.length, 1, 'the next one waits');
    runs[0]?.finish('stale');
    await settled();
    runs[1]?.finish('of the last');
    const outcomes = await Promise.all(asked);
    assert.deepEqual(outcomes, [...Array.from({ length: 19 }, () => dropped), done('of the last')]);
    assert.deepEqual(
      runs.map(({ request }) => request),
      ['save 0', 'save 19'],
    );
  });

  it('the queue waits for the end of an aborted run before it starts the next', async () => {
    const { runs, work } = controlled();
    const queue = new LatestQueue({ work });
    void queue.submit('root', 'a');
    const second = queue.submit('root', 'b');
    await settled();
    assert.equal(runs.length, 1);
    runs[0]?.fail(new Error('aborted'));
    await settled();
    runs[1]?.finish('b');
    assert.deepEqual(await second, done('b'));
  });

  it('the queue keeps a run that the newer request does not affect, and merges those that wait', async () => {
    const { runs, work } = controlled();
    const queue = new LatestQueue({ work, merge: (a, b) => a + b, supersedes: (newer, running) => newer === running });
    const first = queue.submit('root', 'a');
    const others = [queue.submit('root', 'b'), queue.submit('root', 'c')];
    assert.equal(runs[0]?.signal.aborted, false);
    runs[0].finish('A');
    assert.deepEqual(await first, done('A'));
    await settled();
    assert.deepEqual(
      runs.map(({ request }) => request),
      ['a', 'bc'],
    );
    runs[1]?.finish('BC');
    assert.deepEqual(await Promise.all(others), [done('BC'), done('BC')]);
  });

  it('the queue keeps roots apart, and passes errors on', async () => {
    const { runs, work } = controlled();
    const queue = new LatestQueue({ work });
    const one = queue.submit('one', 'a');
    const two = queue.submit('two', 'b');
    assert.equal(runs.length, 2);
    runs[0]?.fail(new Error('no flake8'));
    runs[1]?.finish('B');
    await assert.rejects(one, /no flake8/);
    assert.deepEqual(await two, done('B'));
  });

  it('the queue forgets everything on cancel, and works afterwards', async () => {
    const { runs, work } = controlled();
    const queue = new LatestQueue({ work, supersedes: () => false });
    const asked = [queue.submit('root', 'a'), queue.submit('root', 'b')];
    queue.cancel();
    assert.deepEqual(await Promise.all(asked), [dropped, dropped]);
    assert.ok(runs[0]?.signal.aborted);
    runs[0].finish('late');
    await settled();
    const again = queue.submit('root', 'c');
    runs[1]?.finish('C');
    assert.deepEqual(await again, done('C'));
  });

  describe('with work that takes long', () => {
    const options = {
      merge: (a: string, b: string) => a + b,
      supersedes: (newer: string, running: string) => newer === running,
      isLong: (request: string) => request === 'ALL',
    };
    const started = (runs: readonly { request: string }[]): string[] => runs.map(({ request }) => request);

    it('a long check is interrupted for new requests, and begins again after them', async () => {
      const { runs, work } = controlled();
      const queue = new LatestQueue({ work, ...options });
      const long = queue.submit('root', 'ALL');
      const first = queue.submit('root', 'a');
      assert.equal(runs[0]?.signal.aborted, true);
      assert.deepEqual(started(runs), ['ALL'], 'its process has not ended yet');
      runs[0].fail(new Error('interrupted'));
      await settled();
      const second = queue.submit('root', 'b');
      assert.equal(runs[1]?.signal.aborted, false, 'what does not take long is not broken off');
      runs[1].finish('A');
      assert.deepEqual(await first, done('A'));
      await settled();
      runs[2]?.finish('B');
      assert.deepEqual(await second, done('B'));
      await settled();
      assert.deepEqual(started(runs), ['ALL', 'a', 'b', 'ALL']);
      runs[3]?.finish('of all');
      assert.deepEqual(await long, done('of all'));
    });

    it('a long check begins after all others, however it came to wait', async () => {
      const { runs, work } = controlled();
      const queue = new LatestQueue({ work, ...options });
      const answers = ['a', 'ALL', 'b', 'c'].map((request) => queue.submit('root', request));
      assert.equal(runs[0]?.signal.aborted, false);
      for (let i = 0; i < 3; i++) {
        runs[i]?.finish(`${i}`);
        await settled();
      }
      assert.deepEqual(started(runs), ['a', 'bc', 'ALL']);
      assert.deepEqual(await Promise.all(answers), [done('0'), done('2'), done('1'), done('1')]);
    });

    it('a long check is dropped for a newer one, whether it runs, ends or waits', async () => {
      for (const saved of [0, 1, 2]) {
        const { runs, work } = controlled();
        const queue = new LatestQueue({ work, ...options });
        const older = queue.submit('root', 'ALL');
        const file = saved > 0 ? queue.submit('root', 'a') : undefined;
        if (saved === 2) runs[0]?.finish('broken off');
        await settled();
        const newer = queue.submit('root', 'ALL');
        assert.deepEqual(await older, dropped);
        for (let i = 0; i < 3; i++) {
          runs[i]?.finish(`${i}`);
          await settled();
        }
        assert.deepEqual(started(runs), saved > 0 ? ['ALL', 'a', 'ALL'] : ['ALL', 'ALL']);
        assert.deepEqual(await file, saved > 0 ? done('1') : undefined);
        assert.deepEqual(await newer, done(saved > 0 ? '2' : '1'));
      }
    });
  });

  it('every request gets one answer, with at most one run at any moment', async () => {
    const steps = fc.array(fc.constantFrom('submit', 'submit long', 'finish', 'fail', 'cancel'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const { runs, work } = controlled();
        let ended = 0;
        const supersedes = (newer: string, running: string) => newer === running;
        const queue = new LatestQueue({ work, supersedes, isLong: (request) => request === 'submit long' });
        const answers: Promise<unknown>[] = [];
        const end = (how: 'finish' | 'fail') => {
          const run = runs[ended];
          if (!run) return;
          ended += 1;
          if (how === 'finish') run.finish('x');
          else run.fail(new Error('x'));
        };
        for (const step of plan) {
          if (step.startsWith('submit')) answers.push(queue.submit('root', step).catch(() => 'failed'));
          else if (step === 'cancel') queue.cancel();
          else if (step === 'finish' || step === 'fail') end(step);
          await settled();
          assert.ok(runs.length - ended <= 1, 'two at once');
        }
        while (ended < runs.length) {
          end('finish');
          await settled();
        }
        await Promise.all(answers);
      }),
      { numRuns: 60 },
    );
  });
});
