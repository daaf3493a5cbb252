import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Baselines } from '../../../src/coverage/baselines';
import { type Snapshot, snapshotOf } from '../../../src/coverage/snapshot';
import { reportOf } from './reportOf';

describe('baselines', () => {
  let storage: string;
  const warnings: string[] = [];
  const log = { trace() {}, debug() {}, info() {}, error() {}, warn: (text: string) => void warnings.push(text) };

  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'baselines-'));
    warnings.length = 0;
  });
  afterEach(() => rm(storage, { recursive: true }));

  const report = (n: number): Snapshot =>
    snapshotOf(reportOf({ 'a.py': { lines: [1, 2, 3], missing: [1] } }, n), () => undefined, undefined);
  const open = (): Promise<Baselines> => Baselines.open(storage, '/project', log);

  it('compares a report with the one before it', async () => {
    const baselines = await open();
    assert.equal(await baselines.arrived(report(1)), undefined);
    assert.equal((await baselines.arrived(report(2)))?.snapshot.writtenAt, 1);
    assert.equal((await baselines.arrived(report(3)))?.snapshot.writtenAt, 2);
  });

  it('changes nothing when the same report is read again, by another window too', async () => {
    const [one, other] = [await open(), await open()];
    await one.arrived(report(1));
    await one.arrived(report(2));
    assert.equal((await other.arrived(report(2)))?.snapshot.writtenAt, 1);
    assert.equal((await one.arrived(report(2)))?.snapshot.writtenAt, 1);
    const both = await Promise.all([one.arrived(report(3)), other.arrived(report(3))]);
    assert.deepEqual(both.map((baseline) => baseline?.snapshot.writtenAt), [2, 2]);
  });

  it('keeps a named one until it is cleared', async () => {
    const baselines = await open();
    await baselines.arrived(report(1));
    await baselines.setNamed('before the refactoring', report(1));
    await baselines.arrived(report(2));
    assert.deepEqual(await name(baselines.arrived(report(3))), ['before the refactoring', 1]);
    await baselines.clearNamed();
    assert.equal((await baselines.comparedWith())?.snapshot.writtenAt, 2);
  });

  it('goes on without a file that is damaged, and says so', async () => {
    const baselines = await open();
    await baselines.arrived(report(1));
    await baselines.arrived(report(2));
    const [folder] = await readdir(join(storage, 'baselines'));
    const file = join(storage, 'baselines', folder!, 'previous');
    const bytes = await readFile(file);
    for (const damage of [Buffer.alloc(0), bytes.subarray(0, 40), Buffer.from('{}\n{}\n')]) {
      await writeFile(file, damage);
      assert.equal(await baselines.comparedWith(), undefined);
    }
    assert.equal(warnings.length, 3);
    assert.equal((await baselines.arrived(report(3)))?.snapshot.writtenAt, 2);
  });

  it('keeps roots apart', async () => {
    await (await open()).arrived(report(1));
    const other = await Baselines.open(storage, '/other', log);
    assert.equal(await other.arrived(report(2)), undefined);
  });

  async function name(baseline: ReturnType<Baselines['arrived']>): Promise<unknown[]> {
    const found = await baseline;
    return [found?.name, found?.snapshot.writtenAt];
  }
});
