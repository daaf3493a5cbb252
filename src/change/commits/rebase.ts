import { openRepository } from '../../base/git';
import { GitError, type PersonGit } from '../repository/personGit';
import { isInProgress } from './commit';
import { type PendingCommit, pendingCommits } from './pendingCommits';
import type { MadeEdit, PreparedEdit } from './rewrite';
import { changeIdsOf, keepBackup } from './rewrite';

/** git's editors answer themselves: nobody is there to type. */
const SILENT = { GIT_EDITOR: 'true', GIT_SEQUENCE_EDITOR: 'true' };

/**
 * Brings the commits onto a base, one after the other; merges among them go away. Needs a working tree without changes.
 * @param onto full id or ref of the new base
 */
export function prepareRebase(git: PersonGit, base: string, onto: string, title: string): PreparedEdit {
  return {
    title,
    preview: [
      `git rebase --onto ${onto} ${base}`,
      'Files of the working tree change with it. On a conflict everything goes back.',
    ],
    texts: [],
    async make(): Promise<MadeEdit> {
      await git.assertClean('A rebase');
      const head = await git.head();
      const before = await pendingCommits(git, base);
      await runRebase(git, ['--no-rebase-merges', '--onto', onto, base], base, onto);
      const recreated = new Map([...byChangeId(before, await pendingCommits(git, onto)), [head, await git.head()]]);
      return { done: title, undo: `git reset --keep ${await keepBackup(git, head)}`, recreated };
    },
  };
}

/** A rebase leaves commits out, so that only their Change-Ids tell which became which. */
function byChangeId(before: readonly PendingCommit[], after: readonly PendingCommit[]): [string, string][] {
  return before.flatMap(({ commit, changeId }) => {
    const found = after.filter((other) => changeId !== undefined && other.changeId === changeId);
    return found.length === 1 && found[0] ? [[commit, found[0].commit]] : [];
  });
}

/** What is begun here is taken back with `git rebase --abort`, which must never end what the person began. */
export async function assertNothingInProgress(git: PersonGit): Promise<void> {
  if (await isInProgress(await openRepository(git.root))) {
    throw new GitError(
      'in-progress',
      'A rebase, merge, cherry-pick or revert is not finished. Finish it, or abort it, in Source Control first.',
    );
  }
}

/**
 * Runs `git rebase`; when it stops, takes all of it back.
 * @throws GitError `in-progress`, `conflict` with the files, `git-failed`; the branch is then where it was
 */
export async function runRebase(git: PersonGit, args: readonly string[], base: string, onto = base): Promise<void> {
  await assertNothingInProgress(git);
  const before = (await pendingCommits(git, base)).filter(({ parents }) => parents.length === 1);
  const result = await git.run(['-c', 'core.commentChar=#', 'rebase', ...args], { env: SILENT });
  if (result.exitCode !== 0) {
    const after = git.uncancelled();
    const files = (await after.ask(['diff', '--name-only', '--diff-filter=U'])) ?? '';
    const stopped = await after.ask(['show', '-s', '--no-show-signature', '--format=%s', 'REBASE_HEAD']);
    // Without an unfinished rebase there is nothing to take back.
    await after.run(['rebase', '--abort']);
    if (result.ended === 'cancelled') {
      throw new GitError('cancelled', 'The rebase was cancelled; everything is as it was.');
    }
    if (files) {
      throw new GitError(
        'conflict',
        `${collides(stopped)} in ${files.split('\n').join(', ')}. Everything is as it was.`,
      );
    }
    throw new GitError('git-failed', `git rebase failed: ${result.stderr.trim().split('\n').slice(-2).join(' ')}`);
  }
  // Git leaves out what the new base has already.
  const after = new Set(
    changeIdsOf([...(await pendingCommits(git, onto)), ...(await pendingCommits(git, base, onto))]),
  );
  const lost = changeIdsOf(before).filter((id) => !after.has(id));
  if (lost.length > 0) {
    throw new GitError(
      'git-failed',
      `The rebase has lost the Change-Id ${lost.join(', ')}. git reset --keep ORIG_HEAD goes back.`,
    );
  }
}

/** `fixup!` is how what was staged comes to its commit. */
function collides(subject: string | undefined): string {
  if (subject === undefined) return 'The commits collide';
  const meant = /^fixup! (.*)/.exec(subject)?.[1];
  return meant === undefined ? `The commit "${subject}" collides` : `What is staged collides with "${meant}"`;
}
