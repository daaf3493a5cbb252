import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hashLines } from '../../../../src/base/lines';
import { compareSteps } from '../../../../src/coverage/baseline/comparison';
import { addRun, addRunSteps } from '../../../../src/coverage/reading/addRun';
import {
  type Branch,
  branchesOf,
  type CoverageReport,
  missingLines,
  packBranches,
} from '../../../../src/coverage/report/coverageReport';
import { snapshotOf, snapshotSteps } from '../../../../src/coverage/report/snapshot';

const TEXT =
  'import os\n\ndef one():\n    if os:\n        return 1\n    return 2\n\ndef two():\n    return os.getcwd()\n';

/** A report of one file: hits by line. */
function report(hits: Record<number, number>, writtenAt: number, branches: Branch[] = []): CoverageReport {
  return {
    format: 'cobertura',
    sources: [`/r/${writtenAt}.xml`],
    writtenAt,
    toolVersion: undefined,
    hasBranches: branches.length > 0,
    unresolved: [],
    files: [
      {
        name: 'pkg/a.py',
        path: '/p/pkg/a.py',
        branches: packBranches(branches),
        lines: Uint32Array.from(Object.keys(hits), Number),
        hits: Uint32Array.from(Object.values(hits)),
      },
    ],
  };
}

describe('a run of some tests, added to the full report', () => {
  const full = report({ 1: 1, 3: 1, 4: 1, 5: 1, 6: 0, 8: 1, 9: 0 }, 1);
  const add = (run: CoverageReport, now = TEXT): CoverageReport =>
    addRun(
      full,
      () => hashLines(TEXT),
      run,
      () => hashLines(now),
    );

  it('an added run leaves tested lines tested, and adds what it ran', () => {
    const added = add(report({ 1: 1, 3: 1, 4: 0, 5: 0, 6: 0, 8: 1, 9: 1 }, 2));
    assert.deepEqual(missingLines(added.files[0]!), [6]);
    assert.deepEqual(added.sources, ['/r/1.xml', '/r/2.xml']);
    assert.equal(added.writtenAt, 2);
  });

  it('an added run can lack lines of the full report', () => {
    const lacking = { incomplete: { listed: 7, counted: 9 } };
    const run = { ...report({ 1: 1, 3: 1, 4: 0, 5: 0, 6: 0, 8: 1, 9: 1 }, 2), ...lacking };
    const hashes = (): Uint32Array => hashLines(TEXT);
    assert.equal(addRun(full, hashes, run, hashes).incomplete, undefined);
    assert.deepEqual(addRun({ ...full, ...lacking }, hashes, run, hashes).incomplete, lacking.incomplete);
  });

  it('an added run follows lines that moved since, and claims nothing of edited ones', () => {
    const now = TEXT.replace('import os\n', 'import os\nimport sys\n').replace('return 1', 'return 10');
    const added = add(report({ 1: 1, 2: 1, 4: 1, 5: 0, 6: 0, 7: 0, 9: 1, 10: 0 }, 2), now);
    assert.deepEqual([...added.files[0]!.lines], [1, 2, 4, 5, 6, 7, 9, 10]);
    assert.deepEqual(missingLines(added.files[0]!), [6, 7, 10]);
  });

  it("an added run counts alone if the report's text is unknown and the statements differ", () => {
    const added = addRun(
      full,
      () => undefined,
      report({ 1: 1, 2: 0 }, 2),
      () => hashLines(TEXT),
    );
    assert.deepEqual(missingLines(added.files[0]!), [2]);
    const same = addRun(
      full,
      () => undefined,
      report({ 1: 1, 3: 1, 4: 0, 5: 0, 6: 0, 8: 1, 9: 0 }, 2),
      () => hashLines(TEXT),
    );
    assert.deepEqual(missingLines(same.files[0]!), [6, 9]);
  });

  it('an added run keeps a branch that some test took', () => {
    const branch = (taken: number, missing: number[]): Branch => ({ line: 4, total: 2, taken, missing });
    const hits = { 1: 1, 3: 1, 4: 1, 5: 1, 6: 0, 8: 1, 9: 0 };
    const hashes = (): Uint32Array => hashLines(TEXT);
    const added = addRun(
      report(hits, 1, [branch(1, [6])]),
      hashes,
      report({ ...hits, 5: 0, 6: 1 }, 2, [branch(1, [5])]),
      hashes,
    );
    assert.deepEqual([...branchesOf(added.files[0]!)], [{ line: 4, total: 2, taken: 2, missing: [] }]);
  });

  it('adding a run pauses at each file, so that a large report blocks nothing', () => {
    const files = Array.from({ length: 100 }, (_, i) => ({ ...full.files[0]!, name: `${i}.py`, path: `/p/${i}.py` }));
    const many = { ...full, files };
    const hashes = (): Uint32Array => hashLines(TEXT);
    const snapshot = snapshotOf(many, hashes, undefined);
    const stepsOf = (steps: Generator): number => [...steps].length;
    assert.equal(stepsOf(addRunSteps(many, hashes, { ...many, writtenAt: 2 }, hashes)), 300, 'moved, merged, counted');
    assert.equal(stepsOf(snapshotSteps(many, hashes, undefined)), 100);
    assert.equal(stepsOf(compareSteps(snapshot, snapshot, 'before')), 100);
  });

  it('an added run keeps files that it did not measure', () => {
    const other = { ...full, files: [...full.files, { ...full.files[0]!, name: 'pkg/b.py', path: '/p/pkg/b.py' }] };
    const added = addRun(
      other,
      () => hashLines(TEXT),
      report({ 1: 1 }, 2),
      () => hashLines('import os\n'),
    );
    assert.deepEqual(
      added.files.map(({ name }) => name),
      ['pkg/a.py', 'pkg/b.py'],
    );
    assert.deepEqual(missingLines(added.files[1]!), [6, 9]);
  });
});
