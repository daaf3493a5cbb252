/**
 * openstack/releases: nothing is released from a retired repository in the series under development, independent
 * deliverables keep their history, and older branches may reach their end of life. Source: project-team-guide
 * repository.rst; commits 67639105b, c66d3b0b3 and 9354e74d0 of releases.
 */
import { abandon, type Deliverable, endLife, flagRetired, readDeliverable } from './deliverableFile';
import {
  type EditInput,
  EditRefused,
  type EndOfLife,
  type FileEdit,
  type Note,
  type Prepared,
  type Question,
  type Tree,
} from './lines/edit';
import { LineEdits, Lines } from './lines/lines';
import { baseNameOf } from './lines/names';
import { hasOpenBranches, readSeries, SERIES_STATUS, type Series } from './releaseSeries';
import { retiredRepositories } from './retired';

const INDEPENDENT = '_independent';

/** Files that are read at the same time. */
const BATCH = 8;

/** Branches that a question names. */
const SHOWN = 10;

/** What happens to which files. */
interface Decided {
  readonly delete: readonly string[];
  readonly abandon: readonly string[];
  readonly flagRetired: readonly string[];
  readonly tags: readonly EndOfLife[];
}

interface Found {
  readonly delete: string[];
  readonly abandon: string[];
  readonly notes: Note[];
}

/**
 * With `delete`, `abandon` or `flagRetired` exactly what is decided; else the files are found, and only `tags` are a
 * decision, and all that is done where no series is known.
 * @throws EditRefused when the series under development is not known, or a file is not as it should be
 */
export async function releasesEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  const { params } = input;
  const retired = retiredRepositories(input, 'deliverables');
  const { tags = [] } = params;
  if (params.delete ?? params.abandon ?? params.flagRetired) {
    const { delete: gone = [], abandon: abandoned = [], flagRetired: flagged = [] } = params;
    return prepare({ delete: gone, abandon: abandoned, flagRetired: flagged, tags }, retired, tree);
  }

  const series = await readSeries(tree);
  if (!series && input.cycle === undefined && tags.length > 0) {
    return prepare({ delete: [], abandon: [], flagRetired: [], tags }, retired, tree);
  }
  const cycle = cycleOf(input, series);
  const found = await findFiles([cycle, INDEPENDENT], new Set(retired), tree);
  const older = await findOlder(series ?? [], cycle, retired, found.delete, tree);
  const { edits, notes } = await prepare({ ...found, flagRetired: [], tags }, retired, tree);
  const questions = params.tags === undefined ? older.questions : [];
  return { edits, questions, notes: [...found.notes, ...older.notes, ...notes] };
}

function cycleOf(input: EditInput, series: readonly Series[] | undefined): string {
  const cycle = input.cycle ?? series?.find(({ status }) => status === 'development')?.name;
  if (cycle === undefined) {
    const why = 'it does not name the series under development, and the plan has no cycle';
    throw new EditRefused(
      'missing-file',
      SERIES_STATUS,
      undefined,
      series ? why : 'it is missing, and the plan has no cycle',
    );
  }
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(cycle)) {
    throw new EditRefused(
      'not-as-expected',
      'deliverables',
      undefined,
      'the cycle of the plan is not the name of a series',
    );
  }
  return cycle;
}

async function prepare(decided: Decided, retired: readonly string[], tree: Tree): Promise<Prepared> {
  const tagged = decided.tags.map(({ path }) => path);
  const edits: FileEdit[] = [];
  const notes: Note[] = [];
  for (const path of [...new Set([...decided.delete, ...decided.abandon, ...decided.flagRetired, ...tagged])].sort()) {
    checkPath(path);
    const text = await tree.read(path);
    const isDeleted = decided.delete.includes(path);
    if (text === undefined) {
      if (!isDeleted) notes.push({ path, text: 'There is no such file.' });
      continue;
    }
    const edit = isDeleted ? deleted(path) : changed(new Lines(path, text), decided, retired);
    if (edit) edits.push(edit);
  }
  return { edits, questions: [], notes };
}

function checkPath(path: string): void {
  if (/^deliverables\/[A-Za-z0-9_][\w.-]*\/[A-Za-z0-9_][\w.+-]*\.yaml$/.test(path)) return;
  throw new EditRefused('not-as-expected', path, undefined, 'this is not the path of a deliverable');
}

function deleted(path: string): FileEdit {
  if (path.startsWith(`deliverables/${INDEPENDENT}/`)) {
    throw new EditRefused('not-as-expected', path, undefined, 'independent deliverables are abandoned, not deleted');
  }
  return { path, before: '', content: null, hunks: [], reason: 'Nothing is released from a retired repository' };
}

function changed(file: Lines, decided: Decided, retired: readonly string[]): FileEdit | undefined {
  const edits = new LineEdits(file);
  const tags = decided.tags.filter(({ path }) => path === file.path);
  if (decided.abandon.includes(file.path)) abandon(edits);
  if (decided.flagRetired.includes(file.path)) flagRetired(edits, retired);
  if (tags.length > 0) endLife(edits, tags);
  return edits.finish('The deliverable is retired');
}

/** The files in the folders that name retired repositories. */
async function findFiles(folders: readonly string[], retired: ReadonlySet<string>, tree: Tree): Promise<Found> {
  const found: Found = { delete: [], abandon: [], notes: [] };
  for (const folder of folders) {
    for (const { path, deliverable } of await readAll(await deliverablesOf(folder, tree), tree)) {
      const { repositories, releases, isAbandoned } = deliverable;
      const own = repositories.find(({ repository }) => retired.has(repository));
      if (!own || isAbandoned) continue;
      if (!repositories.every(({ repository }) => retired.has(repository))) {
        const text = `${own.repository} is retired, but other repositories of the deliverable are not.`;
        found.notes.push({ path, line: own.line + 1, text });
      } else if (folder === INDEPENDENT) {
        found.abandon.push(path);
      } else {
        found.delete.push(path);
        if (releases === undefined) continue;
        const text = 'The series has releases of it already. Ask the release team before it is deleted.';
        found.notes.push({ path, line: releases + 1, text });
      }
    }
  }
  return found;
}

/**
 * What is left in released series: branches that are open, which takes hashes to end, and files without a release. There
 * are thousands of files: those are read that are named after a repository, or as one of the series under development.
 */
async function findOlder(
  series: readonly Series[],
  cycle: string,
  retired: readonly string[],
  inCycle: readonly string[],
  tree: Tree,
): Promise<{ questions: Question[]; notes: Note[] }> {
  const names = new Set([...retired.map((repository) => `${baseNameOf(repository)}.yaml`), ...inCycle.map(fileName)]);
  const notes: Note[] = [];
  const open: string[] = [];
  for (const { name, id } of series.filter((one) => one.name !== cycle && hasOpenBranches(one))) {
    const paths = (await deliverablesOf(name, tree)).filter((path) => names.has(fileName(path)));
    for (const { path, deliverable } of await readAll(paths, tree)) {
      const { repositories, releases, hasBranches, hasEndOfLife } = deliverable;
      if (!repositories.some(({ repository }) => retired.includes(repository))) continue;
      if (hasBranches && !hasEndOfLife) {
        open.push(`${id}-eol of ${path}`);
      } else if (!hasBranches && releases === undefined) {
        notes.push({ path, text: 'Nothing was released in this series. The file can be deleted too.' });
      }
    }
  }
  if (open.length === 0) return { questions: [], notes };
  const shown = open.length > SHOWN ? [...open.slice(0, SHOWN), `${open.length - SHOWN} more`] : open;
  const text = `Which branches reach their end of life, and at which hash (${shown.join(', ')})?`;
  return { questions: [{ param: 'tags', text }], notes };
}

async function deliverablesOf(series: string, tree: Tree): Promise<readonly string[]> {
  const folder = `deliverables/${series}/`;
  const paths = await tree.list(`deliverables/${series}`);
  return paths.filter(
    (path) => path.startsWith(folder) && path.endsWith('.yaml') && !path.includes('/', folder.length),
  );
}

async function readAll(
  paths: readonly string[],
  tree: Tree,
): Promise<{ readonly path: string; readonly deliverable: Deliverable }[]> {
  const all: { path: string; deliverable: Deliverable }[] = [];
  for (let i = 0; i < paths.length; i += BATCH) {
    const batch = paths.slice(i, i + BATCH);
    const texts = await Promise.all(batch.map((path) => tree.read(path)));
    for (const [j, path] of batch.entries()) {
      const text = texts[j];
      if (text !== undefined) all.push({ path, deliverable: readDeliverable(text) });
    }
  }
  return all;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
