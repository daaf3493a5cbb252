/** What a step of a retirement is called and does, for the view and for messages. */
import type { Plan, PlanStep, StepKind } from '../plan/plan';
import { oneLine } from './plainProse';

export interface StepWords {
  /** In sentence case: `End gating`. */
  readonly title: string;
  /** What it does, one sentence. */
  readonly what: string;
  /** What it waits for: `Waits for: End gating; Announce`. */
  readonly waits: string;
  /** Why it comes at this place: one or two sentences. */
  readonly why: string;
  /** The page that explains it: `media/retirement/<page>.md`; `overview` explains the whole. */
  readonly page: StepKind;
}

interface Words {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly page: StepKind;
}

const WAITS_FOR_GOVERNANCE =
  'The project-team-guide lets it wait for the change of governance: until that is merged, the project is official.';

const FIRST_IN_DEPRECATION =
  'The project-team-guide lets every other change of a deprecation depend on the change of governance.';

/** Facts about the order: project-team-guide, doc/source/repository.rst, "Retiring a Repository". */
const RETIRE: Readonly<Record<StepKind, Words>> = {
  announce: {
    title: 'Announce the retirement',
    what: 'Tell openstack-discuss what is retired, why and until when, so that users and other teams can object.',
    why: 'It comes first: whoever wants to keep the project needs time to say so before anything is removed.',
    page: 'announce',
  },
  'end-gating': {
    title: 'End gating',
    what: 'Replace the jobs of the project in zuul.d/projects.yaml with noop-jobs; official-openstack-repo-jobs stays.',
    why: 'An empty repository cannot pass its own jobs, so they go before the content. The jobs that stay copy the retirement to GitHub.',
    page: 'end-gating',
  },
  'abandon-changes': {
    title: 'Abandon open changes',
    what: 'Abandon every open change of the repositories with a message that says why.',
    why: 'Nobody can merge them once the content is gone. A resolution of the Technical Committee of 2019 asks for it.',
    page: 'abandon-changes',
  },
  'remove-content': {
    title: 'Empty the repository',
    what: 'Delete all files but .gitreview and write a README.rst that says that the project is retired.',
    why: 'It needs the end of gating to merge. Governance waits for it: its check reads the merged files on opendev.org.',
    page: 'remove-content',
  },
  governance: {
    title: 'Move to the legacy projects',
    what: 'Move the entry from reference/projects.yaml to reference/legacy.yaml with the date of the retirement.',
    why: 'Its check fails until the repository is empty on opendev.org; then a recheck passes. It makes the retirement official.',
    page: 'governance',
  },
  requirements: {
    title: 'Stop syncing requirements',
    what: 'Remove the repository from projects.txt, and a library that nobody needs from the constraints as well.',
    why: WAITS_FOR_GOVERNANCE,
    page: 'requirements',
  },
  references: {
    title: 'Remove references',
    what: 'Remove what other repositories still say of it: required-projects of their jobs, links, lists.',
    why: 'A job that requires a project which Zuul no longer knows is a configuration error, so these go before the project leaves Zuul.',
    page: 'references',
  },
  'remove-infra': {
    title: 'Remove from the infrastructure',
    what: 'Remove the project from Zuul and gerritbot, and mark it as RETIRED with the ACL of retired projects in Gerrit.',
    why: WAITS_FOR_GOVERNANCE,
    page: 'remove-infra',
  },
  docs: {
    title: 'Redirect the documentation',
    what: 'Add the repository to _RETIRED_REPOS, so that its pages on docs.openstack.org lead to its README.',
    why: WAITS_FOR_GOVERNANCE,
    page: 'docs',
  },
  releases: {
    title: 'End releases',
    what: 'Delete the deliverable of the current cycle and mark what is left of it in other files as ended.',
    why: WAITS_FOR_GOVERNANCE,
    page: 'releases',
  },
  'openstack-map': {
    title: 'Remove from the OpenStack map',
    what: 'Remove the project from the map of OpenStack projects in openinfra/openstack-map.',
    why: 'The map shows official projects, so it waits for the change of governance.',
    page: 'openstack-map',
  },
  deprecate: {
    title: 'Mark as deprecated',
    what: 'Add deprecated with the cycle, and release-management: deprecated, to the deliverable in reference/projects.yaml.',
    why: `It is the first change. ${FIRST_IN_DEPRECATION}`,
    page: 'deprecate',
  },
  'noop-jobs': {
    title: 'Run only noop jobs',
    what: 'Replace the jobs of the project with noop-jobs for a while, keep the mirror and releases of stable branches, and prefix the description with DEPRECATED.',
    why: 'An empty master cannot pass its own jobs, so they go before the content and come back for stable branches.',
    page: 'noop-jobs',
  },
  'restore-jobs': {
    title: 'Restore jobs for stable branches',
    what: 'Add back the templates and jobs that stable branches need; the description keeps DEPRECATED.',
    why: 'It waits for the empty master: with the jobs back, that change could not merge.',
    page: 'restore-jobs',
  },
};

/** project-team-guide, doc/source/repository.rst, "Deprecating a Repository". */
const DEPRECATE: Readonly<Record<StepKind, Words>> = {
  ...RETIRE,
  announce: {
    ...RETIRE.announce,
    title: 'Announce the deprecation',
    what: 'Tell openstack-discuss that master ends, why and when, and that stable branches stay.',
  },
  'abandon-changes': {
    ...RETIRE['abandon-changes'],
    title: 'Abandon open changes of master',
    what: 'Abandon every open change for master with a message that says why; those of stable branches stay.',
    why: 'Nobody can merge them once master is empty.',
  },
  'remove-content': {
    ...RETIRE['remove-content'],
    title: 'Empty master',
    what: 'Delete all files of master but .gitreview and write a README.rst that says that the project is deprecated.',
    why: 'It needs the noop jobs to merge, and the jobs of stable branches come back after it.',
  },
  requirements: { ...RETIRE.requirements, why: FIRST_IN_DEPRECATION },
  docs: { ...RETIRE.docs, why: FIRST_IN_DEPRECATION },
  releases: {
    ...RETIRE.releases,
    title: 'End releases of master',
    what: 'Delete the deliverable of the current cycle; those of older series stay.',
    why: FIRST_IN_DEPRECATION,
  },
};

const REPOSITORY_STEPS: readonly StepKind[] = ['remove-content', 'references'];

/** What the step is called: `Empty the repository openstack/solum`. */
export function stepTitle(plan: Plan, step: PlanStep): string {
  const { title } = wordsOf(plan, step);
  if (step.repo === undefined || !REPOSITORY_STEPS.includes(step.step)) return title;
  const joint = step.step === 'references' ? ' in ' : title === 'Empty master' ? ' of ' : ' ';
  return `${title}${joint}${oneLine(step.repo)}`;
}

export function stepWords(plan: Plan, step: PlanStep): StepWords {
  return {
    ...wordsOf(plan, step),
    title: stepTitle(plan, step),
    waits: waitsFor(plan, step),
    why: orderOf(plan, step),
  };
}

const wordsOf = (plan: Plan, step: PlanStep): Words => (plan.kind === 'deprecate' ? DEPRECATE : RETIRE)[step.step];

function waitsFor(plan: Plan, step: PlanStep): string {
  const ids = new Set(step.after);
  const earlier = plan.steps.filter(({ id }) => ids.has(id));
  return earlier.length === 0
    ? 'Waits for nothing'
    : `Waits for: ${earlier.map((other) => stepTitle(plan, other)).join('; ')}`;
}

/** Where practice differs from the guide, the reason of the order that the plan has. */
function orderOf(plan: Plan, step: PlanStep): string {
  const { why } = wordsOf(plan, step);
  if (plan.kind === 'deprecate') return why;
  if (step.step === 'remove-infra' && plan.order === 'practice') {
    return 'The project-team-guide puts it after governance. Several recent retirements did it before, and both orders merged; so does this plan.';
  }
  if (step.step === 'governance' && plan.order === 'practice') {
    return `${why} In this plan the project leaves the infrastructure before, as in several recent retirements; the project-team-guide puts that after it.`;
  }
  if (step.step === 'end-gating' && plan.by === 'tc') {
    return `${why} The Technical Committee may set the ACL of retired projects here, so that it can approve what follows.`;
  }
  if (step.step === 'end-gating') {
    return `${why} The ACL stays as it is: the team that owns the repository has to approve the removal of its content.`;
  }
  return why;
}
