import { plural } from '../../base/words';
import type { Plan, PlanStep, StepKind } from '../plan/plan';
import { baseName, repositoriesOf } from './names';
import { length, listed, oneLine } from './plainProse';

/** Characters of a summary (contributor-guide, doc/source/common/git.rst). */
const SUMMARY_WIDTH = 50;

/** What follows the name, the clearest first; the subjects are those of merged retirements of 2024 to 2026. */
const RETIRE: Readonly<Record<StepKind, readonly string[]>> = {
  announce: ['announce it'],
  'end-gating': ['end project gating', 'end gating', 'gating'],
  'abandon-changes': ['abandon open changes', 'abandon changes', 'changes'],
  'remove-content': ['remove project content', 'remove content', 'content'],
  governance: [],
  requirements: ['remove from requirements', 'requirements'],
  references: ['remove references', 'references'],
  'remove-infra': ['remove project from infra', 'remove from infra', 'infra'],
  docs: ['redirect documentation', 'docs'],
  releases: ['stop releases', 'releases'],
  'openstack-map': ['remove from the map', 'map'],
  deprecate: [],
  'noop-jobs': ['run only noop jobs', 'noop jobs'],
  'restore-jobs': ['restore jobs of stable branches', 'restore jobs', 'jobs'],
};

/** In a deprecation only master goes. */
const DEPRECATE: Readonly<Record<StepKind, readonly string[]>> = {
  ...RETIRE,
  'remove-content': ['remove content of master', 'empty master', 'content'],
  requirements: ['stop requirements sync', 'requirements'],
  releases: ['stop releases of master', 'releases'],
};

/**
 * The first line of a step's message: at most SUMMARY_WIDTH characters, no full stop. It names the repository; where
 * that is too long it counts them, with the team's name if there is room.
 */
export function commitSummary(plan: Plan, step: PlanStep): string {
  const verb = plan.kind === 'deprecate' ? 'Deprecate' : 'Retire';
  const tails = (plan.kind === 'deprecate' ? DEPRECATE : RETIRE)[step.step];
  const ends = tails.length === 0 ? [''] : tails.map((tail) => `: ${tail}`);
  const repositories = repositoriesOf(plan, step);
  const named = namesFor(plan, repositories).flatMap((name) => [...ends, ''].map((end) => `${verb} ${name}${end}`));
  const counted = countsFor(plan, repositories).flatMap((name) => ends.map((end) => `${verb} ${name}${end}`));
  const candidates = [...named, ...counted];
  return candidates.find((summary) => length(summary) <= SUMMARY_WIDTH) ?? `${verb} repositories`;
}

const withoutStop = (text: string): string => text.replace(/[.\s]+$/, '');

/** A name says more than what is done to it, which the body says: it is kept where the two do not fit together. */
function namesFor(plan: Plan, repositories: readonly string[]): string[] {
  const team = withoutStop(oneLine(plan.team));
  const isWhole = plan.wholeTeam && repositories.length === plan.repositories.length && repositories.length > 1;
  if (isWhole) return team ? [team] : [];
  const names = withoutStop(listed(repositories.map(baseName)));
  return repositories.length <= 2 && names ? [names] : [];
}

/** The last is short enough for every step. */
function countsFor(plan: Plan, repositories: readonly string[]): string[] {
  const team = withoutStop(oneLine(plan.team));
  const count = repositories.length;
  const ofTeam = count === 1 ? `a ${team} repository` : `${count} ${team} repositories`;
  return [...(team ? [ofTeam] : []), plural(count, 'repository', 'repositories')];
}
