import type { GerritClient } from '../../../gerrit';
import type { MadeEdit } from '../../commits/prepared';
import type { PersonGit } from '../../repository/personGit';
import type { ReviewTarget } from '../../repository/target';
import { type PushPlan, planPush } from '../pushPlan';

export interface NextPlan {
  readonly plan: PushPlan;
  /** Every commit of it was in the plan before, as itself or as what it was made of. Else it has to be shown. */
  readonly isKnown: boolean;
}

/**
 * The plan of a push that is made again after a fix, or for another branch: up to the same commit as before, for what
 * the person left out stays out. Where that one is gone it goes up to HEAD, which then is not known.
 * @param recreated what commits became by the fix
 * @param options.tip of the branch, where it is another one and was just fetched
 */
export async function planAgain(
  git: PersonGit,
  target: ReviewTarget,
  before: Pick<PushPlan, 'head' | 'commits' | 'base' | 'target'>,
  recreated: MadeEdit['recreated'] = new Map(),
  {
    client,
    tip,
  }: { readonly client?: Pick<GerritClient, 'changesById'> | undefined; readonly tip?: string | undefined } = {},
): Promise<NextPlan> {
  const now = (commit: string): string => recreated.get(commit) ?? commit;
  const head = now(before.head);
  const isThere = (await git.run(['merge-base', '--is-ancestor', head, 'HEAD'])).exitCode === 0;
  const base = target.branch === before.target.branch ? (before.base ?? tip) : tip;
  const plan = await planPush(git, target, client, {
    ...(isThere ? { head } : {}),
    ...(base === undefined ? {} : { base }),
  });
  const known = new Set(before.commits.map(({ commit }) => now(commit)));
  return { plan, isKnown: plan.commits.every(({ commit }) => known.has(commit)) };
}
