/** gerrit/acls of openstack/project-config: files that no repository uses any more. No linter looks for them. */
import type { EditInput, FileEdit, Question, Tree } from '../lines/edit';
import { namespaceOf } from '../lines/names';
import type { GerritEntry } from './gerritProjects';

const FOLDER = 'gerrit/acls/';

export interface UnusedAcls {
  readonly edits: readonly FileEdit[];
  readonly questions: readonly Question[];
}

/**
 * Files that a retired repository used, or that are named after one, and that no entry uses once these are retired. Where
 * an earlier change took the files from their users already, their names are no longer known: a file with the team's name
 * is asked about.
 * @param entries of gerrit/projects.yaml as it is before the edit
 */
export async function unusedAcls(
  { repositories, params, team }: EditInput,
  entries: readonly GerritEntry[],
  tree: Tree,
): Promise<UnusedAcls> {
  const ours = new Set(params.repositories ?? repositories);
  const stillUsed = new Set(entries.filter(({ name }) => !ours.has(name)).map(({ acl }) => acl));
  const isUnused = (acl: string): boolean => !stillUsed.has(acl) && !/(?:^|\/)retired\.config$/.test(acl);
  const own = entries.filter(({ name }) => ours.has(name));
  const named = own.flatMap(({ name, acl }) => [acl, `${name}.config`]);
  const given = (params.alsoDeleteAclsIfUnused ?? []).map(aclName);
  const found: FileEdit[] = [];
  for (const acl of [...new Set([...named, ...given])].filter(isUnused).sort()) {
    const path = `${FOLDER}${acl}`;
    const before = /^[\w-][\w.-]*\/[\w.-]+\.config$/.test(acl) ? await tree.read(path) : undefined;
    if (before === undefined) continue;
    found.push({ path, before, content: null, hunks: [], reason: 'No repository uses this ACL any more' });
  }
  const left = await leftByFlip(
    team,
    own,
    tree,
    (acl) => isUnused(acl) && !named.includes(acl) && !given.includes(acl),
  );
  if (left.length === 0 || params.alsoDeleteAclsIfUnused) return { edits: found, questions: [] };
  const text = 'Which of these ACLs belonged to the repositories before they were closed, and can be deleted?';
  return { edits: found, questions: [{ param: 'alsoDeleteAclsIfUnused', text, choices: left, many: true }] };
}

/** A person writes `monasca.config`, `openstack/monasca.config`, or the whole path. */
const aclName = (given: string): string => {
  const below = given.startsWith(FOLDER) ? given.slice(FOLDER.length) : given;
  return below.includes('/') ? below : `openstack/${below}`;
};

async function leftByFlip(
  team: string | undefined,
  own: readonly GerritEntry[],
  tree: Tree,
  isLeft: (acl: string) => boolean,
): Promise<string[]> {
  if (!team || own.length === 0 || !own.every(({ acl }) => acl.endsWith('/retired.config'))) return [];
  const base = team.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const candidates = [...new Set(own.map(({ name }) => `${namespaceOf(name)}/${base}.config`))].filter(isLeft);
  const found: string[] = [];
  for (const acl of candidates) {
    if ((await tree.read(`${FOLDER}${acl}`)) !== undefined) found.push(acl);
  }
  return found;
}
