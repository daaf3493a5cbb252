import { CHECKS } from './check';
import type { Preflight } from './preflight';

/**
 * What a person can do after the checks: push, push although something speaks against it, commit first; nothing where the
 * server would refuse the push.
 */
export type NextStep = 'push' | 'push-anyway' | 'commit';

/** @param waiting how many commits wait for a push */
export function nextStep({ outcome, results }: Preflight, waiting: number): NextStep | undefined {
  if (outcome === 'cancelled') return undefined;
  if (waiting === 0) return 'commit';
  if (outcome === 'ready') return 'push';
  return outcome === 'advice' || isZuulsAlone(results) ? 'push-anyway' : undefined;
}

/** One sentence for each thing that speaks against a push, three at most. */
export function preflightWords({ outcome, results }: Preflight, waiting: number): string {
  if (outcome === 'ready') {
    return waiting === 0
      ? 'All file checks passed, and no commit waits for a push yet.'
      : 'All checks passed: the change can be pushed.';
  }
  const wanted = outcome === 'refused' ? ['refused'] : ['advice', 'unknown'];
  const found = results
    .filter(({ state }) => wanted.includes(state))
    .map(({ name, text }) => `${CHECKS[name]}: ${text}`);
  const unique = [...new Set(found)];
  const more = unique.length > 3 ? ` And ${unique.length - 3} more.` : '';
  return `${startOf(outcome, results, waiting)} ${unique
    .slice(0, 3)
    .map((text) => `${text.replace(/\.$/, '')}.`)
    .join(' ')}${more}`;
}

function startOf(outcome: Preflight['outcome'], results: Preflight['results'], waiting: number): string {
  if (outcome !== 'refused') {
    return waiting === 0
      ? 'Worth a look before the commit.'
      : 'Worth a look before the push; Gerrit would take it as it is.';
  }
  return isZuulsAlone(results)
    ? 'Gerrit would take this change, and Zuul misread it.'
    : 'The server would not take this change.';
}

const isZuulsAlone = (results: Preflight['results']): boolean =>
  results.every(({ state, refusedBy }) => state !== 'refused' || refusedBy === 'Zuul');
