import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { DEFAULT_CONFIG } from '../../../../src/coverage/find/coverageConfig';
import { readCobertura } from '../../../../src/coverage/reading/readers/cobertura';
import { type Branch, type CoverageReport, packBranches } from '../../../../src/coverage/report/coverageReport';
import { reportTable, type TableConfig, type TableOptions } from '../../../../src/coverage/table/table';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/coverage');
const read = (...path: string[]): string => readFileSync(join(FIXTURES, ...path), 'utf8');

/** The report of an XML, its files named as the table that is expected names them. */
function reportOf(path: string, expected: string): CoverageReport {
  const { format, toolVersion, hasBranches, sources, files } = readCobertura(readFileSync(join(FIXTURES, path)));
  const isInTable = (name: string): boolean => expected.includes(`\n${name} `);
  return {
    format,
    sources: [],
    writtenAt: 0,
    toolVersion,
    hasBranches,
    unresolved: [],
    files: files.map((file) => {
      const paths = ['', ...sources].map((source) => join(source, file.name));
      // coverage.py prints names from the folder that it ran in, so that any end of the path can be meant.
      const names = paths.flatMap((path) => path.split('/').map((_, i, parts) => parts.slice(i).join('/')));
      return { ...file, name: names.find(isInTable) ?? names[0]!, path: undefined };
    }),
  };
}

/** Reports without what coverage.py does not print: pairs of the report and the table. */
interface Case {
  readonly xml: string;
  readonly table: string;
  readonly config?: Partial<TableConfig>;
  readonly options?: TableOptions;
}

const CASES: readonly Case[] = [
  { xml: 'coverage.xml', table: 'report.txt' },
  { xml: 'unit.xml', table: 'report-unit.txt' },
  { xml: 'functional.xml', table: 'report-functional.txt' },
  { xml: 'coverage-nobranch.xml', table: 'report-nobranch.txt' },
  { xml: 'unit-nobranch.xml', table: 'report-unit-nobranch.txt' },
  { xml: 'functional-nobranch.xml', table: 'report-functional-nobranch.txt' },
  { xml: 'coverage.xml', table: 'report-precision2.txt', config: { precision: 2 } },
  { xml: 'coverage.xml', table: 'report-skip-covered.txt', config: { skipCovered: true } },
  { xml: 'coverage.xml', table: 'report-skip-empty.txt', config: { skipEmpty: true } },
  {
    xml: 'coverage.xml',
    table: 'report-skip-both-precision1.txt',
    config: { skipCovered: true, skipEmpty: true, precision: 1 },
  },
  { xml: 'coverage.xml', table: 'report-sort-cover.txt', config: { sort: 'cover' } },
  { xml: 'coverage.xml', table: 'report-sort-miss-down.txt', config: { sort: '-miss' } },
  { xml: 'coverage.xml', table: 'report-without-missing.txt', options: { showMissing: false } },
  { xml: 'other-folder.xml', table: 'report-other-folder.txt' },
  { xml: 'relative-files.xml', table: 'report-relative-files.txt' },
  { xml: 'two-sources.xml', table: 'report-two-sources.txt' },
];

/** What oslo.serialization's .coveragerc says. */
const OSLO = { precision: 2 };

function assertTable({ xml, table, config, options }: Case): void {
  const expected = read(table);
  assert.equal(reportTable(reportOf(xml, expected), { ...DEFAULT_CONFIG, ...config }, options).text, expected);
}

describe('the table of coverage report -m', () => {
  for (const version of readdirSync(join(FIXTURES, 'versions')).filter((name) => /^\d/.test(name))) {
    for (const one of CASES) {
      it(`the table equals ${one.table} of coverage.py ${version}`, () => {
        assertTable({ ...one, xml: `versions/${version}/${one.xml}`, table: `versions/${version}/${one.table}` });
      });
    }

    it(`the table of files that are all skipped equals that of coverage.py ${version}`, () => {
      const expected = read(`versions/${version}/report-berth-skip-covered.txt`);
      const report = reportOf(`versions/${version}/coverage.xml`, expected);
      const files = report.files.filter(({ name }) => name.includes('/berth/'));
      assert.ok(files.length > 0);
      assert.equal(reportTable({ ...report, files }, { ...DEFAULT_CONFIG, skipCovered: true }).text, expected);
    });
  }

  for (const name of readdirSync(join(FIXTURES, 'oslo.serialization')).filter((file) => file.endsWith('report.txt'))) {
    const xml = `oslo.serialization/${name === 'report.txt' ? 'coverage.xml' : name.replace('.report.txt', '.xml')}`;
    it(`the table equals ${name} of oslo.serialization`, () => {
      assertTable({ xml, table: `oslo.serialization/${name}`, config: OSLO });
    });
  }
});

function report(change: Partial<CoverageReport> = {}): CoverageReport {
  const base = { sources: [], writtenAt: 0, unresolved: [], files: [], toolVersion: undefined, hasBranches: true };
  return { format: 'cobertura', ...base, ...change };
}

function file(name: string, hits: Record<number, number>, branches: Branch[] = []): CoverageReport['files'][number] {
  return {
    name,
    path: `/p/${name}`,
    lines: Uint32Array.from(Object.keys(hits), Number),
    hits: Uint32Array.from(Object.values(hits)),
    branches: packBranches(branches),
  };
}

describe('rows of the table', () => {
  const hits = { 1: 1, 2: 0, 5: 0, 9: 1, 10: 1, 12: 0, 20: 1 };
  const branches: Branch[] = [
    { line: 5, total: 2, taken: 0, missing: [9, 10] },
    { line: 9, total: 4, taken: 0, missing: ['exit', 12, 20, 10] },
  ];
  const table = reportTable(report({ files: [file('a.py', {}), file('b.py', hits, branches)] }), DEFAULT_CONFIG);

  it('table rows lead to lines of the source', () => {
    const row = table.rows[1]!;
    const text = table.text.split('\n')[row.line]!;
    assert.equal(text.slice(0, row.name.length), 'b.py');
    assert.equal(row.path, '/p/b.py');
    assert.deepEqual(
      row.missing.map(({ start, end, sourceLine }) => [text.slice(start, end), sourceLine]),
      [
        ['2-5', 2],
        ['9->10', 9],
        ['9->20', 9],
        ['9->exit', 9],
        ['12', 12],
      ],
    );
  });

  it('table rows include files without anything missing', () => {
    assert.deepEqual(table.rows[0], { name: 'a.py', path: '/p/a.py', line: 2, missing: [] });
  });

  it("table rows have a natural order, if coverage.py's has", () => {
    const names = ['a10.py', 'a2.py', 'B.py', 'a.py', 'a2b.py', '𐀀.py', '\uffee.py'];
    const files = names.map((name) => file(name, { 1: 1 }));
    const sorted = (toolVersion: string): string[] =>
      reportTable(report({ files, toolVersion }), DEFAULT_CONFIG).rows.map(({ name }) => name);
    assert.deepEqual(sorted('7.6.1'), ['B.py', 'a2.py', 'a2b.py', 'a10.py', 'a.py', '\uffee.py', '𐀀.py']);
    assert.deepEqual(sorted('6.0'), ['B.py', 'a.py', 'a10.py', 'a2.py', 'a2b.py', '\uffee.py', '𐀀.py']);
  });

  it('a table with nothing to report has no rows', () => {
    assert.deepEqual(reportTable(report(), DEFAULT_CONFIG), { text: 'No data to report.\n', rows: [] });
  });

  it('table rows cannot be sorted by a column that does not exist', () => {
    for (const sort of ['lines', '-', 'branch', 'BrPart', 'constructor']) {
      assert.throws(
        () => reportTable(report({ hasBranches: false, files: [file('a.py', {})] }), { ...DEFAULT_CONFIG, sort }),
        (error) => error instanceof UserError && error.reason === 'invalid-sort',
        sort,
      );
    }
  });

  it('table rows have every missing statement, at the columns they name', () => {
    const anyHits = fc.dictionary(fc.integer({ min: 1, max: 60 }).map(String), fc.integer({ min: 0, max: 1 }));
    const anyVersion = fc.constantFrom('5.5', '6.5', '7.15', undefined);
    fc.assert(
      fc.property(fc.array(anyHits, { maxLength: 5 }), anyVersion, (all, toolVersion) => {
        const files = all.map((hits, i) => file(`${i}.py`, hits));
        const { text, rows } = reportTable(report({ files, toolVersion }), DEFAULT_CONFIG);
        assert.equal(rows.length, files.length);
        for (const row of rows) {
          const line = text.split('\n')[row.line]!;
          const statements = Object.entries(all[Number(row.name.slice(0, -'.py'.length))]!);
          const named = row.missing.flatMap(({ start, end, sourceLine }) => {
            const [first = 0, last = first] = line.slice(start, end).split('-').map(Number);
            assert.equal(first, sourceLine);
            return statements.filter(([number]) => Number(number) >= first && Number(number) <= last);
          });
          assert.deepEqual(
            named,
            statements.filter(([, hits]) => hits === 0),
          );
        }
      }),
    );
  });
});

const SHARED = join(import.meta.dirname, '../../../../../shared/samples/openstack-tools/coverage');
if (existsSync(SHARED)) {
  describe('table of the samples beside the repository', () => {
    const before: Case = { xml: join('history', '5.9.1.xml'), table: join('history', '5.9.1.report.txt') };
    for (const { xml, table } of [before, { xml: 'before.xml', table: 'before.report.txt' }]) {
      it(`the table of the samples beside the repository equals ${table}`, () => {
        const expected = readFileSync(join(SHARED, table), 'utf8');
        const relative = join('../../../../shared/samples/openstack-tools/coverage', xml);
        assert.equal(reportTable(reportOf(relative, expected), { ...DEFAULT_CONFIG, ...OSLO }).text, expected);
      });
    }
  });
}
