import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf, type FileCoverage } from '../../../src/coverage/report/coverageReport';

/** Folder of the reports that are kept with the project. */
export const fixtures = join(__dirname, '../../fixtures/coverage');
/** Folder of more real reports, beside the project where they are at hand. */
const shared = join(__dirname, '../../../../shared/samples/openstack-tools/coverage');

export const versions = ['5.5', '6.5.0', '7.2.0', '7.6.1', '7.15.4'];

/** A report and the table that coverage.py printed of the same data. */
export interface Pair {
  readonly report: string;
  readonly table: string;
}

/** Absolute paths of all reports with an extension such as `.xml`. */
export function reports(extension: string): string[] {
  return [fixtures, shared].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith(extension))
          .map((file) => join(folder, file))
      : [],
  );
}

export function coberturaPairs(): Pair[] {
  const ofVersions = versions.flatMap((version) =>
    Object.entries({
      'coverage.xml': 'report.txt',
      'unit.xml': 'report-unit.txt',
      'functional.xml': 'report-functional.txt',
      'coverage-nobranch.xml': 'report-nobranch.txt',
      'source-package.xml': 'report.txt',
      'other-folder.xml': 'report-other-folder.txt',
      'relative-files.xml': 'report-relative-files.txt',
      'two-sources.xml': 'report-two-sources.txt',
    }).map(([report, table]) => pair(join(fixtures, 'versions', version), report, table)),
  );
  const ofOslo = ['', 'one-test', 'nobranch', '5.8.0'].map((name) =>
    pair(join(fixtures, 'oslo.serialization'), `${name || 'coverage'}.xml`, `${name && `${name}.`}report.txt`),
  );
  const others = Object.entries({
    'before.xml': 'before.report.txt',
    'no-rcfile.xml': 'report.txt',
    'relative-files.xml': 'report.txt',
    'history/5.9.1.xml': 'history/5.9.1.report.txt',
    'history/5.10.0.xml': 'history/5.10.0.report.txt',
  }).map(([report, table]) => pair(shared, report, table));
  return [...ofVersions, ...ofOslo, ...others.filter(({ report }) => existsSync(report))];
}

function pair(folder: string, report: string, table: string): Pair {
  return { report: join(folder, report), table: join(folder, table) };
}

/** A row of a coverage table, without its name, percentage and missing lines. */
export interface Row {
  readonly statements: number;
  readonly missed: number;
  readonly branches: number;
  readonly partialBranches: number;
}

/** The numbers of a file that make its row. */
export function rowOf(file: Omit<FileCoverage, 'path'>): Row {
  const { statements, missed, branches, partialBranches } = countsOf({ ...file, path: undefined });
  return { statements, missed, branches, partialBranches };
}

/** The rows of what `coverage report` printed, by file name. */
export function rowsOf(table: string): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const line of table.split('\n')) {
    const row = /^(\S.*?) +(\d+) +(\d+)(?: +(\d+) +(\d+))? +[\d.]+%/.exec(line);
    const name = row?.[1];
    if (!row || name === undefined || name === 'TOTAL') continue;
    const count = (column: number): number => Number(row[column] ?? 0);
    rows.set(name, { statements: count(2), missed: count(3), branches: count(4), partialBranches: count(5) });
  }
  return rows;
}
