/** Asks Gerrit what became of the changes of plans: one question for all of them that a server has. */
import { groupBy } from '../../base/groupBy';
import type { Change, Server } from '../../gerrit';
import type { Plan, PlanStep } from '../plan/plan';
import { planStatus } from './planStatus';
import type { Known, PlanStatus } from './stepStatus';

/** What is kept of a server's answers for times when it is away. */
export interface LastKnown {
  get(server: string, change: number): Change | undefined;
  /** When the oldest answer for these was asked for, in milliseconds since the epoch. */
  asOf(server: string, changes: Iterable<number>): number | undefined;
}

/** Takes answers in, with when they were asked for, in milliseconds since the epoch. */
export interface KeepsAnswers {
  keep(server: string, changes: readonly Change[], asOf: number): Promise<void>;
}

export interface StatusParts {
  readonly server: Server;
  readonly lastKnown?: LastKnown;
  readonly leftOverOf?: Known['leftOverOf'];
  readonly now?: () => number;
}

/**
 * Asks for all changes that the plans of one server name; what the server does not answer stays as it was known.
 * @param lastKnown is given what the server answered, now or before, under the time of that question
 * @throws what `keep` throws
 */
export async function askServer(server: Server, plans: readonly Plan[], lastKnown?: KeepsAnswers): Promise<void> {
  const steps = plans.flatMap(openSteps);
  await server.changesByNumber(numbersOf(steps));
  const ids = idsOf(steps, server);
  if (ids.length > 0) await server.changesById(ids);
  const odd = steps.flatMap((step) => {
    const change = knownChange(step, server, undefined);
    return change && change !== 'missing' && asksWhy(change) ? [change.number] : [];
  });
  if (odd.length > 0) await server.messages(odd);
  if (lastKnown) await keepAnswers(server, steps, lastKnown);
}

async function keepAnswers(server: Server, steps: readonly PlanStep[], lastKnown: KeepsAnswers): Promise<void> {
  const changes = steps.flatMap((step) => {
    const change = knownChange(step, server, undefined);
    return change && change !== 'missing' ? [change] : [];
  });
  for (const [asOf, answered] of groupBy(changes, ({ number }) => server.asOfChanges([number], []))) {
    if (asOf !== undefined) await lastKnown.keep(server.webUrl, answered, asOf);
  }
}

/** Where a plan stands by what is known now; asks nobody. */
export function statusNow(plan: Plan, { server, lastKnown, leftOverOf, now = Date.now }: StatusParts): PlanStatus {
  const steps = openSteps(plan);
  const numbers = numbersOf(steps);
  const changeIds = idsOf(steps, server);
  const ages = [
    server.asOfChanges(numbers, changeIds),
    lastKnown?.asOf(
      server.webUrl,
      numbers.filter((number) => server.knownChange(number) === undefined),
    ),
  ];
  const known = ages.filter((age) => age !== undefined);
  return planStatus(plan, {
    changeOf: (step) => knownChange(step, server, lastKnown),
    messagesOf: (number) => server.knownMessages(number) ?? [],
    leftOverOf: leftOverOf ?? (() => undefined),
    asOf: known.length > 0 ? Math.min(...known) : undefined,
    problem: server.problemWith({ numbers, changeIds }),
    now: now(),
  });
}

export interface FoundChange {
  /** Of the step. */
  readonly id: string;
  readonly change: Change;
  /** The patch set that the plan pushed where its commit is known, else the current one. */
  readonly patchSet: number | undefined;
  readonly commit: string | undefined;
}

/** Steps whose change became known by its Change-Id alone, for the plan to keep. */
export function foundChanges(plan: Plan, status: PlanStatus): FoundChange[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return status.steps.flatMap(({ id, change, state }) => {
    const step = steps.get(id);
    if (!step || !change || state === 'wrong-change') return [];
    if (change.number === step.change || change.changeId !== step.changeId) return [];
    const pushed = change.patchSets.find(({ commit }) => commit === step.commit) ?? change.current;
    return [{ id, change, patchSet: pushed?.number, commit: pushed?.commit }];
  });
}

const openSteps = ({ steps }: Plan): readonly PlanStep[] => steps.filter(({ closed }) => closed === undefined);

const numbersOf = (steps: readonly PlanStep[]): number[] => steps.flatMap(({ change }) => change ?? []);

/** The number may be unknown, or that of a change that was abandoned and made again. */
const idsOf = (steps: readonly PlanStep[], server: Server): string[] =>
  steps.flatMap(({ change: number, changeId }) => {
    if (changeId === undefined) return [];
    const change = number === undefined ? 'missing' : server.knownChange(number);
    return change !== undefined && (change === 'missing' || change.changeId !== changeId) ? [changeId] : [];
  });

/** Messages are long, so they are asked for only where a person will want to know why. */
const asksWhy = ({ status, votes }: Change): boolean =>
  status === 'ABANDONED' || (status === 'NEW' && votes.some(({ value }) => value < 0));

/** The Change-Id is newer than the number where they differ: it is recorded at the commit, before the push. */
function knownChange(step: PlanStep, server: Server, lastKnown: LastKnown | undefined): Change | 'missing' | undefined {
  const { change: number, changeId } = step;
  const byNumber =
    number === undefined ? undefined : (server.knownChange(number) ?? lastKnown?.get(server.webUrl, number));
  if (changeId === undefined) return byNumber;
  if (byNumber !== undefined && byNumber !== 'missing' && byNumber.changeId === changeId) return byNumber;
  const ofId = server.knownChangesById([changeId]).get(changeId);
  const found = ofId && likeliest(ofId, step);
  if (found) return found;
  return number === undefined && ofId ? 'missing' : byNumber;
}

/** Of several with one Change-Id: the one that has the commit, else one that is no backport. */
function likeliest(changes: readonly Change[], { repo, commit }: PlanStep): Change | undefined {
  const here = changes.filter(({ project }) => repo === undefined || project === repo);
  return (
    here.find(({ patchSets }) => patchSets.some((each) => each.commit === commit)) ??
    here.find(({ branch }) => !/^(?:stable|unmaintained)\//.test(branch)) ??
    here[0]
  );
}
