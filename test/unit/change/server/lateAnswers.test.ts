import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { LateAnswers } from '../../../../src/change/server/lateAnswers';
import { useFakeClock } from '../../fakeClock';

const never = new AbortController().signal;
const after =
  (ms: number, items: string[]) =>
  (signal: AbortSignal): Promise<string[]> =>
    sleep(ms, items, { signal }).catch(() => []);

describe('late answers of a server', () => {
  const pass = useFakeClock();

  it('a list with something to show is not held up, and a late answer is there for the next key', async () => {
    const late = new LateAnswers<string>();
    const shown = async (scope: string, typed: string, ask: ReturnType<typeof after>): Promise<readonly string[]> => {
      const list = late.of(scope, typed, false, never, ask);
      await pass(400);
      return list;
    };
    assert.deepEqual(await shown('server', 'Ad', after(700, ['Ada'])), []);
    await pass(300);
    assert.deepEqual(await shown('server', 'Ada', after(5000, [])), ['Ada']);
    assert.deepEqual(await shown('server', 'Bob', after(5000, [])), [], 'it is no answer to another question');
    assert.deepEqual(await shown('other', 'Ada', after(5000, [])), []);
  });

  it('an answer in time is shown, and awaited if there is nothing else', async () => {
    const late = new LateAnswers<string>();
    const [soon, later] = [
      late.of('server', 'Ad', false, never, after(399, ['Ada'])),
      late.of('server', 'B', true, never, after(5000, ['Bob'])),
    ];
    await pass(399);
    assert.deepEqual(await soon, ['Ada']);
    await pass(5000);
    assert.deepEqual(await later, ['Bob']);
  });

  it('a next key cancels a question that is awaited, and not one that was given up', async () => {
    const late = new LateAnswers<string>();
    const cancelled: boolean[] = [];
    const listening = (signal: AbortSignal): Promise<string[]> => {
      signal.addEventListener('abort', () => cancelled.push(true));
      return new Promise(() => undefined);
    };
    const first = new AbortController();
    const shown = late.of('server', 'A', false, first.signal, listening);
    await pass(400);
    assert.deepEqual(await shown, []);
    first.abort();
    assert.equal(cancelled.length, 0);
    const second = new AbortController();
    void late.of('server', 'Ad', true, second.signal, listening);
    second.abort();
    assert.equal(cancelled.length, 1);
  });
});
