import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { forgetOldRuns, lastRunNumber, newestFirst, readStoredRun } from '../../../../src/testing/run/storedRun';
import { FIXTURES } from '../subunit/decoding';

describe('stored runs', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stored-run-'));
  });
  afterEach(() => removeFolder(folder));

  it('stored runs are numbered by next-stream', async () => {
    assert.equal(await lastRunNumber(folder), undefined);
    for (const [text, last] of [
      ['0\n', undefined],
      ['3\n', 2],
      ['', undefined],
      ['x', undefined],
      ['-1', undefined],
    ] as const) {
      await writeFile(join(folder, 'next-stream'), text);
      assert.equal(await lastRunNumber(folder), last, text);
    }
  });

  it('stored runs have their results and their time', async () => {
    await copyFile(join(FIXTURES, 'stestr-0.v1'), join(folder, '0'));
    const run = await readStoredRun(folder, 0);
    assert.equal(run.results().length, 10);
    assert.ok((run.seconds ?? 0) > 0);
    assert.deepEqual((await readStoredRun(folder, 1)).results(), []);
  });

  it('stored runs are ordered by which repository has the newest, among those with any', async () => {
    const [ours, theirs, empty] = ['ours', 'theirs', 'empty'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const [repository, seconds] of [
      [ours, 10],
      [theirs, 20],
    ] as const) {
      await mkdir(repository);
      await writeFile(join(repository, 'next-stream'), '1\n');
      await writeFile(join(repository, '0'), '');
      await utimes(join(repository, '0'), seconds, seconds);
    }
    assert.deepEqual(await newestFirst([ours, empty, theirs]), [theirs, ours]);
    await utimes(join(ours, '0'), 30, 30);
    assert.deepEqual(await newestFirst([ours, empty, theirs]), [ours, theirs]);
  });

  it('stored runs are removed except the last two', async () => {
    await Promise.all(
      ['0', '1', '2', '10', 'failing', 'times.dbm.dat'].map((name) => writeFile(join(folder, name), '')),
    );
    await writeFile(join(folder, 'next-stream'), '11\n');
    await writeFile(join(folder, '9'), '');
    await forgetOldRuns(folder);
    assert.deepEqual((await readdir(folder)).sort(), ['10', '9', 'failing', 'next-stream', 'times.dbm.dat']);
  });
});
