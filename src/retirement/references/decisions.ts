/** What was decided about references, matched with those that are found now: line numbers move, lines stay. */
import type { ReferenceDecision } from '../plan/plan';
import type { Reference } from './reference';

export interface Decided {
  readonly reference: Reference;
  /** Undefined: nobody decided yet. What is history, or another step's, is kept without a decision. */
  readonly decision: ReferenceDecision['decision'] | undefined;
}

/** A decision counts for every line of a file that reads the same, in every branch. */
export function decided(references: readonly Reference[], decisions: readonly ReferenceDecision[]): Decided[] {
  const known = new Map(decisions.map((decision) => [keyOf(decision), decision.decision]));
  return references.map((reference) => ({ reference, decision: known.get(keyOf(reference)) ?? byDefault(reference) }));
}

const byDefault = ({ kind }: Reference): 'keep' | undefined =>
  kind === 'history' || kind === 'planned' ? 'keep' : undefined;

/** The decisions with those of some references set. What was decided before loses its reason. */
export function withDecision(
  decisions: readonly ReferenceDecision[],
  references: readonly Reference[],
  decision: ReferenceDecision['decision'],
): ReferenceDecision[] {
  const changed = new Set(references.map(keyOf));
  const kept = decisions.filter((each) => !changed.has(keyOf(each)));
  const unique = new Map(references.map((each) => [keyOf(each), each]));
  return [...kept, ...[...unique.values()].map(({ repo, path, text }) => ({ repo, path, text, decision }))];
}

/**
 * Decisions about lines that are gone: what was to be removed is, and what was to stay or to wait is not there any more.
 * @param references all that were found, nothing cut
 * @param searched the repositories that were searched; of others nothing is known
 */
export function staleDecisions(
  references: readonly Reference[],
  decisions: readonly ReferenceDecision[],
  searched: readonly string[],
): ReferenceDecision[] {
  const found = new Set(references.map(keyOf));
  const repositories = new Set(searched);
  return decisions.filter((each) => repositories.has(each.repo) && !found.has(keyOf(each)));
}

const keyOf = ({ repo, path, text }: Pick<ReferenceDecision, 'repo' | 'path' | 'text'>): string =>
  [repo, path, text].join('\0');
