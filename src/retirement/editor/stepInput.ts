import { EDIT_STEPS, type EditInput, type EditStep } from '../edits';
import type { Plan, PlanStep } from '../plan';

/** Undefined for a step that has no edits to prepare. */
export const editStepOf = ({ step }: PlanStep): EditStep | undefined => EDIT_STEPS.find((each) => each === step);

/** What the rules are given of a step. */
export function inputOf(plan: Plan, step: PlanStep, kind: EditStep): EditInput {
  const own = kind === 'remove-content' && step.repo !== undefined ? { repositories: [step.repo] } : {};
  return {
    step: kind,
    repo: step.repo ?? '',
    params: { ...own, ...step.params },
    repositories: plan.repositories,
    team: plan.team,
    date: plan.date,
    cycle: plan.cycle,
    alternative: plan.alternative,
    irc: plan.irc,
  };
}
