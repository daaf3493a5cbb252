import { plural } from '../../base/words';
import { baseNameOf } from '../edits/lines/names';
import type { Plan, PlanStep } from '../plan/plan';
import { listed, oneLine } from './plainProse';

/** `freezer-dr` of `openstack/freezer-dr`, for a sentence. */
export const baseName = (repository: string): string => oneLine(baseNameOf(repository));

/** The repositories that a step is about: of a change in one of them that one, else what its parameters say, else all. */
export function repositoriesOf(plan: Plan, step: PlanStep): readonly string[] {
  if (step.repo !== undefined && plan.repositories.includes(step.repo)) return [step.repo];
  return step.params?.repositories ?? plan.repositories;
}

/** More names than these are counted: `5 repositories of the Puppet OpenStack team`. */
const MOST_NAMED = 3;

/** What a step is about, in a sentence. `full`: with the namespaces. */
export function subjectOf(plan: Plan, repositories: readonly string[], full = false): string {
  const team = oneLine(plan.team);
  if (repositories.length > 0 && repositories.length <= MOST_NAMED) {
    return listed(repositories.map((name) => (full ? oneLine(name) : baseName(name))));
  }
  return `${plural(repositories.length, 'repository', 'repositories')} of the ${team} team`;
}

/** Address of the server without the slash at its end. */
export const serverOf = (plan: Plan): string => oneLine(plan.server).replace(/\/+$/, '');

/** Address of a change as Zuul looks for it: without a slash at its end (zuul, gerritmodel.py). */
export const changeUrl = (plan: Plan, repo: string, number: number): string =>
  `${serverOf(plan)}/c/${oneLine(repo)}/+/${number}`;

/** What a plan is called: `Retire freezer-dr`, `Retire solum (team)`, `Deprecate cinderlib`. */
export function planTitle(plan: Plan): string {
  const verb = plan.kind === 'deprecate' ? 'Deprecate' : 'Retire';
  return plan.wholeTeam ? `${verb} ${oneLine(plan.team)} (team)` : `${verb} ${subjectOf(plan, plan.repositories)}`;
}
