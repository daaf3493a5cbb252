import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { RootScene, xmlOf } from './rootScene';

describe('the coverage of a root', () => {
  let scene: RootScene;
  beforeEach(() => (scene = new RootScene()));
  afterEach(() => scene.end());

  it('finds what nobody told of, and reads nothing while all is as it was', async () => {
    const root = scene.window();
    await root.refresh();
    assert.equal(root.state, 'noReport');
    writeFileSync(join(scene.project, 'coverage.xml'), xmlOf({ 'a.py': { 1: 1 } }));
    await root.refreshIfChanged();
    assert.deepEqual([root.state, scene.reads], ['ready', 1]);
    await root.refreshIfChanged();
    assert.equal(scene.reads, 1);
    rmSync(join(scene.project, 'coverage.xml'));
    writeFileSync(join(scene.project, '.coverage'), 'data');
    await root.refreshIfChanged();
    assert.deepEqual([root.state, scene.reads], ['onlyData', 1]);
    let changes = 0;
    root.onDidChange(() => changes++);
    await root.refreshIfChanged();
    assert.equal(changes, 0);
  });

  it('says which file it could not read, and goes on when it can', async () => {
    const root = scene.window();
    const ini = (length: number): void =>
      writeFileSync(join(scene.project, 'tox.ini'), `[tox]\n${'#'.repeat(length)}\n`);
    ini(1 << 20);
    await root.refresh();
    assert.equal(root.state, 'broken');
    assert.match(root.problem?.message ?? '', /tox\.ini is larger than 1 MB/);
    await root.refreshIfChanged();
    ini(1);
    await root.refreshIfChanged();
    assert.deepEqual([root.state, root.problem], ['noReport', undefined]);

    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 1 } }), 1_700_000_000);
    await root.refresh();
    ini(1 << 20);
    await root.refresh();
    assert.deepEqual([root.state, root.problem?.reason], ['ready', 'too-big'], 'what was shown stays');
    await root.refresh();
    ini(1);
    await root.refresh();
    assert.deepEqual([root.state, root.problem], ['ready', undefined]);
  });

  it('shows a report where nothing can be kept, and says so', async () => {
    writeFileSync(join(scene.folder, 'kept'), 'a file in the place of the folder');
    scene.write('coverage.xml', xmlOf({ 'a.py': { 1: 1 } }), 1_700_000_000);
    const root = scene.window();
    await root.refresh();
    assert.deepEqual([root.state, root.problem, root.change], ['ready', undefined, undefined]);
    assert.equal(root.baselineProblem?.reason, 'no-folder');
    assert.match(
      root.baselineProblem.message,
      /^Reports to compare with could not be kept: the folder of .* is gone, or a file is in its place\./,
    );
    await assert.rejects(root.setBaseline('mine'), (error) => error instanceof UserError);
  });

  it('does not look again at an unfinished report after its end', async () => {
    let reads = 0;
    let fail = (_error: UserError): void => undefined;
    const read = (): Promise<never> => {
      reads++;
      return new Promise((_, reject) => (fail = reject));
    };
    const root = scene.window({ reader: { read } });
    writeFileSync(join(scene.project, 'coverage.xml'), '<?xml version="1.0" ?>');
    const reading = root.refresh();
    while (reads === 0) await new Promise(setImmediate);
    root.dispose();
    fail(new UserError('truncated', 'It ends too early.'));
    await reading;
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(reads, 1);
  });
});
