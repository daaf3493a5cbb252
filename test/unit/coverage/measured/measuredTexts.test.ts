import assert from 'node:assert/strict';
import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { hashLines } from '../../../../src/base/lines';
import { MeasuredTexts } from '../../../../src/coverage/measured/measuredTexts';
import type { FileCoverage } from '../../../../src/coverage/report/coverageReport';
import { fileOf, reportOf } from '../reportOf';

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

  it('measured texts exclude files saved after they were measured, even before the report was written', async () => {
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

  it('measured texts are unknown for a report from the future, or older than its files, as after a clock change', async () => {
    const tomorrow = Date.now() / 1000 + 2 * 24 * 60 * 60;
    for (const time of [tomorrow, Date.UTC(2099, 0, 1) / 1000, 0]) {
      const file = saved('edited.py', 'x = 2', T);
      const texts = new MeasuredTexts(folder, { ...reportOf({}, time * 1000), files: [file] }, undefined, false);
      assert.equal(await texts.hashesOf(file), undefined, new Date(time * 1000).toISOString());
    }
  });

  it('measured texts are known if the clock of a file server is some minutes ahead', async () => {
    const ahead = Date.now() / 1000 + 5 * 60;
    const file = saved('a.py', 'x = 1', ahead - 10);
    const texts = new MeasuredTexts(folder, { ...reportOf({}, ahead * 1000), files: [file] }, undefined, false);
    assert.deepEqual(await texts.hashesOf(file), hashLines('x = 1'));
  });

  it('measured texts include files without a statement, while these have none', async () => {
    const files = [saved('empty.py', '', T), saved('filled.py', '', T)];
    saved('filled.py', 'x = 1\n', T + 200);
    const texts = new MeasuredTexts(folder, { ...reportOf({}, (T + 100) * 1000), files }, undefined, false);
    await texts.findAll();
    assert.deepEqual(
      files.map((file) => texts.knownHashes(file)),
      [hashLines(''), undefined],
    );
  });
});
