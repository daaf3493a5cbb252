/** Whether a person is reminded of what is due: once a day for each plan, and only of what they can do. */
import { dayOf, plural } from '../../base/words';
import { isDue } from './planStatus';
import type { PlanStatus } from './stepStatus';

/** Day of the last reminder, `YYYY-MM-DD` here, by the plan's file. Only today's are kept. */
export type Reminded = Readonly<Record<string, string>>;

export interface Reminder {
  readonly text: string;
  readonly reminded: Reminded;
}

export interface RemindedPlan {
  readonly file: string;
  readonly title: string;
  readonly status: PlanStatus;
  /** Title of the next step. */
  readonly next: string;
}

/**
 * One message for all plans that have something to do.
 * @param now local time of the person
 * @returns undefined when there is nothing to say, or it was said today
 */
export function reminderOf(plans: readonly RemindedPlan[], reminded: Reminded, now: Date): Reminder | undefined {
  const day = dayOf(now);
  const today = Object.entries(reminded).filter(([, on]) => on === day);
  const said = new Set(today.map(([file]) => file));
  const due = plans.filter(({ file, status }) => isDue(status) && !said.has(file));
  const [first] = due;
  if (!first) return undefined;
  const text =
    due.length === 1
      ? `${first.title}: ${wordsOf(first)}.`
      : `${plural(due.length, 'retirement')} have something to do: ${due.map(({ title }) => title).join('; ')}.`;
  return { text, reminded: Object.fromEntries([...today, ...due.map(({ file }) => [file, day] as const)]) };
}

function wordsOf({ next, status }: RemindedPlan): string {
  const step = status.steps.find(({ id }) => id === status.next);
  if (!step || step.state === 'due') return `${next} is due`;
  return `${next}: ${step.words.replace(/\.$/, '')}`;
}
