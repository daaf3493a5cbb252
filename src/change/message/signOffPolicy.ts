/**
 * Projects of openstack/ that do not ask for a sign-off (project-config, gerrit/acls/openstack, 2026-08): they set
 * `requireSignedOffBy = false`, or do not inherit from openstack/meta-config.
 */
const WITHOUT = new Set([
  'openstack/ansible-collections-openstack',
  'openstack/ansible-role-container-registry',
  'openstack/ldappool',
  'openstack/liberasurecode',
  'openstack/puppet-ceph',
  'openstack/project-config',
]);

/**
 * Whether a project probably wants Signed-off-by, for when its server was not asked: nearly all of openstack/ since
 * 2025-07-01 (governance, resolution of 2025-05-20); elsewhere nothing is known.
 */
export function signOffLikely(project: string | undefined): boolean | undefined {
  return project?.startsWith('openstack/') ? !WITHOUT.has(project) : undefined;
}
