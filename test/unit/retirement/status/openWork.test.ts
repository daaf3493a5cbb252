import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openWorkWords, toAbandon } from '../../../../src/retirement/status/openWork';
import { change, content, plan } from './plans';

const changes = (count: number) => Array.from({ length: count }, (_, i) => change({ number: i + 1 }));
const words = (work: Partial<Parameters<typeof openWorkWords>[1]>): string[] =>
  openWorkWords('openstack/venus', { changes: [], more: false, branches: [], ...work });

describe('what is under way in a repository before it is emptied', () => {
  it('nothing has no words', () => assert.deepEqual(words({}), []));

  it('open changes are counted, and the first five are named', () => {
    assert.deepEqual(words({ changes: changes(1) }), [
      'openstack/venus has 1 open change, which cannot merge any more: 1',
    ]);
    assert.deepEqual(words({ changes: changes(7) }), [
      'openstack/venus has 7 open changes, which cannot merge any more: 1, 2, 3, 4, 5',
    ]);
  });

  it('more changes than were asked for are no exact number', () =>
    assert.match(words({ changes: changes(200), more: true }).join(), /has 200 or more open changes/));

  it('other branches are named, and cut after eight', () => {
    const branches = Array.from({ length: 9 }, (_, i) => `stable/202${i}.1`);
    assert.deepEqual(words({ branches: branches.slice(0, 2) }), [
      'Other branches keep their content: stable/2020.1, stable/2021.1',
    ]);
    assert.match(words({ branches }).join(), /stable\/2027\.1 …$/);
    assert.doesNotMatch(words({ branches: branches.slice(0, 8) }).join(), /…/);
  });
});

describe('the changes that end with a project', () => {
  const open = [
    change({ number: 1, changeId: 'Ia' }),
    change({ number: 2, changeId: 'Ib' }),
    change({ number: 3, changeId: 'Ic', branch: 'stable/2026.1' }),
  ];
  const numbers = (kind: 'retire' | 'deprecate'): number[] => {
    const own = plan({ ...content, changeId: 'Ib' });
    return toAbandon({ ...own, kind }, open).map(({ number }) => number);
  };

  it('those of the retirement itself stay open, known by a number or a Change-Id', () => {
    assert.deepEqual(numbers('retire'), [1, 3]);
  });

  it('stable branches of a deprecated project stay open', () => {
    assert.deepEqual(numbers('deprecate'), [1]);
  });
});
