import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { after, afterEach, before, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { ReportError } from '../../../../src/coverage/reading/readers/reportError';
import { readReportFiles } from '../../../../src/coverage/reading/readReportFiles';
import { type ReaderOptions, ReportReader } from '../../../../src/coverage/reading/reportReader';
import { countsOf } from '../../../../src/coverage/report/coverageReport';
import { fixtures } from '../samples';

describe('the worker that reads reports', () => {
  const project = join(fixtures, 'versions/project');
  const reports = ['unit.xml', 'functional.xml'].map((name) => join(fixtures, 'versions/7.15.4', name));
  let folder: string;
  let worker: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worker-'));
    worker = join(folder, 'report.worker.js');
    await build({
      entryPoints: [join(__dirname, '../../../../src/coverage/reading/report.worker.ts')],
      bundle: true,
      platform: 'node',
      outfile: worker,
    });
  });

  after(() => removeFolder(folder));

  const readers: ReportReader[] = [];
  const readerWith = (options: ReaderOptions): ReportReader => {
    const reader = new ReportReader(options);
    readers.push(reader);
    return reader;
  };
  afterEach(() => readers.splice(0).forEach((reader) => reader.dispose()));

  /** The workers that are started from now on. */
  function started(): { workers: Worker[]; end: () => void } {
    const workers: Worker[] = [];
    const note = (thread: Worker): void => void workers.push(thread);
    process.on('worker', note);
    return { workers, end: () => process.off('worker', note) };
  }

  it('the report worker returns what reading without it returns', async () => {
    const reader = readerWith({ worker });
    assert.deepEqual(await reader.read(reports, [project]), readReportFiles(reports, [project]));
    const [json] = [join(fixtures, 'versions/7.15.4/coverage.json')];
    assert.deepEqual(await reader.read([json], [project]), readReportFiles([json], [project]));
  });

  it('the report worker counts as counting without it does', async () => {
    const { files } = await readerWith({ worker }).read(reports, [project]);
    assert.deepEqual(files.map(countsOf), readReportFiles(reports, [project]).files.map(countsOf));
  });

  it('the report worker stands ready, answers many requests, and is replaced after a while', async () => {
    const { workers, end } = started();
    const reader = readerWith({ worker, keptMs: 0 });
    reader.prepare();
    reader.prepare();
    const [a, b] = await Promise.all([reader.read(reports, [project]), reader.read(reports.slice(1), [project])]);
    assert.ok(a.files.length > 0 && b.files.length > 0);
    assert.equal(workers.length, 1);
    await once(workers[0]!, 'exit');
    await reader.read(reports, [project]);
    assert.equal(workers.length, 2);
    end();
  });

  it('the report worker returns why a report cannot be read', async () => {
    const path = join(folder, 'none.xml');
    const reading = readerWith({ worker }).read([path], []);
    await assert.rejects(reading, (error) => {
      assert.ok(error instanceof ReportError);
      assert.deepEqual([error.reason, error.path], ['unreadable', path]);
      assert.match(error.message, /none\.xml is not there any more/);
      return true;
    });
  });

  it('the report worker can be stopped, and reads again after that', async () => {
    const endless = join(folder, 'endless.js');
    await writeFile(endless, "require('node:worker_threads').parentPort.on('message', () => { for (;;); });");
    const stop = new AbortController();
    const { workers, end } = started();
    const reader = readerWith({ worker: endless });
    const reading = reader.read(reports, [project], stop.signal);
    await eventually(() => workers.length === 1);
    stop.abort(new Error('enough'));
    await assert.rejects(reading, { message: 'enough' });
    await once(workers[0]!, 'exit');
    await assert.rejects(reader.read(reports, [project], stop.signal), { message: 'enough' });
    void reader.read(reports, [project]).catch(() => undefined);
    await eventually(() => workers.length === 2);
    end();
  });

  it('a report worker that fails makes the reading fail', async () => {
    await assert.rejects(readerWith({ worker: join(folder, 'gone.js') }).read(reports, []), /gone\.js/);
    const silent = join(folder, 'silent.js');
    await writeFile(silent, '');
    await assert.rejects(readerWith({ worker: silent }).read(reports, []), /ended with code 0 and no answer/);
    const greedy = join(folder, 'greedy.js');
    await writeFile(greedy, 'const all = []; for (;;) all.push(Array.from({ length: 1e6 }, Math.random));');
    await assert.rejects(readerWith({ worker: greedy, heapMb: 32 }).read(reports, []), { reason: 'too-large' });
  });

  it('a report worker that fails while it stands ready causes no error', async () => {
    const broken = join(folder, 'broken.js');
    await writeFile(broken, "throw new Error('broken');");
    const { workers, end } = started();
    const reader = readerWith({ worker: broken });
    reader.prepare();
    await eventually(() => workers.length === 1);
    await new Promise((resolve) => workers[0]!.once('exit', resolve));
    await assert.rejects(reader.read(reports, []), /broken/);
    end();
  });

  it('the report worker is not started again after it was closed', async () => {
    const reader = readerWith({ worker });
    reader.dispose();
    await assert.rejects(reader.read(reports, [project]), /closed/);
  });
});

async function eventually(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}
