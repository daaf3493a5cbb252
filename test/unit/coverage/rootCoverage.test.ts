import { describe, it, beforeEach, afterEach } from 'mocha';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Baselines } from '../../../src/coverage/baselines';
import { readReportFiles } from '../../../src/coverage/readReportFiles';
import { RootCoverage } from '../../../src/coverage/rootCoverage';

const REPORT = `<?xml version="1.0" ?>
<coverage version="7.0" timestamp="1" lines-valid="1" lines-covered="1" line-rate="1" branches-covered="0" branches-valid="0" branch-rate="0" complexity="0">
<sources><source>.</source></sources>
<packages><package name="." line-rate="1" branch-rate="0" complexity="0"><classes>
<class name="a.py" filename="a.py" complexity="0" line-rate="1" branch-rate="0"><methods/><lines><line number="1" hits="1"/></lines></class>
</classes></package></packages></coverage>`;

describe('the coverage of a root', () => {
  let folder: string;
  let root: RootCoverage;
  let reads: number;
  const log = { trace: () => undefined, debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'root-coverage-'));
    mkdirSync(join(folder, 'project'));
    reads = 0;
    root = new RootCoverage(join(folder, 'project'), 'project', {
      log,
      settings: () => ({ reports: [], base: '' }),
      trusted: () => false,
      baselines: (path) => Baselines.open(join(folder, 'kept'), path, log),
      reader: {
        read: (paths, roots) => {
          reads++;
          return Promise.resolve(readReportFiles(paths, roots));
        },
      },
    });
  });
  afterEach(() => {
    root.dispose();
    rmSync(folder, { recursive: true });
  });

  it('finds what nobody told of, and reads nothing while all is as it was', async () => {
    await root.refresh();
    assert.equal(root.state, 'noReport');
    writeFileSync(join(folder, 'project/coverage.xml'), REPORT);
    await root.refreshIfChanged();
    assert.deepEqual([root.state, reads], ['ready', 1]);
    await root.refreshIfChanged();
    assert.equal(reads, 1);
    rmSync(join(folder, 'project/coverage.xml'));
    writeFileSync(join(folder, 'project/.coverage'), 'data');
    await root.refreshIfChanged();
    assert.deepEqual([root.state, reads], ['onlyData', 1]);
    let changes = 0;
    root.onDidChange(() => changes++);
    await root.refreshIfChanged();
    assert.equal(changes, 0);
  });
});
