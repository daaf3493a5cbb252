/**
 * The table of `coverage report -m`, equal to what coverage.py prints, in the form of the version that wrote the
 * report. Sources: coverage.py 5.5 to 6.5 summary.py and 7.0 to 7.15 report.py (summary.py before 7.3),
 * SummaryReporter, compared over the versions between.
 *
 * Not known from a report: the number of empty files that `skip_empty` left out of the XML as well, and the option
 * `format`, for which this is always `text`.
 */
import { UserError } from '../../base/errors';
import { atOnce } from '../../base/turns';
import { type CoverageConfig } from '../find/coverageConfig';
import {
  addCounts,
  type CoverageCounts,
  type CoverageReport,
  countsOf,
  type FileCoverage,
  NO_COUNTS,
  percentOf,
} from '../report/coverageReport';
import { type FailureForm, failureLine } from '../report/failUnder';
import { percentText } from '../report/percentText';
import { plural } from '../report/wording';
import { missingItems } from './missingItems';
import { byCodePoint, inHumanOrder } from './tableOrder';

export interface ReportTable {
  /** Lines without trailing spaces, each with a line end. */
  readonly text: string;
  /** The files of the table, in its order. */
  readonly rows: readonly TableRow[];
}

/** Where a file stands in the table. Lines of the table and columns are 0-based, as the text is one for an editor. */
interface TableRow {
  /** As it is printed, at the beginning of the line. */
  readonly name: string;
  /** Absolute path of the file on this disk; undefined when it was not found. */
  readonly path: string | undefined;
  /** 0-based line of the text. */
  readonly line: number;
  readonly missing: readonly MissingSpan[];
}

interface MissingSpan {
  /** 0-based columns of the item in the line, the end not included, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** 1-based line of the source that it begins at. */
  readonly sourceLine: number;
}

/** What the project's settings say about the table. */
export type TableConfig = Pick<CoverageConfig, 'precision' | 'skipCovered' | 'skipEmpty' | 'sort' | 'failUnder'>;

export interface TableOptions {
  /** Whether the column Missing is shown; `coverage report` without `-m` leaves it out. */
  readonly showMissing?: boolean;
}

/** @throws UserError `invalid-sort` when the settings sort by a column that there is not: coverage.py stops as well */
export function reportTable(report: CoverageReport, config: TableConfig, options: TableOptions = {}): ReportTable {
  return atOnce(reportTableSteps(report, config, options));
}

/** The same in steps of a file each: nova's table takes longer than the event loop may be held. */
export function* reportTableSteps(
  report: CoverageReport,
  config: TableConfig,
  { showMissing = true }: TableOptions = {},
): Generator<void, ReportTable> {
  if (report.files.length === 0) return { text: 'No data to report.\n', rows: [] };
  const { shown, total, covered, empty } = sift(report.files, config);
  const form = formOf(report);
  const layout = new Layout(form, config.precision, showMissing, shown, total);
  const rows: (Measured & Row)[] = [];
  for (const one of shown) {
    rows.push({ ...one, ...layout.row(one) });
    yield;
  }
  const sorted = sortRows(rows, form, config.sort);
  const rule = '-'.repeat(layout.header.length);
  const lines = [layout.header, rule, ...sorted.map(({ text }) => text)];
  if (report.files.length > 1 || form.hasTotalOfOneFile) {
    if (sorted.length > 0 || form.isBefore7) lines.push(rule);
    lines.push(layout.total);
  }
  if (covered > 0) lines.push('', `${plural(covered, 'file')} skipped due to complete coverage.`);
  if (empty > 0) lines.push('', `${plural(empty, 'empty file')} skipped.`);
  const failure = form.failure && failureLine(total, config.failUnder, config.precision, form.failure);
  if (failure) lines.push(failure);
  return {
    text: lines.map((line) => `${line.trimEnd()}\n`).join(''),
    rows: sorted.map(({ file, missing }, i) => ({ name: file.name, path: file.path, line: i + 2, missing })),
  };
}

/** What differs between versions and kinds of reports. */
interface Form {
  readonly hasBranches: boolean;
  /**
   * Before 7.0: columns are separated by a space that a wide number cannot fill, percentages have room for 100, the
   * rule above the total is there even without rows, and sorting compares whole lines.
   */
  readonly isBefore7: boolean;
  /** From 6.1 on names are in the order of people; before, files were listed as they were found, by path. */
  readonly sortsForPeople: boolean;
  /** From 5.4 on; before, one file alone had no total. */
  readonly hasTotalOfOneFile: boolean;
  /** From 5.2 on; before, a total under `fail_under` was told by the exit code alone. */
  readonly failure: FailureForm | undefined;
}

/** A report that does not say its version is taken for one of the newest. */
function formOf({ toolVersion, hasBranches }: CoverageReport): Form {
  const [, major = 'Infinity', minor = '0'] = /^(\d+)\.(\d+)/.exec(toolVersion ?? '') ?? [];
  const isFrom = (fromMajor: number, fromMinor: number): boolean =>
    Number(major) > fromMajor || (Number(major) === fromMajor && Number(minor) >= fromMinor);
  return {
    hasBranches,
    isBefore7: !isFrom(7, 0),
    sortsForPeople: isFrom(6, 1),
    hasTotalOfOneFile: isFrom(5, 4),
    failure: isFrom(5, 2) ? { onlyRounds: !isFrom(6, 0), nothingIs0: !isFrom(7, 0) } : undefined,
  };
}

interface Measured {
  readonly file: FileCoverage;
  readonly counts: CoverageCounts;
}

interface Row {
  readonly text: string;
  readonly missing: readonly MissingSpan[];
}

/** What the table shows, and how many files it leaves out. The total counts all. Source: report_one_file. */
function sift(
  files: readonly FileCoverage[],
  config: TableConfig,
): { shown: Measured[]; total: CoverageCounts; covered: number; empty: number } {
  const shown: Measured[] = [];
  let total = NO_COUNTS;
  let covered = 0;
  let empty = 0;
  for (const file of files) {
    const counts = countsOf(file);
    total = addCounts(total, counts);
    // Branches of lines that did not run are no reason of their own to show a file.
    if (config.skipCovered && counts.missed === 0 && counts.partialBranches === 0) covered++;
    else if (config.skipEmpty && counts.statements === 0) empty++;
    else shown.push({ file, counts });
  }
  return { shown, total, covered, empty };
}

/** Widths and cells. */
class Layout {
  readonly header: string;
  readonly total: string;
  private readonly nameWidth: number;
  private readonly coverWidth: number;

  constructor(
    private readonly form: Form,
    private readonly precision: number,
    private readonly showMissing: boolean,
    shown: readonly Measured[],
    total: CoverageCounts,
  ) {
    this.nameWidth = widest(5, shown, ({ file }) => lengthOf(file.name)) + 1;
    this.coverWidth = form.isBefore7 ? this.widthOf100() : this.widthOfWidest(shown, total);
    const branchTitles = form.hasBranches ? ' Branch BrPart' : '';
    const title = `${padEnd('Name', this.nameWidth)}  Stmts   Miss${branchTitles}${'Cover'.padStart(this.coverWidth)}`;
    this.header = showMissing ? `${title}   Missing` : title;
    this.total = this.cells('TOTAL', total);
  }

  row({ file, counts }: Measured): Row {
    const cells = this.cells(file.name, counts);
    if (!this.showMissing) return { text: cells, missing: [] };
    let text = `${cells}   `;
    const missing = missingItems(file, this.form.hasBranches).map((item, i): MissingSpan => {
      if (i > 0) text += ', ';
      const start = text.length;
      text += item.text;
      return { start, end: text.length, sourceLine: item.line };
    });
    return { text, missing };
  }

  private cells(name: string, counts: CoverageCounts): string {
    const numbers = [counts.statements, counts.missed];
    if (this.form.hasBranches) numbers.push(counts.branches, counts.partialBranches);
    const cell = (number: number): string =>
      this.form.isBefore7 ? ` ${String(number).padStart(6)}` : String(number).padStart(7);
    const percent = this.percentOf(counts).padStart(this.coverWidth - 1);
    return `${padEnd(name, this.nameWidth)}${numbers.map(cell).join('')}${percent}%`;
  }

  private percentOf(counts: CoverageCounts): string {
    return percentText(percentOf(counts), this.precision);
  }

  private widthOf100(): number {
    return (100).toFixed(this.precision).length + 4;
  }

  private widthOfWidest(shown: readonly Measured[], total: CoverageCounts): number {
    const widthOfTotal = Math.max(this.percentOf(total).length + 2, ' Cover'.length) + 1;
    return widest(widthOfTotal, shown, ({ counts }) => this.percentOf(counts).length + 2);
  }
}

/** Columns that a table can be sorted by. Source: SummaryReporter.tabular_report, column_order. */
const SORT_KEYS: Readonly<Record<string, (row: Measured) => number>> = {
  name: () => 0,
  stmts: ({ counts }) => counts.statements,
  miss: ({ counts }) => counts.missed,
  branch: ({ counts }) => counts.branches,
  brpart: ({ counts }) => counts.partialBranches,
  cover: ({ counts }) => percentOf(counts),
};

function sortRows<Row extends Measured & { text: string }>(rows: readonly Row[], form: Form, sort?: string): Row[] {
  if (sort === undefined && !form.sortsForPeople) {
    return [...rows].sort((a, b) => byCodePoint(a.file.name, b.file.name));
  }
  const column = (sort ?? 'name').toLowerCase().replace(/^[-+]/, '');
  const direction = sort?.startsWith('-') ? -1 : 1;
  // A line begins with the name.
  const textOf = (row: Row): string => (form.isBefore7 ? row.text : row.file.name);
  if (column === 'name' && form.sortsForPeople) return inHumanOrder(rows, direction, textOf);

  const isKnown = Object.hasOwn(SORT_KEYS, column) && (form.hasBranches || !column.startsWith('br'));
  const key = isKnown ? SORT_KEYS[column] : undefined;
  if (!key) {
    throw new UserError(
      'invalid-sort',
      `The coverage.py settings of the project sort the report by "${sort}", which is not one of its columns.`,
    );
  }
  return [...rows].sort((a, b) => direction * (key(a) - key(b) || byCodePoint(textOf(a), textOf(b))));
}

function widest(least: number, rows: readonly Measured[], widthOf: (row: Measured) => number): number {
  return rows.reduce((width, row) => Math.max(width, widthOf(row)), least);
}

/** Python counts code points where JavaScript counts UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length;
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}
