/** Where a plan stands: what each step waits for, what Gerrit says of its change, and the one next step. */
import type { Change } from '../../gerrit';
import type { Plan, PlanStep, StepKind } from '../plan/plan';
import { statusWords } from './statusWords';
import type { Blocker, Known, PlanStatus, StepState, StepStatus } from './stepStatus';
import { reasonOfVote } from './voteReason';

export type { PlanStatus, StepState, StepStatus } from './stepStatus';

export function planStatus(plan: Plan, known: Known): PlanStatus {
  const owners = stepsByChange(plan, known);
  const own = withoutOverwritten(plan.steps.map((step) => [step, ownStatus(step, owners, known)] as const));
  const over = new Set(own.filter(([, { state }]) => isOver(state)).map(([{ id }]) => id));
  const steps = own.map(([step, status]): StepStatus => {
    const waitsFor = isOver(status.state) ? [] : step.after.filter((id) => !over.has(id));
    const state = status.state === 'due' && waitsFor.length > 0 ? 'waiting' : status.state;
    const all = { ...status, id: step.id, state, waitsFor };
    return { ...all, words: statusWords(plan, step, all, known, owners) };
  });
  return { steps, next: nextOf(steps), asOf: known.asOf, problem: known.problem };
}

const isOver = (state: StepState): boolean => state === 'closed' || state === 'merged';

/** Those in which something is to be done, and not only waited for. */
const needsPerson = (state: StepState): boolean =>
  ['due', 'blocked', 'changed', 'abandoned', 'unfinished', 'wrong-change'].includes(state);

/** Whether something is for a person to do now. */
export const isDue = ({ steps }: PlanStatus): boolean =>
  steps.some(({ state, waitsFor }) => waitsFor.length === 0 && needsPerson(state));

type OwnStatus = Omit<StepStatus, 'id' | 'waitsFor' | 'words'>;

const NOTHING = { change: undefined, blockers: [], changedBy: undefined, leftOver: undefined } as const;

/** Without what stands before it. */
function ownStatus(step: PlanStep, owners: ReadonlyMap<number, string>, known: Known): OwnStatus {
  if (step.closed) return { ...NOTHING, state: 'closed' };
  const change = known.changeOf(step);
  if (change === 'missing') return { ...NOTHING, state: step.change === undefined ? 'due' : 'wrong-change' };
  if (change === undefined) return { ...NOTHING, state: step.change === undefined ? 'due' : 'in-review' };
  if (isWrong(step, change, owners)) return { ...NOTHING, change, state: 'wrong-change' };
  if (change.status === 'ABANDONED') return { ...NOTHING, change, state: 'abandoned' };
  if (change.status === 'MERGED') {
    const leftOver = known.leftOverOf(step);
    return { ...NOTHING, change, leftOver, state: leftOver && leftOver.length > 0 ? 'unfinished' : 'merged' };
  }
  const blockers = blockersOf(change, known);
  const changedBy = changedSince(step, change);
  if (changedBy !== undefined) return { ...NOTHING, change, blockers, changedBy, state: 'changed' };
  return { ...NOTHING, change, blockers, state: blockers.length > 0 ? 'blocked' : 'in-review' };
}

/** Steps whose edits a later one takes away again, so that the tree says nothing of them any more. */
const OVERWRITTEN_BY: Readonly<Partial<Record<StepKind, StepKind>>> = {
  'end-gating': 'remove-infra',
  'noop-jobs': 'restore-jobs',
};

function withoutOverwritten(
  own: readonly (readonly [PlanStep, OwnStatus])[],
): readonly (readonly [PlanStep, OwnStatus])[] {
  const over = own.filter(([, { state }]) => isOver(state) || state === 'unfinished').map(([step]) => step);
  return own.map(([step, status]) => {
    const later = OVERWRITTEN_BY[step.step];
    const isOverwritten =
      status.state === 'unfinished' && over.some((other) => other.step === later && other.repo === step.repo);
    return isOverwritten ? [step, { ...status, leftOver: undefined, state: 'merged' }] : [step, status];
  });
}

/** Id of the first step that each change can be of: a number that was copied from there is wrong in another step. */
function stepsByChange(plan: Plan, known: Known): ReadonlyMap<number, string> {
  const owners = new Map<number, string>();
  for (const step of plan.steps) {
    const change = step.closed ? undefined : known.changeOf(step);
    if (!change || change === 'missing' || owners.has(change.number) || !isOfRepo(step, change)) continue;
    owners.set(change.number, step.id);
  }
  return owners;
}

const isOfRepo = ({ repo }: PlanStep, { project }: Change): boolean => repo === undefined || project === repo;

/** A new commit for an abandoned change has a Change-Id of its own until it is pushed, so that one is not wrong. */
function isWrong(step: PlanStep, change: Change, owners: ReadonlyMap<number, string>): boolean {
  if (!isOfRepo(step, change)) return true;
  if ((owners.get(change.number) ?? step.id) !== step.id) return true;
  return step.changeId !== undefined && change.changeId !== step.changeId && change.status !== 'ABANDONED';
}

const blockersOf = ({ number, votes }: Change, known: Known): Blocker[] =>
  votes
    .filter(({ value }) => value < 0)
    .map((vote) => {
      const { label, value, by } = vote;
      return { label, value, by: nameOf(by), message: reasonOfVote(vote, known.messagesOf(number)) };
    });

const nameOf = ({ name, username, email, id }: Change['owner']): string => name ?? username ?? email ?? `account ${id}`;

/** Who made a patch set after the one that the plan pushed; undefined where it was the same person. */
function changedSince({ patchSet, commit }: PlanStep, { current, patchSets }: Change): string | undefined {
  const pushed =
    patchSets.find((each) => each.commit === commit) ?? patchSets.find(({ number }) => number === patchSet);
  const last = pushed?.number ?? patchSet;
  if (last === undefined || !current || current.number <= last || current.commit === commit) return undefined;
  if (pushed?.uploader && pushed.uploader.id === current.uploader?.id) return undefined;
  return current.uploader ? nameOf(current.uploader) : 'somebody';
}

/** What a person can do comes first, in the order of the plan; then what is in review. */
function nextOf(steps: readonly StepStatus[]): string | undefined {
  const open = steps.filter(({ state, waitsFor }) => !isOver(state) && waitsFor.length === 0);
  return (open.find(({ state }) => needsPerson(state)) ?? open[0] ?? steps.find(({ state }) => !isOver(state)))?.id;
}
