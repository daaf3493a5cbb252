import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { hashLines } from '../../../../src/base/lines';
import { missingLines } from '../../../../src/coverage/report/coverageReport';
import type { FolderCoverage } from '../../../../src/coverage/state/folderCoverage';
import { isReady } from '../../../../src/coverage/state/folderState';
import { FolderScene, type Hits, shown, xmlOf } from './folderScene';

describe('runs that are added to the coverage of a folder', () => {
  let scene: FolderScene;
  beforeEach(() => (scene = new FolderScene()));
  afterEach(() => scene.end());

  const T = 1_700_000_000;
  const TEXT = 'x = 1\ny = 2\nz = 3\n';
  const report = (files: Hits, time: number, name = 'coverage.xml'): string => scene.write(name, xmlOf(files), time);
  const untested = (folder: FolderCoverage, name: string): number[] | undefined => {
    const file = shown(folder).report.files.find((one) => one.name === name);
    return file && missingLines(file);
  };
  const moved = (folder: FolderCoverage): string | undefined => shown(folder).comparison.change?.text;
  /** What the text of a file was when it was measured, if that is known. */
  const textOf = async (folder: FolderCoverage, name: string): Promise<Uint32Array | undefined> =>
    shown(folder).texts.hashesOf(shown(folder).report.files.find((file) => file.name === name)!);

  it('added runs claim nothing of a file that was saved while the tests ran', async () => {
    for (const name of ['a.py', 'b.py', 'new.py']) scene.write(name, TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 }, 'b.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const folder = scene.window();
    await folder.refresh();

    // The tests ran from 100 to 300, and their report came at 310.
    const edited = TEXT.replace('y = 2', 'y = 20');
    scene.write('b.py', edited, T + 200);
    scene.write('new.py', edited, T + 200);
    const ran = { 1: 1, 2: 1, 3: 0 };
    const run = report({ 'a.py': ran, 'b.py': ran, 'new.py': ran }, T + 310, 'run.xml');
    await folder.addRun(run, (T + 100) * 1000);
    assert.deepEqual(
      [untested(folder, 'a.py'), untested(folder, 'b.py'), untested(folder, 'new.py')],
      [[3], [2, 3], undefined],
    );
    assert.deepEqual(await textOf(folder, 'a.py'), hashLines(TEXT));
    assert.deepEqual(await textOf(folder, 'b.py'), hashLines(TEXT), 'as the full report measured it');

    await folder.addRun(run, (T + 250) * 1000);
    assert.deepEqual([untested(folder, 'b.py'), untested(folder, 'new.py')], [[3], [3]]);
    assert.deepEqual(await textOf(folder, 'b.py'), hashLines(edited));
  });

  it('added runs are compared with what was shown before, but not in the next window', async () => {
    scene.write('a.py', TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const folder = scene.window();
    await folder.refresh();
    scene.published.length = 0;
    await folder.addRun(report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 110, 'run.xml'), (T + 100) * 1000);
    await folder.addRun(report({ 'a.py': { 1: 1, 2: 0, 3: 1 } }, T + 210, 'run.xml'), (T + 200) * 1000);
    const texts = scene.published.map((state) => (isReady(state) ? state.comparison.change?.text : undefined));
    const said = texts.filter((text, i) => text !== undefined && text !== texts[i - 1]);
    assert.deepEqual(said, ['1 more line tested: 33% to 67%', '1 more line tested: 67% to 100%']);

    const next = scene.window();
    await next.refresh();
    assert.equal(moved(next), undefined);
    report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 300);
    await next.refresh();
    assert.equal(moved(next), '1 more line tested: 33% to 67%');
  });

  it('added runs are compared with the named baseline if there is one', async () => {
    scene.write('a.py', TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const folder = scene.window();
    await folder.refresh();
    await folder.setBaseline('mine');
    await folder.addRun(report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 110, 'run.xml'), (T + 100) * 1000);
    await folder.addRun(report({ 'a.py': { 1: 1, 2: 0, 3: 1 } }, T + 210, 'run.xml'), (T + 200) * 1000);
    assert.deepEqual(
      [shown(folder).comparison.change?.baseline, moved(folder)],
      ['mine', '2 more lines tested: 33% to 100%'],
    );
    await folder.clearBaseline();
    assert.equal(moved(folder), '1 more line tested: 67% to 100%');
  });

  it('added runs never replace a report that arrived meanwhile', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `m${i}.py`);
    for (const name of ['a.py', ...names]) scene.write(name, TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const folder = scene.window();
    await folder.refresh();
    const ran = Object.fromEntries(names.map((name) => [name, { 1: 1, 2: 1, 3: 1 }]));
    const adding = folder.addRun(report(ran, T + 110, 'run.xml'), (T + 100) * 1000);
    report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 120);
    await Promise.all([adding, folder.refresh()]);
    assert.deepEqual(untested(folder, 'a.py'), [3]);
  });

  it('added runs without a full report leave out what was saved meanwhile', async () => {
    scene.write('a.py', TEXT, T);
    scene.write('b.py', TEXT, T + 200);
    const folder = scene.window();
    const run = report({ 'a.py': { 1: 1, 2: 0, 3: 0 }, 'b.py': { 1: 1, 2: 0, 3: 0 } }, T + 310, 'run.xml');
    await folder.addRun(run, (T + 100) * 1000);
    assert.deepEqual(
      shown(folder).report.files.map(({ name }) => name),
      ['a.py'],
    );
  });
});
