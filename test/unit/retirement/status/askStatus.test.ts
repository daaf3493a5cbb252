import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { type Change, type ChangeMessage, type GerritClient, GerritError, Server } from '../../../../src/gerrit';
import type { Plan, PlanStep } from '../../../../src/retirement/plan/plan';
import { askServer, foundChanges, type LastKnown, statusNow } from '../../../../src/retirement/status/askStatus';
import type { PlanStatus } from '../../../../src/retirement/status/stepStatus';
import {
  change,
  commitOf,
  content,
  gating,
  idOf,
  patchSet,
  plan,
  SERVER,
  stepOf,
  unpushed,
  withPatchSets,
  zuul,
} from './plans';

const AWAY = new GerritError('offline', 'review.example.org cannot be reached.');
const HOUR = 3600_000;

describe('the changes of plans on a server', () => {
  let now: number;
  let asked: string[];
  let failure: GerritError | undefined;
  /** What the server has, by number. */
  let changes: Map<number, Change>;
  let said: ReadonlyMap<number, readonly ChangeMessage[]>;
  let server: Server;

  beforeEach(() => {
    now = 1_000_000;
    asked = [];
    failure = undefined;
    changes = new Map();
    said = new Map();
    const answer = <T>(question: string, value: T): Promise<T> => {
      asked.push(question);
      return failure ? Promise.reject(failure) : Promise.resolve(value);
    };
    const client = {
      webUrl: SERVER,
      askAgain: () => undefined,
      changesByNumber: (numbers: readonly number[], { detail }: { detail: string }) => {
        const found = [...changes].filter(([number]) => numbers.includes(number));
        return answer(
          `${detail} ${numbers.join(' ')}`,
          new Map(
            found.map(([number, each]) => [
              number,
              detail === 'messages' ? { ...each, messages: said.get(number) ?? [] } : each,
            ]),
          ),
        );
      },
      changesById: (ids: readonly string[]) =>
        answer(
          `ids ${ids.map((id) => id[1]).join(' ')}`,
          new Map(ids.map((id) => [id, [...changes.values()].filter(({ changeId }) => changeId === id)])),
        ),
    };
    server = new Server(client as unknown as GerritClient, { now: () => now });
  });

  const status = (of: Plan, lastKnown?: LastKnown): PlanStatus =>
    statusNow(of, { server, now: () => now, ...(lastKnown ? { lastKnown } : {}) });
  async function statusOf(...steps: PlanStep[]): Promise<PlanStatus> {
    await askServer(server, [plan(...steps)]);
    return status(plan(...steps));
  }

  it('the changes of several plans are one question, without the steps that are closed', async () => {
    changes.set(1, change()).set(2, change({ number: 2, project: 'openstack/freezer-dr' }));
    const closed = { as: 'done', reason: 'By hand', on: '2026-12-01' } as const;
    await askServer(server, [plan(gating, { ...content, change: 2 }), plan({ ...gating, change: 3 })]);
    await askServer(server, [plan({ ...gating, change: 4, closed }), plan(content)]);
    assert.deepEqual(asked, ['patch-sets 1 2 3']);
  });

  it('messages are one more question, for changes that somebody is against or abandoned', async () => {
    changes
      .set(1, change({ votes: [{ label: 'Verified', value: -1, by: zuul }] }))
      .set(2, change({ number: 2, status: 'ABANDONED' }))
      .set(3, change({ number: 3, votes: [{ label: 'Verified', value: 1, by: zuul }] }))
      .set(4, change({ number: 4, status: 'MERGED', votes: [{ label: 'Code-Review', value: -1, by: zuul }] }));
    said = new Map([[1, [{ by: zuul.id, text: 'Patch Set 1: Verified-1\n\nBuild failed.' }]]]);
    const steps = [1, 2, 3, 4].map((number) => ({ ...gating, id: `end-gating-${number}`, change: number }));
    const known = await statusOf(...steps);
    assert.deepEqual(asked, ['patch-sets 1 2 3 4', 'messages 1 2']);
    assert.equal(stepOf(known, 'end-gating-1').words, 'Zuul voted Verified -1: Build failed.');
  });

  it('a change that the plan has by its Change-Id alone is found in the project, and given back', async () => {
    changes
      .set(5, change({ number: 5, project: 'openstack/nova' }))
      .set(6, change({ number: 6, branch: 'stable/2025.2' }))
      .set(7, change({ number: 7, ...withPatchSets(patchSet(1, 'a'), patchSet(2, 'b')) }));
    const step = { ...unpushed, changeId: idOf('a') };
    const known = await statusOf(step);
    assert.deepEqual(asked, ['ids a']);
    assert.equal(stepOf(known, 'end-gating').state, 'in-review');
    assert.deepEqual(
      foundChanges(plan(step), known).map(({ id, change: { number }, patchSet: set, commit }) => [
        id,
        number,
        set,
        commit,
      ]),
      [['end-gating', 7, 2, commitOf('b')]],
    );
  });

  it('a change that was found is given back with the patch set of the recorded commit, not with a newer one', async () => {
    const alex = { id: 9, name: 'Alex' };
    changes.set(7, change({ number: 7, ...withPatchSets(patchSet(1, 'a'), patchSet(2, 'b', alex)) }));
    const step = { ...unpushed, changeId: idOf('a'), commit: commitOf('a') };
    const known = await statusOf(step);
    assert.equal(stepOf(known, 'end-gating').state, 'changed');
    assert.deepEqual(
      foundChanges(plan(step), known).map(({ patchSet: set, commit }) => [set, commit]),
      [[1, commitOf('a')]],
    );
  });

  it('a Change-Id that only other projects have is a step that is due', async () => {
    changes.set(5, change({ number: 5, project: 'openstack/nova', status: 'MERGED' }));
    const step = { ...unpushed, changeId: idOf('a') };
    const known = await statusOf(step);
    assert.deepEqual([stepOf(known, 'end-gating').state, foundChanges(plan(step), known)], ['due', []]);
  });

  it('the successor of an abandoned change is found, though the plan has the old number', async () => {
    changes
      .set(1, change({ status: 'ABANDONED' }))
      .set(8, change({ number: 8, changeId: idOf('b'), ...withPatchSets(patchSet(1, 'a')) }));
    const step = { ...gating, changeId: idOf('b') };
    const known = await statusOf(step);
    assert.equal(stepOf(known, 'end-gating').words, '8 is in review');
    assert.deepEqual(
      foundChanges(plan(step), known).map(({ change: { number } }) => number),
      [8],
    );
  });

  it('a change that the plan has by its number is not given back', async () => {
    changes.set(1, change());
    const step = { ...gating, changeId: idOf('a') };
    assert.deepEqual(foundChanges(plan(step), await statusOf(step)), []);
    assert.deepEqual(asked, ['patch-sets 1']);
  });

  it('the last known state stays while the server is away, with its age and the reason', async () => {
    changes.set(1, change({ status: 'MERGED' }));
    await askServer(server, [plan(gating)]);
    now += HOUR;
    failure = AWAY;
    const known = await statusOf(gating);
    assert.deepEqual(
      [stepOf(known, 'end-gating').state, known.asOf, known.problem],
      ['merged', 1_000_000, AWAY.message],
    );
  });

  it('what another window knew stands in for what this one could not ask, under the older age', async () => {
    changes.set(2, change({ number: 2, project: 'openstack/freezer-dr' }));
    const both = plan(gating, { ...content, change: 2 });
    await askServer(server, [plan({ ...content, change: 2 })]);
    failure = AWAY;
    await askServer(server, [both]);
    const lastKnown: LastKnown = {
      get: (_, number) => (number === 1 ? change({ status: 'MERGED' }) : undefined),
      asOf: (_, numbers) => ([...numbers].length > 0 ? Math.min(...[...numbers].map((n) => n * 5000)) : undefined),
    };
    const known = status(both, lastKnown);
    assert.deepEqual(
      known.steps.map(({ state }) => state),
      ['merged', 'in-review'],
    );
    assert.equal(known.asOf, 5000);
    assert.equal(status(plan({ ...content, change: 2 }), lastKnown).asOf, 1_000_000, 'that one is known here');
  });

  it('answers are kept under the time of their question, also when the server is away later', async () => {
    const kept: unknown[] = [];
    const lastKnown = {
      keep(of: string, all: readonly Change[], asOf: number) {
        kept.push([of, all.map(({ number }) => number), asOf]);
        return Promise.resolve();
      },
    };
    changes.set(1, change()).set(7, change({ number: 7, changeId: idOf('b') }));
    const both = plan(gating, { ...unpushed, id: 'again', changeId: idOf('b') });
    await askServer(server, [both], lastKnown);
    now += HOUR;
    failure = AWAY;
    await askServer(server, [both], lastKnown);
    assert.deepEqual(kept, [
      [SERVER, [1, 7], 1_000_000],
      [SERVER, [1, 7], 1_000_000],
    ]);
  });

  it('a plan without changes asks nothing, and has no age', async () => {
    const known = await statusOf(unpushed, content);
    assert.deepEqual([asked, known.asOf, known.problem], [[], undefined, undefined]);
  });
});
