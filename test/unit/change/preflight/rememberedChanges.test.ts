import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RememberedChanges } from '../../../../src/change/preflight/rememberedChanges';
import { type Change, GerritError } from '../../../../src/gerrit';

const A = `I${'a'.repeat(40)}`;
const B = `I${'b'.repeat(40)}`;

describe('change/myChange/rememberedChanges', () => {
  function server() {
    const asked: string[][] = [];
    let failure: GerritError | undefined;
    const time = { now: 1_000_000 };
    const client = {
      changesById: (ids: Iterable<string>) => {
        asked.push([...ids]);
        return failure ? Promise.reject(failure) : Promise.resolve(new Map([[A, [{ number: 7 } as Change]]]));
      },
    };
    const fail = (error?: GerritError): void => void (failure = error);
    return { asked, time, fail, changes: new RememberedChanges(client, () => time.now) };
  }

  it('asks once for what is unknown or old, and knows how old an answer is', async () => {
    const { asked, time, changes } = server();
    assert.equal(changes.asOf([A]), undefined);
    const found = await changes.changesById([A, B]);
    assert.deepEqual([found.get(A)?.[0]?.number, found.get(B)], [7, []]);
    time.now += 30_000;
    await changes.changesById([A]);
    assert.deepEqual(asked, [[A, B]]);
    assert.equal(changes.asOf([A, B]), 1_000_000);
    changes.askAgain();
    time.now += 1;
    await changes.changesById([A]);
    time.now += 60_001;
    await changes.changesById([B]);
    assert.deepEqual(asked, [[A, B], [A], [B]]);
  });

  it('keeps what it knows while the server is away, and says that it is', async () => {
    const { time, fail, changes } = server();
    await changes.changesById([A]);
    time.now += 100_000;
    fail(new GerritError('offline', 'review.example.org cannot be reached.'));
    assert.equal((await changes.changesById([A])).get(A)?.[0]?.number, 7);
    assert.equal(changes.asOf([A]), 1_000_000);
    assert.equal(changes.problem, 'review.example.org cannot be reached.');
    const both = await changes.changesById([A, B]);
    assert.deepEqual(
      [both.get(A)?.[0]?.number, both.has(B)],
      [7, false],
      'a new commit takes nothing away from what is known',
    );
    assert.equal(changes.asOf([A, B]), 1_000_000);
    fail();
    assert.deepEqual((await changes.changesById([A, B])).get(B), []);
    assert.equal(changes.problem, undefined);
  });

  it('does not hide an answer that is no answer, and keeps the one before', async () => {
    const { fail, time, changes } = server();
    await changes.changesById([A]);
    time.now += 100_000;
    fail(new GerritError('nonsense', 'No answer of Gerrit.'));
    assert.equal((await changes.changesById([A])).get(A)?.[0]?.number, 7);
    assert.equal(changes.problem, 'No answer of Gerrit.');
  });
});
