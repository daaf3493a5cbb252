import { pushedWords } from './ownPushes';
import { type PlannedCommit, patchSetOf } from './pushPlan';

/** `996033,3 · WIP · Code-Review +2, Verified +1`: what Gerrit knows, in the form people name patch sets in. */
export function changeWords({ change, becomes, commit }: Pick<PlannedCommit, 'change' | 'becomes' | 'commit'>): string {
  if (!change) return becomes === 'new' ? 'new change' : '';
  const state = change.status === 'NEW' ? '' : change.status.toLowerCase();
  const votes = [...new Set(change.votes.map(({ label, value }) => `${label} ${value > 0 ? '+' : ''}${value}`))].join(
    ', ',
  );
  const newest = change.current?.number ?? '?';
  const isOlder = becomes === 'older-patch-set';
  const push = becomes === 'next-patch-set' ? 'not pushed yet' : isOlder ? `newest is ${newest}` : '';
  const number = `${change.number},${isOlder ? (patchSetOf(change, commit) ?? '?') : newest}`;
  return [number, push, state, change.wip ? 'WIP' : '', pushedWords(change) ?? (change.private ? 'private' : ''), votes]
    .filter(Boolean)
    .join(' · ');
}
