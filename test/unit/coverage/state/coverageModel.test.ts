import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { CoverageModel } from '../../../../src/coverage/state/coverageModel';
import { FolderScene, xmlOf } from './folderScene';

describe('the coverage of a window', () => {
  let scene: FolderScene;
  let models: CoverageModel[];
  let a: string;
  let b: string;
  beforeEach(() => {
    scene = new FolderScene();
    models = [];
    [a, b] = [scene.addFolder('a'), scene.addFolder('b')];
  });
  afterEach(() => {
    for (const model of models) model.dispose();
    scene.end();
  });

  const T = 1_700_000_000;
  const report = (folder: string, time = T): string =>
    scene.write(join(folder, 'coverage.xml'), xmlOf({ 'x.py': { 1: 1 } }), time);
  const folder = (path: string): { path: string; name: string } => ({ path, name: path.slice(-1) });
  function model(isProject: (path: string) => Promise<boolean> = () => Promise.resolve(true)): CoverageModel {
    const made = new CoverageModel(scene.services(), isProject);
    models.push(made);
    return made;
  }
  const shown = (of: CoverageModel): string[] => of.reports().map(({ path }) => path);

  it("a window shows another folder's coverage when the report shown last is gone", async () => {
    report(a);
    report(b);
    const window = model();
    await window.setFolders([folder(a)]);
    await window.setFolders([folder(a), folder(b)]);
    assert.equal(window.report().path, b);
    rmSync(join(b, 'coverage.xml'));
    await window.refresh();
    assert.equal(window.report().path, a);
    assert.ok(window.table());

    report(b, T + 10);
    await window.refresh();
    assert.equal(window.report().path, b);
    await window.setFolders([folder(a)]);
    assert.equal(window.report().path, a);
    await window.setFolders([]);
    assert.throws(
      () => window.report(),
      (error) => error instanceof UserError && error.reason === 'no-report',
    );
  });

  it('a window has the folders that were named last, however long the others took', async () => {
    report(a);
    report(b);
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const window = model((path) => {
      asked.push(path);
      return new Promise((resolve) => answers.push(() => resolve(true)));
    });
    const first = window.setFolders([folder(a), folder(b)]);
    const second = window.setFolders([folder(b)]);
    for (let i = 0; i < 50; i++) {
      answers.splice(0).forEach((answer) => answer());
      await new Promise(setImmediate);
    }
    await Promise.all([first, second]);
    assert.deepEqual(shown(window), [b]);
    assert.deepEqual(
      window.folders().map(({ path }) => path),
      [b],
    );
    assert.ok(asked.length <= 3, 'each folder is looked at once, b perhaps twice');
  });

  it('a window has the other folders when one cannot be read', async () => {
    report(b);
    scene.write(join(a, 'tox.ini'), '#'.repeat((1 << 20) + 1), T);
    const window = model((path) =>
      path === a ? Promise.reject(new Error('EACCES: permission denied')) : Promise.resolve(true),
    );
    await window.setFolders([folder(a), folder(b)]);
    assert.deepEqual(shown(window), [b]);
    assert.deepEqual(
      window.states().flatMap(({ path, problem }) => (problem ? [[path, problem.reason]] : [])),
      [[a, 'too-big']],
    );
  });

  it('a report from elsewhere belongs to the folder with most of its files, even after a refresh', async () => {
    scene.write(join(a, 'common.py'), 'x = 1\n', T - 10);
    for (const name of ['one.py', 'two.py']) scene.write(join(b, name), 'x = 1\n', T - 10);
    const elsewhere = scene.addFolder('downloads');
    const names = ['common.py', 'one.py', 'two.py'];
    const hits = Object.fromEntries(names.map((name) => [name, { 1: 1 }]));
    const xml = scene.write(join(elsewhere, 'coverage.xml'), xmlOf(hits).replace('>.<', '>/build/project<'), T);
    const window = model(() => Promise.resolve(false));
    await window.setFolders([folder(a), folder(b)]);
    const { path, report: read } = await window.load(xml);
    assert.deepEqual([path, read.files.filter((file) => file.path !== undefined).length], [b, 2]);
    await window.refresh();
    assert.deepEqual(shown(window), [b]);

    const other = report(scene.addFolder('other'));
    assert.equal((await window.load(other)).path, join(scene.folder, 'other'), 'none of its files is in a folder');
    await window.refresh();
    assert.deepEqual(shown(window), [b, join(scene.folder, 'other')]);
    await window.setFolders([folder(a)]);
    assert.deepEqual(shown(window), [join(scene.folder, 'other')], 'a folder that was closed is closed');
  });

  it('painters draw a new report before any other listener is called or git is asked', async () => {
    report(a);
    const events: string[] = [];
    const made = new CoverageModel(
      scene.services({
        trusted: () => {
          events.push('git may be asked');
          return false;
        },
      }),
      () => Promise.resolve(true),
    );
    models.push(made);
    const paints: (() => void)[] = [];
    made.paintFirst(() => {
      if (made.reports().length === 0) return Promise.resolve();
      events.push('paint');
      return new Promise((resolve) => paints.push(resolve));
    });
    made.onDidChange((state) => events.push(state?.kind ?? 'folders'));
    let isSet = false;
    const setting = made.setFolders([folder(a)]).then(() => (isSet = true));
    while (paints.length === 0) await new Promise(setImmediate);
    for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    assert.deepEqual(
      events.splice(0),
      ['folders', 'git may be asked', 'paint'],
      'the texts know whether git may be asked',
    );
    while (!isSet) {
      paints.shift()?.();
      await new Promise(setImmediate);
    }
    await setting;
    assert.deepEqual(events, [
      ...['ready', 'git may be asked', 'paint'], // of the change
      ...['ready', 'git may be asked', 'paint'], // of the comparison
      'ready',
    ]);
  });

  it('a folder that does not exist has no report', () => {
    assert.throws(
      () => model().folder(a),
      (error) => error instanceof UserError && error.reason === 'no-report',
    );
  });

  it('a window that has closed begins nothing', async () => {
    report(a);
    let answer = (_is: boolean): void => undefined;
    const window = model(() => new Promise((resolve) => (answer = resolve)));
    const setting = window.setFolders([folder(a)]);
    await new Promise(setImmediate);
    window.dispose();
    answer(true);
    await setting;
    assert.deepEqual([scene.reads, window.folders().length], [0, 0]);
  });
});
