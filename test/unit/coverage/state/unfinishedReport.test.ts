import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { Baselines } from '../../../../src/coverage/baseline/baselines';
import { readReportFiles } from '../../../../src/coverage/reading/readReportFiles';
import type { CoverageServices } from '../../../../src/coverage/state/coverageServices';
import { FolderCoverage } from '../../../../src/coverage/state/folderCoverage';

const REPORT = `<?xml version="1.0" ?>
<coverage version="7.0"><sources><source>.</source></sources><packages><package name="."><classes>
<class name="a.py" filename="a.py"><methods/><lines><line number="1" hits="1"/></lines></class>
</classes></package></packages></coverage>`;

describe('a report that is being written', () => {
  let path: string;
  let folder: FolderCoverage;
  const log = {
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'unfinished-'));
    const services: CoverageServices = {
      log,
      settings: () => ({ reports: [], base: '' }),
      trusted: () => false,
      environment: () => Promise.resolve(undefined),
      baselines: (project) => Baselines.open(join(path, 'kept'), project, log),
      reader: { read: (paths, roots) => new Promise((resolve) => resolve(readReportFiles(paths, roots))) },
    };
    folder = new FolderCoverage({ path, name: 'project' }, services, () => Promise.resolve());
    writeFileSync(join(path, 'coverage.xml'), REPORT.slice(0, 200));
  });
  afterEach(() => {
    folder.dispose();
    removeFolder(path);
  });

  it('an unfinished report is called broken at the second look, not at the first', async () => {
    await folder.refresh();
    assert.deepEqual([folder.state.kind, folder.state.problem], ['reading', undefined]);
    await folder.refresh();
    assert.deepEqual([folder.state.kind, folder.state.problem?.reason], ['broken', 'truncated']);
    writeFileSync(join(path, 'coverage.xml'), REPORT);
    await folder.refresh();
    assert.deepEqual([folder.state.kind, folder.state.problem], ['ready', undefined]);
  });

  it('an unfinished report is refused at once when the person opens it', async () => {
    await assert.rejects(folder.open([join(path, 'coverage.xml')]), { reason: 'truncated' });
  });
});
