/**
 * Edits of a team's retirement, on files of the sizes that the real ones have (2026-08): the peer is what a script with a
 * YAML library does, which reads the largest of these files and writes it again, and changes thousands of its lines.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseDocument } from 'yaml';
import { type EditInput, prepareEdits, type Tree } from '../src/retirement';
import { median } from './median';

const GOAL_MS = 300;
const GOAL_STALL_MS = 50;
const REPOSITORIES = 17;
const ROUNDS = 12;

const sizes = { projects: 1354, gated: 1010, legacyTeams: 60, teams: 60 };

const ours = Array.from({ length: REPOSITORIES }, (_, i) => `openstack/monasca-${String.fromCharCode(97 + i)}`);

/** Sorted as the linters want it. */
function names(count: number): string[] {
  const others = Array.from(
    { length: count - REPOSITORIES },
    (_, i) => `openstack/project-${String(i).padStart(4, '0')}`,
  );
  return [...ours, ...others];
}

const files: Readonly<Record<string, () => string>> = {
  'gerrit/projects.yaml': () =>
    names(sizes.projects)
      .map((name, i) =>
        [
          `- project: ${name}`,
          `  description: ${i % 2 ? 'RETIRED, ' : ''}A service of OpenStack that does what its name says, number ${i}`,
          `    of all of them`,
          ...(i % 3 ? ['  use-storyboard: true'] : []),
          `  acl-config: /home/gerrit2/acls/openstack/${i % 2 ? 'retired' : 'monasca'}.config`,
          ...(i % 3 ? ['  groups:', '    - monasca'] : []),
        ].join('\n'),
      )
      .join('\n'),
  'zuul.d/projects.yaml': () =>
    `# Shared zuul config\n\n${names(sizes.gated)
      .map((name) =>
        [
          '- project:',
          `    name: ${name}`,
          '    templates:',
          '      - official-openstack-repo-jobs',
          '      - publish-to-pypi',
          '      - periodic-stable-jobs',
        ].join('\n'),
      )
      .join('\n\n')}`,
  'zuul/main.yaml': () =>
    [
      '- tenant:',
      '    name: openstack',
      '    source:',
      '      gerrit:',
      '        untrusted-projects:',
      ...names(sizes.projects).map((name) => `          - ${name}`),
    ].join('\n'),
  'gerritbot/channels.yaml': () =>
    ['openstack-monasca:', '  events:', '    - patchset-created', '  projects:']
      .concat(names(sizes.gated).map((name) => `    - ${name}`))
      .concat(['  branches:', '    - master'])
      .join('\n'),
  'reference/projects.yaml': () =>
    [
      team('monasca', ours, false),
      ...Array.from({ length: sizes.teams }, (_, t) =>
        team(
          `team${String(t).padStart(2, '0')}`,
          Array.from({ length: 12 }, (_each, i) => `openstack/project-${String(t * 12 + i).padStart(4, '0')}`),
          false,
        ),
      ),
    ].join('\n'),
  'reference/legacy.yaml': () =>
    Array.from({ length: sizes.legacyTeams }, (_, t) =>
      team(
        `old${String(t).padStart(2, '0')}`,
        Array.from({ length: 12 }, (_each, i) => `openstack/old-${t}-${i}`),
        true,
      ),
    ).join('\n\n'),
  'projects.txt': () => names(sizes.gated).join('\n'),
};

function team(name: string, repositories: readonly string[], isOver: boolean): string {
  return [
    `${name}:`,
    '  irc-channel: openstack-monasca',
    '  service: Monitoring',
    ...(isOver ? ['  retired-on: 2020-01-01'] : []),
    '  deliverables:',
    ...repositories.flatMap((repository) => [
      `    ${repository.slice('openstack/'.length)}:`,
      '      repos:',
      `        - ${repository}`,
    ]),
  ].join('\n');
}

const steps: readonly Pick<EditInput, 'step' | 'repo' | 'params'>[] = [
  { step: 'end-gating', repo: 'openstack/project-config', params: { flip: 'full' } },
  { step: 'governance', repo: 'openstack/governance', params: {} },
  { step: 'requirements', repo: 'openstack/requirements', params: { dists: [] } },
  { step: 'remove-infra', repo: 'openstack/project-config', params: {} },
];

async function run(): Promise<string[]> {
  const texts = new Map(Object.entries(files).map(([path, text]) => [path, `${text()}\n`]));
  const tree: Tree = {
    read: (path) => Promise.resolve(texts.get(path)),
    list: () => Promise.resolve([...texts.keys()].sort()),
  };
  const times: number[] = [];
  const peers: number[] = [];
  const stalls: number[] = [];
  let edits = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const start = performance.now();
    edits = 0;
    for (const step of steps) {
      const prepared = await prepareEdits(
        { ...step, repositories: ours, team: 'monasca', date: '2026-12-01', alternative: null },
        tree,
      );
      edits += prepared.edits.length;
    }
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
    delay.disable();
    stalls.push(delay.max / 1e6);
    const peerStart = performance.now();
    String(parseDocument(texts.get('gerrit/projects.yaml') ?? ''));
    peers.push(performance.now() - peerStart);
  }
  const ratio = median(peers) / median(times);
  return [
    `${median(times).toFixed(0)} ms for ${edits} files, goal ${GOAL_MS} ms; the first time ${times[0]!.toFixed(0)} ms`,
    `longest stall ${Math.max(...stalls).toFixed(0)} ms, goal ${GOAL_STALL_MS} ms`,
    `${ratio.toFixed(1)} times as fast as the yaml library reads and writes gerrit/projects.yaml alone (${median(peers).toFixed(0)} ms)`,
  ];
}

export const bench = { name: `edits that retire ${REPOSITORIES} repositories`, run };
