import type { Plan, PlanStep } from '../plan/plan';
import { commitSummary } from './commitSummary';
import { changeUrl, repositoriesOf, subjectOf } from './names';
import { oneLine, paragraphs, wrap } from './plainProse';
import { stepReason } from './stepReason';
import { stepTitle } from './stepWords';
import { dependencies, dependents, type StepChanges } from './trailers';

/** More of them are counted. */
const MOST_LISTED = 30;

/**
 * The message for a step's change: why it is made, what follows, where it was decided, and the trailers that tie it to
 * the other changes. Change-Id and sign-off are not in it: the hook and git add them.
 * @param changes the changes that have a number, by the id of their step
 * @param extra.notes what the reviewer should know, one sentence each
 */
export function stepMessage(
  plan: Plan,
  step: PlanStep,
  changes: StepChanges,
  extra: { readonly notes?: readonly string[] } = {},
): string {
  const repositories = repositoriesOf(plan, step);
  const sources = [plan.decision, plan.thread].flatMap((address) => (address ? [oneLine(address)] : []));
  const marks = sources.map((_, at) => `[${at + 1}]`).join('');
  const blocks = [
    wrap(`${introduction(plan, repositories)}${marks ? ` ${marks}` : ''}. ${stepReason(plan, step)}`),
    repositories.length > 1 ? listOf(repositories) : [],
    wrap(whatFollows(plan, step)),
    (extra.notes ?? [])
      .map(oneLine)
      .filter(Boolean)
      .flatMap((note) => wrap(note, '- ')),
    sources.flatMap((address, at) => wrap(address, `[${at + 1}] `)),
    trailersOf(plan, step, changes),
  ];
  return `${commitSummary(plan, step)}\n\n${paragraphs(blocks)}\n`;
}

function introduction(plan: Plan, repositories: readonly string[]): string {
  const are = repositories.length === 1 ? 'is' : 'are';
  const done = plan.kind === 'deprecate' ? 'being deprecated' : 'being retired';
  const subject = subjectOf(plan, repositories);
  const team = oneLine(plan.team);
  return plan.wholeTeam && repositories.length > 1
    ? `The ${team} project and its ${repositories.length} repositories are ${done}`
    : `${subject} ${are} ${done}`;
}

function listOf(repositories: readonly string[]): string[] {
  const more = repositories.length - MOST_LISTED;
  const names = repositories.slice(0, MOST_LISTED).flatMap((name) => wrap(oneLine(name), '- '));
  return more > 0 ? [...names, `- and ${more} more`] : names;
}

/** The steps that wait for this one, each kind once. */
function whatFollows(plan: Plan, step: PlanStep): string {
  const titles = [...new Set(dependents(plan, step).map((later) => stepTitle(plan, { ...later, repo: undefined })))];
  if (titles.length === 0) return '';
  const lowered = titles.map((title) => `${title.charAt(0).toLowerCase()}${title.slice(1)}`);
  return `What follows once this is merged: ${lowered.join('; ')}.`;
}

/** Depends-On for what it waits for, Needed-By for what waits for it; a change is named once, and never by itself. */
function trailersOf(plan: Plan, step: PlanStep, changes: StepChanges): string[] {
  const own = changes.get(step.id)?.number ?? step.change;
  const named = new Set(own === undefined ? [] : [own]);
  const lines = (key: string, steps: readonly PlanStep[]): string[] =>
    steps.flatMap(({ id }) => {
      const change = changes.get(id);
      if (!change || named.has(change.number)) return [];
      named.add(change.number);
      return [`${key}: ${changeUrl(plan, change.repo, change.number)}`];
    });
  return [...lines('Depends-On', dependencies(plan, step)), ...lines('Needed-By', dependents(plan, step))];
}
