import { addTrailers } from '../../change';
import type { Plan, PlanStep } from '../plan/plan';
import { changeUrl } from './names';

/** The changes of steps, by the id of the step; only those that have a number. */
export type StepChanges = ReadonlyMap<string, { readonly repo: string; readonly number: number }>;

/** A change as the server has it. */
export interface PresentChange {
  /** Neither merged nor abandoned. */
  readonly isOpen: boolean;
  /** The commit message of its newest patch set. */
  readonly message: string;
}

/** The steps whose changes come right before. A step that is no change stands for those that it waits for itself. */
export function dependencies(plan: Plan, step: PlanStep): PlanStep[] {
  const byId = new Map(plan.steps.map((other) => [other.id, other]));
  return nearest(step, ({ after }) => after.flatMap((id) => byId.get(id) ?? []));
}

/** The steps whose changes come right after. */
export function dependents(plan: Plan, step: PlanStep): PlanStep[] {
  const waiting = new Map<string, PlanStep[]>();
  for (const later of plan.steps) {
    for (const id of new Set(later.after)) {
      const others = waiting.get(id);
      if (others) others.push(later);
      else waiting.set(id, [later]);
    }
  }
  return nearest(step, ({ id }) => waiting.get(id) ?? []);
}

/** The first steps with a change on every way; a plan with a circle ends as well, and its step is never its own neighbour. */
function nearest(step: PlanStep, next: (step: PlanStep) => readonly PlanStep[]): PlanStep[] {
  const seen = new Set([step.id]);
  const found: PlanStep[] = [];
  const queue = [step];
  for (const at of queue) {
    for (const other of next(at)) {
      if (seen.has(other.id)) continue;
      seen.add(other.id);
      if (isChange(other)) found.push(other);
      else queue.push(other);
    }
  }
  return found;
}

/** Whether a step is, or will be, a change on the server. */
const isChange = ({ repo, change, closed }: PlanStep): boolean =>
  change !== undefined || (repo !== undefined && closed === undefined);

/**
 * The open changes that do not name a later change which has a number now, and their messages with the lines added. A
 * merged message cannot change any more, and an abandoned one need not.
 * @param present by the id of the step; a step that is not in it is left out
 */
export function neededByToAdd(
  plan: Plan,
  changes: StepChanges,
  present: ReadonlyMap<string, PresentChange>,
): { readonly step: PlanStep; readonly message: string }[] {
  return plan.steps.flatMap((step) => {
    const now = present.get(step.id);
    if (!now?.isOpen) return [];
    const own = changes.get(step.id)?.number;
    const lines = dependents(plan, step).flatMap((later) => {
      const change = changes.get(later.id);
      if (!change || change.number === own || names(now.message, change.number, later.changeId)) return [];
      return [`Needed-By: ${changeUrl(plan, change.repo, change.number)}`];
    });
    return lines.length === 0 ? [] : [{ step, message: addTrailers(now.message, [...new Set(lines)]) }];
  });
}

/** Whether a trailer names a change already, in one of the forms in use: an address with or without patch set, a number, a Change-Id. */
function names(message: string, number: number, changeId: string | undefined): boolean {
  return message.split('\n').some((line) => {
    const value = /^(?:needed-by|depends-on):(.*)$/i.exec(line)?.[1]?.trim();
    if (value === undefined) return false;
    if (value === changeId) return true;
    return Number(/(?:^#?|\/)(\d+)(?:[,/]\d+)?\/?$/.exec(value)?.[1]) === number;
  });
}
