import { type Change, isUnreachable } from '../../gerrit';
import { type ChangeSources, findChanges } from '../server/privateChanges';
import type { PushedChange } from './pushAnswer';
import type { PlannedCommit, PushPlan } from './pushPlan';

const POLL_MS = 500;

export interface ArrivedChange extends PushedChange {
  readonly changeId: string;
  readonly commit: string;
  readonly patchSet: number;
}

/**
 * What of a push is on the server, told by patch sets that are these very commits. A server that got everything before
 * the connection ended may still be at it, so an empty answer counts only after a while.
 * @returns all of them or, since a push is taken whole or not at all, none; undefined when it cannot be known: a commit
 *   has no Change-Id, the server does not answer, or its change may be private and there are no credentials to see it.
 */
export async function askWhatArrived(
  sources: ChangeSources,
  plan: PushPlan,
  settleMs: number,
): Promise<ArrivedChange[] | undefined> {
  const wanted = plan.commits.filter(({ becomes }) => becomes !== 'nothing');
  if (wanted.length === 0 || wanted.some(({ changeId }) => changeId === undefined)) return undefined;
  const ids = wanted.flatMap(({ changeId }) => changeId ?? []);
  const isHere = (change: Change): boolean => isOfTarget(change, plan);
  const end = Date.now() + settleMs;
  for (;;) {
    try {
      const { changes, isAll } = await findChanges(sources, ids, 'patch-sets', isHere);
      const arrived = wanted.flatMap((commit) =>
        arrivedOf((changes.get(commit.changeId ?? '') ?? []).filter(isHere), commit),
      );
      if (arrived.length === wanted.length) return arrived;
      if (Date.now() >= end) return isAll ? [] : undefined;
    } catch (error) {
      if (!isUnreachable(error) || Date.now() >= end) return undefined;
    }
    await new Promise((later) => setTimeout(later, POLL_MS));
  }
}

/** The same commit may be on review elsewhere: in a fork, or for another branch. */
const isOfTarget = ({ project, branch }: Change, { target }: PushPlan): boolean =>
  branch === target.branch && (target.project === undefined || project === target.project);

function arrivedOf(changes: readonly Change[], { commit, change: planned }: PlannedCommit): ArrivedChange[] {
  const meant = changes.filter(({ number }) => planned === undefined || number === planned.number);
  return meant.flatMap((change) => {
    const patchSet = change.patchSets.find((candidate) => candidate.commit === commit);
    if (!patchSet) return [];
    const { url, number, project, subject, wip, changeId } = change;
    const isNew = patchSet.number === 1;
    return [
      {
        url,
        number,
        project,
        subject,
        isNew,
        wip,
        private: change.private,
        edit: false,
        changeId,
        commit,
        patchSet: patchSet.number,
      },
    ];
  });
}
