/**
 * How coverage moved from one report to another: which lines a test runs now that none ran, and the other way round.
 * Lines are followed through the edits between the two, so a line that only moved did not change.
 */
import { alignLines, UNKNOWN } from '../../base/lines';
import { atOnce } from '../../base/turns';
import { addCounts, type CoverageCounts, isEqual, NO_COUNTS, percentOf } from '../report/coverageReport';
import { percentText } from '../report/percentText';
import type { FileSnapshot, Snapshot } from '../report/snapshot';
import { plural } from '../report/wording';

export type CountsAndPercent = CoverageCounts & { readonly percent: number };

export interface Comparison {
  /** The name of what is compared with. */
  readonly baseline: string;
  readonly before: CountsAndPercent;
  readonly after: CountsAndPercent;
  /** Files in which anything differs, by name. */
  readonly files: readonly FileComparison[];
  /** One sentence, such as `8 more lines tested: 62% to 64%`. */
  readonly text: string;
}

export interface FileComparison {
  readonly name: string;
  /** Undefined for a file that was not measured then. */
  readonly before: CountsAndPercent | undefined;
  readonly after: CountsAndPercent | undefined;
  /** 1-based lines of the text measured now. Empty where it is not known which of its lines are those of before. */
  readonly newlyTested: readonly number[];
  readonly newlyUntested: readonly number[];
  /**
   * Lines that flipped though nothing is known that could have done it: between two runs of the same tree, or, where the
   * trees are not known, to untested in a file that is the same in both, outside the known change. Suites of real
   * projects do this; it says nothing about the change.
   */
  readonly noise: readonly number[];
}

/** The same as `compareSteps`, at once. */
export function compare(...args: Parameters<typeof compareSteps>): Comparison {
  return atOnce(compareSteps(...args));
}

/**
 * Pauses after each file.
 * @param isInChange whether a 1-based line of the text now belongs to the change at hand; undefined where that change is
 *   not known
 */
export function* compareSteps(
  before: Snapshot,
  after: Snapshot,
  baseline: string,
  isInChange?: (name: string, line: number) => boolean,
): Generator<void, Comparison> {
  const treesAreKnown = before.tree !== undefined && after.tree !== undefined;
  const sameTree = treesAreKnown && before.tree === after.tree;
  const files: FileComparison[] = [];
  for (const name of [...new Set([...before.files.keys(), ...after.files.keys()])].sort()) {
    const [old, now] = [before.files.get(name), after.files.get(name)];
    const flips = old && now ? flipsBetween(old, now) : NO_FLIPS;
    // Of trees that differ a line may depend on what else changed: on a test that was taken away.
    const isNoise = (line: number): boolean =>
      sameTree || (!treesAreKnown && flips.sameText && isInChange !== undefined && !isInChange(name, line));
    const change: FileComparison = {
      name,
      before: old && withPercent(old.counts),
      after: now && withPercent(now.counts),
      newlyTested: sameTree ? [] : flips.tested,
      newlyUntested: flips.untested.filter((line) => !isNoise(line)),
      noise: [...(sameTree ? flips.tested : []), ...flips.untested.filter(isNoise)].sort((a, b) => a - b),
    };
    if (differs(change)) files.push(change);
    yield;
  }
  const change = { baseline, before: totalOf(before), after: totalOf(after), files };
  return { ...change, text: describeComparison(change, sameTree) };
}

interface Flips {
  readonly sameText: boolean;
  readonly tested: readonly number[];
  readonly untested: readonly number[];
}

const NO_FLIPS: Flips = { sameText: false, tested: [], untested: [] };

/** Statements whose line is the same in both, measured in both, and run in one only. */
function flipsBetween(old: FileSnapshot, now: FileSnapshot): Flips {
  const alignment = alignmentOf(old, now);
  if (alignment === undefined) return NO_FLIPS;
  const tested: number[] = [];
  const untested: number[] = [];
  let before = 0;
  now.lines.forEach((line, i) => {
    const origin = alignment === 'same' ? line : 1 + (alignment[line - 1] ?? UNKNOWN);
    if (origin === 1 + UNKNOWN) return;
    // Known origins ascend, as the lines of both do.
    while (before < old.lines.length && old.lines[before]! < origin) before++;
    if (old.lines[before] !== origin || old.missed[before] === now.missed[i]) return;
    (now.missed[i] ? untested : tested).push(line);
  });
  return { sameText: alignment === 'same', tested, untested };
}

/** For each line now its 0-based line before; `same` where the texts are; undefined where that is not known. */
function alignmentOf(old: FileSnapshot, now: FileSnapshot): Int32Array | 'same' | undefined {
  // Of a text that is not known its statements are: two texts with the same statements at the same lines are one.
  if (!old.hashes || !now.hashes) return isEqual(old.lines, now.lines) ? 'same' : undefined;
  return isEqual(old.hashes, now.hashes) ? 'same' : alignLines(old.hashes, now.hashes);
}

function differs({ before, after, newlyTested, newlyUntested, noise }: FileComparison): boolean {
  if (newlyTested.length + newlyUntested.length + noise.length > 0) return true;
  return (
    !before || !after || (Object.keys(before) as (keyof CountsAndPercent)[]).some((key) => before[key] !== after[key])
  );
}

function totalOf(snapshot: Snapshot): CountsAndPercent {
  let total: CoverageCounts = NO_COUNTS;
  for (const { counts } of snapshot.files.values()) total = addCounts(total, counts);
  return withPercent(total);
}

function withPercent(counts: CoverageCounts): CountsAndPercent {
  return { ...counts, percent: percentOf(counts) };
}

/** `8 more lines tested: 62% to 64%`, `3 lines no longer tested: 64% to 63%`, `Coverage is the same: 64%`. */
export function describeComparison({ before, after, files }: Omit<Comparison, 'text'>, sameTree = false): string {
  const tested = sum(files, (file) => file.newlyTested.length);
  const untested = sum(files, (file) => file.newlyUntested.length);
  const outside = sum(files, (file) => file.noise.length);
  const parts = [];
  if (tested > 0) parts.push(`${plural(tested, 'more line')} tested`);
  if (untested > 0) parts.push(tested > 0 ? `${untested} no longer` : `${plural(untested, 'line')} no longer tested`);
  // Of the same source nothing that was counted otherwise, branches included, came of a change.
  const isNoise = sameTree && (before.missed !== after.missed || before.missedBranches !== after.missedBranches);
  if (parts.length === 0) parts.push(isNoise ? 'Noise between two runs of the same source' : countsText(before, after));
  const flipped = outside > 0 ? ` (${plural(outside, 'line')} outside the change flipped)` : '';
  return `${parts.join(', ')}: ${percentages(before.percent, after.percent)}${flipped}`;
}

/** What is left to say where no line that both reports know flipped. */
function countsText(before: CoverageCounts, after: CoverageCounts): string {
  if (after.missed !== before.missed) {
    const difference = Math.abs(after.missed - before.missed);
    return `${plural(difference, 'untested line')} ${after.missed < before.missed ? 'fewer' : 'more'}`;
  }
  if (after.statements !== before.statements) return `Still ${plural(after.missed, 'untested line')}`;
  if (after.missedBranches !== before.missedBranches) {
    const difference = Math.abs(after.missedBranches - before.missedBranches);
    return `${plural(difference, 'untaken branch', 'untaken branches')} ${after.missedBranches < before.missedBranches ? 'fewer' : 'more'}`;
  }
  return 'Coverage is the same';
}

/** With as few digits after the point as tell the two apart; once where they are the same. */
function percentages(before: number, after: number): string {
  for (const digits of [0, 1, 2]) {
    const [from, to] = [percentText(before, digits), percentText(after, digits)];
    if (from !== to) return `${from}% to ${to}%`;
  }
  return `${percentText(after, 0)}%`;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** The change as plain text for a review comment: the sentence, then the files with the most lines to tell. */
export function comparisonText(change: Comparison, mostFiles = 20): string {
  const told = change.files.filter(({ newlyTested, newlyUntested, noise }) => {
    return newlyTested.length + newlyUntested.length > 0 || noise.length === 0;
  });
  const lines = told.slice(0, mostFiles).map(fileText);
  if (told.length > mostFiles) lines.push(`- and ${plural(told.length - mostFiles, 'more file')}`);
  const noisy = change.files.filter((file) => file.noise.length > 0);
  const noise = noisy.map((file) => `${file.name} ${file.noise.join(', ')}`).join('; ');
  return [
    `${change.text} (compared with ${change.baseline})`,
    `Untested statements: ${change.before.missed} of ${change.before.statements} before, ${change.after.missed} of ${change.after.statements} now.`,
    ...(hasBranches(change)
      ? [
          `Untaken branches: ${change.before.missedBranches} of ${change.before.branches} before, ${change.after.missedBranches} of ${change.after.branches} now.`,
        ]
      : []),
    ...lines,
    ...(noise ? [`Flipped outside the change: ${noise}`] : []),
    '',
  ].join('\n');
}

function fileText({ name, before, after, newlyTested, newlyUntested }: FileComparison): string {
  if (!before) {
    return `- ${name}: new, ${percentText(after!.percent, 1)}%, ${after!.missed} of ${plural(after!.statements, 'statement')} untested`;
  }
  if (!after) return `- ${name}: not measured any more`;
  const parts = [
    `${percentText(before.percent, 1)}% to ${percentText(after.percent, 1)}%`,
    `untested statements: ${before.missed} of ${before.statements} to ${after.missed} of ${after.statements}`,
  ];
  if (hasBranches({ before, after })) {
    parts.push(
      `untaken branches: ${before.missedBranches} of ${before.branches} to ${after.missedBranches} of ${after.branches}`,
    );
  }
  if (newlyTested.length > 0) parts.push(`newly tested: ${ranges(newlyTested)}`);
  if (newlyUntested.length > 0) parts.push(`no longer tested: ${ranges(newlyUntested)}`);
  return `- ${name}: ${parts.join('; ')}`;
}

function hasBranches({ before, after }: Pick<Comparison, 'before' | 'after'>): boolean {
  return before.branches > 0 || after.branches > 0;
}

/** `3-5, 9` for 3, 4, 5, 9. */
function ranges(lines: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (lines[end + 1] === lines[end]! + 1) end++;
    parts.push(at === end ? `${lines[at]}` : `${lines[at]}-${lines[end]}`);
    at = end + 1;
  }
  return parts.join(', ');
}
