import { join } from 'node:path';
import { exists } from '../../base/exists';
import type { Repository } from '../../base/git';
import { isInProgress } from '../../change';
import { isStepBranch } from './stepBranch';

/**
 * - in-progress: a rebase, merge, cherry-pick, revert, patch series or bisect is not finished
 * - uncommitted: tracked files have changes
 * - unpushed: HEAD has commits that no remote is known to have
 */
export type CloneProblem = 'in-progress' | 'uncommitted' | 'unpushed';

export interface CloneState {
  /** Undefined: a branch can be made here without anything of the person's being touched. */
  readonly problem: CloneProblem | undefined;
  /** What is checked out: a branch, or the id of a commit; undefined before the first commit. */
  readonly head: string | undefined;
  /** Tracked files with changes, relative, with `/`. */
  readonly changed: readonly string[];
}

/** What the person has under way in a clone. Reads only. Untracked files do not count: no branch takes them away. */
export async function cloneState(repository: Repository): Promise<CloneState> {
  const branch = await repository.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  const head = branch ?? (await repository.commitOf('HEAD'));
  const changed = [...(await changedFiles(repository)), ...(await hiddenChanges(repository))];
  const of = (problem: CloneProblem | undefined): CloneState => ({ problem, head, changed });
  if ((await isInProgress(repository)) || (await isSearching(repository))) return of('in-progress');
  if (changed.length > 0) return of('uncommitted');
  // What is on the branch of another step is in its change, or was prepared here.
  if (branch !== undefined && isStepBranch(branch)) return of(undefined);
  return of((await hasUnpushed(repository)) ? 'unpushed' : undefined);
}

async function changedFiles(repository: Repository): Promise<string[]> {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=no', '--no-renames', '--ignore-submodules=none'];
  const output = await repository.run(args);
  return output.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(3)]));
}

async function hasUnpushed(repository: Repository): Promise<boolean> {
  if ((await repository.commitOf('HEAD')) === undefined) return false;
  return (await repository.ask(['rev-list', '--max-count=1', 'HEAD', '--not', '--remotes', '--'])) !== undefined;
}

/** Between two commits of a series, and while a bisect goes on, only these say so (sequencer.c, bisect.c). */
async function isSearching(repository: Repository): Promise<boolean> {
  const folder = (await repository.run(['rev-parse', '--absolute-git-dir'])).trim();
  const found = await Promise.all(['BISECT_LOG', 'sequencer'].map((name) => exists(join(folder, name))));
  return found.includes(true);
}

/** More than these are taken for changed without a look. */
const MOST_HIDDEN = 50;

/**
 * Changed files that `git status` was asked not to see (`git update-index --assume-unchanged`, `--skip-worktree`): a reset
 * overwrites them all the same. Files that a sparse checkout leaves out are not on disk.
 */
async function hiddenChanges(repository: Repository): Promise<string[]> {
  const entries = (await repository.run(['ls-files', '-v', '-z'])).split('\0');
  const hidden: string[] = [];
  for (const path of entries.flatMap((entry) => (/^[a-zS] /.test(entry) ? [entry.slice(2)] : []))) {
    if (!(await exists(join(repository.root, path)))) continue;
    const isSame =
      hidden.length < MOST_HIDDEN &&
      (await repository.ask(['rev-parse', '--verify', '--quiet', `:0:${path}`])) ===
        (await repository.ask(['hash-object', '--', path]));
    if (!isSame) hidden.push(path);
  }
  return hidden;
}
