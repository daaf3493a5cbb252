/**
 * What the view Untested Lines shows, as plain values: which files in which order, and how they are labelled.
 */
import { posix } from 'node:path';
import type { UserError } from '../../base/errors';
import type { Comparison, FileComparison } from '../baseline/comparison';
import type { ChangeCoverage, ChangedFile } from '../measured/changeCoverage';
import type { CoverageCounts, CoverageReport, FileCoverage } from '../report/coverageReport';
import { countsOf, NO_COUNTS, percentOf, totalCounts } from '../report/coverageReport';
import { percentDifference, plural, shortNumber, shortPercent } from '../report/wording';

export const SORT_ORDERS = ['worst', 'path', 'percent', 'change'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

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
  readonly change: FileComparison | undefined;
  /** Present when only the lines of the change are shown. */
  readonly patch: ChangedFile | undefined;
  readonly description: string;
}

/** The files with something untested, sorted and filtered. */
export function fileNodes(
  report: CoverageReport,
  change: Comparison | undefined,
  patch: ChangeCoverage | undefined,
  options: TreeOptions,
): FileNode[] {
  const changes = new Map(change?.files.map((file) => [file.name, file]));
  const patches = new Map(patch?.files.map((file) => [file.name, file]));
  const edited = new Set(options.onlyMyChange ? patch?.edited : []);
  const wanted = options.filter.toLowerCase();
  const nodes: FileNode[] = [];
  for (const file of report.files) {
    if (wanted && !file.name.toLowerCase().includes(wanted)) continue;
    const filePatch = options.onlyMyChange ? patches.get(file.name) : undefined;
    if (options.onlyMyChange && !filePatch?.missing.length) continue;
    const counts = countsOf(file);
    if (counts.missed === 0 && counts.missedBranches === 0) continue;
    const fileChange = changes.get(file.name);
    const description = describe(counts, fileChange, filePatch) + (edited.has(file.name) ? ' · edited since' : '');
    nodes.push({ file, counts, change: fileChange, patch: filePatch, description });
  }
  return nodes.sort(comparators[options.sort]);
}

const byName = (a: FileNode, b: FileNode): number =>
  a.file.name < b.file.name ? -1 : a.file.name > b.file.name ? 1 : 0;
const missed = (node: FileNode): number =>
  node.patch?.missing.length ?? node.counts.missed + node.counts.partialBranches;
const gained = (node: FileNode): number =>
  Math.abs(node.change?.before ? percentOf(node.change.after ?? NO_COUNTS) - percentOf(node.change.before) : 0);

const comparators: Record<SortOrder, (a: FileNode, b: FileNode) => number> = {
  worst: (a, b) => missed(b) - missed(a) || byName(a, b),
  path: byName,
  percent: (a, b) => percentOf(a.counts) - percentOf(b.counts) || byName(a, b),
  change: (a, b) => gained(b) - gained(a) || byName(a, b),
};

function describe(counts: CoverageCounts, change: FileComparison | undefined, patch: ChangedFile | undefined): string {
  if (patch) return `${patch.missing.length} of ${patch.lines.length} changed untested`;
  const difference = change?.before && change.after ? percentDifference(change.before, change.after) : '';
  const parts = [difference ? `${shortPercent(counts)} (${difference})` : shortPercent(counts)];
  if (counts.missed > 0) parts.push(`${counts.missed} untested`);
  if (counts.partialBranches > 0) parts.push(`${counts.partialBranches} partial`);
  return parts.join(' · ');
}

/** What is known of a root, as far as the view tells it. */
export interface ShownRoot {
  readonly report: CoverageReport;
  readonly change: Comparison | undefined;
  readonly patch: ChangeCoverage | undefined;
  readonly patchProblem: UserError | undefined;
}

/** The sentence above the files. */
export function headline(root: ShownRoot, onlyMyChange: boolean): string {
  if (onlyMyChange && root.patch) return headlineOfPatch(root.patch);
  if (onlyMyChange && isReadingChange(root)) return 'Asking git which lines your change touches…';
  const total = totalCounts(root.report.files);
  const sentence = `${shortPercent(total)} tested, ${total.missed} of ${plural(total.statements, 'statement')} untested.`;
  return root.change?.baseline === undefined ? sentence : `${sentence} ${root.change.text}`;
}

function headlineOfPatch({ base, lines, missed, percent, edited }: ChangeCoverage): string {
  if (lines > 0) {
    return `My change since ${base.ref}: ${shortNumber(percent)}% tested, ${missed} of ${plural(lines, 'changed line')} untested.`;
  }
  if (edited.length > 0) return `My change since ${base.ref}: no changed line is as the report measured it.`;
  return `No measured line changed since ${base.ref}.`;
}

const isReadingChange = ({ patch, patchProblem }: Pick<ShownRoot, 'patch' | 'patchProblem'>): boolean =>
  !patch && !patchProblem;

/** Why there is a report, but no file to list. Each has a welcome of its own in the view. */
export type EmptyState = 'allTested' | 'noMatch' | 'readingChange' | 'nothingChanged' | 'changeTested';

export function emptyState(
  root: Pick<ShownRoot, 'patch' | 'patchProblem'>,
  { onlyMyChange, filter }: TreeOptions,
): EmptyState {
  if (!onlyMyChange) return filter ? 'noMatch' : 'allTested';
  if (isReadingChange(root)) return 'readingChange';
  if (!root.patch?.lines) return 'nothingChanged';
  return root.patch.missed > 0 ? 'noMatch' : 'changeTested';
}

/** Of which files of the change the figures do not tell all; undefined when they do of all. */
export function editedText(names: readonly string[]): string | undefined {
  const [first, ...others] = names;
  if (first === undefined) return undefined;
  return others.length === 0
    ? `${posix.basename(first)} edited since the report`
    : `${names.length} files edited since the report`;
}
