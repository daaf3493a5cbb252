/**
 * What the view Untested Lines shows, as plain values: which files in which order, and how they are labelled.
 */
import { posix } from 'node:path';
import type { FileComparison } from '../baseline/comparison';
import type { ChangeCoverage, ChangedFile } from '../measured/changeCoverage';
import type { CoverageCounts, FileCoverage } from '../report/coverageReport';
import { countsOf, NO_COUNTS, percentOf, totalCounts } from '../report/coverageReport';
import { percentDifference, plural, shortNumber, shortPercent } from '../report/wording';
import type { ReadyFolder } from '../state/folderState';

export type SortOrder = 'worst' | 'path' | 'percent' | 'change';

export interface TreeOptions {
  readonly sort: SortOrder;
  /** Only files with untested lines among those of the change. */
  readonly onlyMyChange: boolean;
  /** Only files whose name contains this, whatever the case; empty for all. */
  readonly filter: string;
}

/** One file of the view. */
export interface FileNode {
  readonly file: FileCoverage;
  readonly counts: CoverageCounts;
  readonly comparison: FileComparison | undefined;
  /** Its lines among those of my change; present when only these are shown. */
  readonly changed: ChangedFile | undefined;
  readonly description: string;
}

/** What the view shows of a folder. */
export type ShownFolder = Pick<ReadyFolder, 'report' | 'comparison' | 'changeCoverage' | 'changeProblem'>;

/** The files with something untested, sorted and filtered. */
export function fileNodes(
  { report, comparison, changeCoverage }: ShownFolder,
  { sort, onlyMyChange, filter }: TreeOptions,
): FileNode[] {
  const comparisons = new Map(comparison.change?.files.map((file) => [file.name, file]));
  const changedFiles = new Map(changeCoverage?.files.map((file) => [file.name, file]));
  const edited = new Set(onlyMyChange ? changeCoverage?.edited : []);
  const wanted = filter.toLowerCase();
  const nodes: FileNode[] = [];
  for (const file of report.files) {
    if (wanted && !file.name.toLowerCase().includes(wanted)) continue;
    const changed = onlyMyChange ? changedFiles.get(file.name) : undefined;
    if (onlyMyChange && !changed?.missing.length) continue;
    const counts = countsOf(file);
    if (counts.missed === 0 && counts.missedBranches === 0) continue;
    const compared = comparisons.get(file.name);
    const description = describe(counts, compared, changed) + (edited.has(file.name) ? ' · edited since' : '');
    nodes.push({ file, counts, comparison: compared, changed, description });
  }
  return nodes.sort(comparators[sort]);
}

const byName = (a: FileNode, b: FileNode): number =>
  a.file.name < b.file.name ? -1 : a.file.name > b.file.name ? 1 : 0;
const missed = (node: FileNode): number =>
  node.changed?.missing.length ?? node.counts.missed + node.counts.partialBranches;
const gained = ({ comparison }: FileNode): number =>
  Math.abs(comparison?.before ? percentOf(comparison.after ?? NO_COUNTS) - percentOf(comparison.before) : 0);

const comparators: Record<SortOrder, (a: FileNode, b: FileNode) => number> = {
  worst: (a, b) => missed(b) - missed(a) || byName(a, b),
  path: byName,
  percent: (a, b) => percentOf(a.counts) - percentOf(b.counts) || byName(a, b),
  change: (a, b) => gained(b) - gained(a) || byName(a, b),
};

function describe(
  counts: CoverageCounts,
  comparison: FileComparison | undefined,
  changed: ChangedFile | undefined,
): string {
  if (changed) return `${changed.missing.length} of ${changed.lines.length} changed untested`;
  const { before, after } = comparison ?? {};
  const difference = before && after ? percentDifference(before, after) : '';
  const parts = [difference ? `${shortPercent(counts)} (${difference})` : shortPercent(counts)];
  if (counts.missed > 0) parts.push(`${counts.missed} untested`);
  if (counts.partialBranches > 0) parts.push(`${counts.partialBranches} partial`);
  return parts.join(' · ');
}

/** The sentence above the files. */
export function headline(folder: ShownFolder, onlyMyChange: boolean): string {
  if (onlyMyChange && folder.changeCoverage) return headlineOfChange(folder.changeCoverage);
  if (onlyMyChange && isReadingChange(folder)) return 'Asking git which lines your change touches…';
  const total = totalCounts(folder.report.files);
  const sentence = `${shortPercent(total)} tested, ${total.missed} of ${plural(total.statements, 'statement')} untested.`;
  const { change } = folder.comparison;
  return change ? `${sentence} ${change.text}` : sentence;
}

function headlineOfChange({ base, lines, missed, percent, edited }: ChangeCoverage): string {
  if (lines > 0) {
    return `My change since ${base.ref}: ${shortNumber(percent)}% tested, ${missed} of ${plural(lines, 'changed line')} untested.`;
  }
  if (edited.length > 0) return `My change since ${base.ref}: all changed lines were edited after the report.`;
  return `No measured line changed since ${base.ref}.`;
}

type ShownChange = Pick<ShownFolder, 'changeCoverage' | 'changeProblem'>;

const isReadingChange = ({ changeCoverage, changeProblem }: ShownChange): boolean => !changeCoverage && !changeProblem;

/** Why there is a report, but no file to list. Each has a welcome of its own in the view. */
export type EmptyState = 'allTested' | 'noMatch' | 'readingChange' | 'nothingChanged' | 'changeTested';

export function emptyState(folder: ShownChange, { onlyMyChange, filter }: TreeOptions): EmptyState {
  if (!onlyMyChange) return filter ? 'noMatch' : 'allTested';
  if (isReadingChange(folder)) return 'readingChange';
  if (!folder.changeCoverage?.lines) return 'nothingChanged';
  return folder.changeCoverage.missed > 0 ? 'noMatch' : 'changeTested';
}

/** Which files of the change the figures do not cover whole; undefined when they cover all. */
export function editedText(names: readonly string[]): string | undefined {
  const [first, ...others] = names;
  if (first === undefined) return undefined;
  return others.length === 0
    ? `${posix.basename(first)} edited since the report`
    : `${names.length} files edited since the report`;
}
