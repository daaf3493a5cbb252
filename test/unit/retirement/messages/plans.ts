import { type Plan, type PlanStep, STEP_KINDS } from '../../../../src/retirement/plan/plan';

const CONFIG = 'openstack/project-config';
export const GOVERNANCE = 'openstack/governance';

const STEPS: readonly PlanStep[] = [
  { id: 'announce', step: 'announce', after: [] },
  { id: 'end-gating', step: 'end-gating', repo: CONFIG, after: ['announce'] },
  { id: 'abandon-changes', step: 'abandon-changes', after: ['end-gating'] },
  {
    id: 'remove-content',
    step: 'remove-content',
    repo: 'openstack/freezer-dr',
    after: ['end-gating', 'abandon-changes'],
  },
  { id: 'governance', step: 'governance', repo: GOVERNANCE, after: ['remove-content'] },
  { id: 'requirements', step: 'requirements', repo: 'openstack/requirements', after: ['governance'] },
  { id: 'references', step: 'references', repo: 'openstack/freezer', after: ['governance'] },
  { id: 'remove-infra', step: 'remove-infra', repo: CONFIG, after: ['governance', 'references'] },
  { id: 'docs', step: 'docs', repo: 'openstack/openstack-manuals', after: ['governance'] },
  { id: 'releases', step: 'releases', repo: 'openstack/releases', after: ['governance'] },
  { id: 'openstack-map', step: 'openstack-map', repo: 'openinfra/openstack-map', after: ['governance'] },
];

/** Those that only a deprecation has. */
export const DEPRECATION: readonly PlanStep[] = [
  { id: 'deprecate', step: 'deprecate', repo: GOVERNANCE, after: ['announce'] },
  { id: 'noop-jobs', step: 'noop-jobs', repo: CONFIG, after: ['deprecate'] },
  { id: 'restore-jobs', step: 'restore-jobs', repo: CONFIG, after: ['remove-content'] },
];

export const plan = (parts: Partial<Plan> = {}): Plan => ({
  retirement: 1,
  kind: 'retire',
  by: 'owner',
  order: 'guide',
  team: 'freezer',
  wholeTeam: false,
  repositories: ['openstack/freezer-dr'],
  alternative: { name: 'Masakari', url: 'https://docs.openstack.org/masakari/' },
  irc: 'openstack-freezer',
  date: '2024-12-23',
  topic: 'retire-freezer-dr',
  server: 'https://review.opendev.org/',
  steps: STEPS,
  ...parts,
});

export function step(id: string, of: Plan = plan()): PlanStep {
  const found = of.steps.find((one) => one.id === id);
  if (!found) throw new Error(`No step ${id}`);
  return found;
}

/** All kinds of plans that differ in words. */
export const VARIANTS: readonly Plan[] = (['retire', 'deprecate'] as const).flatMap((kind) =>
  (['owner', 'tc'] as const).flatMap((by) =>
    (['guide', 'practice'] as const).flatMap((order) => [
      plan({ kind, by, order }),
      plan({ kind, by, order, wholeTeam: true, repositories: ['openstack/freezer', 'openstack/freezer-api'] }),
    ]),
  ),
);

/** One step of each kind. */
export const KINDS: readonly PlanStep[] = STEP_KINDS.map((kind) =>
  step(kind, plan({ steps: [...STEPS, ...DEPRECATION] })),
);
