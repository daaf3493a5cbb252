/**
 * openstack/requirements: no bot syncs a retired repository any more, and its library leaves the constraints when no
 * living project needs it, which only a person knows. Source: project-team-guide repository.rst; commits f8bc6a896 and
 * 62077ec29 of requirements.
 */
import {
  type EditInput,
  EditRefused,
  type FileEdit,
  type Note,
  type Prepared,
  type Question,
  type Tree,
} from './lines/edit';
import { LineEdits, Lines } from './lines/lines';
import { baseNameOf } from './lines/names';
import { retiredRepositories } from './retired';

const PROJECTS = 'projects.txt';
const GLOBAL = 'global-requirements.txt';
const UPPER = 'upper-constraints.txt';
const DENYLIST = 'denylist.txt';

/** The files that list distributions, and whether people comment on their entries. */
const LISTS = [
  { path: DENYLIST, commented: true },
  { path: GLOBAL, commented: true },
  { path: 'openstack_requirements/tests/files/upper-constraints.txt', commented: false },
  { path: UPPER, commented: false },
];

interface List {
  readonly file: Lines;
  readonly commented: boolean;
}

/** @throws EditRefused without projects.txt */
export async function requirementsEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  const retired = retiredRepositories(input, PROJECTS);
  const projects = await tree.read(PROJECTS);
  if (projects === undefined) throw new EditRefused('missing-file', PROJECTS, undefined, 'there is no such file');
  const lists: List[] = [];
  for (const { path, commented } of LISTS) {
    const text = await tree.read(path);
    if (text !== undefined) lists.push({ file: new Lines(path, text), commented });
  }

  const edits: (FileEdit | undefined)[] = [withoutProjects(new Lines(PROJECTS, projects), retired)];
  const { dists } = input.params;
  if (dists === undefined) {
    const names = new Set(retired.map((repository) => normalized(baseNameOf(repository))));
    return { edits: made(edits), questions: questionsOf(lists, names), notes: denylisted(lists, names) };
  }
  const names = new Set(dists.map(normalized));
  const notes: Note[] = [];
  for (const list of lists) edits.push(withoutDists(list, names, notes));
  return { edits: made(edits), questions: [], notes };
}

function made(edits: readonly (FileEdit | undefined)[]): FileEdit[] {
  return edits.filter((edit) => edit !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function withoutProjects(file: Lines, retired: readonly string[]): FileEdit | undefined {
  const gone = new Set(retired);
  const edits = new LineEdits(file);
  for (const [line, content] of file.lines.entries()) {
    const project = content.trim();
    if (gone.has(project)) edits.remove(line, line + 1, `${project} is retired`);
  }
  return edits.finish('Retired repositories get no updates of requirements');
}

function questionsOf(lists: readonly List[], names: ReadonlySet<string>): Question[] {
  const listed = new Map<string, string>();
  for (const { file } of lists.filter(({ file }) => file.path === GLOBAL || file.path === UPPER)) {
    for (const content of file.lines) {
      const spelled = distOf(content);
      if (spelled === undefined || !names.has(normalized(spelled))) continue;
      if (!listed.has(normalized(spelled))) listed.set(normalized(spelled), spelled);
    }
  }
  if (listed.size === 0) return [];
  const text = 'Which of these libraries does no living project need any more?';
  return [{ param: 'dists', text, choices: [...listed.values()].sort(), many: true }];
}

/** Entries that keep a retired library out of the constraints: nobody has to decide, but they are of no use any more. */
function denylisted(lists: readonly List[], names: ReadonlySet<string>): Note[] {
  const list = lists.find(({ file }) => file.path === DENYLIST);
  if (!list) return [];
  return [...list.file.lines.entries()].flatMap(([line, content]) => {
    const dist = distOf(content);
    if (dist === undefined || !names.has(normalized(dist))) return [];
    return [{ path: DENYLIST, line: line + 1, text: `${dist} is listed, and its repository is retired.` }];
  });
}

function withoutDists(list: List, names: ReadonlySet<string>, notes: Note[]): FileEdit | undefined {
  const { file, commented } = list;
  /** The name of the distribution that each line goes with. */
  const gone = new Map<number, string>();
  for (const { from, to } of paragraphs(file.lines)) {
    const own: number[] = [];
    let others = false;
    for (let line = from; line < to; line++) {
      const dist = distOf(file.lines[line] ?? '');
      if (dist === undefined) continue;
      if (names.has(normalized(dist))) own.push(line);
      else others = true;
    }
    if (own.length === 0) continue;
    for (const line of own) gone.set(line, distOf(file.lines[line] ?? '') ?? '');
    if (!commented) continue;
    if (others) notes.push(...own.flatMap((line) => commentAbove(file, line)));
    else takeParagraph(file.lines, from, to, gone);
  }

  const edits = new LineEdits(file);
  const sorted = [...gone].sort(([a], [b]) => a - b);
  for (let i = 0; i < sorted.length; ) {
    const [from, dist] = sorted[i] ?? [0, ''];
    let to = from;
    for (; sorted[i]?.[0] === to && sorted[i]?.[1] === dist; i++) to++;
    edits.remove(from, to, `${dist} is retired, and nothing needs it`);
  }
  return edits.finish('Retired libraries leave the requirements');
}

/**
 * With its last entry a paragraph goes, its comment and one empty line. The heading of a section (`## section:...`)
 * stays.
 */
function takeParagraph(lines: readonly string[], from: number, to: number, gone: Map<number, string>): void {
  if (lines.slice(from, to).some((content) => content.startsWith('##'))) return;
  let dist = '';
  for (let line = to - 1; line >= from; line--) {
    dist = gone.get(line) ?? dist;
    gone.set(line, dist);
  }
  const last = gone.get(to - 1) ?? dist;
  if (to < lines.length) {
    gone.set(to, last);
    return;
  }
  // The empty line before may have gone with the paragraph before.
  let before = from - 1;
  while (gone.has(before)) before--;
  if (before >= 0) gone.set(before, dist);
}

function commentAbove(file: Lines, line: number): Note[] {
  if (!file.lines[line - 1]?.startsWith('#')) return [];
  const dist = distOf(file.lines[line] ?? '') ?? '';
  return [{ path: file.path, line, text: `The comment stays. It may be about ${dist}, which goes.` }];
}

/** Runs of lines that are not empty; 0-based, `to` is exclusive. */
function paragraphs(lines: readonly string[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  for (let line = 0; line <= lines.length; line++) {
    if (line < lines.length && lines[line]?.trim() !== '') continue;
    if (line > from) found.push({ from, to: line });
    from = line + 1;
  }
  return found;
}

/** The name that a line starts with; undefined for a comment or an empty line. */
function distOf(line: string): string | undefined {
  return /^[A-Za-z0-9][\w.-]*/.exec(line)?.[0];
}

/** Source: PEP 503. */
function normalized(dist: string): string {
  return dist.toLowerCase().replace(/[-_.]+/g, '-');
}
