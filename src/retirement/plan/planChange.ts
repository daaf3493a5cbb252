/** Small changes of a plan, each with what its maker saw: one that is about something else by now is refused. */
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { UserError } from '../../base/errors';
import { defined } from '../edits/editInput';
import type { StepParams } from '../edits/lines/edit';
import type { Closed, Plan, PlanStep, ReferenceDecision } from './plan';
import { PLAN, wordsOf } from './planShape';

/** What a step knows of its change. */
export type RecordedChange = Pick<PlanStep, 'changeId' | 'change' | 'patchSet' | 'commit'>;

/** What is decided about the plan as a whole, often after it was made. */
export type PlanFacts = Partial<Pick<Plan, 'date' | 'cycle' | 'thread' | 'decision' | 'alternative' | 'irc'>>;

/**
 * `step` is an id. `was` is what the caller saw: a key that it does not have was missing. A key of `set` that is undefined
 * is removed; keys that `set` does not have stay.
 */
export type PlanChange =
  | { readonly kind: 'close'; readonly step: string; readonly closed: Closed }
  | { readonly kind: 'reopen'; readonly step: string; readonly was: Closed }
  | {
      readonly kind: 'params';
      readonly step: string;
      /** All of them; undefined for none. */
      readonly params: StepParams | undefined;
      readonly was: StepParams | undefined;
    }
  | { readonly kind: 'record'; readonly step: string; readonly set: RecordedChange; readonly was: RecordedChange }
  | {
      readonly kind: 'decide';
      readonly step: string;
      /** All of them. */
      readonly decisions: readonly ReferenceDecision[];
      readonly was: readonly ReferenceDecision[];
    }
  | { readonly kind: 'facts'; readonly set: PlanFacts; readonly was: PlanFacts };

/**
 * The plan with the change, its keys in the order of the file.
 * @throws UserError `changed-meanwhile` when it is no longer as the caller saw it, `bad-change` when the result would not
 *   be a plan
 */
export function applyChange(plan: Plan, change: PlanChange): Plan {
  if (change.kind === 'facts') return checked({ ...plan, ...merged(plan, change, 'The plan') });
  const index = plan.steps.findIndex(({ id }) => id === change.step);
  const step = plan.steps[index];
  if (!step) throw meanwhile(`the step ${change.step} is no longer in it`);
  return checked({ ...plan, steps: plan.steps.with(index, changedStep(step, change)) });
}

function changedStep(step: PlanStep, change: Exclude<PlanChange, { kind: 'facts' }>): PlanStep {
  const { id } = step;
  switch (change.kind) {
    case 'close':
      if (step.closed) throw meanwhile(`the step ${id} is closed already, as ${step.closed.as}`);
      return { ...step, closed: change.closed };
    case 'reopen':
      if (!step.closed) throw meanwhile(`the step ${id} is open already`);
      if (!same(step.closed, change.was)) throw meanwhile(`the step ${id} was closed for another reason`);
      return { ...step, closed: undefined };
    case 'params': {
      const now = orUndefined(step.params);
      const next = orUndefined(change.params);
      if (!same(now, orUndefined(change.was)) && !same(now, next)) {
        throw meanwhile(`what was decided for the step ${id} is different`);
      }
      return { ...step, params: next };
    }
    case 'record':
      return { ...step, ...merged(step, change, `The step ${id}`) };
    case 'decide': {
      const now = step.decisions ?? [];
      if (!same(now, change.was) && !same(now, change.decisions)) {
        throw meanwhile(`the decisions of the step ${id} are different`);
      }
      return { ...step, decisions: change.decisions.length === 0 ? undefined : change.decisions };
    }
  }
}

/** What is set, when all that the caller saw is still so, or is already as it shall be. */
function merged<T extends object>(
  now: Readonly<T>,
  { set, was }: { set: Partial<T>; was: Partial<T> },
  what: string,
): Partial<T> {
  for (const key of new Set([...Object.keys(set), ...Object.keys(was)])) {
    const at = key as keyof T;
    const isSet = Object.hasOwn(set, key) && same(now[at], set[at]);
    if (!same(now[at], was[at]) && !isSet) {
      throw meanwhile(`${key} of ${what.charAt(0).toLowerCase()}${what.slice(1)} is different`);
    }
  }
  return set;
}

const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(plain(one), plain(other));

/** A missing key and one without a value are the same. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

const orUndefined = (params: StepParams | undefined): StepParams | undefined => {
  const given = params && defined(params);
  return given && Object.keys(given).length > 0 ? given : undefined;
};

/** The keys come in the order of the shape. */
function checked(plan: Plan): Plan {
  const read = v.safeParse(PLAN, plan);
  if (!read.success) {
    const [issue] = read.issues;
    const path = (issue.path ?? []).map(({ key }) => String(key));
    throw new UserError('bad-change', `The plan is not changed: ${path.at(-1) ?? 'it'} ${wordsOf(issue)}.`);
  }
  return JSON.parse(JSON.stringify(read.output)) as Plan;
}

const meanwhile = (why: string): UserError<'changed-meanwhile'> =>
  new UserError(
    'changed-meanwhile',
    `The plan was changed meanwhile: ${why}. Look at it again, then repeat what you did.`,
  );
