/** The sentences and short figures that views, hovers and notifications share. */
import { ago, plural } from '../../base/words';
import type { BranchTarget, CoverageCounts, IncompleteLines } from './coverageReport';
import { percentOf } from './coverageReport';

/** A percentage with at most one decimal, never rounded up to 100 or down to 0: `62%`, `81.8%`, `99.9%`. */
export function shortPercent(counts: CoverageCounts): string {
  return `${shortNumber(percentOf(counts))}%`;
}

/** At most one decimal; 0 and 100 are said only when they are exact, as `coverage report` does. */
export function shortNumber(percent: number): string {
  if (percent > 0 && percent < 0.1) return '0.1';
  if (percent < 100 && percent > 99.9) return '99.9';
  return String(Math.round(percent * 10) / 10);
}

/** `+2%`, `-0.4%`; empty when it rounds to nothing. */
export function percentDifference(before: CoverageCounts, after: CoverageCounts): string {
  const difference = Math.round((percentOf(after) - percentOf(before)) * 10) / 10;
  if (difference === 0) return '';
  return `${difference > 0 ? '+' : '−'}${Math.abs(difference)}%`;
}

/** What no test did at a partly tested line, as one sentence without a full stop. Lines are 1-based. */
export function untakenBranches(
  line: number,
  missing: readonly BranchTarget[],
  taken?: number,
  total?: number,
): string {
  if (missing.length === 0) {
    return taken === undefined || total === undefined
      ? `line ${line}: not every branch is taken`
      : `line ${line}: ${taken} of ${total} branches are taken`;
  }
  // Of a function, a class or the module: the report does not tell which.
  const targets = missing.map((target) => (target === 'exit' ? 'the exit' : `line ${target}`));
  const last = targets.pop()!;
  return `line ${line} never jumped to ${targets.length > 0 ? `${targets.join(', ')} or ${last}` : last}`;
}

/** What a report says of itself that lacks lines. */
export function incompleteText({ listed, counted }: IncompleteLines): string {
  return `The report has ${listed} of the ${plural(counted, 'line')} that its header counts`;
}

export const INCOMPLETE_REASON =
  'Of files with the same name below several sources, coverage xml writes only one. ' +
  'The report of coverage json has all of them: make one and open it.';

export { ago, plural };
