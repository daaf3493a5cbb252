/** The files of a repository, as the rules of edits read them: those on disk, or those of a commit. */
import type { Dir } from 'node:fs';
import { opendir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { hasCode, messageOf, UserError } from '../../base/errors';
import { openRepository, type Repository } from '../../base/git';
import { isInside } from '../../base/paths';
import { isMissing, readText, tooBig } from '../../base/readFile';
import type { Tree } from '../edits/lines/edit';

/** The largest of these files has half a megabyte. */
const MOST_BYTES = 8 << 20;
/** Of one repository; nova has 5,000. */
const MOST_FILES = 200_000;

/**
 * The files of a folder: those that git tracks where the folder is the top of a working tree, else, and
 * where git tracks nothing yet, all but `.git`.
 * A symbolic link is named, and reads as nothing: it could lead anywhere.
 * @param root absolute
 */
export function folderTree(root: string): Tree {
  const files = once(() => filesOf(root));
  return {
    async read(path) {
      const file = join(root, path);
      if (!(await files()).has(path) || !isInside(root, file) || !(await isOwn(root, file))) return undefined;
      return readText(file, MOST_BYTES);
    },
    async list(folder) {
      return below([...(await files())], folder);
    },
  };
}

/** The files of a commit. Symbolic links and submodules are named, and read as nothing. */
export function commitTree(repository: Repository, commit: string): Tree {
  const entries = once(() => fileModes(repository, commit));
  return {
    async read(path) {
      const mode = (await entries()).get(path);
      if (!mode?.startsWith('100')) return undefined;
      const size = Number(await repository.ask(['cat-file', '-s', `${commit}:${path}`]));
      if (size > MOST_BYTES) throw tooBig(path, MOST_BYTES);
      return repository.textAt(commit, join(repository.root, path));
    },
    async list(folder) {
      return below([...(await entries()).keys()], folder);
    },
  };
}

/** Asked for once; what failed is asked for again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    const asked = (answer ??= ask());
    asked.catch(() => {
      if (answer === asked) answer = undefined;
    });
    return asked;
  };
}

const below = (files: readonly string[], folder: string): string[] =>
  files.filter((file) => folder === '' || file.startsWith(`${folder}/`)).sort(byName);

/** Not by locale: the order must be the same everywhere. */
const byName = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * All files of a commit: by path, the mode in octal: `100644`, `120000` for a link, `160000` for a submodule.
 * @throws UserError `unknown-ref`, `too-big`
 */
export async function fileModes(repository: Repository, commit: string): Promise<Map<string, string>> {
  const id = await repository.commitOf(commit);
  if (id === undefined) throw new UserError('unknown-ref', `git has no commit ${commit} in ${repository.root}.`);
  const text = await repository.run(['ls-tree', '-r', '-z', '--full-tree', id]);
  const entries = text.split('\0').flatMap((line): [string, string][] => {
    const [, mode, path] = /^(\d+) \w+ [0-9a-f]+\t(.+)$/s.exec(line) ?? [];
    return mode === undefined || path === undefined ? [] : [[path, mode]];
  });
  assertBounded(entries.length, repository.root);
  return new Map(entries);
}

async function filesOf(root: string): Promise<ReadonlySet<string>> {
  const repository = await ownRepository(root);
  if (repository) {
    const listed = (await repository.run(['ls-files', '-z'])).split('\0').filter((name) => name !== '');
    assertBounded(listed.length, root);
    // A repository that was only just made has nothing in git yet.
    if (listed.length > 0) return new Set(listed);
  }
  return new Set(await walk(root));
}

const NO_REPOSITORY: ReadonlySet<string> = new Set(['not-a-repository', 'no-git']);

/** Undefined where the folder is in the working tree of another repository, or in none. */
async function ownRepository(root: string): Promise<Repository | undefined> {
  try {
    const repository = await openRepository(root);
    return (await realpath(repository.root)) === (await realpath(root)) ? repository : undefined;
  } catch (error) {
    if (error instanceof UserError && NO_REPOSITORY.has(String(error.reason))) return undefined;
    throw error;
  }
}

async function walk(root: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of await opened(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name === '.git') continue;
      if (entry.isDirectory()) folders.push(path);
      else files.push(path);
      assertBounded(files.length + folders.length, root);
    }
  }
  return files;
}

/** One entry after the other: a folder can have millions. @throws UserError `unreadable` */
async function opened(folder: string): Promise<Dir> {
  try {
    return await opendir(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP')) throw error;
    throw new UserError('unreadable', `The folder ${folder} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

function assertBounded(files: number, root: string): void {
  if (files > MOST_FILES) {
    throw new UserError('too-big', `${root} has more than ${MOST_FILES} files, so it is not read.`);
  }
}

/** Whether no link, on the way or as the file itself, leads elsewhere. */
async function isOwn(root: string, file: string): Promise<boolean> {
  try {
    const [top, real] = await Promise.all([realpath(root), realpath(file)]);
    return real === join(top, file.slice(root.length).split(sep).filter(Boolean).join(sep));
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
