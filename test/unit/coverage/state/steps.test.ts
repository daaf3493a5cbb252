import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { arrivedBaseline, shownBaseline } from '../../../../src/coverage/baseline/baselineComparison';
import { compareReport } from '../../../../src/coverage/state/compareReport';
import {
  type FolderState,
  isReady,
  type ReadyFolder,
  showsOnlyRuns,
  unreadFolder,
} from '../../../../src/coverage/state/folderState';
import { addMeasuredRun, readRun } from '../../../../src/coverage/state/measuredRun';
import { measureMyChange } from '../../../../src/coverage/state/measureMyChange';
import { isAsRead, readFolder } from '../../../../src/coverage/state/readFolder';
import { FolderScene, xmlOf } from './folderScene';

describe('the steps to the coverage of a folder', () => {
  let scene: FolderScene;
  let unread: FolderState;
  beforeEach(() => {
    scene = new FolderScene();
    unread = unreadFolder({ path: scene.project, name: 'project' });
  });
  afterEach(() => scene.end());

  const T = 1_700_000_000;
  const TEXT = 'x = 1\ny = 2\n';
  const report = (second: number, time: number, name = 'coverage.xml'): string =>
    scene.write(name, xmlOf({ 'a.py': { 1: 1, 2: second } }), time);
  async function read(before: FolderState = unread): Promise<ReadyFolder> {
    const state = await readFolder(before, undefined, scene.services());
    assert.ok(isReady(state), state.kind);
    return state;
  }

  it('the step "read" gives another state for another report, and the same for the same', async () => {
    report(0, T);
    const first = await read();
    assert.equal(await read(first), first);
    assert.ok(await isAsRead(first, undefined, scene.services()));
    report(1, T + 10);
    assert.ok(!(await isAsRead(first, undefined, scene.services())));
    const second = await read(first);
    assert.deepEqual([first.report.writtenAt, second.report.writtenAt], [T * 1000, (T + 10) * 1000]);
  });

  it('the step "read" has the survey even if the report cannot be read, so that it is watched', async () => {
    const path = scene.write('coverage.xml', 'no report', T);
    const state = await readFolder(unread, undefined, scene.services());
    assert.deepEqual([state.kind, state.survey?.reports], ['broken', [path]]);
  });

  it('the step "read" reports a failed survey, and keeps the previous one', async () => {
    report(0, T);
    const first = await read();
    scene.write('tox.ini', '#'.repeat((1 << 20) + 1), T);
    const state = await readFolder(first, undefined, scene.services());
    assert.deepEqual([state.kind, state.problem?.reason], ['ready', 'too-big']);
    assert.equal(state.survey, first.survey);
  });

  it('the step "read" keeps the report after another survey of the same report', async () => {
    report(0, T);
    const first = await read();
    scene.write('.coveragerc', '[report]\nprecision = 2\n', T);
    const next = await read(first);
    assert.deepEqual([first.survey?.config.precision, next.survey?.config.precision], [0, 2]);
    assert.equal(next.report, first.report);
    assert.equal(next.texts, first.texts);
  });

  it('the step "compare" records a new report, so that the next is compared with it', async () => {
    scene.write('a.py', TEXT, T - 10);
    report(0, T);
    const first = await read();
    const compared = await compareReport(first, arrivedBaseline, scene.services());
    assert.deepEqual([compared.change, compared.problem], [undefined, undefined]);
    report(1, T + 10);
    const second = await read({ ...first, comparison: compared });
    assert.equal(second.comparison.snapshot, undefined, 'that was of the report before');
    const { change, snapshot } = await compareReport(second, arrivedBaseline, scene.services());
    assert.equal(change?.text, '1 more line tested: 50% to 100%');
    assert.equal(snapshot?.identity, `${join(scene.project, 'coverage.xml')}\n${(T + 10) * 1000}`);
  });

  it('the step "compare" has the report\'s snapshot if nothing can be kept, and the reason', async () => {
    writeFileSync(join(scene.folder, 'kept'), 'a file in the place of the folder');
    report(0, T);
    const { change, problem, snapshot } = await compareReport(await read(), arrivedBaseline, scene.services());
    assert.deepEqual([change, problem?.reason, snapshot?.files.size], [undefined, 'no-folder', 1]);
  });

  it('a run without a report is all that is shown, and stays after an empty survey', async () => {
    scene.write('a.py', TEXT, T - 10);
    const services = scene.services();
    const run = await readRun(scene.project, report(0, T + 10, 'run.xml'), T * 1000, services);
    const added = await addMeasuredRun(unread, run, services);
    assert.ok(showsOnlyRuns(added));
    const next = await read({ ...added, problem: undefined });
    assert.ok(showsOnlyRuns(next));
    assert.equal(next.report, added.report);
  });

  it('a run is compared with what was shown before it, and is not kept', async () => {
    scene.write('a.py', TEXT, T - 10);
    report(0, T);
    const services = scene.services();
    const first = await read();
    const shown = { ...first, comparison: await compareReport(first, arrivedBaseline, services) };
    const run = await readRun(scene.project, report(1, T + 20, 'run.xml'), (T + 10) * 1000, services);
    const added = await addMeasuredRun(shown, run, services);
    assert.equal(added.comparison.change, undefined, 'until it is compared');
    const { change } = await compareReport(added, shownBaseline, services);
    assert.equal(change?.text, '1 more line tested: 50% to 100%');
    const next = await compareReport(await read(), arrivedBaseline, services);
    assert.equal(next.change, undefined);
  });

  it('the step "change" gives the reason if git may not be run', async () => {
    report(0, T);
    const { changeCoverage, changeProblem } = await measureMyChange(await read(), scene.services());
    assert.deepEqual([changeCoverage, changeProblem?.reason], [undefined, 'untrusted']);
  });
});
