import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { coalesce } from '../../../src/base/coalesce';

describe('coalesce', () => {
  /** A task whose runs end when told to. */
  function heldTask(): { task: () => Promise<void>; ends: ((error?: Error) => void)[] } {
    const ends: ((error?: Error) => void)[] = [];
    const task = (): Promise<void> =>
      new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
    return { task, ends };
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('coalesce runs once more after a run during which it was called, however often', async () => {
    const { task, ends } = heldTask();
    const run = coalesce(task);
    const first = run();
    const later = [run(), run(), run()];
    ends[0]!();
    await first;
    await turn();
    assert.equal(ends.length, 2);
    ends[1]!();
    await Promise.all(later);
    assert.equal(ends.length, 2);
  });

  it('coalesce gives a failure to the callers of that run only', async () => {
    const { task, ends } = heldTask();
    const run = coalesce(task);
    const first = run();
    const second = run();
    ends[0]!(new Error('disk full'));
    await assert.rejects(first, /disk full/);
    await turn();
    ends[1]!();
    await second;
  });

  it('coalesce starts again once all is done', async () => {
    const { task, ends } = heldTask();
    const run = coalesce(task);
    for (const n of [0, 1]) {
      const done = run();
      ends[n]!();
      await done;
    }
    assert.equal(ends.length, 2);
  });
});
