/** The line of a step in the view: short, and in the words of Gerrit. */
import { ago, plural } from '../../base/words';
import { stepTitle } from '../messages/stepWords';
import type { Plan, PlanStep } from '../plan/plan';
import type { Blocker, Known, StepStatus } from './stepStatus';
import { reasonOfAbandoning } from './voteReason';

/**
 * One line without a full stop.
 * @param owners id of the step that a change is of, by number
 */
export function statusWords(
  plan: Plan,
  step: PlanStep,
  status: Omit<StepStatus, 'words'>,
  known: Known,
  owners: ReadonlyMap<number, string>,
): string {
  const { state, change, blockers, changedBy, leftOver, waitsFor } = status;
  const age = change ? ` ${ago(change.submitted ?? change.updated, known.now)}` : '';
  switch (state) {
    case 'closed':
      return `${step.closed?.as === 'skipped' ? 'Skipped' : 'Done'}: ${step.closed?.reason ?? ''}`;
    case 'merged':
      return `Merged${age}${leftOver ? ', verified' : ''}`;
    case 'unfinished':
      return `Merged, but ${leftOver?.[0] ?? 'something is left'}${more(leftOver)}`;
    case 'waiting':
      return `Waits for: ${waitsFor.map((id) => titleOf(plan, id)).join('; ')}`;
    case 'due':
      return dueWords(step, known);
    case 'in-review':
      return reviewWords(step, status);
    case 'blocked':
      return blockers.map(blockerWords).join('; ');
    case 'changed':
      return [
        `Patch set ${change?.current?.number ?? ''} by ${changedBy ?? 'somebody'} is newer than yours`,
        ...blockers.map(blockerWords),
      ].join('; ');
    case 'abandoned': {
      const reason = change && reasonOfAbandoning(known.messagesOf(change.number));
      return `${change?.number ?? 'The change'} was abandoned${age}${reason === undefined ? '' : `: ${reason}`}`;
    }
    case 'wrong-change':
      return wrongWords(plan, step, status, owners);
  }
}

const more = (left: readonly string[] = []): string =>
  left.length > 1 ? `, and ${plural(left.length - 1, 'thing')} more` : '';

const titleOf = (plan: Plan, id: string): string => {
  const step = plan.steps.find((each) => each.id === id);
  return step ? stepTitle(plan, step) : id;
};

const blockerWords = ({ label, value, by, message }: Blocker): string =>
  `${by} voted ${label} ${value}${message === undefined ? '' : `: ${message}`}`;

/** Whoever commits and never hears of the push would do the step twice. */
function dueWords(step: PlanStep, known: Known): string {
  if (step.changeId === undefined) return 'Due now';
  return known.changeOf(step) === 'missing'
    ? 'Committed, not pushed yet'
    : 'Committed; the server was not asked yet whether it was pushed';
}

function reviewWords(step: PlanStep, { change }: Omit<StepStatus, 'words'>): string {
  if (!change) return `${step.change ?? 'The change'}: the server was not asked yet`;
  if (change.wip) return `${change.number} is work in progress`;
  const missing = change.requirements.filter(({ status }) => status === 'UNSATISFIED').map(({ name }) => name);
  return `${change.number} is in review${missing.length > 0 ? `, needs ${missing.join(', ')}` : ''}`;
}

function wrongWords(
  plan: Plan,
  step: PlanStep,
  { change }: Omit<StepStatus, 'words'>,
  owners: ReadonlyMap<number, string>,
): string {
  if (!change) return `Gerrit shows no change ${step.change ?? ''} to everyone`;
  const { number, project } = change;
  if (step.repo !== undefined && project !== step.repo) {
    return `${number} is a change of ${project}, not of ${step.repo}`;
  }
  const owner = owners.get(number);
  return owner !== undefined && owner !== step.id
    ? `${number} is the change of another step: ${titleOf(plan, owner)}`
    : `${number} has another Change-Id than this step in the plan`;
}
