/** Small plans, and changes as Gerrit has them. */
import type { Change, PatchSet } from '../../../../src/gerrit';
import type { Plan, PlanStep } from '../../../../src/retirement/plan/plan';
import type { PlanStatus, StepStatus } from '../../../../src/retirement/status/stepStatus';

export const NOW = Date.parse('2026-12-01T12:00:00Z');
export const DAY = 24 * 3600_000;
export const SERVER = 'https://review.example.org/';
export const zuul = { id: 1, name: 'Zuul' };
export const owner = { id: 2, name: 'Dev' };

export const idOf = (letter: string): string => `I${letter.repeat(40)}`;
export const commitOf = (letter: string): string => letter.repeat(40);

export const plan = (...steps: PlanStep[]): Plan => ({
  retirement: 1,
  kind: 'retire',
  by: 'owner',
  order: 'guide',
  team: 'freezer',
  wholeTeam: false,
  repositories: ['openstack/freezer-dr'],
  alternative: null,
  irc: 'openstack-dev',
  topic: 'retire-freezer-dr',
  server: SERVER,
  steps,
});

/** Not pushed yet. */
export const unpushed: PlanStep = { id: 'end-gating', step: 'end-gating', repo: 'openstack/project-config', after: [] };
export const gating: PlanStep = { ...unpushed, change: 1 };
export const content: PlanStep = {
  id: 'remove-content',
  step: 'remove-content',
  repo: 'openstack/freezer-dr',
  after: ['end-gating'],
};

/** Of project-config, open, without votes. */
export const change = (more: Partial<Change> = {}): Change => ({
  number: 1,
  changeId: idOf('a'),
  project: 'openstack/project-config',
  branch: 'master',
  subject: 'Retire freezer-dr: end project gating',
  status: 'NEW',
  url: `${SERVER}c/openstack/project-config/+/1`,
  hashtags: [],
  wip: false,
  private: false,
  owner,
  created: NOW - 5 * DAY,
  updated: NOW - 3 * DAY,
  unresolvedComments: 0,
  votes: [],
  requirements: [],
  patchSets: [],
  ...more,
});

export const patchSet = (number: number, letter: string, uploader = owner): PatchSet => ({
  number,
  commit: commitOf(letter),
  ref: `refs/changes/01/1/${number}`,
  uploader,
});

/** Patch sets as a change has them, the last one current. */
export const withPatchSets = (...patchSets: PatchSet[]): Pick<Change, 'patchSets' | 'current'> => {
  const current = patchSets.at(-1);
  return { patchSets, ...(current ? { current } : {}) };
};

export function stepOf({ steps }: PlanStatus, id: string): StepStatus {
  const step = steps.find((each) => each.id === id);
  if (!step) throw new Error(`The status has no step ${id}`);
  return step;
}
