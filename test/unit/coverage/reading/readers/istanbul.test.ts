import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { mergeIstanbul, readIstanbul } from '../../../../../src/coverage/reading/readers/istanbul';
import type { ReadFile, ReadReport } from '../../../../../src/coverage/reading/readers/readReport';
import { ReportError } from '../../../../../src/coverage/reading/readers/reportError';
import { branchesOf, missingLines } from '../../../../../src/coverage/report/coverageReport';
import { fixtures } from '../../samples';

const FERRY = '/home/stack/ferry/src/ferry.js';

function read(name: string): ReadReport {
  return readIstanbul(JSON.parse(readFileSync(join(fixtures, 'istanbul', name), 'utf8')), 100);
}

function ferryOf(report: ReadReport): ReadFile {
  const file = report.files.find(({ name }) => name === FERRY);
  assert.ok(file);
  return file;
}

function missingOf(file: ReadFile): number[] {
  return missingLines({ ...file, path: undefined });
}

describe('Istanbul', () => {
  it("Istanbul's missing lines are those that nyc printed", () => {
    assert.deepEqual(missingOf(ferryOf(read('unit.json'))), [22]);
    assert.deepEqual(missingOf(ferryOf(read('functional.json'))), [5, 14, 18, 20, 22]);
    assert.deepEqual(missingOf(read('unit.json').files[1]!), [3]);
  });

  it("Istanbul's branches count by line and functions by name", () => {
    const file = ferryOf(read('unit.json'));
    const branches = [...branchesOf(file)];
    const taken = branches.reduce((sum, branch) => sum + branch.taken, 0);
    const total = branches.reduce((sum, branch) => sum + branch.total, 0);
    assert.equal((100 * taken) / total, (100 * 5) / 11, 'nyc prints 45.45');
    assert.deepEqual(branches[0], { line: 4, total: 2, taken: 2, missing: [] });
    assert.deepEqual(
      file.functions?.map(({ name, line, hits }) => [name, line, hits]),
      [
        ['fare', 3, 2],
        ['(anonymous_1)', 10, 0],
        ['(anonymous_2)', 13, 1],
        ['(anonymous_3)', 17, 1],
      ],
    );
  });

  it("Istanbul's reports merge as in nyc report", () => {
    const unit = read('unit.json');
    const functional = read('functional.json');
    const both = read('coverage-final.json');
    unit.files.forEach((file, i) => {
      assert.ok(file.istanbul && functional.files[i]?.istanbul);
      const merged = mergeIstanbul([file.istanbul, functional.files[i].istanbul]);
      assert.deepEqual({ ...merged, istanbul: undefined }, { ...both.files[i], istanbul: undefined });
    });
    assert.deepEqual(unit, read('unit.json'), 'what was read stays as it was');
  });

  it("Istanbul's older reports are read, and those that lost data to source maps", () => {
    const range = (line: number | null): unknown => ({
      start: { line, column: 0 },
      end: { line, column: null },
    });
    const [file] = readIstanbul(
      {
        'a.js': {
          path: '/r/a.js',
          statementMap: { 0: range(2), 1: range(null), 2: range(2) },
          s: { 0: 1, 1: 5, 2: 3 },
          fnMap: { 0: { name: 'old', line: 2, loc: range(3) } },
          f: { 0: 4 },
          branchMap: {
            0: { line: 2, type: 'if', locations: [range(2), range(2)] },
            1: { loc: range(4), type: 'if', locations: [range(4), { start: {}, end: {} }] },
          },
          b: { 0: [1, 0], 1: [0, 2] },
        },
      },
      10,
    ).files;
    assert.ok(file);
    assert.deepEqual([...file.lines], [2]);
    assert.deepEqual([...file.hits], [3], 'the busiest statement of the line, as Istanbul counts it');
    assert.deepEqual(
      [...branchesOf(file)],
      [
        { line: 2, total: 2, taken: 1, missing: [] },
        { line: 4, total: 2, taken: 1, missing: [] },
      ],
    );
    assert.deepEqual(file.functions, [{ name: 'old', line: 3, hits: 4 }]);
  });

  it('a report that would crash istanbul-lib-coverage is refused', () => {
    const file = { path: '/r/a.js', statementMap: {}, s: {}, fnMap: {}, f: {}, branchMap: {}, b: {} };
    const broken = [
      { ...file, path: '' },
      { ...file, s: { 0: -1 } },
      { ...file, statementMap: { 0: { start: null, end: null } } },
      { ...file, branchMap: { 0: { type: 'if', line: 1, locations: [] } }, b: { 0: [1] } },
      { ...file, branchMap: { 0: { type: 'if', line: 1, locations: [{ start: {}, end: {} }] } } },
    ];
    for (const value of broken) {
      assert.throws(
        () => readIstanbul({ a: value }, 10),
        (error) => error instanceof ReportError && error.reason === 'malformed',
        JSON.stringify(value),
      );
    }
  });
});
