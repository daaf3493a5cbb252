import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { editsFor } from '../../../../src/change/push/changeEdits';
import type { PushRequest, PushResult } from '../../../../src/change/push/push';

const result = (reason: string, ...changes: object[]): PushResult =>
  ({
    answer: { rejections: [{ reason }] },
    plan: { commits: changes.map((change) => ({ change })) },
  }) as unknown as PushResult;
const titles = (given: PushResult, request: PushRequest): string[] =>
  editsFor(given, request).map(({ title }) => title);

describe('edits of a change on the server', () => {
  const wip = { number: 5, status: 'NEW', wip: true, topic: 'a' };

  it('requested options are offered as edits if there is nothing new to push', () => {
    const nothingNew = result('nothing-new', wip);
    assert.deepEqual(titles(nothingNew, { state: 'ready', topic: '' }), ['Mark as Ready', 'Take the Topic Away']);
    assert.deepEqual(titles(nothingNew, { state: 'wip', topic: 'a' }), [], 'it is so already');
    assert.deepEqual(titles(nothingNew, {}), []);
    assert.deepEqual(titles(result('missing-change-id', wip), { state: 'ready' }), []);
    assert.deepEqual(titles(result('nothing-new', { ...wip, status: 'MERGED' }), { state: 'ready' }), []);
  });

  it('an abandoned change is restored, and a merged one never', () => {
    assert.deepEqual(titles(result('change-closed', { ...wip, status: 'ABANDONED' }), {}), ['Restore and Push Again']);
    assert.deepEqual(titles(result('change-closed', { ...wip, status: 'MERGED' }), {}), []);
  });

  it('edits apply to a whole chain', async () => {
    const asked: number[] = [];
    const [ready] = editsFor(result('nothing-new', wip, { ...wip, number: 6 }), { state: 'ready' });
    const client = { setReady: (number: number) => Promise.resolve(void asked.push(number)) };
    await ready!.make(client as unknown as Parameters<NonNullable<typeof ready>['make']>[0]);
    assert.deepEqual([asked, ready!.done], [[5, 6], 'Changes 5, 6 are ready for review.']);
  });
});
