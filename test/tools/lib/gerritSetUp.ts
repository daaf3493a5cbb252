/** What the template server is given, over REST: people, labels and rights as on OpenDev's, and a few projects. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run';

export type Rest = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** `dev` writes changes, `core` may approve them, `zuul` verifies and submits. Passwords are `NAME-secret`. */
const PEOPLE = ['dev', 'core', 'zuul'] as const;
export type Username = (typeof PEOPLE)[number];

/** @param keys folder that gets a pair of SSH keys for each of the people, `id_NAME` */
export async function setUp(rest: Rest, keys: string): Promise<void> {
  await makePeople(rest, keys);
  await makeGroups(rest);
  await makeLabels(rest);
  await giveRights(rest);
  await makeProjects(rest);
}

async function makePeople(rest: Rest, keys: string): Promise<void> {
  for (const name of PEOPLE) {
    const key = join(keys, `id_${name}`);
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `${name}@example.org`, '-f', key], { cwd: keys });
    await rest('PUT', `/accounts/${name}`, {
      name: `${name.charAt(0).toUpperCase()}${name.slice(1)} Example`,
      email: `${name}@example.org`,
      http_password: `${name}-secret`,
      ssh_key: await readFile(`${key}.pub`, 'utf8'),
    });
  }
  const second = 'dev.second@example.org';
  await rest('PUT', `/accounts/dev/emails/${second}`, { email: second, no_confirmation: true });
}

async function makeGroups(rest: Rest): Promise<void> {
  await rest('PUT', '/groups/openstack-core', { visible_to_all: true });
  await rest('PUT', '/groups/openstack-core/members/core');
  await rest('PUT', '/groups/Service%20Users/members/zuul');
}

async function makeLabels(rest: Rest): Promise<void> {
  const labels = {
    Verified: {
      '-2': 'Fails',
      '-1': 'Does not seem to work',
      ' 0': 'No score',
      '+1': 'Works for me',
      '+2': 'Verified',
    },
    Workflow: { '-1': 'Work in progress', ' 0': 'Ready for reviews', '+1': 'Approved' },
  };
  for (const [label, values] of Object.entries(labels)) {
    const copies = label === 'Verified' ? { copy_condition: 'changekind:NO_CODE_CHANGE' } : {};
    await rest('PUT', `/projects/All-Projects/labels/${label}`, { function: 'NoBlock', values, ...copies });
    await rest('PUT', `/projects/All-Projects/submit_requirements/${label}`, {
      submittability_expression: `label:${label}=MAX AND -label:${label}=MIN`,
      allow_override_in_child_projects: true,
    });
  }
}

const REGISTERED = 'global:Registered-Users';
const CHANGE_OWNER = 'global:Change-Owner';
/** Nobody of ours is one: an exclusive rule for them takes the right from all others. */
const PROJECT_OWNERS = 'global:Project-Owners';

const allow = (...groups: string[]): object => ({
  rules: Object.fromEntries(groups.map((group) => [group, { action: 'ALLOW' }])),
});

const votes = (label: string, ranges: Record<string, [min: number, max: number]>): object => ({
  label,
  rules: Object.fromEntries(
    Object.entries(ranges).map(([group, [min, max]]) => [group, { action: 'ALLOW', min, max }]),
  ),
});

async function giveRights(rest: Rest): Promise<void> {
  const idOf = async (group: string): Promise<string> =>
    ((await rest('GET', `/groups/${encodeURIComponent(group)}`)) as { id: string }).id;
  const [core, zuul, admins] = [
    await idOf('openstack-core'),
    await idOf('Service Users'),
    await idOf('Administrators'),
  ];
  const nobodyMerges = { permissions: { pushMerge: { rules: {} } } };
  await rest('POST', '/projects/All-Projects/access', {
    remove: { 'refs/for/*': nobodyMerges, 'refs/for/refs/*': nobodyMerges },
    add: {
      'refs/heads/*': {
        permissions: {
          push: allow(admins),
          submit: allow(zuul),
          editTopicName: allow(REGISTERED),
          rebase: allow(REGISTERED),
          toggleWipState: allow(REGISTERED),
          'label-Code-Review': votes('Code-Review', { [core]: [-2, 2] }),
          'label-Verified': votes('Verified', { [zuul]: [-2, 2] }),
          'label-Workflow': votes('Workflow', { [core]: [-1, 1], [CHANGE_OWNER]: [-1, 0] }),
        },
      },
    },
  });
}

async function makeProjects(rest: Rest): Promise<void> {
  const change = { require_change_id: 'TRUE', use_content_merge: 'TRUE' };
  const first = { create_empty_commit: true, branches: ['master', 'stable/2025.2'] };
  const make = (name: string, input: object): Promise<unknown> => rest('PUT', `/projects/openstack%2F${name}`, input);
  const restrict = (name: string, ref: string, right: string): Promise<unknown> =>
    rest('POST', `/projects/openstack%2F${name}/access`, {
      add: { [ref]: { permissions: { [right]: { exclusive: true, ...allow(PROJECT_OWNERS) } } } },
    });

  await make('meta-config', { permissions_only: true, use_signed_off_by: 'TRUE', ...change });
  for (const name of ['sandbox', 'governance', 'strict', 'retired', 'retired-tc']) {
    await make(name, { parent: 'openstack/meta-config', ...first });
  }
  // As the real one: no sign-off.
  await make('project-config', { ...first, ...change });
  await restrict('strict', 'refs/for/*', 'addPatchSet');
  await restrict('strict', 'refs/heads/*', 'forgeAuthor');
  await restrict('retired-tc', 'refs/for/refs/heads/*', 'push');
  await rest('PUT', '/projects/openstack%2Fretired/config', { state: 'READ_ONLY' });
}
