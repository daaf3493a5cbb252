/** Writes the edits of a step to a branch of its own, and stages them. */
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../base/errors';
import { openRepository, type Repository } from '../../base/git';
import { isMissing, readText } from '../../base/readFile';
import { GitError, PersonGit } from '../../change';
import type { FileEdit } from '../edits';
import { type CloneProblem, cloneState } from './cloneState';
import { assertFits, foldersOf, makeTree } from './stepTree';

/**
 * - clone-busy: the clone has work of the person's under way, so it is left as it is
 * - branch-taken: the branch of the step has commits already
 * - in-the-way: a file that git does not track is where one would be written
 */
type WriteReason = 'clone-busy' | 'branch-taken' | 'in-the-way';

export interface StepToWrite {
  /** Of its own, see `stepBranchName`. */
  readonly branch: string;
  /** The full id of the commit that the edits were made from; it is in the clone. */
  readonly base: string;
  readonly edits: readonly FileEdit[];
  readonly signal?: AbortSignal;
}

/** Largest text that one of ours can be. */
const MOST_BYTES = 8 << 20;

/** What there was before, for taking back what was begun. */
interface Before {
  /** The branch that was checked out, or the id of a commit. */
  readonly head: string | undefined;
  /** The tip of the step's branch, where it was there. */
  readonly tip: string | undefined;
}

/**
 * All or nothing: where it fails or is cancelled, the branch that was checked out is so again, with its files; only what
 * an earlier call had staged on the step's own branch is gone. After a kill in the middle the same call finishes it.
 *
 * Git itself moves the working tree, from commit to tree, and refuses before it touches anything where a file that it
 * does not track, or one with changes, would be lost.
 * @throws UserError with a WriteReason, `bad-path`, `not-as-before`; GitError
 */
export async function writeStep(root: string, step: StepToWrite): Promise<void> {
  const repository = await openRepository(root);
  await assertFits(repository, step.base, step.edits);
  // A git that is ended in the middle leaves files of both sides, so a cancel takes effect between its runs.
  const git = new PersonGit(repository.root);
  const { head, isHalfWritten } = await assertFree(repository, step);
  const tip = await git.commitOf(`refs/heads/${step.branch}`);
  await assertHasNoCommits(git, step, tip);
  const untracked: string[] = [];
  assertGoesOn(step);
  try {
    if (isHalfWritten) await git.text(['reset', '--quiet', '--hard']);
    await moveTree(git, ['switch', '--quiet', '--no-track', ...KEEP_IGNORED, '-C', step.branch, step.base]);
    assertGoesOn(step);
    const tree = await makeTree(git, repository, step.base, step.edits);
    untracked.push(...(await untrackedAt(git, step.edits)));
    await takeSameFiles(git, untracked, step.edits);
    assertGoesOn(step);
    await moveTree(git, ['read-tree', '-m', '-u', step.base, tree]);
    assertGoesOn(step);
  } catch (error) {
    await takeBack(git, step, { head, tip }, untracked);
    throw error;
  }
}

const KEEP_IGNORED = ['--no-overwrite-ignore'] as const;

function assertGoesOn({ branch, signal }: StepToWrite): void {
  if (signal?.aborted) {
    throw new GitError('cancelled', `Writing ${branch} was cancelled; the clone is as it was.`);
  }
}

/** What is checked out. Changes that an interrupted call of ours left on the step's own branch are none of the person's. */
async function assertFree(
  repository: Repository,
  { branch, edits }: StepToWrite,
): Promise<{ readonly head: string | undefined; readonly isHalfWritten: boolean }> {
  const { problem, head, changed } = await cloneState(repository);
  if (problem === undefined) return { head, isHalfWritten: false };
  if (problem === 'uncommitted' && head === branch && (await areOfEdits(repository, changed, edits))) {
    return { head, isHalfWritten: true };
  }
  const words: Readonly<Record<CloneProblem, string>> = {
    'in-progress': 'a rebase, merge, cherry-pick or bisect is not finished',
    uncommitted: `${changed[0] ?? 'a file'} has changes that are not committed`,
    unpushed: `${head ?? 'what is checked out'} has commits that no remote has`,
  };
  throw new UserError<WriteReason>(
    'clone-busy',
    `${repository.root} is left as it is: ${words[problem]}. Finish that first, or choose another clone.`,
  );
}

/** Whether each of these files, on disk and staged, is as an edit found it or as it leaves it. */
async function areOfEdits(
  repository: Repository,
  paths: readonly string[],
  edits: readonly FileEdit[],
): Promise<boolean> {
  const byPath = new Map(edits.map((edit) => [edit.path, edit]));
  for (const path of paths) {
    const edit = byPath.get(path);
    if (!edit) return false;
    const isOurs = (text: string | undefined): boolean =>
      text === (edit.content ?? undefined) || text === edit.before || text === undefined;
    const staged = await repository.ask(['rev-parse', '--verify', '--quiet', `:0:${path}`]);
    const head = await repository.ask(['rev-parse', '--verify', '--quiet', `HEAD:${path}`]);
    if (!isOurs(await readText(join(repository.root, path), MOST_BYTES))) return false;
    if (staged !== undefined && staged !== head && !isOurs(await repository.run(['cat-file', 'blob', staged]))) {
      return false;
    }
  }
  return true;
}

async function assertHasNoCommits(
  git: PersonGit,
  { branch, base }: StepToWrite,
  tip: string | undefined,
): Promise<void> {
  if (tip === undefined) return;
  if ((await git.ask(['rev-list', '--max-count=1', tip, '--not', base, '--remotes', '--'])) === undefined) return;
  throw new UserError<WriteReason>(
    'branch-taken',
    `The branch ${branch} has commits already. Push them, or delete the branch, then apply again.`,
  );
}

/** The files that git does not track, ignored ones too, where the edits add one, below that, or where its folder would be. */
async function untrackedAt(git: PersonGit, edits: readonly FileEdit[]): Promise<string[]> {
  const found = new Set<string>();
  for (const { path, before, content } of edits) {
    if (before !== undefined || content === null) continue;
    for (const place of [path, ...foldersOf(path)]) {
      const kind = await kindOf(join(git.root, place));
      if (kind === 'missing' || (kind === 'folder' && place !== path)) continue;
      const listed = await git.text(['--literal-pathspecs', 'ls-files', '--others', '-z', '--', place]);
      for (const file of listed.split('\0')) if (file !== '') found.add(file);
    }
  }
  return [...found];
}

async function kindOf(path: string): Promise<'missing' | 'folder' | 'file'> {
  try {
    return (await lstat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}

/** Runs what moves the working tree; what git says of files that it would lose is said as our own. */
async function moveTree(git: PersonGit, args: readonly string[]): Promise<void> {
  const result = await git.run(args);
  if (result.exitCode === 0) return;
  const [, ...names] = IN_THE_WAY.exec(result.stderr) ?? [];
  const path = names.find(Boolean);
  if (path === undefined) throw new GitError('git-failed', `git ${args[0] ?? ''} failed: ${lastWords(result.stderr)}`);
  throw inTheWay(git, path);
}

const inTheWay = ({ root }: PersonGit, path: string): UserError<WriteReason> =>
  new UserError(
    'in-the-way',
    `${path} is in ${root} and not in git, and would be lost. Move it away, then apply again.`,
  );

/** unpack-trees.c: with the name in the sentence from read-tree, on a line of its own from switch. */
const IN_THE_WAY =
  /^error: (?:Untracked working tree file '(.+)' would be|Updating '(.+)' would lose|The following untracked working tree files would be [^\n]*\n\t(.+)|Updating the following directories would lose [^\n]*\n\t(.+))/m;

const lastWords = (stderr: string): string =>
  stderr.trim().split('\n').slice(-3).join(' ').slice(0, 400) || 'it did not say why';

/**
 * Files that are there already as we would write them become tracked, so that git goes on; versions of git differ in what
 * they overwrite, so any other is refused here. @throws UserError `in-the-way`
 */
async function takeSameFiles(git: PersonGit, untracked: readonly string[], edits: readonly FileEdit[]): Promise<void> {
  const contents = new Map(edits.map(({ path, content }) => [path, content]));
  for (const path of untracked) {
    const file = join(git.root, path);
    const content = contents.get(path);
    const isSame =
      content !== undefined && (await lstat(file)).isFile() && (await readText(file, MOST_BYTES)) === content;
    if (!isSame) throw inTheWay(git, path);
  }
  // `-f`: whatever .gitignore says.
  if (untracked.length > 0) await onPaths(git, ['add', '-f'], untracked);
}

async function onPaths(git: PersonGit, args: readonly string[], paths: readonly string[]): Promise<void> {
  const from = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  await git.text(['--literal-pathspecs', ...args, ...from], { input: `${paths.join('\0')}\0` });
}

/** Files as before, on the branch as before, and the step's branch as it was or gone. */
async function takeBack(
  git: PersonGit,
  { branch, base, edits }: StepToWrite,
  { head, tip }: Before,
  untracked: readonly string[],
): Promise<void> {
  const current = await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (current !== branch) return;
  // Out of the index, so that the reset leaves them.
  if (untracked.length > 0) await onPaths(git, ['rm', '--quiet', '--cached', '-f', '--ignore-unmatch'], untracked);
  await git.text(['reset', '--quiet', '--hard']);
  await removeAdded(git, base, edits, new Set(untracked));
  if (head === branch) {
    if (tip !== undefined) await git.text(['switch', '--quiet', ...KEEP_IGNORED, '-C', branch, tip]);
    return;
  }
  if (head === undefined) return;
  const isCommit = /^[0-9a-f]{40,64}$/.test(head);
  await git.text(['switch', '--quiet', ...KEEP_IGNORED, ...(isCommit ? ['--detach'] : []), head]);
  await (tip === undefined
    ? git.run(['branch', '--quiet', '-D', branch])
    : git.run(['branch', '--quiet', '--force', branch, tip]));
}

/** A git that failed in the middle, such as on a full disk, can have written files that are in no index. */
async function removeAdded(
  git: PersonGit,
  base: string,
  edits: readonly FileEdit[],
  untracked: ReadonlySet<string>,
): Promise<void> {
  for (const { path, before, content } of edits) {
    if (before !== undefined || content === null || untracked.has(path)) continue;
    const inBase = await git.ask(['rev-parse', '--verify', '--quiet', `${base}:${path}`]);
    if (inBase !== undefined) continue;
    const file = join(git.root, path);
    if ((await kindOf(file)) === 'file') await rm(file);
  }
}
