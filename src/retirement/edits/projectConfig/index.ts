/** openstack/project-config: the end of gating, and the end of the repository in the infrastructure. */
import { pauses } from '../../../base/turns';
import { type EditInput, EditRefused, type Prepared, type Tree } from '../lines/edit';
import { Lines } from '../lines/lines';
import { unusedAcls } from './acls';
import { CHANNELS, leaveChannels } from './channels';
import { BLOCK_SCALAR } from './description';
import { GERRIT_PROJECTS, type GerritEntry, gerritEntries, retireEntries } from './gerritProjects';
import { forgetProjects, ZUUL_MAIN } from './zuulMain';
import { endGating, type FileResult, removeEntries, ZUUL_PROJECTS } from './zuulProjects';

/** Jobs end; with `params.flip` the ACL changes with them, so that the Technical Committee can approve what follows. */
export async function endGatingEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  const repositories = repositoriesOf(input);
  const { flip } = input.params;
  const pause = pauses();
  const results = [endGating(await required(tree, ZUUL_PROJECTS), repositories)];
  await pause();
  if (flip) results.push(retireEntries(await required(tree, GERRIT_PROJECTS), repositories, flip));
  return prepared(results);
}

/** For a deprecation: no jobs while the master branch is emptied, and a description that says why. */
export async function noopJobsEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  const repositories = repositoriesOf(input);
  return prepared([
    endGating(await required(tree, ZUUL_PROJECTS), repositories, 'deprecated'),
    retireEntries(await required(tree, GERRIT_PROJECTS), repositories, 'deprecated'),
  ]);
}

/** Zuul, Gerrit and the channels forget what they need not know of a retired repository. */
export async function removeInfraEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  const repositories = repositoriesOf(input);
  const pause = pauses();
  const projects = await required(tree, GERRIT_PROJECTS);
  const entries = gerritEntries(projects, repositories);
  await pause();
  const results = [retireEntries(projects, repositories, 'full', entries)];
  // A checkout can be without these; what is not there names nobody.
  const optional: readonly [string, (file: Lines) => FileResult][] = [
    [ZUUL_PROJECTS, (file) => removeEntries(file, repositories)],
    [ZUUL_MAIN, (file) => forgetProjects(file, repositories)],
    [CHANNELS, (file) => leaveChannels(file, repositories, livingOf(projects, entries, repositories))],
  ];
  for (const [path, edit] of optional) {
    await pause();
    const text = await tree.read(path);
    await pause();
    if (text !== undefined) results.push(edit(new Lines(path, text)));
  }
  await pause();
  const acls = await unusedAcls(input, entries, tree);
  const { edits, notes } = prepared(results);
  return { edits: sorted([...edits, ...acls.edits]), questions: acls.questions, notes };
}

const repositoriesOf = ({ params, repositories }: EditInput): readonly string[] => [
  ...new Set(params.repositories ?? repositories),
];

async function required(tree: Tree, path: string): Promise<Lines> {
  const text = await tree.read(path);
  if (text === undefined) throw new EditRefused('missing-file', path, undefined, 'this file is not in the repository');
  return new Lines(path, text);
}

function prepared(results: readonly FileResult[]): Prepared {
  return {
    edits: sorted(results.flatMap(({ edit }) => edit ?? [])),
    questions: [],
    notes: results.flatMap(({ notes }) => notes),
  };
}

const sorted = <T extends { readonly path: string }>(edits: readonly T[]): T[] =>
  [...edits].sort((a, b) => (a.path < b.path ? -1 : 1));

/** Every repository that takes changes once ours are retired. */
function livingOf({ lines }: Lines, entries: readonly GerritEntry[], ours: readonly string[]): string[] {
  const retired = new Set(ours);
  return entries
    .filter(({ name, start, end }) => !retired.has(name) && !isRetired(lines.slice(start, end)))
    .map(({ name }) => name);
}

function isRetired(entry: readonly string[]): boolean {
  const at = entry.findIndex((line) => line.startsWith('  description:'));
  if (at < 0) return false;
  const value = (entry[at] ?? '').slice('  description:'.length).trim();
  const text = value === '' || BLOCK_SCALAR.test(value) ? (entry[at + 1] ?? '').trim() : value;
  return /^["']?RETIRED\b/.test(text);
}
