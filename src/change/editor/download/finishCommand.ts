import { showError } from '../../../base/editor/commands';
import { notify, showDialog } from '../../../base/editor/notifications';
import { plural } from '../../../base/words';
import { finishBranch } from '../../download/download';
import { type PlannedCommit, planPush } from '../../push/pushPlan';
import { PersonGit } from '../../repository/personGit';
import type { ReviewPushes } from '../push/pushForReview';

const LEAVE = 'Leave the Branch';
const BACK = 'Bring It Back';

/** What `git review -f` does; asks first where Gerrit does not have all that the branch has. */
export async function finishBranchOf(root: string, pushes: Pick<ReviewPushes, 'where'>): Promise<void> {
  const { target, server } = await pushes.where(root);
  const git = new PersonGit(root);
  const { commits } = await planPush(git, target, server?.direct);
  const mine = commits.filter(({ becomes }) => becomes !== 'nothing' && becomes !== 'older-patch-set');
  if (mine.length > 0 && !(await agrees(mine, target.branch))) return;
  const { branch, backup } = await finishBranch(git, target);
  const kept = mine.length > 0 ? `What only it had is ${backup}.` : 'Gerrit has all that was in it.';
  const words = `${target.branch} is checked out, and the branch ${branch} is gone. ${kept}`;
  // The message stays until it is answered; the command is over before.
  void notify('information', words, BACK)
    .then(async (chosen) => {
      if (chosen === BACK) await git.text(['checkout', '--quiet', '-b', branch, backup, '--']);
    })
    .catch((error: unknown) => showError(error));
}

async function agrees(mine: readonly PlannedCommit[], branch: string): Promise<boolean> {
  const isUnknown = mine.some(({ becomes }) => becomes === 'unknown');
  const question = isUnknown
    ? `Whether Gerrit has ${mine.length === 1 ? 'the commit' : `the ${mine.length} commits`} of this branch is not known: it did not answer.`
    : `Gerrit does not have ${plural(mine.length, 'commit')} of this branch.`;
  const list = mine.map(({ subject, commit }) => subject || commit.slice(0, 10)).join('\n');
  const detail = `${list}\n\nLeaving checks out ${branch} and deletes the branch. The commits stay under a ref that is named afterwards.`;
  return (await showDialog('warning', question, detail, LEAVE)) === LEAVE;
}
