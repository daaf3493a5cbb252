import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { Baselines } from '../../../../src/coverage/baseline/baselines';
import { readReportFiles } from '../../../../src/coverage/reading/readReportFiles';
import { RootCoverage } from '../../../../src/coverage/state/rootCoverage';

const REPORT = `<?xml version="1.0" ?>
<coverage version="7.0"><sources><source>.</source></sources><packages><package name="."><classes>
<class name="a.py" filename="a.py"><methods/><lines><line number="1" hits="1"/></lines></class>
</classes></package></packages></coverage>`;

describe('a report that is being written', () => {
  let folder: string;
  let root: RootCoverage;
  const log = {
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'unfinished-'));
    root = new RootCoverage(folder, 'project', {
      log,
      settings: () => ({ reports: [], base: '' }),
      trusted: () => false,
      environment: () => Promise.resolve(undefined),
      baselines: (path) => Baselines.open(join(folder, 'kept'), path, log),
      reader: { read: (paths, roots) => new Promise((resolve) => resolve(readReportFiles(paths, roots))) },
    });
    writeFileSync(join(folder, 'coverage.xml'), REPORT.slice(0, 200));
  });
  afterEach(() => {
    root.dispose();
    removeFolder(folder);
  });

  it('is not said to be broken at the first look, and is at the second', async () => {
    await root.refresh();
    assert.deepEqual([root.state, root.problem], ['reading', undefined]);
    await root.refresh();
    assert.deepEqual([root.state, root.problem?.reason], ['broken', 'truncated']);
    writeFileSync(join(folder, 'coverage.xml'), REPORT);
    await root.refresh();
    assert.deepEqual([root.state, root.problem], ['ready', undefined]);
  });

  it('is refused at once when the person opens it', async () => {
    await assert.rejects(root.open([join(folder, 'coverage.xml')]), { reason: 'truncated' });
  });
});
