import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { hashLines } from '../../../../src/base/lines';
import { missingLines } from '../../../../src/coverage/report/coverageReport';
import type { RootCoverage } from '../../../../src/coverage/state/rootCoverage';
import { type Hits, RootScene, xmlOf } from './rootScene';

describe('runs that are added to the coverage of a root', () => {
  let scene: RootScene;
  beforeEach(() => (scene = new RootScene()));
  afterEach(() => scene.end());

  const T = 1_700_000_000;
  const TEXT = 'x = 1\ny = 2\nz = 3\n';
  const report = (files: Hits, time: number, name = 'coverage.xml'): string => scene.write(name, xmlOf(files), time);
  const untested = (root: RootCoverage, name: string): number[] | undefined => {
    const file = root.report?.files.find((one) => one.name === name);
    return file && missingLines(file);
  };
  const moved = (root: RootCoverage): string | undefined => root.change?.text;
  /** What the text of a file was when it was measured, if that is known. */
  const textOf = async (root: RootCoverage, name: string): Promise<Uint32Array | undefined> =>
    root.texts!.hashesOf(root.report!.files.find((file) => file.name === name)!);

  it('claim nothing of a file that was saved while the tests ran', async () => {
    for (const name of ['a.py', 'b.py', 'new.py']) scene.write(name, TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 }, 'b.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const root = scene.window();
    await root.refresh();

    // The tests ran from 100 to 300, and their report came at 310.
    const edited = TEXT.replace('y = 2', 'y = 20');
    scene.write('b.py', edited, T + 200);
    scene.write('new.py', edited, T + 200);
    const ran = { 1: 1, 2: 1, 3: 0 };
    const run = report({ 'a.py': ran, 'b.py': ran, 'new.py': ran }, T + 310, 'run.xml');
    await root.addRun(run, (T + 100) * 1000);
    assert.deepEqual(
      [untested(root, 'a.py'), untested(root, 'b.py'), untested(root, 'new.py')],
      [[3], [2, 3], undefined],
    );
    assert.deepEqual(await textOf(root, 'a.py'), hashLines(TEXT));
    assert.deepEqual(await textOf(root, 'b.py'), hashLines(TEXT), 'as the full report measured it');

    await root.addRun(run, (T + 250) * 1000);
    assert.deepEqual([untested(root, 'b.py'), untested(root, 'new.py')], [[3], [3]]);
    assert.deepEqual(await textOf(root, 'b.py'), hashLines(edited));
  });

  it('are compared with what was shown before, and with nothing in the window that opens next', async () => {
    scene.write('a.py', TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const root = scene.window();
    await root.refresh();
    const texts: (string | undefined)[] = [];
    root.onDidChange(() => texts.push(root.change?.text));
    await root.addRun(report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 110, 'run.xml'), (T + 100) * 1000);
    await root.addRun(report({ 'a.py': { 1: 1, 2: 0, 3: 1 } }, T + 210, 'run.xml'), (T + 200) * 1000);
    const said = texts.filter((text, i) => text !== undefined && text !== texts[i - 1]);
    assert.deepEqual(said, ['1 more line tested: 33% to 67%', '1 more line tested: 67% to 100%']);

    const next = scene.window();
    await next.refresh();
    assert.equal(moved(next), undefined);
    report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 300);
    await next.refresh();
    assert.equal(moved(next), '1 more line tested: 33% to 67%');
  });

  it('are compared with the named baseline while there is one', async () => {
    scene.write('a.py', TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const root = scene.window();
    await root.refresh();
    await root.setBaseline('mine');
    await root.addRun(report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 110, 'run.xml'), (T + 100) * 1000);
    await root.addRun(report({ 'a.py': { 1: 1, 2: 0, 3: 1 } }, T + 210, 'run.xml'), (T + 200) * 1000);
    assert.deepEqual([root.change?.baseline, root.change?.text], ['mine', '2 more lines tested: 33% to 100%']);
    await root.clearBaseline();
    assert.equal(root.change?.text, '1 more line tested: 67% to 100%');
  });

  it('never take the place of a report that came meanwhile', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `m${i}.py`);
    for (const name of ['a.py', ...names]) scene.write(name, TEXT, T);
    report({ 'a.py': { 1: 1, 2: 0, 3: 0 } }, T + 10);
    const root = scene.window();
    await root.refresh();
    const ran = Object.fromEntries(names.map((name) => [name, { 1: 1, 2: 1, 3: 1 }]));
    const adding = root.addRun(report(ran, T + 110, 'run.xml'), (T + 100) * 1000);
    report({ 'a.py': { 1: 1, 2: 1, 3: 0 } }, T + 120);
    await Promise.all([adding, root.refresh()]);
    assert.deepEqual(untested(root, 'a.py'), [3]);
  });

  it('say nothing without a full report of what was saved meanwhile', async () => {
    scene.write('a.py', TEXT, T);
    scene.write('b.py', TEXT, T + 200);
    const root = scene.window();
    const run = report({ 'a.py': { 1: 1, 2: 0, 3: 0 }, 'b.py': { 1: 1, 2: 0, 3: 0 } }, T + 310, 'run.xml');
    await root.addRun(run, (T + 100) * 1000);
    assert.deepEqual(
      root.report?.files.map(({ name }) => name),
      ['a.py'],
    );
  });
});
