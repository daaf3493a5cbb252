import { isUnreachable, type Change, type GerritClient } from '../gerrit';
import type { PushedChange } from './pushAnswer';
import type { PushPlan } from './pushPlan';

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
 *   has no Change-Id, or the server does not answer. Private changes are not visible: do not ask for them.
 */
export async function askWhatArrived(
  client: Pick<GerritClient, 'changesById'>,
  { commits }: PushPlan,
  settleMs: number,
): Promise<ArrivedChange[] | undefined> {
  const wanted = commits.filter(({ becomes }) => becomes !== 'nothing');
  if (wanted.length === 0 || wanted.some(({ changeId }) => changeId === undefined)) return undefined;
  const end = Date.now() + settleMs;
  for (;;) {
    try {
      const changes = await client.changesById(wanted.flatMap(({ changeId }) => changeId ?? []), { detail: 'all-patch-sets' });
      const arrived = wanted.flatMap(({ commit, changeId = '' }) => arrivedOf(changes.get(changeId) ?? [], commit));
      if (arrived.length === wanted.length) return arrived;
      if (Date.now() >= end) return [];
    } catch (error) {
      if (!isUnreachable(error) || Date.now() >= end) return undefined;
    }
    await new Promise((later) => setTimeout(later, POLL_MS));
  }
}

function arrivedOf(changes: readonly Change[], commit: string): ArrivedChange[] {
  return changes.flatMap((change) => {
    const patchSet = change.patchSets.find((candidate) => candidate.commit === commit);
    if (!patchSet) return [];
    const { url, number, project, subject, wip, changeId } = change;
    const isNew = patchSet.number === 1;
    return [{ url, number, project, subject, isNew, wip, private: change.private, edit: false, changeId, commit, patchSet: patchSet.number }];
  });
}
