/** Which clones of a repository there are on this machine, among folders that are named. */
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, UserError } from '../../base/errors';
import { openRepository, type Repository } from '../../base/git';
import { isMissing, readText } from '../../base/readFile';
import { parseGitReview } from '../../project/gitreview';

export interface FoundClone {
  /** Absolute top of the working tree. */
  readonly root: string;
  /** What a person should know of it, such as that it is shallow; none for a usual clone. */
  readonly notes: readonly string[];
}

/** Folders in a parent folder that are looked at. */
const MOST_CHILDREN = 2000;
const MOST_BYTES = 64 << 10;

/**
 * @param repository what Gerrit calls it, such as `openstack/governance`
 * @param folders tops of clones, perhaps; absolute
 * @param parents folders that may have clones in them, or in a folder of the namespace in them; absolute
 */
export async function findClones(
  repository: string,
  folders: readonly string[],
  parents: readonly string[],
): Promise<FoundClone[]> {
  const candidates = [...folders, ...parents, ...(await childrenOf(repository, parents))];
  const found = new Map<string, FoundClone>();
  for (const folder of new Set(candidates)) {
    const clone = await cloneAt(repository, folder);
    if (clone && !found.has(clone.root)) found.set(clone.root, clone);
  }
  return [...found.values()];
}

/** The tops of working trees among these folders, with the repository that `.gitreview` names; absolute paths. */
export async function namedClones(
  folders: readonly string[],
): Promise<{ readonly root: string; readonly repository: string }[]> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const repository = await namedBy(folder);
    if (repository !== undefined) found.set(folder, repository);
  }
  return [...found].map(([root, repository]) => ({ root, repository }));
}

/**
 * Those that could be it, by their name or by what their `.gitreview` says: a parent folder can have hundreds, and git is
 * asked of each that is left. Links are not followed.
 */
async function childrenOf(repository: string, parents: readonly string[]): Promise<string[]> {
  const [namespace = '', name = ''] = repository.split('/');
  const children: string[] = [];
  for (const folder of parents.flatMap((parent) => [parent, join(parent, namespace)])) {
    for (const child of await foldersIn(folder)) {
      const path = join(folder, child);
      if (child.includes(name) || (await namedBy(path)) === repository) children.push(path);
    }
  }
  return children;
}

/** Names of the folders in a folder; none where it cannot be read. */
async function foldersIn(folder: string): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const entry of await opendir(folder)) {
      if (entry.isDirectory()) names.push(entry.name);
      if (names.length === MOST_CHILDREN) break;
    }
    return names.sort();
  } catch (error) {
    if (isMissing(error) || hasCode(error, 'EACCES', 'EPERM')) return [];
    throw error;
  }
}

/** The repository that the `.gitreview` of a folder names; undefined where there is none, or none that can be read. */
async function namedBy(folder: string): Promise<string | undefined> {
  try {
    const text = await readText(join(folder, '.gitreview'), MOST_BYTES);
    return text === undefined ? undefined : parseGitReview(text)?.project;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function cloneAt(repository: string, folder: string): Promise<FoundClone | undefined> {
  try {
    const clone = await openRepository(folder);
    if (!(await isOf(repository, clone))) return undefined;
    return { root: clone.root, notes: await notesOf(clone) };
  } catch (error) {
    if (error instanceof UserError) return undefined; // no repository, or one of somebody else
    throw error;
  }
}

/** By `.gitreview`, else by an address of a remote: an emptied or broken clone can lack the file. */
async function isOf(repository: string, clone: Repository): Promise<boolean> {
  const review = await namedBy(clone.root);
  if (review !== undefined) return review === repository;
  return (await remotesOf(clone)).some(({ url }) => {
    const plain = url.replace(/\/$/, '').replace(/\.git$/, '');
    return plain.endsWith(`/${repository}`) || plain.endsWith(`:${repository}`);
  });
}

async function remotesOf(clone: Repository): Promise<{ readonly name: string; readonly url: string }[]> {
  const listed = (await clone.ask(['config', '--get-regexp', '^remote\\..*\\.url$'])) ?? '';
  return listed.split('\n').flatMap((line) => {
    const [, name, url] = /^remote\.(.+)\.url (.+)$/.exec(line) ?? [];
    return name === undefined || url === undefined ? [] : [{ name, url }];
  });
}

async function notesOf(clone: Repository): Promise<string[]> {
  const notes: string[] = [];
  if ((await clone.ask(['rev-parse', '--is-shallow-repository'])) === 'true') {
    notes.push('shallow: it lacks the history, and stable branches');
  }
  if ((await clone.ask(['config', '--get', 'core.sparseCheckout'])) === 'true') {
    notes.push('sparse: some of its files are not on the disk');
  }
  if ((await clone.ask(['config', '--get-regexp', '^remote\\..*\\.promisor$'])) !== undefined) {
    notes.push('partial: git fetches files that it lacks when they are needed');
  }
  const remotes = await remotesOf(clone);
  // OpenDev's copies there take no changes, and lag behind.
  if (remotes.some(({ name, url }) => name === 'origin' && /\bgithub\.com[:/]/.test(url))) {
    notes.push('from the mirror on GitHub');
  }
  if (!remotes.some(({ name }) => name === 'gerrit')) notes.push('without a gerrit remote yet');
  return notes;
}
