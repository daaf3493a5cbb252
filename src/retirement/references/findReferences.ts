/** Lines of other repositories that still name a project that is retired. */
import { join } from 'node:path';
import { UserError } from '../../base/errors';
import type { Repository } from '../../base/git';
import { readSource } from '../../base/readFile';
import { grep, type Line } from './grep';
import { kindOf, needsLines } from './kindOf';
import { PACKAGE_PATHS, packageFileOf, packagesIn } from './packageLists';
import type { Reference } from './reference';
import { RetiredNames } from './retiredNames';

export type { Reference } from './reference';

export interface FoundReferences {
  /** By path, then line. */
  readonly references: readonly Reference[];
  /** There are more than were kept. */
  readonly more: boolean;
}

export interface ReferenceOptions {
  /** A branch, tag or commit, such as `origin/stable/2026.1`; the working tree without one. */
  readonly branch?: string;
  /** Names of Python packages by their repository, where they differ from its name. */
  readonly packages?: ReadonlyMap<string, readonly string[]>;
}

const MOST = 2000;
/** Lines with the words that are looked through for names. */
const MOST_LINES = 50_000;
/** Files that are read for the lines around. */
const MOST_FILES = 300;
/** In UTF-16 units. */
const LONGEST_TEXT = 300;

/**
 * Searches the tracked files of a clone. A name counts as a whole: `openstack/venus` is not in `openstack/venus-dashboard`.
 * Base names alone count only where nothing else can be meant: in lists of Python packages, plugins and addresses.
 *
 * @param repo what Gerrit calls the clone's repository; a retired one has nothing left to search
 * @throws UserError with a `GitReason`
 */
export async function findReferences(
  repository: Repository,
  repo: string,
  retired: readonly string[],
  { branch, packages }: ReferenceOptions = {},
): Promise<FoundReferences> {
  if (retired.includes(repo) || retired.length === 0) return { references: [], more: false };
  const commit = branch === undefined ? undefined : await commitOf(repository, branch);
  const names = new RetiredNames(retired, packages);
  const packageWords = { words: names.packageWords, ignoreCase: true, paths: PACKAGE_PATHS };
  const [named, listed] = await Promise.all([
    grep(repository, { words: names.words, commit }),
    grep(repository, { ...packageWords, commit }),
  ]);
  const lines = [...(named ?? []), ...(listed ?? [])];
  const files = await readFiles(repository, lines.slice(0, MOST_LINES), commit);
  const found = new Map<string, Reference>();
  let more = named === undefined || listed === undefined || lines.length > MOST_LINES || files.more;
  for (const line of lines.slice(0, MOST_LINES)) {
    const key = `${line.line}\0${line.path}`;
    const name = found.has(key) ? undefined : retiredIn(line, names, files.byPath);
    if (name === undefined) continue;
    // No name of a file that people made, and a plan could not keep a decision about it.
    const isKept = found.size < MOST && !hasControls(line.path);
    if (isKept) found.set(key, referenceOf(line, name));
    else more = true;
  }
  return { references: [...found.values()].sort(byPlace), more };

  function referenceOf({ path, line, text }: Line, name: string): Reference {
    const kind = kindOf(repo, path, line, text.slice(0, 4000), files.byPath.get(path) ?? []);
    const where = { repo, root: repository.root, path, line };
    return { ...where, text: shortened(text), retired: name, kind, ...(branch === undefined ? {} : { branch }) };
  }
}

async function commitOf(repository: Repository, branch: string): Promise<string> {
  const commit = await repository.commitOf(branch);
  if (commit !== undefined) return commit;
  throw new UserError('unknown-ref', `git knows no branch, tag or commit ${branch} in ${repository.root}.`);
}

function retiredIn(
  { path, line, text }: Line,
  names: RetiredNames,
  files: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const name = names.named(text);
  const file = packageFileOf(path);
  if (name !== undefined || file === undefined) return name;
  const lines = files.get(path);
  const packages = file === 'requirements' ? packagesIn(file, [text], 0) : packagesIn(file, lines ?? [], line - 1);
  return packages.map((each) => names.ofPackage(each)).find((each) => each !== undefined);
}

interface Files {
  readonly byPath: ReadonlyMap<string, readonly string[]>;
  readonly more: boolean;
}

/** The files in which a line alone does not say what it is. */
async function readFiles(repository: Repository, hits: readonly Line[], commit: string | undefined): Promise<Files> {
  const isNeeded = (path: string): boolean => {
    const list = packageFileOf(path);
    return needsLines(path) || (list !== undefined && list !== 'requirements');
  };
  const all = [...new Set(hits.map(({ path }) => path))].filter(isNeeded);
  const paths = all.slice(0, MOST_FILES);
  const byPath = new Map<string, readonly string[]>();
  const texts = await textsOf(repository, paths, commit);
  for (const path of paths) byPath.set(path, (texts.get(join(repository.root, path)) ?? '').split('\n'));
  return { byPath, more: all.length > MOST_FILES };
}

/** By their absolute paths; without those that are too big, or gone meanwhile. */
async function textsOf(
  repository: Repository,
  paths: readonly string[],
  commit: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const absolute = paths.map((path) => join(repository.root, path));
  if (commit !== undefined) return repository.textsAt(commit, absolute);
  const texts = new Map<string, string>();
  for (const path of absolute) {
    const text = await readSource(path);
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

/** A text that a plan can keep: a decision is found again by it. */
function shortened(text: string): string {
  const cut = withoutControls(text.slice(0, 4 * LONGEST_TEXT))
    .trim()
    .slice(0, LONGEST_TEXT);
  // Half a character cannot be written to a file.
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

const isControl = (character: string): boolean => (character < ' ' && character !== '\t') || character === '\u007f';
const hasControls = (text: string): boolean => [...text].some(isControl);
const withoutControls = (text: string): string => [...text].map((each) => (isControl(each) ? ' ' : each)).join('');

const byPlace = (a: Reference, b: Reference): number =>
  a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1;
