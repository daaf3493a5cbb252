import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { mergeReports } from '../../../../src/coverage/reading/merge';
import { readReportFiles } from '../../../../src/coverage/reading/readReportFiles';
import type { Branch, CoverageReport, FileCoverage } from '../../../../src/coverage/report/coverageReport';
import { branchesOf, packBranches } from '../../../../src/coverage/report/coverageReport';
import { fileOf, reportOf } from '../reportOf';
import { fixtures, versions } from '../samples';

function plain(file: FileCoverage): unknown {
  return { ...file, lines: [...file.lines], hits: [...file.hits], branches: [...branchesOf(file)] };
}

/** Without when it was measured: what is merged here and its counterpart are files of different times. */
function timeless(file: FileCoverage): unknown {
  return { ...(plain(file) as object), measuredAt: undefined };
}

function branches(report: CoverageReport): Branch[] {
  return report.files.flatMap((file) => [...branchesOf(file)]);
}

/** A report of one file `a.py` in which line 1 ran and branches so. */
function branching(total: number, taken: number, missing: Branch['missing']): CoverageReport {
  return reportOf({ 'a.py': { lines: [1], branches: [{ line: 1, total, taken, missing }] } });
}

describe('merged reports', () => {
  const project = join(fixtures, 'versions/project');

  for (const version of versions) {
    for (const kind of ['', '-nobranch']) {
      it(`merged reports of coverage.py ${version}${kind} are what coverage combine measured`, () => {
        const path = (name: string): string => join(fixtures, 'versions', version, `${name}${kind}.xml`);
        const merged = readReportFiles([path('unit'), path('functional')], [project]);
        const combined = readReportFiles([path('coverage')], [project]);
        assert.equal(merged.hasBranches, combined.hasBranches);
        assert.deepEqual(
          merged.files.map(timeless),
          [...combined.files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(timeless),
        );
      });
    }
  }

  it('merged reports of Istanbul are what nyc report merged', () => {
    const path = (name: string): string => join(fixtures, 'istanbul', name);
    const merged = readReportFiles([path('unit.json'), path('functional.json')], []);
    const combined = readReportFiles([path('coverage-final.json')], []);
    assert.deepEqual(merged.files.map(timeless), combined.files.map(timeless));
  });

  it('merged reports miss a branch only if all of them do', () => {
    const taken = (...reports: CoverageReport[]): Branch[] => branches(mergeReports(reports));
    assert.deepEqual(taken(branching(2, 1, [4]), branching(2, 1, [7])), [{ line: 1, total: 2, taken: 2, missing: [] }]);
    assert.deepEqual(taken(branching(3, 1, ['exit', 4]), branching(3, 1, ['exit', 7])), [
      { line: 1, total: 3, taken: 2, missing: ['exit'] },
    ]);
    assert.deepEqual(taken(branching(2, 0, ['exit', 'exit']), branching(2, 1, ['exit'])), [
      { line: 1, total: 2, taken: 1, missing: ['exit'] },
    ]);
  });

  it('merged reports take as many branches as the best of those that only count', () => {
    assert.deepEqual(branches(mergeReports([branching(4, 1, []), branching(4, 3, [])])), [
      { line: 1, total: 4, taken: 3, missing: [] },
    ]);
    assert.deepEqual(branches(mergeReports([branching(2, 1, []), branching(2, 1, [7])])), [
      { line: 1, total: 2, taken: 1, missing: [7] },
    ]);
  });

  it('merged reports say nothing of branches of a line that ran without being watched', () => {
    const watched = reportOf({
      'a.py': {
        lines: [1, 5],
        missing: [1],
        branches: [
          { line: 1, total: 2, taken: 0, missing: [2, 5] },
          { line: 5, total: 2, taken: 1, missing: [6] },
        ],
      },
    });
    const without = { ...reportOf({ 'a.py': { lines: [1, 5], missing: [5] } }), hasBranches: false };
    const merged = mergeReports([watched, without]);
    assert.deepEqual([...merged.files[0]!.hits], [1, 1]);
    assert.deepEqual(branches(merged), [{ line: 5, total: 2, taken: 1, missing: [6] }]);
  });

  it('merged reports leave out what was measured before a file changed', () => {
    const old = reportOf({ 'a.py': { lines: [1, 2], missing: [] }, 'b.py': { lines: [1], missing: [] } }, 1000);
    const young = reportOf({ 'a.py': { lines: [1, 3], missing: [3] }, 'b.py': { lines: [1], missing: [1] } }, 3000);
    const changedAt = (a: number | undefined) => (path: string) => (path === '/project/a.py' ? a : 500);
    const linesOf = (a: number | undefined): number[][] => {
      const { files } = mergeReports([old, young], changedAt(a));
      assert.deepEqual([...files[1]!.hits], [1], 'b.py did not change');
      return [[...files[0]!.lines], [...files[0]!.hits]];
    };
    assert.deepEqual(
      linesOf(2000),
      [
        [1, 3],
        [1, 0],
      ],
      'changed in between',
    );
    assert.deepEqual(
      linesOf(500),
      [
        [1, 2, 3],
        [1, 1, 0],
      ],
      'changed before both',
    );
    assert.deepEqual(
      linesOf(4000),
      [
        [1, 3],
        [1, 0],
      ],
      'changed after both, and the statements differ',
    );
    assert.deepEqual(
      linesOf(undefined),
      [
        [1, 2, 3],
        [1, 1, 0],
      ],
      'not known',
    );
  });

  it('merged reports date each file by the oldest report that includes it', () => {
    const old = reportOf({ 'both.py': { lines: [1] }, 'changed.py': { lines: [1] }, 'old.py': { lines: [1] } }, 1000);
    const young = reportOf(
      { 'both.py': { lines: [1] }, 'changed.py': { lines: [1] }, 'young.py': { lines: [1] } },
      3000,
    );
    const changedAt = (path: string): number => (path === '/project/changed.py' ? 2000 : 500);
    const timesOf = (...reports: CoverageReport[]): unknown => {
      const { files, writtenAt } = mergeReports(reports, changedAt);
      return files.map((file) => [file.name, file.measuredAt ?? writtenAt]);
    };
    const times = [
      ['both.py', 1000],
      ['changed.py', 3000],
      ['old.py', 1000],
      ['young.py', 3000],
    ];
    assert.deepEqual(timesOf(old, young), times);
    assert.deepEqual(timesOf(young, mergeReports([old, young], changedAt)), times);
  });

  it('merged reports join duplicates, keep the order of a single report, and name their sources', () => {
    const once = reportOf({ 'b.py': { lines: [1, 2], missing: [2] }, 'a.py': { lines: [1] } });
    const twice = { ...once, files: [...once.files, fileOf('b.py', { lines: [2, 3], missing: [3] })] };
    const merged = mergeReports([twice]);
    assert.deepEqual(
      merged.files.map((file) => [file.name, ...file.hits]),
      [
        ['b.py', 1, 1, 0],
        ['a.py', 1],
      ],
    );
    const other = { ...once, sources: ['/project/z.xml'], writtenAt: 1, toolVersion: '5.5' };
    const { sources, writtenAt, toolVersion } = mergeReports([other, once]);
    assert.deepEqual(
      { sources, writtenAt, toolVersion },
      { sources: ['/project/z.xml', '/project/cover/coverage.xml'], writtenAt: once.writtenAt, toolVersion: '7.15.4' },
    );
  });

  it('merged reports list each missing file once', () => {
    const unresolved = (reason: 'missing' | 'ambiguous', ...candidates: string[]): CoverageReport => {
      return { ...reportOf({}), unresolved: [{ name: 'x.py', reason, candidates }] };
    };
    const reports = [unresolved('ambiguous', '/b'), unresolved('missing'), unresolved('ambiguous', '/a')];
    assert.deepEqual(mergeReports(reports).unresolved, [
      { name: 'x.py', reason: 'ambiguous', candidates: ['/a', '/b'] },
    ]);
  });

  describe('whatever they are', () => {
    const result = (reports: readonly CoverageReport[]): unknown => {
      const merged = mergeReports(reports);
      return { ...merged, sources: [...merged.sources].sort(), files: merged.files.map(plain) };
    };

    it('merged reports do not depend on their order', () => {
      fc.assert(
        fc.property(sameProject(3), ([a, b, c]) => {
          assert.deepEqual(result([a!, b!, c!]), result([c!, a!, b!]));
        }),
      );
    });

    it('merged reports do not depend on the grouping', () => {
      fc.assert(
        fc.property(sameProject(3), ([a, b, c]) => {
          assert.deepEqual(result([mergeReports([a!, b!]), c!]), result([a!, mergeReports([b!, c!])]));
          assert.deepEqual(result([mergeReports([a!, b!]), c!]), result([a!, b!, c!]));
        }),
      );
    });

    it('merged reports do not change when merged with themselves', () => {
      fc.assert(
        fc.property(sameProject(1), ([a]) => {
          const once = mergeReports([a!, a!]);
          assert.deepEqual(result([once, once]), result([a!, a!]));
          assert.deepEqual(once.files.map(plain), [...a!.files].sort((x, y) => (x.name < y.name ? -1 : 1)).map(plain));
        }),
      );
    });

    it('merged reports call nothing untested that one of them tested', () => {
      fc.assert(
        fc.property(sameProject(2), (reports) => {
          const merged = mergeReports(reports).files;
          for (const part of reports.flatMap((report) => report.files)) {
            const file = merged.find(({ path }) => path === part.path);
            assert.ok(file);
            part.lines.forEach((line, i) => assert.ok(file.hits[file.lines.indexOf(line)]! >= part.hits[i]!));
          }
        }),
      );
    });
  });
});

/** Reports as of one project: the same ways out of the same lines, some named or all only counted. */
function sameProject(count: number): fc.Arbitrary<CoverageReport[]> {
  const run = fc.record({ line: fc.integer({ min: 1, max: 6 }), hits: fc.nat(2), ways: fc.nat(7) });
  const file = fc.uniqueArray(run, { selector: ({ line }) => line, maxLength: 5 });
  const files = fc.dictionary(fc.constantFrom('a.py', 'b.py', 'c.py'), file, { maxKeys: 3, noNullPrototype: true });
  const report = fc.tuple(files, fc.constantFrom(1000, 2000), fc.constantFrom('/r/a.xml', '/r/b.xml'));
  return fc.tuple(fc.boolean(), fc.array(report, { minLength: count, maxLength: count })).map(([named, reports]) =>
    reports.map(([byName, writtenAt, source]): CoverageReport => {
      return {
        ...reportOf({}, writtenAt),
        sources: [source],
        files: Object.entries(byName).map(([name, runs]) => {
          runs.sort((a, b) => a.line - b.line);
          return {
            name,
            path: `/project/${name}`,
            lines: Uint32Array.from(runs, ({ line }) => line),
            hits: Uint32Array.from(runs, ({ hits }) => hits),
            branches: packBranches(runs.map(({ line, ways }) => branchOf(line, ways, named))),
          };
        }),
      };
    }),
  );
}

/** Three ways out of a line, those of the bits taken. */
function branchOf(line: number, ways: number, named: boolean): Branch {
  const missing = [10, 20, 30].filter((_, bit) => (ways & (1 << bit)) === 0);
  return { line, total: 3, taken: 3 - missing.length, missing: named ? missing : [] };
}
