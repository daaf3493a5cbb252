import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { hashLines } from '../../../../src/base/lines';
import { type Comparison, compare, comparisonText } from '../../../../src/coverage/baseline/comparison';
import { readReport } from '../../../../src/coverage/reading/readReportFiles';
import { type Snapshot, snapshotOf } from '../../../../src/coverage/report/snapshot';
import { type FileOf, reportOf } from '../reportOf';
import { fixtures } from '../samples';

type Files = Readonly<Record<string, FileOf>>;

function snapshot(files: Files, tree?: string): Snapshot {
  return snapshotOf(reportOf(files), (file) => hashLines(files[file.name]!.text ?? ''), tree);
}

function change(before: Files, after: Files, inChange?: (name: string, line: number) => boolean): Comparison {
  return compare(snapshot(before, 'tree 1'), snapshot(after, 'tree 2'), 'yesterday', inChange);
}

const text = Array.from({ length: 10 }, (_, i) => `line${i + 1}`).join('\n');

describe('change of coverage', () => {
  it('a comparison names the lines that a test runs now', () => {
    const result = change({ 'utils.py': { text, missing: [2, 3, 4, 5] } }, { 'utils.py': { text, missing: [5] } });
    assert.deepEqual(result.files[0]?.newlyTested, [2, 3, 4]);
    assert.equal(result.text, '3 more lines tested: 60% to 90%');
  });

  it('a comparison follows lines through edits', () => {
    const moved = `new1\nnew2\n${text}`;
    const result = change({ 'utils.py': { text, missing: [2, 3] } }, { 'utils.py': { text: moved, missing: [5, 6] } });
    const [file] = result.files;
    assert.deepEqual([file?.newlyTested, file?.newlyUntested, file?.noise], [[4], [6], []]);
    assert.equal(result.text, '1 more line tested, 1 no longer: 80% to 83%');
  });

  it('a comparison leaves out lines that are new or rewritten', () => {
    const rewritten = text.replace('line4', 'other4');
    const result = change(
      { 'utils.py': { text, missing: [4] } },
      { 'utils.py': { text: `${rewritten}\nnew`, missing: [] } },
    );
    assert.deepEqual([result.files[0]?.newlyTested, result.files[0]?.newlyUntested], [[], []]);
  });

  it('a comparison ignores every flip between two runs of the same tree', () => {
    const before = snapshot({ 'a.py': { text, missing: [1] }, 'b.py': { text, missing: [] } }, 'tree');
    const after = snapshot({ 'a.py': { text, missing: [2] }, 'b.py': { text, missing: [] } }, 'tree');
    const result = compare(before, after, 'yesterday');
    assert.deepEqual(
      result.files.map(({ name, noise, newlyTested, newlyUntested }) => [name, noise, newlyTested, newlyUntested]),
      [['a.py', [1, 2], [], []]],
    );
  });

  it('a comparison ignores branches between two runs of the same tree, and counts them otherwise', () => {
    const branching = (taken: number): Files => ({
      'a.py': { text, branches: [{ line: 2, total: 2, taken, missing: taken < 2 ? [5] : [] }] },
    });
    const same = compare(snapshot(branching(2), 'tree'), snapshot(branching(1), 'tree'), 'yesterday');
    assert.equal(same.text, 'Noise between two runs of the same source: 100% to 92%');
    const other = change(branching(2), branching(1));
    assert.equal(other.text, '1 untaken branch more: 100% to 92%');
    assert.match(comparisonText(other), /^- a\.py: 100\.0% to 91\.7%; .*untaken branches: 0 of 2 to 1 of 2$/m);
  });

  it('a comparison never blames a change for a line outside of it', () => {
    const before = { 'mine.py': { text, missing: [1] }, 'other.py': { text } };
    const after = { 'mine.py': { text, missing: [2] }, 'other.py': { text, missing: [7] } };
    const result = compare(snapshot(before), snapshot(after), 'yesterday', (name) => name === 'mine.py');
    const files = result.files.map(({ name, newlyTested, newlyUntested, noise }) => [
      name,
      newlyTested,
      newlyUntested,
      noise,
    ]);
    assert.deepEqual(files, [
      ['mine.py', [1], [2], []],
      ['other.py', [], [], [7]],
    ]);
    assert.match(result.text, /\(1 line outside the change flipped\)$/);
  });

  it('a comparison counts a line that a removed test may have left untested', () => {
    const [before, after] = [{ 'a.py': { text } }, { 'a.py': { text, missing: [7] } }];
    const untested = ({ files: [file] }: Comparison): unknown => [file?.newlyUntested, file?.noise];
    const outside = (): boolean => false;
    assert.deepEqual(untested(compare(snapshot(before), snapshot(after), 'yesterday')), [[7], []], 'nothing is known');
    assert.deepEqual(untested(change(before, after, outside)), [[7], []], 'the trees differ');
    assert.deepEqual(untested(compare(snapshot(before), snapshot(after, 'tree'), 'yesterday', outside)), [[], [7]]);
    assert.equal(change(before, after, outside).text, '1 line no longer tested: 100% to 90%');
  });

  it('a comparison has counts alone if a measured text is unknown and the statements differ', () => {
    const before = snapshotOf(reportOf({ 'a.py': { text: `${text}\n`, missing: [1, 2] } }), () => undefined, undefined);
    const after = snapshot({ 'a.py': { text: `\n${text}`, missing: [] } });
    const result = compare(before, after, 'yesterday');
    assert.deepEqual(result.files[0]?.newlyTested, []);
    assert.equal(result.text, '2 untested lines fewer: 80% to 100%');
  });

  it('a comparison treats unknown texts with the same statements as the same', () => {
    const report = (missing: number[]): Snapshot =>
      snapshotOf(reportOf({ 'a.py': { text, missing } }), () => undefined, undefined);
    const result = compare(report([1, 2, 3]), report([3, 4]), 'yesterday');
    assert.deepEqual([result.files[0]?.newlyTested, result.files[0]?.newlyUntested], [[1, 2], [4]]);
  });

  it('a comparison counts branches that are taken now, and percentages that changed without a line', () => {
    const branching = (taken: number): Files => ({
      'a.py': { text, branches: [{ line: 2, total: 2, taken, missing: taken < 2 ? [5] : [] }] },
    });
    assert.equal(change(branching(1), branching(2)).text, '1 untaken branch fewer: 92% to 100%');
    const longer = { 'a.py': { text: `${text}\nlonger`, missing: [3] } };
    assert.equal(change({ 'a.py': { text, missing: [3] } }, longer).text, 'Still 1 untested line: 90% to 91%');
  });

  it('a comparison has the lines that tests of a module of oslo.serialization run, and no others', () => {
    const folder = join(fixtures, 'oslo.serialization');
    const read = (name: string): Snapshot => {
      const { files } = readReport(readFileSync(join(folder, name)));
      const report = { ...reportOf({}), files: files.map((file) => ({ ...file, path: undefined })) };
      return snapshotOf(report, () => undefined, undefined);
    };
    const truth = JSON.parse(readFileSync(join(folder, 'delta.json'), 'utf8')) as {
      readonly files: Readonly<Record<string, { readonly newly_covered: number[] }>>;
    };
    const result = compare(read('before.xml'), read('coverage.xml'), 'before');
    const tested = result.files.map((file) => [`oslo_serialization/${file.name}`, file.newlyTested]);
    assert.deepEqual(
      tested,
      Object.entries(truth.files).map(([name, file]) => [name, file.newly_covered]),
    );
    assert.equal(result.text, '82 more lines tested: 59% to 82%');
  });

  it('a comparison never rounds to 100%', () => {
    const long = Array.from({ length: 1000 }, (_, i) => `line${i}`).join('\n');
    const result = change(
      { 'a.py': { text: long, missing: [1, 2, 3, 4, 5, 6] } },
      { 'a.py': { text: long, missing: [1] } },
    );
    assert.equal(result.text, '5 more lines tested: 99.4% to 99.9%');
  });

  it('a comparison lists files that appeared and disappeared', () => {
    const result = change({ 'old.py': { text } }, { 'new.py': { text, missing: [1] } });
    assert.deepEqual(
      result.files.map(({ name, before, after }) => [name, before?.percent, after?.percent]),
      [
        ['new.py', undefined, 90],
        ['old.py', 100, undefined],
      ],
    );
  });

  it('a comparison shows as many decimals as distinguish two percentages', () => {
    const long = Array.from({ length: 1000 }, (_, i) => `line${i}`).join('\n');
    const result = change({ 'a.py': { text: long, missing: [1, 2] } }, { 'a.py': { text: long, missing: [2] } });
    assert.equal(result.text, '1 more line tested: 99.8% to 99.9%');
  });

  it('a comparison of two equal reports is empty', () => {
    const files = { 'a.py': { text, missing: [3] } };
    assert.deepEqual(change(files, files).files, []);
    assert.equal(change(files, files).text, 'Coverage is the same: 90%');
  });

  it('a comparison fits into a review comment', () => {
    const result = change({ 'utils.py': { text, missing: [2, 3, 5, 8] } }, { 'utils.py': { text, missing: [8] } });
    assert.equal(
      comparisonText(result),
      '3 more lines tested: 60% to 90% (compared with yesterday)\n' +
        'Untested statements: 4 of 10 before, 1 of 10 now.\n' +
        '- utils.py: 60.0% to 90.0%; untested statements: 4 of 10 to 1 of 10; newly tested: 2-3, 5\n',
    );
    const branches = (taken: number): NonNullable<FileOf['branches']> => [{ line: 1, total: 2, taken, missing: [] }];
    const branching = change(
      { 'utils.py': { text, missing: [2], branches: branches(1) } },
      { 'utils.py': { text, branches: branches(2) } },
    );
    assert.equal(
      comparisonText(branching),
      '1 more line tested: 83% to 100% (compared with yesterday)\n' +
        'Untested statements: 1 of 10 before, 0 of 10 now.\n' +
        'Untaken branches: 1 of 2 before, 0 of 2 now.\n' +
        '- utils.py: 83.3% to 100.0%; untested statements: 1 of 10 to 0 of 10; untaken branches: 1 of 2 to 0 of 2; newly tested: 2\n',
    );
  });
});
