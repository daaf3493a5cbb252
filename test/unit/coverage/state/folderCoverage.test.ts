import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { isReady } from '../../../../src/coverage/state/folderState';
import { useFakeClock } from '../../fakeClock';
import { FolderScene, shown, xmlOf } from './folderScene';

describe('the coverage of a folder', () => {
  let scene: FolderScene;
  beforeEach(() => (scene = new FolderScene()));
  afterEach(() => scene.end());

  it('an unannounced report is found, and nothing is read while all is unchanged', async () => {
    const folder = scene.window();
    await folder.refresh();
    assert.equal(folder.state.kind, 'noReport');
    writeFileSync(join(scene.project, 'coverage.xml'), xmlOf({ 'a.py': { 1: 1 } }));
    await folder.refreshIfChanged();
    assert.deepEqual([folder.state.kind, scene.reads], ['ready', 1]);
    await folder.refreshIfChanged();
    assert.equal(scene.reads, 1);
    rmSync(join(scene.project, 'coverage.xml'));
    writeFileSync(join(scene.project, '.coverage'), 'data');
    await folder.refreshIfChanged();
    assert.deepEqual([folder.state.kind, scene.reads], ['onlyData', 1]);
    const changes = scene.published.length;
    await folder.refreshIfChanged();
    assert.equal(scene.published.length - changes, 0);
  });

  it('a file that could not be read is reported, and read once it can be', async () => {
    const folder = scene.window();
    const ini = (length: number): void =>
      writeFileSync(join(scene.project, 'tox.ini'), `[tox]\n${'#'.repeat(length)}\n`);
    ini(1 << 20);
    await folder.refresh();
    const { state } = folder;
    assert.equal(state.kind, 'broken');
    assert.match(state.problem.message, /tox\.ini is larger than 1 MB/);
    await folder.refreshIfChanged();
    ini(1);
    await folder.refreshIfChanged();
    assert.deepEqual([folder.state.kind, folder.state.problem], ['noReport', undefined]);

    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 1 } }), 1_700_000_000);
    await folder.refresh();
    ini(1 << 20);
    await folder.refresh();
    assert.deepEqual([folder.state.kind, folder.state.problem?.reason], ['ready', 'too-big'], 'what was shown stays');
    await folder.refresh();
    ini(1);
    await folder.refresh();
    assert.deepEqual([folder.state.kind, folder.state.problem], ['ready', undefined]);
  });

  it('a report is shown if nothing can be kept, with a warning', async () => {
    writeFileSync(join(scene.folder, 'kept'), 'a file in the place of the folder');
    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 1 } }), 1_700_000_000);
    const folder = scene.window();
    await folder.refresh();
    assert.deepEqual(
      [folder.state.kind, folder.state.problem, shown(folder).comparison.change],
      ['ready', undefined, undefined],
    );
    const { problem } = shown(folder).comparison;
    assert.equal(problem?.reason, 'no-folder');
    assert.match(
      problem.message,
      /^Reports to compare with could not be kept: the folder of .* is gone, or a file is in its place\./,
    );
    await assert.rejects(folder.setBaseline('mine'), (error) => error instanceof UserError);
  });

  it('each step publishes another object, and changes none that was published', async () => {
    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 0 } }), 1_700_000_000);
    const folder = scene.window();
    await folder.refresh();
    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 1 } }), 1_700_000_010);
    await folder.refresh();
    assert.equal(new Set(scene.published).size, scene.published.length);
    const steps = scene.published.map((state) => {
      assert.ok(isReady(state));
      const { report, changeProblem, comparison } = state;
      return [report.writtenAt / 1000 - 1_700_000_000, changeProblem?.reason, comparison.snapshot !== undefined];
    });
    assert.deepEqual(steps, [
      [0, undefined, false], // read
      [0, 'untrusted', false], // change
      [0, 'untrusted', true], // texts and comparison
      [10, 'untrusted', false], // the same again, but git says nothing new
      [10, 'untrusted', true],
    ]);
  });

  it('changed settings of a report that is shown are published', async () => {
    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 0 } }), 1_700_000_000);
    const folder = scene.window();
    await folder.refresh();
    scene.published.length = 0;
    scene.write('.coveragerc', '[report]\nprecision = 2\n', 1_700_000_000);
    await folder.refresh();
    assert.deepEqual(
      scene.published.map((state) => state.survey?.config.precision),
      [2],
    );
    assert.equal(scene.reads, 1);
  });

  it('the report that is shown when its turn comes is kept as the baseline', async () => {
    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 0 } }), 1_700_000_000);
    const folder = scene.window();
    await folder.refresh();
    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 1 } }), 1_700_000_010);
    await Promise.all([folder.refresh(), folder.setBaseline('mine')]);
    const { named, change } = shown(folder).comparison;
    assert.deepEqual([named, change?.text], ['mine', 'Coverage is the same: 100%']);
  });

  describe('with an unfinished report', () => {
    const pass = useFakeClock();

    it('an unfinished report is read again half a second later, and not after its end', async () => {
      let reads = 0;
      let fail = (_error: UserError): void => undefined;
      const read = (): Promise<never> => {
        reads++;
        return new Promise((_, reject) => (fail = reject));
      };
      const folder = scene.window({ reader: { read } });
      writeFileSync(join(scene.project, 'coverage.xml'), '<?xml version="1.0" ?>');
      const refreshed = folder.refresh();
      await pass(0);
      fail(new UserError('truncated', 'It ends too early.'));
      await refreshed;
      await pass(499);
      assert.equal(reads, 1);
      await pass(1);
      assert.equal(reads, 2);
      folder.dispose();
      fail(new UserError('truncated', 'It ends too early.'));
      await pass(500);
      await folder.refresh();
      assert.equal(reads, 2);
    });
  });
});
