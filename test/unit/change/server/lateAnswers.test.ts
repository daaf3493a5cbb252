import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { LateAnswers } from '../../../../src/change/server/lateAnswers';

const never = new AbortController().signal;
const after =
  (ms: number, items: string[]) =>
  (signal: AbortSignal): Promise<string[]> =>
    sleep(ms, items, { signal }).catch(() => []);

describe('change/lateAnswers', () => {
  it('holds up no list that has something to show, and has the late answer for the next key', async () => {
    const late = new LateAnswers<string>();
    const began = performance.now();
    assert.deepEqual(await late.of('server', 'Ad', false, never, after(700, ['Ada'])), []);
    assert.ok(performance.now() - began < 650);
    await sleep(500);
    assert.deepEqual(await late.of('server', 'Ada', false, never, after(5000, [])), ['Ada']);
    assert.deepEqual(
      await late.of('server', 'Bob', false, never, after(5000, [])),
      [],
      'it is no answer to another question',
    );
    assert.deepEqual(await late.of('other', 'Ada', false, never, after(5000, [])), []);
  });

  it('gives an answer that comes in time, and waits for it where there is nothing else', async () => {
    const late = new LateAnswers<string>();
    assert.deepEqual(await late.of('server', 'Ad', false, never, after(10, ['Ada'])), ['Ada']);
    assert.deepEqual(await late.of('server', 'B', true, never, after(600, ['Bob'])), ['Bob']);
  });

  it('lets a next key cancel what is waited for, and not what was given up waiting for', async () => {
    const late = new LateAnswers<string>();
    const cancelled: boolean[] = [];
    const listening = (signal: AbortSignal): Promise<string[]> => {
      signal.addEventListener('abort', () => cancelled.push(true));
      return new Promise(() => undefined);
    };
    const first = new AbortController();
    await late.of('server', 'A', false, first.signal, listening);
    first.abort();
    assert.equal(cancelled.length, 0);
    const second = new AbortController();
    void late.of('server', 'Ad', true, second.signal, listening);
    second.abort();
    assert.equal(cancelled.length, 1);
  });
});
