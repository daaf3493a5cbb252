import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PlannedCommit, PushPlan } from '../../../../src/change/push/pushPlan';
import { sentOf } from '../../../../src/change/push/pushProgress';
import { askWhatArrived } from '../../../../src/change/push/pushResolve';
import { findChanges } from '../../../../src/change/server/privateChanges';
import { type Change, GerritError } from '../../../../src/gerrit';
import { TARGET } from '../chainRepository';

const ID = `I${'1'.repeat(40)}`;
const COMMIT = 'c'.repeat(40);
const change = (more: Partial<Change> = {}): Change =>
  ({
    number: 5,
    project: 'a/b',
    branch: 'master',
    changeId: ID,
    patchSets: [{ number: 1, commit: COMMIT }],
    ...more,
  }) as Change;
const server = (...changes: Change[]) => ({
  changesById: () => Promise.resolve(changes.length === 0 ? new Map<string, Change[]>() : new Map([[ID, changes]])),
});
const plan = (more: Partial<PlannedCommit> = {}): PushPlan =>
  ({ target: TARGET, commits: [{ commit: COMMIT, changeId: ID, becomes: 'new', ...more }] }) as unknown as PushPlan;
const numbers = async (...given: Parameters<typeof askWhatArrived>): Promise<number[] | undefined> =>
  (await askWhatArrived(...given))?.map(({ number }) => number);

describe('asking the server what arrived', () => {
  it('a commit arrived only if it is in its project, on its branch, in its change', async () => {
    assert.deepEqual(await numbers({ client: server(change()) }, plan(), 0), [5]);
    assert.equal(await numbers({ client: server(change({ project: 'fork/b' })) }, plan(), 0), undefined);
    assert.equal(await numbers({ client: server(change({ branch: 'stable/1' })) }, plan(), 0), undefined);
    assert.deepEqual(
      await numbers(
        { client: server(change({ number: 6 })) },
        plan({ becomes: 'next-patch-set', change: change() }),
        0,
      ),
      [],
    );
  });

  it('a change that may be private is not reported as not arrived', async () => {
    const older = change({ patchSets: [] });
    const signedIn =
      (...changes: Change[]) =>
      () =>
        Promise.resolve(server(...changes));
    assert.deepEqual(await numbers({ client: server(older) }, plan(), 0), []);
    assert.equal(await numbers({ client: server() }, plan(), 0), undefined);
    assert.equal(await numbers({ client: server(), signedIn: () => Promise.resolve(undefined) }, plan(), 0), undefined);
    assert.deepEqual(await numbers({ client: server(), signedIn: signedIn() }, plan(), 0), []);
    assert.deepEqual(
      await numbers({ client: server(), signedIn: signedIn(change({ private: true })) }, plan(), 0),
      [5],
    );
  });

  it('the server is asked anonymously if it refuses the kept credentials', async () => {
    const refuses = { changesById: () => Promise.reject(new GerritError('sign-in', 'no')) };
    assert.equal(
      (await findChanges({ client: server(), signedIn: () => Promise.resolve(refuses) }, [ID], 'summary')).isAll,
      false,
    );
  });

  it("git's output tells how much was sent", () => {
    const sending = 'Enumerating objects: 5, done.\nWriting objects:  66% (2/3), 1.00 MiB\r';
    assert.equal(sentOf(''), 'nothing');
    assert.equal(sentOf('fatal: the remote end hung up unexpectedly\n'), 'nothing');
    assert.equal(sentOf(sending), 'some');
    assert.equal(sentOf(`${sending}Writing objects: 100% (3/3), 2.00 MiB, done.\n`), 'all');
    assert.equal(sentOf('Total 0 (delta 0), reused 0 (delta 0), pack-reused 0\n'), 'all');
    assert.equal(sentOf(`${sending}remote: Processing changes: refs: 1 \r`), 'all');
  });
});
