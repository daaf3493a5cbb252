/** gerrit/projects.yaml of openstack/project-config: what Gerrit knows of a repository, whose entry stays for ever. */
import { type Chunk, checkLineByLine, checkUntied, chunksOf, type Item, itemsOf, plainValue } from '../lines/items';
import { LineEdits, type Lines } from '../lines/lines';
import { checkNoneLeft, namespaceOf } from '../lines/names';
import { type Prefix, prefixedDescription } from './description';
import type { FileResult } from './zuulProjects';

export const GERRIT_PROJECTS = 'gerrit/projects.yaml';

/** Where Gerrit's host has the folder gerrit/acls. */
const ACLS = '/home/gerrit2/acls/';

/** How much of an entry changes. `full`: all that is not needed for a retired repository goes too. */
export type Depth = 'acl-only' | 'acl+description' | 'full' | 'deprecated';

/** Those that a retired entry keeps, in their order. */
const KEPT: ReadonlySet<string> = new Set(['project', 'description', 'acl-config', 'default-branch']);
/** Of their columns: `- project: x` with the others below it. */
const COLUMN = 2;

export interface GerritEntry extends Item {
  readonly name: string;
  /** The file below gerrit/acls that it uses. */
  readonly acl: string;
}

/** All entries that can be told apart; one of ours that cannot be, or is there twice, is refused. */
export function gerritEntries(file: Lines, repositories: readonly string[]): GerritEntry[] {
  const ours = new Set(repositories);
  const seen = new Map<string, number>();
  const entries = itemsOf(file).flatMap((item) => {
    const [, value = ''] = /^- project: +(.*)$/.exec(file.lines[item.start] ?? '') ?? [];
    const name = plainValue(value);
    if (!name) return [];
    const first = seen.get(name);
    if (ours.has(name) && first !== undefined) {
      throw file.refused(item.start, `${name} has a second entry, the first is in line ${first + 1}`);
    }
    seen.set(name, item.start);
    return [{ ...item, name, acl: aclOf(file, item, name) }];
  });
  const starts = new Set(entries.map(({ start }) => start));
  checkNoneLeft(file, ours, (line) => starts.has(line) || !PROJECT_KEY.test(file.lines[line] ?? ''));
  return entries;
}

/** A project in another form: indented, quoted, in braces. */
const PROJECT_KEY = /^[\s{-]*(?:[&!]\S+ +)?['"]?project['"]? *:|^- *[&{'"]/;

function aclOf({ lines }: Lines, { start, end }: Item, name: string): string {
  for (let line = start + 1; line < end; line++) {
    const [, value = ''] = /^ {2}acl-config: +(.*)$/.exec(lines[line] ?? '') ?? [];
    const path = plainValue(value);
    if (path) return path.startsWith(ACLS) ? path.slice(ACLS.length) : path;
  }
  return `${name}.config`;
}

const retiredAcl = (repository: string): string =>
  `${namespaceOf(repository) === 'openstack' ? 'openstack' : 'opendev'}/retired.config`;

/**
 * @param entries those of the file, where they are known already
 * @throws EditRefused for a repository that has no entry
 */
export function retireEntries(
  file: Lines,
  repositories: readonly string[],
  depth: Depth,
  entries: readonly GerritEntry[] = gerritEntries(file, repositories),
): FileResult {
  const edits = new LineEdits(file);
  for (const repository of repositories) {
    const entry = entries.find(({ name }) => name === repository);
    if (!entry) {
      throw file.refused(
        0,
        `there is no entry of ${repository}; Gerrit and governance need one, also when it is retired`,
      );
    }
    editEntry(edits, entry, depth);
  }
  return { edit: edits.finish(REASONS[depth]), notes: [] };
}

const REASONS: Readonly<Record<Depth, string>> = {
  'acl-only': 'The Technical Committee approves what is still to come',
  'acl+description': 'The Technical Committee approves what is still to come',
  full: 'The repository is closed for changes, and its description says why',
  deprecated: 'The description says that the repository is deprecated',
};

function editEntry(edits: LineEdits, entry: GerritEntry, depth: Depth): void {
  const { file } = edits;
  const chunks = chunksOf(file, entry.start + 1, entry.end, COLUMN);
  if (chunks.some(({ key }) => key === 'project')) throw file.refused(entry.start, 'the key project is here twice');
  checkLineByLine(file, chunks);
  checkUntied(file, chunks);
  const description = chunks.find(({ key }) => key === 'description');
  if (depth !== 'acl-only') {
    const prefix: Prefix = depth === 'deprecated' ? 'DEPRECATED' : 'RETIRED';
    if (description) {
      const why = `The description says first that ${entry.name} is ${prefix.toLowerCase()}`;
      edits.replace(description.from, description.to, prefixedDescription(file, description, prefix), why);
    } else {
      edits.insert(entry.start + 1, [`  description: ${prefix}`], `${entry.name} had no description`);
    }
  }
  if (depth !== 'deprecated') setAcl(edits, entry, chunks, description?.to ?? entry.start + 1);
  if (depth !== 'full') return;
  for (const { key, from, to } of chunks) {
    if (key !== undefined && !KEPT.has(key)) {
      edits.remove(from, to, `${key} is of no use to a repository that is retired`);
    }
  }
}

function setAcl(edits: LineEdits, { name }: GerritEntry, chunks: readonly Chunk[], afterDescription: number): void {
  const { file } = edits;
  const line = `  acl-config: ${ACLS}${retiredAcl(name)}`;
  const acl = chunks.find(({ key }) => key === 'acl-config');
  const reason = 'Only the Technical Committee can change a repository that is retired';
  if (!acl) {
    edits.insert(afterDescription, [line], reason);
  } else if (plainValue(acl.value) === undefined) {
    throw file.refused(acl.from, 'this path is not written as all others here');
  } else if (plainValue(acl.value) !== `${ACLS}${retiredAcl(name)}`) {
    edits.replace(acl.from, acl.to, [line], reason);
  }
}
