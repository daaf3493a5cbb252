/**
 * The steps of a retirement in their order, with what each waits for. Source: project-team-guide,
 * doc/source/repository.rst, "Retiring a Repository" and "Deprecating a Repository".
 *
 * All steps are there: a person skips those that do not apply, with a reason. Only OpenStack's own repositories are known
 * to governance, requirements, releases, docs.openstack.org and its map.
 */
import { baseNameOf, namespaceOf } from '../edits/lines/names';
import type { Plan, PlanStep, StepKind } from './plan';

type Asked = Pick<Plan, 'by' | 'order' | 'repositories'>;

const REPOSITORY: Readonly<Partial<Record<StepKind, string>>> = {
  'end-gating': 'openstack/project-config',
  governance: 'openstack/governance',
  requirements: 'openstack/requirements',
  'remove-infra': 'openstack/project-config',
  docs: 'openstack/openstack-manuals',
  releases: 'openstack/releases',
  'openstack-map': 'openinfra/openstack-map',
  deprecate: 'openstack/governance',
  'noop-jobs': 'openstack/project-config',
  'restore-jobs': 'openstack/project-config',
};

export function retirementSteps({ by, order, repositories }: Asked): PlanStep[] {
  const official = new Official(repositories);
  const contents = contentSteps(repositories, 'end-gating');
  const emptied = contents.map(({ id }) => id);
  // The committee can approve what follows only when the ACL is that of retired projects; for owners it is the other
  // way round: they can approve it until then.
  const flip: Partial<PlanStep> = by === 'tc' ? { params: { flip: 'acl+description' } } : {};
  const begin = [
    step('announce', []),
    { ...step('end-gating', ['announce']), ...flip },
    step('abandon-changes', ['end-gating']),
    ...contents,
  ];
  const afterGovernance = (kind: StepKind): PlanStep[] => official.step(kind, ['governance']);
  const late = [...afterGovernance('docs'), ...afterGovernance('releases'), ...afterGovernance('openstack-map')];
  if (order === 'practice' || official.isEmpty) {
    return [
      ...begin,
      step('references', emptied),
      step('remove-infra', [...emptied, 'references']),
      ...official.step('governance', ['remove-infra']),
      ...afterGovernance('requirements'),
      ...late,
    ];
  }
  return [
    ...begin,
    ...official.step('governance', emptied),
    ...afterGovernance('requirements'),
    step('references', ['governance']),
    step('remove-infra', ['governance', 'references']),
    ...late,
  ];
}

/** Governance comes first, and everything else after it; the jobs are noop only while master is emptied. */
export function deprecationSteps({ repositories }: Asked): PlanStep[] {
  const official = new Official(repositories);
  const first = official.isEmpty ? 'announce' : 'deprecate';
  const contents = contentSteps(repositories, 'noop-jobs');
  return [
    step('announce', []),
    ...official.step('deprecate', ['announce']),
    ...official.step('requirements', [first]),
    ...official.step('releases', [first]),
    step('noop-jobs', [first]),
    step('abandon-changes', ['noop-jobs']),
    ...contents,
    step(
      'restore-jobs',
      contents.map(({ id }) => id),
    ),
    step('references', [first]),
    ...official.step('docs', [first]),
    ...official.step('openstack-map', [first]),
  ];
}

/** The repositories that are OpenStack's. */
class Official {
  private readonly repositories: readonly string[];
  private readonly isAll: boolean;

  constructor(all: readonly string[]) {
    this.repositories = all.filter((name) => namespaceOf(name) === 'openstack');
    this.isAll = this.repositories.length === all.length;
  }

  get isEmpty(): boolean {
    return this.repositories.length === 0;
  }

  /** A step about these alone; none where there are none. */
  step(kind: StepKind, after: readonly string[]): PlanStep[] {
    if (this.isEmpty) return [];
    return [{ ...step(kind, after), ...(this.isAll ? {} : { params: { repositories: this.repositories } }) }];
  }
}

function step(kind: StepKind, after: readonly string[]): PlanStep {
  const repo = REPOSITORY[kind];
  return { id: kind, step: kind, ...(repo === undefined ? {} : { repo }), after };
}

/** One for each repository, as each has its own change. */
function contentSteps(repositories: readonly string[], after: string): PlanStep[] {
  const taken = new Set<string>();
  return repositories.map((repo) => {
    const names = [baseNameOf(repo), repo.replace('/', '-'), repo.replace('/', '_')];
    const ids = repositories.length === 1 ? ['remove-content'] : names.map((name) => `remove-content-${name}`);
    const id = ids.find((one) => !taken.has(one)) ?? `remove-content-${taken.size}`;
    taken.add(id);
    return { id, step: 'remove-content', repo, after: [after] };
  });
}
