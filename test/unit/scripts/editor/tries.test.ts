import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { longestFirst, runFiles } from '../../../../scripts/editor/tries';

describe('files of editor tests', () => {
  it('files of editor tests run once more if one of their tests fails, and are named at the end', async () => {
    const runs: string[] = [];
    const counts = await runFiles(['a', 'b'], (file) => {
      runs.push(file);
      const late = file === 'b' && runs.length === 2;
      return Promise.resolve([
        { title: 'steady', ms: 1 },
        late ? { title: 'late', error: 'Waited in vain.\n  at here' } : { title: 'late', ms: 1 },
      ]);
    });
    assert.deepEqual(runs, ['a', 'b', 'b']);
    assert.deepEqual(counts, {
      passed: 4,
      failed: 0,
      notes: ['↻ ran again: late: Waited in vain.'],
      secondTries: 1,
      slowest: [
        { title: 'steady', ms: 1 },
        { title: 'late', ms: 1 },
        { title: 'steady', ms: 1 },
        { title: 'late', ms: 1 },
      ],
    });
  });

  it('files of editor tests that fail twice have failed', async () => {
    const counts = await runFiles(['a'], () => Promise.resolve([{ title: 'wrong', error: '1 is not 2' }]));
    assert.deepEqual(counts, {
      passed: 0,
      failed: 1,
      notes: ['↻ ran again: wrong: 1 is not 2', '✖ wrong: 1 is not 2'],
      secondTries: 1,
      slowest: [],
    });
  });

  it('files of editor tests are not run again if many fail', async () => {
    let runs = 0;
    const counts = await runFiles(['a', 'b', 'c', 'd', 'e'], () => {
      runs += 1;
      return Promise.resolve([{ title: 'wrong', error: '1 is not 2' }]);
    });
    assert.equal(runs, 5 + 3);
    assert.equal(counts.failed, 5);
    assert.equal(counts.secondTries, 3);
  });

  it('files of editor tests run in as many lanes as possible, each once, and are added up', async () => {
    const running = new Set<number>();
    const ran: string[] = [];
    let most = 0;
    const counts = await runFiles(
      ['a', 'b', 'c', 'd', 'e'],
      async (file, lane) => {
        assert.ok(!running.has(lane), `two files in lane ${lane}`);
        running.add(lane);
        most = Math.max(most, running.size);
        await new Promise(setImmediate);
        running.delete(lane);
        ran.push(file);
        return [
          file === 'd' && ran.length < 6 ? { title: 'late', error: 'Waited in vain.' } : { title: 'steady', ms: 1 },
        ];
      },
      2,
    );
    assert.equal(most, 2);
    assert.deepEqual([...ran].sort(), ['a', 'b', 'c', 'd', 'd', 'e']);
    const { passed, failed, notes, secondTries } = counts;
    assert.deepEqual([passed, failed, notes, secondTries], [5, 0, ['↻ ran again: late: Waited in vain.'], 1]);
  });

  it('begin with those that are known to take long', () => {
    const files = ['test/host/a.test.ts', 'test/host/b.test.ts', 'test/page/b.test.ts', 'test/page/c.test.ts'];
    assert.deepEqual(longestFirst(files, ['page/c', 'page/b', 'page/gone']), [
      'test/page/c.test.ts',
      'test/page/b.test.ts',
      'test/host/a.test.ts',
      'test/host/b.test.ts',
    ]);
  });
});
