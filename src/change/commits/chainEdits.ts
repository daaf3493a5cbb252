/** Edits of a commit of the chain that are shown before they are made. */
import { openRepository } from '../../base/git';
import { plural } from '../../base/words';
import { GitError, type PersonGit } from '../repository/personGit';
import { amendBelow, type ChainTarget, commitsAbove, reword } from './chains';
import { stagedFiles } from './commit';
import type { PendingCommit } from './pendingCommits';
import { assertNothingInProgress } from './rebase';
import type { PreparedEdit } from './rewrite';

/** Lists in a preview; more is counted. */
const MOST_SHOWN = 10;

/**
 * What is staged goes into a commit between the review branch and HEAD.
 * @throws GitError `in-progress`, `nothing-to-do` (nothing is staged), `changed-meanwhile`; making it throws as `amendBelow` does
 */
export async function prepareAmend(
  git: PersonGit,
  { commit, subject }: PendingCommit,
  target: ChainTarget,
): Promise<PreparedEdit> {
  await assertNothingInProgress(git);
  const [above, staged] = await Promise.all([
    commitsAbove(git, commit, target),
    openRepository(git.root).then(stagedFiles),
  ]);
  if (staged.length === 0) {
    throw new GitError('nothing-to-do', `Nothing is staged. Stage what belongs into "${subject}", then amend it.`);
  }
  return {
    title: `Amend "${subject}"`,
    preview: [
      `It gets what is staged in ${plural(staged.length, 'file')}:`,
      ...listed(staged),
      ...recreatedLines(above),
      'Its message and its Change-Id stay. Changes that are not staged stay in the working tree. Where the commits collide, everything goes back.',
    ],
    texts: [],
    async make() {
      const { backup } = await amendBelow(git, commit, target);
      return { done: `Amended "${subject}"`, undo: `git reset --soft ${backup}` };
    },
  };
}

/**
 * A commit between the review branch and HEAD gets another message.
 * @param message as it is to be stored, without comments
 * @throws GitError `in-progress`, `changed-meanwhile`; making it throws as `reword` does
 */
export async function prepareReword(
  git: PersonGit,
  commit: string,
  message: string,
  target: ChainTarget,
): Promise<PreparedEdit> {
  await assertNothingInProgress(git);
  const above = await commitsAbove(git, commit, target);
  const before = await git.text(['show', '-s', '--no-show-signature', '--format=%B', commit]);
  const subject = message.split('\n')[0] ?? '';
  return {
    title: `Re-word "${before.split('\n')[0] ?? ''}"`,
    preview: [...recreatedLines(above), 'Files, index and working tree stay as they are.'],
    texts: [{ name: subject, before, after: message }],
    async make() {
      const { backup } = await reword(git, commit, message, target);
      return { done: `Re-worded "${subject}"`, undo: `git reset --soft ${backup}` };
    },
  };
}

function recreatedLines(above: readonly PendingCommit[]): string[] {
  if (above.length === 0) return [];
  return [
    '',
    `Recreated on top of it, each with its own message and Change-Id (${plural(above.length, 'commit')}):`,
    ...listed([...above].reverse().map(({ subject }) => subject)),
    '',
  ];
}

function listed(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_SHOWN).map((line) => `• ${line}`);
  return lines.length > MOST_SHOWN ? [...shown, `• and ${lines.length - MOST_SHOWN} more`] : shown;
}
