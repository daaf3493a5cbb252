/**
 * zuul.d/projects.yaml of openstack/project-config. The rules are those of its own linter (tools/zuul-projects-checks.py)
 * and of "Retiring a Repository" in the project team guide.
 */
import type { FileEdit, Note } from '../lines/edit';
import {
  type Chunk,
  checkLineByLine,
  checkUntied,
  chunksOf,
  columnOf,
  type Item,
  indentOf,
  isContent,
  itemsOf,
  plainValue,
  withoutEntries,
} from '../lines/items';
import { LineEdits, type Lines } from '../lines/lines';
import { checkNoneLeft, commentNotes, matcherOf, namespaceOf } from '../lines/names';

export const ZUUL_PROJECTS = 'zuul.d/projects.yaml';

interface Entry extends Item {
  /** Undefined for what is no project, or has a form that nobody here uses. */
  readonly name: string | undefined;
  /** Of the keys of the project, such as `name`. */
  readonly column: number;
}

export interface FileResult {
  readonly edit: FileEdit | undefined;
  readonly notes: readonly Note[];
}

/**
 * Jobs end: the entry keeps its name and queue, and runs nothing but what syncs the mirror. Of a deprecated project
 * releases of its stable branches go on to PyPI.
 */
export function endGating(
  file: Lines,
  repositories: readonly string[],
  kind: 'retired' | 'deprecated' = 'retired',
): FileResult {
  const entries = entriesOf(file, repositories);
  const edits = new LineEdits(file);
  const notes: Note[] = commentNotes(file, new Set(repositories));
  const patterns = patternsOf(entries);
  // Sorted, as two that are put in can come to the same place.
  for (const repository of [...repositories].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))) {
    const entry = entries.find(({ name }) => name === repository);
    if (entry) {
      edits.replace(
        entry.start,
        entry.end,
        entryWithoutJobs(file, entry, repository, kind),
        `No job runs for ${repository} any more`,
      );
      continue;
    }
    const covered = coveringEntry(file, patterns, repository);
    if (covered) notes.push(covered.note);
    if (!covered?.isRetired) insertEntry(edits, entries, repository);
  }
  return { edit: edits.finish('Jobs of a project that is retired would fail on its empty tree'), notes };
}

/** The repository leaves Zuul: its entry goes. */
export function removeEntries(file: Lines, repositories: readonly string[]): FileResult {
  const entries = entriesOf(file, repositories);
  const edits = new LineEdits(file);
  const gone = entries.filter(({ name }) => name !== undefined && repositories.includes(name));
  // What is not understood may belong to another entry.
  for (const { start, end, column } of gone) {
    const chunks = chunksOf(file, start + 1, end, column);
    checkLineByLine(file, chunks);
    checkUntied(file, chunks);
  }
  for (const { from, to } of withoutEntries(file, gone)) {
    const names = gone.filter(({ start }) => start >= from && start < to).map(({ name }) => name);
    edits.remove(from, to, `Zuul has no jobs for ${names.join(', ')}`);
  }
  const patterns = patternsOf(entries);
  const covering = repositories.flatMap((repository) => coveringEntry(file, patterns, repository)?.note ?? []);
  const notes = [...commentNotes(file, new Set(repositories)), ...covering].filter(
    ({ line }) => !gone.some(({ top, end }) => line !== undefined && line > top && line <= end),
  );
  return { edit: edits.finish('Zuul knows the repository no longer'), notes };
}

const templatesOf = (repository: string): string[] =>
  namespaceOf(repository) === 'openstack' ? ['official-openstack-repo-jobs', 'noop-jobs'] : ['noop-jobs'];

/** Those of all projects; one of ours that is there twice, or written in another way, is refused. */
function entriesOf(file: Lines, repositories: readonly string[]): Entry[] {
  const ours = new Set(repositories);
  const seen = new Map<string, number>();
  const known = new Set<number>();
  const entries = itemsOf(file).map((item): Entry => {
    const entry = entryOf(file, item);
    const isOther = /^- +(?!project:)[a-z][a-z-]*:/.test(file.lines[item.start] ?? '');
    const isKnown = entry.name !== undefined || isOther;
    for (let line = item.start; isKnown && line < item.end; line++) {
      const text = file.lines[line] ?? '';
      if (line > item.start && isContent(text) && indentOf(text) < entry.column) break;
      known.add(line);
    }
    if (entry.name === undefined || !ours.has(entry.name)) return entry;
    const first = seen.get(entry.name);
    if (first !== undefined) {
      throw file.refused(item.start, `${entry.name} has a second entry, the first is in line ${first + 1}`);
    }
    seen.set(entry.name, item.start);
    return entry;
  });
  checkNoneLeft(file, ours, (line) => known.has(line));
  return entries;
}

function entryOf(file: Lines, item: Item): Entry {
  const first = file.lines[item.start] ?? '';
  const column = columnOf(file, item.start + 1, item.end) ?? 0;
  if (!/^- +project: *(?:#.*)?$/.test(first)) return { ...item, name: undefined, column };
  for (let line = item.start + 1; line < item.end; line++) {
    const text = file.lines[line] ?? '';
    const [, indent = '', value = ''] = /^( *)name: *(.*)$/.exec(text) ?? [];
    if (indent.length !== column || value === '') continue;
    return { ...item, name: plainValue(value), column };
  }
  return { ...item, name: undefined, column };
}

/** @returns the lines of the entry as it is to be, from `- project:` on; as they are when nothing is to be done */
function entryWithoutJobs(
  file: Lines,
  { start, end, column }: Entry,
  repository: string,
  kind: 'retired' | 'deprecated',
): string[] {
  const before = file.lines.slice(start, end);
  const chunks = chunksOf(file, start + 1, end, column);
  checkLineByLine(file, chunks);
  checkUntied(file, chunks);
  const wanted = templatesOf(repository);
  const present = chunks.find(({ key }) => key === 'templates');
  const publishes = present && itemsIn(file, present).some((item) => /^publish-to-pypi(?:-stable-only)?$/.test(item));
  if (kind === 'deprecated' && publishes) wanted.splice(-1, 0, 'publish-to-pypi-stable-only');
  if (isRetired(file, chunks, wanted)) return before;
  const pad = ' '.repeat(column);
  const templates = [`${pad}templates:`, ...wanted.map((template) => `${pad}  - ${template}`)];
  const kept = chunks.filter(({ key }) => key === undefined || key === 'name' || key === 'queue');
  for (const chunk of kept) {
    if (chunk.key && chunk.to > chunk.from + 1 && file.lines.slice(chunk.from + 1, chunk.to).some(isContent)) {
      throw file.refused(chunk.from, `${chunk.key} has more than one line`);
    }
  }
  const own = chunks.find(({ key }) => key === 'templates');
  const lastKept = Math.max(...kept.filter(({ key }) => key).map(({ from }) => from));
  const at = own && own.from > lastKept ? own.from : Infinity;
  const linesOf = (some: readonly Chunk[]): string[] => some.flatMap(({ from, to }) => file.lines.slice(from, to));
  return [
    before[0] ?? '',
    ...trimmed(linesOf(kept.filter(({ from }) => from < at))),
    ...templates,
    ...trimmed(linesOf(kept.filter(({ from }) => from > at))),
  ];
}

/** Without empty lines at the end. */
function trimmed(lines: readonly string[]): string[] {
  const end = lines.findLastIndex((line) => line.trim() !== '');
  return lines.slice(0, end + 1);
}

function isRetired(file: Lines, chunks: readonly Chunk[], wanted: readonly string[]): boolean {
  const keys = chunks.flatMap(({ key }) => key ?? []);
  if (keys.some((key) => key !== 'name' && key !== 'queue' && key !== 'templates')) return false;
  const templates = chunks.find(({ key }) => key === 'templates');
  const found = templates ? itemsIn(file, templates) : [];
  return found.length === wanted.length && wanted.every((template) => found.includes(template));
}

/** The scalars of a list that is written with one in each line. */
const itemsIn = ({ lines }: Lines, { from, to }: Chunk): string[] =>
  lines.slice(from + 1, to).flatMap((line) => {
    const [, item] = /^ *- +(.*)$/.exec(line) ?? [];
    return item === undefined ? [] : [plainValue(item) ?? item];
  });

/** Sorted as the linter wants it. */
const sortKey = (name: string): string => name.toLowerCase().replaceAll('_', '-');

function insertEntry(edits: LineEdits, entries: readonly Entry[], repository: string): void {
  const lines = [
    '- project:',
    `    name: ${repository}`,
    '    templates:',
    ...templatesOf(repository).map((template) => `      - ${template}`),
  ];
  const next = entries.find(({ name }) => name !== undefined && sortKey(name) > sortKey(repository));
  const reason = `${repository} has its jobs in the repository: here nothing stood for it`;
  if (next) edits.insert(next.top, [...lines, ''], reason);
  else edits.insert(edits.file.lines.length, edits.file.text === '' && edits.isEmpty ? lines : ['', ...lines], reason);
}

interface PatternEntry {
  readonly entry: Entry;
  readonly matches: (repository: string) => boolean;
}

const patternsOf = (entries: readonly Entry[]): PatternEntry[] =>
  entries.flatMap((entry) => {
    const matches = entry.name?.startsWith('^') ? matcherOf(entry.name) : undefined;
    return matches ? [{ entry, matches }] : [];
  });

/** A pattern that is about this repository; the one for all of a namespace only says how changes are merged. */
function coveringEntry(
  file: Lines,
  patterns: readonly PatternEntry[],
  repository: string,
): { readonly note: Note; readonly isRetired: boolean } | undefined {
  for (const { entry, matches } of patterns) {
    if (!matches(repository)) continue;
    const templates = chunksOf(file, entry.start + 1, entry.end, entry.column).find(({ key }) => key === 'templates');
    const found = templates ? itemsIn(file, templates) : [];
    if (found.every((template) => template === 'system-required')) continue;
    const text = `The entry ${entry.name ?? ''} covers ${repository}, and others: it stays as it is`;
    return {
      note: { path: file.path, line: entry.start + 1, text },
      isRetired: templatesOf(repository).every((template) => found.includes(template)),
    };
  }
  return undefined;
}
