import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ServerMemory } from '../../../../src/change/preflight/serverMemory';
import { GerritClient, GerritError } from '../../../../src/gerrit';
import { faultyServer } from '../../gerrit/faultyServer';

const CONFIG = { signOffRequired: true, changeIdRequired: true, active: true };

describe('change/myChange/serverMemory', () => {
  function server() {
    const time = { now: 1_000_000 };
    const asked: string[] = [];
    let failure: GerritError | undefined;
    const answer =
      <T>(name: string, value: T) =>
      (): Promise<T> => {
        asked.push(name);
        return failure ? Promise.reject(failure) : Promise.resolve(value);
      };
    const client = {
      projectConfig: answer('config', CONFIG),
      branches: answer('branches', ['master']),
      changesByNumber: answer('changes', new Map()),
    };
    return {
      asked,
      time,
      fail: (error?: GerritError): void => void (failure = error),
      memory: new ServerMemory(client as unknown as GerritClient, () => time.now),
    };
  }

  it('asks once for what a project wants', async () => {
    const { asked, memory } = server();
    assert.deepEqual(await Promise.all([memory.projectConfig('p'), memory.projectConfig('p')]), [CONFIG, CONFIG]);
    assert.deepEqual(await memory.branches('p'), ['master']);
    await memory.projectConfig('p');
    assert.deepEqual(asked, ['config', 'branches']);
  });

  it('leaves a server that gave no answer alone for a minute', async () => {
    const { asked, time, fail, memory } = server();
    fail(new GerritError('offline', 'review.example.org cannot be reached.'));
    assert.equal(await memory.projectConfig('p'), undefined);
    fail();
    time.now += 59_000;
    assert.equal(await memory.projectConfig('p'), undefined);
    assert.deepEqual(asked, ['config']);
    time.now += 1000;
    assert.deepEqual(await memory.projectConfig('p'), CONFIG);
    time.now += 1_000_000;
    await memory.projectConfig('p');
    assert.deepEqual(asked, ['config', 'config']);
  });

  it('waits once for a server that accepts and never answers, then leaves it alone for a minute', async () => {
    const silent = await faultyServer(() => undefined);
    try {
      const time = { now: 1_000_000 };
      const memory = new ServerMemory(new GerritClient({ webUrl: silent.url, timeoutMs: 150 }), () => time.now);
      const id = `I${'a'.repeat(40)}`;
      const began = performance.now();
      assert.equal((await memory.own.changesById([id])).has(id), false);
      const waited = performance.now() - began;
      for (let turn = 0; turn < 10; turn++) {
        await Promise.all([
          memory.own.changesById([id]),
          memory.byNumber([7]),
          memory.projectConfig('p'),
          memory.branches('p'),
        ]);
      }
      assert.equal(silent.asked.length, 1);
      assert.ok(performance.now() - began < 2 * waited, 'nothing waits any more');
      assert.match(memory.problem ?? '', /did not answer in time/);
      time.now += 60_000;
      await memory.own.changesById([id]);
      assert.equal(silent.asked.length, 2);
      memory.askAgain();
      await memory.branches('p');
      assert.equal(silent.asked.length, 3, 'the person asked again');
    } finally {
      await silent.close();
    }
  });
});
