import { UserError } from '../../base/errors';
import { MAX_YAML_BYTES } from '../../base/yaml';
import type { Plan, StepKind } from './plan';
import { PLAN } from './planShape';
import { itemLines, keyLines } from './yamlLines';

/**
 * The text of a new plan's file: YAML explains each key and step to a person who never saw one; JSON has no comments.
 * @throws UserError `plan-too-big` for what no reader would take
 */
export function newPlanText(plan: Plan, format: 'yaml' | 'json'): string {
  const text = format === 'json' ? `${JSON.stringify(inOrder(plan), undefined, 2)}\n` : yamlText(plan);
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    throw new UserError(
      'plan-too-big',
      'The file of this plan would be larger than 64 KB: plan fewer repositories together.',
    );
  }
  return text;
}

const inOrder = (plan: Plan): object =>
  Object.fromEntries(keys.flatMap((key) => (plan[key] === undefined ? [] : [[key, plan[key]]])));

const keys = Object.keys(PLAN.entries) as (keyof Plan)[];

const HEAD = [
  '# The plan of a retirement. Edit it by hand as you like: comments and the order of the keys stay.',
  '# It holds what was decided and done; what the server says of the changes is not in it.',
];

/** One line each, after the value or above a longer one. */
const KEY_COMMENTS: Readonly<Record<keyof Plan, string>> = {
  retirement: 'version of this format; also says what the file is',
  kind: 'retire, or deprecate: only master ends, stable branches stay',
  by: 'owner, or tc when the Technical Committee retires it and changes the ACL first',
  order: 'guide: governance first, then the infrastructure; practice: the other way round',
  team: "as in governance's reference/projects.yaml",
  wholeTeam: 'true: the team itself goes; false: some of its repositories',
  repositories: 'with their namespaces',
  alternative: 'name and url of what to use instead; null: there is nothing',
  irc: 'channel for questions, without #',
  date: 'retired-on; the quotes keep it a text',
  cycle: 'the series under development when it ended',
  thread: 'address of the announcement in the archive of the mailing list',
  decision: 'where it was decided: address of a change, minutes or a bug',
  topic: 'the one topic of all changes',
  server: 'the Gerrit server, with a slash at its end',
  steps:
    'What is to be done, in order. A step waits for those in after. To skip one, give it\n# closed: {as: skipped, reason: why, on: a date in quotes}',
};

/** What may be added later stands as a comment, ready to be completed. */
const EXAMPLES: Readonly<Partial<Record<keyof Plan, string>>> = {
  date: "'2026-12-24'",
  cycle: 'hibiscus',
  thread: 'https://lists.openstack.org/archives/list/openstack-discuss@lists.openstack.org/thread/...',
  decision: 'https://review.opendev.org/c/openstack/governance/+/...',
};

const STEP_COMMENTS: Readonly<Record<StepKind, string>> = {
  announce: 'Tell openstack-discuss. No change: close it when the mail is sent.',
  'end-gating': 'Replace the jobs in zuul.d/projects.yaml with noop-jobs.',
  'abandon-changes': 'Abandon the open changes of the repositories.',
  'remove-content': 'Leave README.rst and .gitreview alone in the repository.',
  governance: 'Move the entry to reference/legacy.yaml.',
  requirements: 'Remove the repository from projects.txt.',
  references: 'Remove what other repositories still say of it; all clones at hand are searched.',
  'remove-infra': 'Remove it from Zuul and gerritbot, and set the ACL of retired projects.',
  docs: 'Add it to _RETIRED_REPOS, so that its pages lead to its README.',
  releases: 'Delete the deliverable of the current cycle.',
  'openstack-map': 'Remove it from the map of OpenStack projects.',
  deprecate: 'Mark it as deprecated in reference/projects.yaml.',
  'noop-jobs': 'Replace the jobs with noop-jobs while master is emptied.',
  'restore-jobs': 'Add back the jobs that stable branches need.',
};

function yamlText(plan: Plan): string {
  const top = keys.filter((key) => key !== 'steps').flatMap((key) => topLines(plan, key));
  return [...HEAD, '', ...top, '', ...stepsLines(plan), ''].join('\n');
}

function topLines(plan: Plan, key: keyof Plan): string[] {
  const value = plan[key];
  const comment = KEY_COMMENTS[key];
  if (value === undefined) return [`# ${key}: ${EXAMPLES[key] ?? ''}  (${comment})`];
  const [first = '', ...others] = keyLines(key, value);
  return [`${first.padEnd(33)} # ${comment}`, ...others];
}

function stepsLines({ steps }: Plan): string[] {
  if (steps.length === 0) return ['steps: []'];
  let last: StepKind | undefined;
  const lines = steps.flatMap((step, i) => {
    const isSame = step.step === last;
    last = step.step;
    const comment = isSame ? [] : [...(i === 0 ? [] : ['']), `  # ${STEP_COMMENTS[step.step]}`];
    return [...comment, ...itemLines(step, 2)];
  });
  return [`# ${KEY_COMMENTS.steps}`, 'steps:', ...lines];
}
