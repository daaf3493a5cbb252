import assert from 'node:assert/strict';
import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { hashLines } from '../../../src/base/lines';
import { MeasuredTexts } from '../../../src/coverage/measuredTexts';
import type { FileCoverage } from '../../../src/coverage/model';
import { fileOf, reportOf } from './reportOf';
import { removeFolder } from '../../../scripts/lib/removeFolder';

describe('measured texts', () => {
  let folder: string;
  const T = 1_700_000_000;

  before(() => (folder = mkdtempSync(join(tmpdir(), 'measured-texts-'))));
  after(() => removeFolder(folder));

  /** A file as if it had been saved at a time, in seconds since the epoch. */
  function saved(name: string, text: string, time: number, measuredAt?: number): FileCoverage {
    const path = join(folder, name);
    writeFileSync(path, text);
    utimesSync(path, time, time);
    return { ...fileOf(name, { text }), path, ...(measuredAt !== undefined && { measuredAt: measuredAt * 1000 }) };
  }

  it('are not those of files that were saved after they were measured, though before the report was written', async () => {
    const files = [
      saved('before.py', 'x = 1', T - 10),
      saved('between.js', 'x = 2', T + 50, T),
      saved('measured.py', 'x = 3', T + 50, T + 60),
      saved('after.py', 'x = 4', T + 150),
    ];
    const texts = new MeasuredTexts(folder, { ...reportOf({}, (T + 100) * 1000), files }, undefined, false);
    await texts.findAll();
    const known = files.map((file) => texts.knownHashes(file));
    assert.deepEqual(known, [hashLines('x = 1'), undefined, hashLines('x = 3'), undefined]);
  });

  it('are those of files without a statement too, while these have none', async () => {
    const files = [saved('empty.py', '', T), saved('filled.py', '', T)];
    saved('filled.py', 'x = 1\n', T + 200);
    const texts = new MeasuredTexts(folder, { ...reportOf({}, (T + 100) * 1000), files }, undefined, false);
    await texts.findAll();
    assert.deepEqual(files.map((file) => texts.knownHashes(file)), [hashLines(''), undefined]);
  });
});
