/** A plan with the steps of the guide, from what a person asks for. */
import * as v from 'valibot';
import { UserError } from '../../base/errors';
import { defined } from '../edits/editInput';
import { baseNameOf } from '../edits/lines/names';
import { PLAN_VERSION, type Plan } from './plan';
import { ruleProblems } from './planRules';
import { PLAN, wordsOf } from './planShape';
import { deprecationSteps, retirementSteps } from './planSteps';

/** As the keys of a plan, with defaults for all but the first two. */
export interface PlanParameters {
  readonly repositories: readonly string[];
  readonly team: string;
  /** By default some of its repositories go. */
  readonly wholeTeam?: boolean | undefined;
  /** `retire` */
  readonly kind?: Plan['kind'] | undefined;
  /** `owner` */
  readonly by?: Plan['by'] | undefined;
  /** `guide` */
  readonly order?: Plan['order'] | undefined;
  /** Nothing. */
  readonly alternative?: Plan['alternative'] | undefined;
  /** `openstack-dev`, without `#`. */
  readonly irc?: string | undefined;
  readonly date?: string | undefined;
  readonly cycle?: string | undefined;
  readonly thread?: string | undefined;
  readonly decision?: string | undefined;
  /** `retire-<name>` or `deprecate-<name>`: the repository, or the team where there are several. */
  readonly topic?: string | undefined;
  /** The Gerrit server of OpenDev. */
  readonly server?: string | undefined;
}

const { entries } = PLAN;
const PARAMETERS = v.object({
  kind: v.optional(entries.kind, 'retire'),
  by: v.optional(entries.by, 'owner'),
  order: v.optional(entries.order, 'guide'),
  team: entries.team,
  wholeTeam: v.optional(entries.wholeTeam, false),
  repositories: entries.repositories,
  alternative: v.optional(entries.alternative, null),
  irc: v.optional(entries.irc, 'openstack-dev'),
  date: entries.date,
  cycle: entries.cycle,
  thread: entries.thread,
  decision: entries.decision,
  topic: v.optional(entries.topic),
  server: v.optional(entries.server, 'https://review.opendev.org/'),
});

/** @throws UserError `bad-parameters`, which names the parameter */
export function makePlan(parameters: PlanParameters): Plan {
  const read = v.safeParse(PARAMETERS, parameters);
  if (!read.success) {
    const [issue] = read.issues;
    const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key + 1 : String(key))).join(' ');
    throw badParameters(`${path || 'it'} ${wordsOf(issue)}`);
  }
  const { topic, ...given } = read.output;
  const steps = given.kind === 'deprecate' ? deprecationSteps(given) : retirementSteps(given);
  const plan: Plan = defined({
    retirement: PLAN_VERSION,
    ...given,
    topic: topic ?? topicOf(given),
    steps,
  });
  const [problem] = ruleProblems(plan);
  if (problem) throw badParameters(`${String(problem.path[0])}: ${problem.message}`);
  return plan;
}

const badParameters = (why: string): UserError<'bad-parameters'> =>
  new UserError('bad-parameters', `The retirement cannot be planned: ${why}.`);

/** Letters that Gerrit takes in a topic, and that need no quotes in a shell. */
function topicOf({
  kind,
  team,
  wholeTeam,
  repositories,
}: Pick<Plan, 'kind' | 'team' | 'wholeTeam' | 'repositories'>): string {
  const [only, ...others] = repositories;
  const name = only !== undefined && others.length === 0 && !wholeTeam ? baseNameOf(only) : team;
  const words = name.toLowerCase().replace(/[^a-z0-9._+-]+/g, '-');
  // A repository's name may be in letters of its own where the team's is not in Latin ones.
  const fallback = /[a-z0-9]/.test(words) ? words : baseNameOf(only ?? '').toLowerCase();
  return `${kind}-${fallback.replace(/^-+|-+$/g, '').slice(0, 100)}`;
}
