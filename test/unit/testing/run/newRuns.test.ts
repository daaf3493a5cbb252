import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { NewRuns } from '../../../../src/testing/run/newRuns';
import { useFakeClock } from '../../fakeClock';

describe('runs that a terminal adds to the repository', () => {
  const pass = useFakeClock();
  let repository: string;
  let runs: NewRuns;
  let shown: number[];
  let errors: unknown[];
  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), 'new-runs-'));
    shown = [];
    errors = [];
    const show = (run: number): Promise<void> => (shown.push(run), Promise.resolve());
    runs = new NewRuns(repository, show, (error) => errors.push(error));
  });
  afterEach(() => {
    runs.dispose();
    removeFolder(repository);
    assert.deepEqual(errors, []);
  });

  /** What the runner writes last of a run, and the editor's word of it. */
  const write = (run: number): void => {
    writeFileSync(join(repository, 'next-stream'), `${run + 1}\n`);
    runs.touch();
  };

  it('terminal runs are shown once each, when writing has rested', async () => {
    write(0);
    await pass(399);
    write(0);
    await pass(399);
    assert.deepEqual(shown, []);
    await pass(1);
    assert.deepEqual(shown, [0]);
    write(1);
    await pass(400);
    runs.touch();
    await pass(400);
    assert.deepEqual(shown, [0, 1]);
  });

  it('terminal runs are shown once even if two looks overlap', async () => {
    write(0);
    const first = pass(400);
    runs.touch();
    await Promise.all([first, pass(400)]);
    assert.deepEqual(shown, [0]);
  });

  it('terminal runs are shown only if they are newer than those that were there', async () => {
    writeFileSync(join(repository, 'next-stream'), '4\n');
    await runs.markShown();
    runs.touch();
    await pass(400);
    assert.deepEqual(shown, []);
    write(4);
    await pass(400);
    assert.deepEqual(shown, [4]);
  });

  it('terminal runs are distinguished from a run of the view, which is not shown again', async () => {
    await runs.hold(async () => {
      write(0);
      await pass(400);
      assert.deepEqual(shown, []);
      runs.touch();
    });
    await pass(400);
    assert.deepEqual(shown, []);
    write(1);
    await pass(400);
    assert.deepEqual(shown, [1]);
  });

  it('terminal runs are not shown after the root is closed', async () => {
    write(0);
    runs.dispose();
    await pass(400);
    assert.deepEqual(shown, []);
  });
});
