/** A step's edits as a tree of git: checked against the commit they were made from, and made without a working tree. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../base/errors';
import type { Repository } from '../../base/git';
import type { PersonGit } from '../../change';
import type { FileEdit } from '../edits';
import { commitTree, fileModes } from './trees';

/**
 * - bad-path: an edit names no file inside the repository
 * - not-as-before: a file of the commit is not as the edit found it
 */
type TreeReason = 'bad-path' | 'not-as-before';

/**
 * @param base the commit that the edits were made from
 * @throws UserError with a TreeReason
 */
export async function assertFits(repository: Repository, base: string, edits: readonly FileEdit[]): Promise<void> {
  const tree = commitTree(repository, base);
  const paths = new Set(await tree.list(''));
  const seen = new Set<string>();
  for (const { path, before, content } of edits) {
    if (!isInRepository(path) || seen.has(path)) {
      throw new UserError<TreeReason>('bad-path', `${JSON.stringify(path)} cannot be a file of the repository.`);
    }
    seen.add(path);
    // The text of a file that goes may be left out of its edit.
    const isAsBefore =
      content === null
        ? paths.has(path) && (before === undefined || before === '' || before === (await tree.read(path)))
        : before === (await tree.read(path));
    if (!isAsBefore) {
      throw new UserError<TreeReason>('not-as-before', `${path} is not as the edits found it. Prepare the step again.`);
    }
  }
  assertNoFileIsFolder(paths, edits);
}

/** Git would give up the one for the other without a word (`update-index --index-info`). */
function assertNoFileIsFolder(before: ReadonlySet<string>, edits: readonly FileEdit[]): void {
  const after = new Set(before);
  for (const { path, content } of edits) {
    if (content === null) after.delete(path);
    else after.add(path);
  }
  const folders = new Set([...after].flatMap(foldersOf));
  for (const { path, content } of edits) {
    if (content === null || (!folders.has(path) && !foldersOf(path).some((folder) => after.has(folder)))) continue;
    throw new UserError<TreeReason>('bad-path', `${path} cannot be written: a file would be where a folder is.`);
  }
}

/** The folders above a file: `a`, `a/b` of `a/b/c`. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}

/** Git refuses most of these itself (verify_path in read-cache.c); here they are refused before anything is made. */
function isInRepository(path: string): boolean {
  if (path === '' || path.includes('\0') || (process.platform === 'win32' && /[\\:]/.test(path))) return false;
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/^(\.git|git~1)$/i.test(part));
}

/**
 * The id of the tree that the commit becomes by the edits. Modes stay, a link or submodule gives way to a file. Writes
 * objects only; the person's index is not touched.
 * @throws GitError
 */
export async function makeTree(
  git: PersonGit,
  repository: Repository,
  base: string,
  edits: readonly FileEdit[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'openstack-contributor-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    const modes = await fileModes(repository, base);
    const gone: string[] = [];
    const written: string[] = [];
    for (const { path, content } of edits) {
      const before = modes.get(path);
      if (before !== undefined) gone.push(`0 ${'0'.repeat(base.length)}\t${path}\0`);
      if (content === null) continue;
      const blob = (await git.text(['hash-object', '-w', '--stdin', `--path=${path}`], { input: content })).trim();
      written.push(`${before?.startsWith('100') ? before : '100644'} ${blob}\t${path}\0`);
    }
    await git.text(['read-tree', base], { env });
    // What goes is first: a file may come where a folder was.
    const input = [...gone, ...written].join('');
    await git.text(['update-index', '-z', '--index-info'], { env, input });
    return (await git.text(['write-tree'], { env })).trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
