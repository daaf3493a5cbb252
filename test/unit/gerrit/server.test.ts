import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Change, GerritError, KnownChanges, readChangeRef, webUrlOf } from '../../../src/gerrit';

describe('where a change is', () => {
  it('is read from what people paste', () => {
    const changeId = `I${'a'.repeat(40)}`;
    const url = 'https://review.opendev.org/c/openstack/nova/+/996033';
    const host = 'review.opendev.org';
    const refs: [text: string, ref: unknown][] = [
      ['996033', { number: 996033 }],
      [' 996033,3\n', { number: 996033, patchSet: 3 }],
      [changeId, { changeId }],
      [url, { number: 996033, project: 'openstack/nova', host }],
      [`${url}/3`, { number: 996033, patchSet: 3, project: 'openstack/nova', host }],
      [`${url}/3/nova/conf.py#12`, { number: 996033, patchSet: 3, project: 'openstack/nova', host }],
      ['https://review.opendev.org/996033', { number: 996033, host }],
      ['https://review.opendev.org/#/c/996033/2', { number: 996033, patchSet: 2, host }],
      ['https://Review.OpenDev.org/c/996033', { number: 996033, host }],
    ];
    for (const [text, ref] of refs) assert.deepEqual(readChangeRef(text), ref, text);
    for (const text of [
      '',
      'x',
      '-1',
      '1; ls',
      `${changeId}0`,
      'https://u:p@h/1',
      'https://h/c/a b/+/1',
      'ssh://h/1',
      '9'.repeat(12),
    ]) {
      assert.equal(readChangeRef(text), undefined, text);
    }
  });

  it('is a page beside where git pushes to', () => {
    assert.equal(webUrlOf({ host: 'review.opendev.org', scheme: 'ssh', port: 29418 }), 'https://review.opendev.org/');
    assert.equal(webUrlOf({ host: 'g.example.org', scheme: 'https', port: 443 }), 'https://g.example.org/');
    assert.equal(webUrlOf({ host: '127.0.0.1', scheme: 'http', port: 8080 }), 'http://127.0.0.1:8080/');
  });
});

describe('changes that are known', () => {
  const change = (number: number): Change => ({ number, subject: `Change ${number}` }) as Change;

  it('are asked for once, and again when they are old', async () => {
    let now = 0;
    const asked: number[][] = [];
    const client = {
      changesByNumber(numbers: Iterable<number>) {
        asked.push([...numbers]);
        return Promise.resolve(
          new Map([...numbers].filter((number) => number !== 3).map((number) => [number, change(number)])),
        );
      },
    };
    const known = new KnownChanges(client, () => now);
    let heard = 0;
    known.onDidChange(() => heard++);
    assert.equal(known.peek(1), undefined);
    assert.deepEqual(await Promise.all([known.refresh([1, 2]), known.refresh([2, 3])]), [true, true]);
    assert.deepEqual(asked, [[1, 2], [3]]);
    assert.equal(known.peek(3)?.value, 'missing');
    now = 59_000;
    await known.refresh([1, 2, 3]);
    assert.equal(asked.length, 2);
    now = 61_000;
    await known.refresh([1]);
    assert.deepEqual([asked.length, known.peek(1)?.at, known.peek(2)?.at, heard], [3, 61_000, 0, 3]);
  });

  it('stay, with their age, while the server is away', async () => {
    let now = 0;
    let fail: GerritError | undefined;
    const client = {
      changesByNumber: () => (fail ? Promise.reject(fail) : Promise.resolve(new Map([[1, change(1)]]))),
    };
    const known = new KnownChanges(client, () => now);
    await known.refresh([1]);
    now = 100_000;
    fail = new GerritError('offline', 'gone');
    assert.equal(await known.refresh([1]), false);
    assert.equal(known.peek(1)?.at, 0);
    fail = new GerritError('nonsense', 'proxy');
    await assert.rejects(known.refresh([1]), { reason: 'nonsense' });
    fail = undefined;
    assert.equal(await known.refresh([1]), true);
    assert.equal(known.peek(1)?.at, 100_000);
  });
});
