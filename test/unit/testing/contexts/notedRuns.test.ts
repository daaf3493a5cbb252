import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { NotedRuns } from '../../../../src/testing/contexts/notedRuns';

describe('recorded runs', () => {
  let storage: string;
  let root: string;
  let runs: NotedRuns;
  let time: number;

  beforeEach(() => {
    time = Date.now() - 100_000;
    storage = mkdtempSync(join(tmpdir(), 'noted-'));
    root = mkdtempSync(join(tmpdir(), 'root-'));
    runs = new NotedRuns(storage);
  });
  afterEach(() => {
    for (const folder of [storage, root]) removeFolder(folder);
  });

  /** Keeps a run whose data is its own name. */
  async function keep(name: string, ids: string[], startedAt = (time += 1000)): Promise<void> {
    const data = join(root, 'data');
    writeFileSync(data, name);
    await runs.keep(root, data, ids, startedAt);
  }
  const kept = async (): Promise<string[]> =>
    (await runs.of(root)).map(({ path }) => readFileSync(path, 'utf8')).sort();
  const files = (): string[] => readdirSync(join(storage, readdirSync(storage)[0]!, 'contexts'));

  it('recorded runs of a root that never ran are none', async () => {
    assert.deepEqual(await runs.of(root), []);
  });

  it('recorded runs of some tests add to those of others', async () => {
    await keep('first', ['a', 'b']);
    await keep('second', ['b']);
    assert.deepEqual(await kept(), ['first', 'second']);
    assert.deepEqual([...(await runs.of(root))[0]!.ran!].length > 0, true);
  });

  it('recorded runs are dropped once every test of them ran again', async () => {
    await keep('first', ['a', 'b']);
    await keep('second', ['b']);
    await keep('third', ['a', 'c']);
    assert.deepEqual(await kept(), ['second', 'third']);
    assert.equal(files().length, 4);
  });

  it('recorded runs are a dozen at most', async () => {
    for (let i = 0; i < 15; i++) await keep(`run ${i}`, [`test_${i}`]);
    assert.equal((await kept()).length, 12);
    assert.ok((await kept()).includes('run 14') && !(await kept()).includes('run 2'));
  });

  it('a recorded run of all tests stays through any number of runs of one test', async () => {
    await keep(
      'all',
      Array.from({ length: 20 }, (_, i) => `test_${i}`),
    );
    for (let i = 0; i < 15; i++) await keep(`run ${i}`, [`test_${i}`]);
    assert.equal((await kept()).length, 12);
    assert.ok((await kept()).includes('all') && (await kept()).includes('run 14'));
  });

  it('a recorded run is dated by when its tests began, so a later save is not what they ran', async () => {
    const startedAt = Date.now() - 60_000;
    await keep('slow', ['a'], startedAt);
    const [run] = await runs.of(root);
    assert.ok(Math.abs(run!.measuredAt - startedAt) < 1);
  });

  it('ids of a recorded run are read once, unless they did not exist yet', async () => {
    await keep('first', ['a']);
    const folder = join(storage, readdirSync(storage)[0]!, 'contexts');
    writeFileSync(join(folder, '1.json'), '["b"]');
    assert.deepEqual([...(await runs.of(root))[0]!.ran!], ['a']);
    writeFileSync(join(folder, '2.coverage'), 'of another window');
    assert.equal((await runs.of(root)).length, 1);
    writeFileSync(join(folder, '2.json'), '["c"]');
    assert.equal((await runs.of(root)).length, 2);
  });

  it('a recorded run finds the method of a scenario that ran', async () => {
    await keep('first', ['t.T.test_a(one)']);
    const [run] = await runs.of(root);
    assert.deepEqual([...run!.ran!], ['t.T.test_a(one)', 't.T.test_a']);
  });

  it('a recorded run whose keeping was interrupted is skipped', async () => {
    await keep('first', ['a']);
    const folder = join(storage, readdirSync(storage)[0]!, 'contexts');
    writeFileSync(join(folder, '7.coverage'), 'no ids');
    writeFileSync(join(folder, '8.coverage'), 'half of the ids');
    writeFileSync(join(folder, '8.json'), '["a", ');
    writeFileSync(join(folder, '9.coverage'), 'other ids');
    writeFileSync(join(folder, '9.json'), '{"a": 1}');
    assert.deepEqual(await kept(), ['first']);
    await keep('second', ['b']);
    assert.deepEqual(await kept(), ['first', 'second']);
  });

  it("the project's own data counts as a run of all tests, in its place by time", async () => {
    await keep('first', ['a']);
    writeFileSync(join(root, '.coverage'), 'own');
    utimesSync(join(root, '.coverage'), 1, 1);
    assert.deepEqual(
      (await runs.of(root)).map(({ ran }) => ran === undefined),
      [false, true],
    );
    utimesSync(join(root, '.coverage'), Date.now(), Date.now() / 1000 + 60);
    assert.deepEqual(
      (await runs.of(root)).map(({ ran }) => ran === undefined),
      [true, false],
    );
  });
});
