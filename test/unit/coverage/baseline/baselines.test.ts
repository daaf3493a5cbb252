import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { KeepingError, keepFile, keeping } from '../../../../src/base/keeping';
import { Baselines } from '../../../../src/coverage/baseline/baselines';
import { type Snapshot, snapshotOf } from '../../../../src/coverage/report/snapshot';
import { reportOf } from '../reportOf';

describe('baselines', () => {
  let storage: string;
  const warnings: string[] = [];
  const log = { trace() {}, debug() {}, info() {}, error() {}, warn: (text: string) => void warnings.push(text) };

  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'baselines-'));
    warnings.length = 0;
  });
  afterEach(() => removeFolder(storage));

  const report = (n: number): Snapshot =>
    snapshotOf(reportOf({ 'a.py': { lines: [1, 2, 3], missing: [1] } }, n), () => undefined, undefined);
  const open = (): Promise<Baselines> => Baselines.open(storage, '/project', log);

  it('a report is compared with the one before it', async () => {
    const baselines = await open();
    assert.equal(await baselines.arrived(report(1)), undefined);
    assert.equal((await baselines.arrived(report(2)))?.snapshot.writtenAt, 1);
    assert.equal((await baselines.arrived(report(3)))?.snapshot.writtenAt, 2);
  });

  it('a report that is read again, by another window too, changes no baseline', async () => {
    const [one, other] = [await open(), await open()];
    await one.arrived(report(1));
    await one.arrived(report(2));
    assert.equal((await other.arrived(report(2)))?.snapshot.writtenAt, 1);
    assert.equal((await one.arrived(report(2)))?.snapshot.writtenAt, 1);
    const both = await Promise.all([one.arrived(report(3)), other.arrived(report(3))]);
    assert.deepEqual(
      both.map((baseline) => baseline?.snapshot.writtenAt),
      [2, 2],
    );
  });

  it('a report is not compared with a newer one: a second window may be late with the previous one', async () => {
    const baselines = await open();
    await baselines.arrived(report(1));
    await baselines.arrived(report(2));
    assert.equal(await baselines.arrived(report(1)), undefined);
    assert.equal((await baselines.latest(report(2).identity))?.writtenAt, 2);
    assert.equal((await baselines.arrived(report(3)))?.snapshot.writtenAt, 2);
    assert.equal(await baselines.arrived(report(1)), undefined);
    // Another file that the person opened is what they want to see, whenever it was written.
    const other = { ...report(1), identity: '/project/other.xml\n1' };
    assert.equal((await baselines.arrived(other))?.snapshot.writtenAt, 3);
    assert.equal((await baselines.arrived(report(3)))?.snapshot.identity, other.identity);
  });

  it('a report dated in the future by the clock is compared with, and those that follow are kept', async () => {
    const baselines = await open();
    const future = Date.UTC(2099, 0, 1);
    await baselines.arrived(report(future));
    assert.equal((await baselines.arrived(report(2)))?.snapshot.writtenAt, future);
    assert.equal((await baselines.arrived(report(3)))?.snapshot.writtenAt, 2);
  });

  it('a report that a full disk does not keep is compared, with a warning about the next one', async () => {
    await (await open()).arrived(report(1));
    let isFull = true;
    const keep: typeof keepFile = (what, path, data) =>
      isFull ? keeping(what, path, () => writeFile('/dev/full', data)) : keepFile(what, path, data);
    const baselines = await Baselines.open(storage, '/project', log, keep);
    assert.equal((await baselines.arrived(report(2)))?.snapshot.writtenAt, 1);
    assert.equal(baselines.problem?.reason, 'disk-full');
    assert.match(baselines.problem.message, /^This report, which the next one is compared with, could not be kept: /);
    await assert.rejects(baselines.setNamed('mine', report(2)), KeepingError);
    assert.equal(await baselines.named(), undefined);
    isFull = false;
    assert.equal((await baselines.arrived(report(3)))?.snapshot.writtenAt, 1);
    assert.equal(baselines.problem, undefined);
  });

  it('a baseline is the old or the new one, and whole, when a window that keeps one is killed', async () => {
    const writer = join(__dirname, 'keepBaselines.ts');
    for (let kill = 0; kill < 8; kill++) {
      const child = spawn(process.execPath, ['--import', 'tsx', writer, storage], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      const kept = new Set<number>();
      for await (const line of createInterface(child.stdout)) {
        kept.add(Number(line));
        // In the middle of what follows: another point of it each time.
        if (kept.size === 3) setTimeout(() => child.kill('SIGKILL'), kill * 7);
      }
      await ended;
      assert.equal(child.signalCode, 'SIGKILL');
      const baselines = await open();
      const found = await baselines.named();
      const last = Math.max(...kept);
      assert.ok(
        found && [last, last + 1].includes(found.snapshot.writtenAt),
        `${found?.snapshot.writtenAt} after ${last}`,
      );
      assert.equal(baselines.problem, undefined);
      assert.deepEqual(warnings, []);
    }
  }).timeout(120_000);

  it('a named baseline stays until it is cleared', async () => {
    const baselines = await open();
    await baselines.arrived(report(1));
    await baselines.setNamed('before the refactoring', report(1));
    await baselines.arrived(report(2));
    assert.deepEqual(await name(baselines.arrived(report(3))), ['before the refactoring', 1]);
    await baselines.clearNamed();
    assert.equal((await baselines.comparedWith())?.snapshot.writtenAt, 2);
  });

  it('a damaged file of baselines is skipped, and reported', async () => {
    await (await open()).arrived(report(1));
    await (await open()).arrived(report(2));
    const [folder] = await readdir(join(storage, 'baselines'));
    const file = join(storage, 'baselines', folder!, 'previous');
    const bytes = await readFile(file);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 1]! ^= 1;
    for (const damage of [
      Buffer.alloc(0),
      bytes.subarray(0, 40),
      bytes.subarray(0, -1),
      flipped,
      Buffer.from('{}\n{}\n'),
    ]) {
      await writeFile(file, damage);
      const baselines = await open();
      assert.equal(await baselines.comparedWith(), undefined);
      assert.match(baselines.problem?.message ?? '', /^The report kept from before is damaged/);
    }
    assert.equal(warnings.length, 5);
    const baselines = await open();
    assert.equal((await baselines.arrived(report(3)))?.snapshot.writtenAt, 2);
    assert.equal(baselines.problem, undefined);
  });

  it('a damaged named baseline is reported as such, and the previous report is compared with', async () => {
    await (await open()).arrived(report(1));
    await (await open()).arrived(report(2));
    await (await open()).setNamed('mine', report(1));
    const [folder] = await readdir(join(storage, 'baselines'));
    await writeFile(join(storage, 'baselines', folder!, 'named'), 'no baseline');
    const baselines = await open();
    assert.equal((await baselines.comparedWith())?.isNamed, false);
    assert.match(baselines.problem?.message ?? '', /^The baseline that you set is damaged/);
  });

  it('a damaged record of the present report is written again', async () => {
    await (await open()).arrived(report(1));
    const [folder] = await readdir(join(storage, 'baselines'));
    await writeFile(join(storage, 'baselines', folder!, 'latest'), 'nothing');
    const baselines = await open();
    assert.equal(await baselines.arrived(report(1)), undefined);
    assert.equal((await baselines.latest(report(1).identity))?.writtenAt, 1);
    assert.equal(await baselines.latest(report(2).identity), undefined);
  });

  it('baselines of the roots used last are kept', async () => {
    const folders = join(storage, 'baselines');
    for (let n = 0; n < 32; n++) await Baselines.open(storage, `/root${n}`, log);
    const [first, ...others] = await readdir(folders);
    await utimes(join(folders, first!), 1, 1);
    await Baselines.open(storage, '/one more', log);
    const left = await readdir(folders);
    assert.equal(left.length, 32);
    assert.ok(!left.includes(first!) && others.every((other) => left.includes(other)));
  });

  it('baselines of different roots are kept apart', async () => {
    await (await open()).arrived(report(1));
    const other = await Baselines.open(storage, '/other', log);
    assert.equal(await other.arrived(report(2)), undefined);
  });

  async function name(baseline: ReturnType<Baselines['arrived']>): Promise<unknown[]> {
    const found = await baseline;
    return [found?.name, found?.snapshot.writtenAt];
  }
});
