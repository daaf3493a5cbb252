import type { Plan, PlanStep, StepKind } from '../plan/plan';

type Reasons = Readonly<Record<StepKind, string>>;

/** Why a step's change is made, as its commit message says it. */
const RETIRE: Reasons = {
  announce: 'This announces it.',
  'end-gating':
    'This ends its gating for the purpose of retiring it: only noop jobs and the mirror to GitHub stay, so that the change that removes the content can merge.',
  'abandon-changes': 'Open changes are abandoned, as no change is accepted any more.',
  'remove-content':
    'This removes all content but a README that says so and .gitreview, which release tools need. The content stays in the history.',
  governance: 'This moves the entry to legacy.yaml, with the date, because it is no longer an official deliverable.',
  requirements: 'This removes the entry from projects.txt, because its requirements need no syncing any more.',
  references: 'This removes what still refers to it, because jobs that need a retired project break.',
  'remove-infra':
    'This removes it from Zuul and gerritbot, marks its description with RETIRED, and sets the ACL of retired projects.',
  docs: 'This makes the pages of its documentation lead to its README, which says that it is retired.',
  releases: 'This ends its releases: a retired deliverable is not released any more.',
  'openstack-map': 'This removes it from the map, which shows living projects.',
  deprecate: 'This marks it as deprecated, with the cycle: master ends, and stable branches stay supported.',
  'noop-jobs':
    'This leaves only noop jobs for a while, next to the mirror and releases of stable branches, so that the change that empties master can merge. The description gets DEPRECATED.',
  'restore-jobs':
    'This restores the jobs that stable branches need, now that master is empty. The description keeps DEPRECATED.',
};

const DEPRECATE: Reasons = {
  ...RETIRE,
  'abandon-changes': 'Open changes for master are abandoned, as master accepts none any more.',
  'remove-content':
    'This removes all content of master but a README that says so and .gitreview. Stable branches keep theirs and get fixes.',
  requirements: 'This removes the entry from projects.txt, because master has no requirements to sync any more.',
  references: 'This removes what still needs its master, because jobs that need an empty branch break.',
  docs: 'This makes the pages of its latest documentation lead to its README, which says that it is deprecated.',
  releases: 'This removes the deliverable of the current cycle: nothing is released from master any more.',
};

export function stepReason(plan: Plan, step: PlanStep): string {
  const reason = (plan.kind === 'deprecate' ? DEPRECATE : RETIRE)[step.step];
  // Only the Technical Committee flips the ACL that early (see StepParams.flip).
  const flips = step.step === 'end-gating' && plan.kind === 'retire' && step.params?.flip !== undefined;
  return flips
    ? `${reason} The ACL of retired projects is set now, so that the Technical Committee can approve that change.`
    : reason;
}
