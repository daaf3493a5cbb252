/** What holds for a plan as a whole, beyond the shape of each key. */
import type { Plan, PlanStep } from './plan';

/** A place in the value of a plan, such as `['steps', 2, 'after', 0]`. */
export type ValuePath = readonly (string | number)[];

interface RuleProblem {
  readonly path: ValuePath;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** Linear in the size of the plan. */
export function ruleProblems(plan: Plan): RuleProblem[] {
  return [
    ...repeated(
      plan.repositories,
      (i) => ['repositories', i],
      (name) => `${name} is in the list twice`,
    ),
    ...repeated(
      plan.steps.map(({ id }) => id),
      (i) => ['steps', i, 'id'],
      (id) => `Another step has the id ${id}`,
    ),
    ...sharedChanges(plan.steps),
    ...unknownIds(plan.steps),
    ...circle(plan.steps),
    ...plan.steps.flatMap((step, i) => oddities(plan, step, i)),
  ];
}

function repeated(
  names: readonly string[],
  at: (i: number) => ValuePath,
  words: (name: string) => string,
): RuleProblem[] {
  const seen = new Set<string>();
  return names.flatMap((name, i): RuleProblem[] => {
    if (seen.has(name)) return [{ path: at(i), message: words(name), severity: 'error' }];
    seen.add(name);
    return [];
  });
}

/** One change can do two steps; more often its number was pasted twice. */
function sharedChanges(steps: readonly PlanStep[]): RuleProblem[] {
  const first = new Map<number, string>();
  return steps.flatMap(({ id, change }, i): RuleProblem[] => {
    if (change === undefined) return [];
    const other = first.get(change);
    if (other === undefined) {
      first.set(change, id);
      return [];
    }
    return [{ path: ['steps', i, 'change'], message: `The step ${other} has this change too`, severity: 'warning' }];
  });
}

function unknownIds(steps: readonly PlanStep[]): RuleProblem[] {
  const ids = new Set(steps.map(({ id }) => id));
  return steps.flatMap(({ after }, i) =>
    after.flatMap((id, j): RuleProblem[] =>
      ids.has(id) ? [] : [{ path: ['steps', i, 'after', j], message: `No step has the id ${id}`, severity: 'error' }],
    ),
  );
}

/** Takes away steps that wait for nothing, again and again: what is left waits for itself, or for such a circle. */
function circle(steps: readonly PlanStep[]): RuleProblem[] {
  const indexOf = new Map(steps.map(({ id }, i) => [id, i]));
  const waits = steps.map(({ after }) => new Set(after.flatMap((id) => indexOf.get(id) ?? [])));
  const dependents = steps.map((): number[] => []);
  for (const [i, before] of waits.entries()) for (const j of before) dependents[j]?.push(i);
  const free = waits.flatMap((before, i) => (before.size === 0 ? [i] : []));
  for (let at = free.pop(); at !== undefined; at = free.pop()) {
    for (const i of dependents[at] ?? []) {
      waits[i]?.delete(at);
      if (waits[i]?.size === 0) free.push(i);
    }
  }
  const round = roundOf(waits);
  const [first] = round;
  if (first === undefined) return [];
  const ids = [...round, first].map((i) => steps[i]?.id).join(' after ');
  return [{ path: ['steps', first, 'after'], message: `These steps wait for each other: ${ids}`, severity: 'error' }];
}

/** Follows one step that cannot start to one that it waits for, until the way comes back. */
function roundOf(waits: readonly ReadonlySet<number>[]): number[] {
  const way: number[] = [];
  const seen = new Map<number, number>();
  let at = waits.findIndex((before) => before.size > 0);
  while (at >= 0 && !seen.has(at)) {
    seen.set(at, way.length);
    way.push(at);
    at = [...(waits[at] ?? [])][0] ?? -1;
  }
  return at < 0 ? [] : way.slice(seen.get(at));
}

function oddities(plan: Plan, step: PlanStep, i: number): RuleProblem[] {
  const ours = new Set(plan.repositories);
  const strange = (step.params?.repositories ?? []).flatMap((name, j): RuleProblem[] =>
    ours.has(name)
      ? []
      : [
          {
            path: ['steps', i, 'params', 'repositories', j],
            message: `${name} is not in the repositories of this plan`,
            severity: 'warning',
          },
        ],
  );
  const flips = step.params?.flip !== undefined && plan.by === 'owner';
  const early: RuleProblem = {
    path: ['steps', i, 'params', 'flip'],
    message: 'Only the Technical Committee changes the ACL this early: the owners could not approve what follows',
    severity: 'warning',
  };
  return [...strange, ...(flips ? [early] : [])];
}
