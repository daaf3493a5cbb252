import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { after, before, describe, it } from 'mocha';
import { ReportError } from '../../../src/coverage/readers/reportError';
import { readReportFiles } from '../../../src/coverage/readReportFiles';
import { readReports } from '../../../src/coverage/readReports';
import { fixtures } from './samples';

describe('The worker that reads reports', () => {
  const project = join(fixtures, 'versions/project');
  const reports = ['unit.xml', 'functional.xml'].map((name) => join(fixtures, 'versions/7.15.4', name));
  let folder: string;
  let worker: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worker-'));
    worker = join(folder, 'report.worker.js');
    await build({
      entryPoints: [join(__dirname, '../../../src/coverage/report.worker.ts')],
      bundle: true,
      platform: 'node',
      outfile: worker,
    });
  });

  after(() => rm(folder, { recursive: true }));

  it('answers what reading here answers', async () => {
    assert.deepEqual(await readReports(reports, [project], { worker }), readReportFiles(reports, [project]));
    const [json] = [join(fixtures, 'versions/7.15.4/coverage.json')];
    assert.deepEqual(await readReports([json], [project], { worker }), readReportFiles([json], [project]));
  });

  it('says why a report cannot be read', async () => {
    const path = join(folder, 'none.xml');
    const reading = readReports([path], [], { worker });
    await assert.rejects(reading, (error) => {
      assert.ok(error instanceof ReportError);
      assert.deepEqual([error.reason, error.path], ['unreadable', path]);
      assert.match(error.message, /none\.xml is not there any more/);
      return true;
    });
  });

  it('can be told to stop', async () => {
    const endless = join(folder, 'endless.js');
    await writeFile(endless, 'for (;;);');
    const stop = new AbortController();
    const started = once(process, 'worker') as Promise<[Worker]>;
    const reading = readReports(reports, [project], { worker: endless, signal: stop.signal });
    const [thread] = await started;
    stop.abort(new Error('enough'));
    await assert.rejects(reading, { message: 'enough' });
    await once(thread, 'exit');
    await assert.rejects(readReports(reports, [project], { worker, signal: stop.signal }), { message: 'enough' });
  });

  it('may fail, and then the reading does', async () => {
    await assert.rejects(readReports(reports, [], { worker: join(folder, 'gone.js') }), /gone\.js/);
    const silent = join(folder, 'silent.js');
    await writeFile(silent, '');
    await assert.rejects(readReports(reports, [], { worker: silent }), /ended with code 0 and no answer/);
    const greedy = join(folder, 'greedy.js');
    await writeFile(greedy, 'const all = []; for (;;) all.push(Array.from({ length: 1e6 }, Math.random));');
    await assert.rejects(readReports(reports, [], { worker: greedy, heapMb: 32 }), { reason: 'too-large' });
  });
});
