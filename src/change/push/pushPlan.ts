import type { Change, GerritClient } from '../../gerrit';
import { type PendingCommit, pendingCommits, reviewBase } from '../commits/pendingCommits';
import type { MadeEdit } from '../commits/rewrite';
import type { PersonGit } from '../repository/personGit';
import type { ReviewTarget } from '../repository/target';

/**
 * What a commit becomes, as far as is known:
 * - new: a new change
 * - next-patch-set: the next patch set of `change`
 * - nothing: the server has this very commit
 * - older-patch-set: the server has this very commit as a patch set of `change` that is not its newest, and refuses it
 * - refused: `change` is closed and takes none
 * - unknown: the server was not asked, or did not answer
 */
type Becomes = 'new' | 'next-patch-set' | 'nothing' | 'older-patch-set' | 'refused' | 'unknown';

export interface PlannedCommit extends PendingCommit {
  readonly becomes: Becomes;
  readonly change?: Change;
}

export interface PushPlan {
  readonly target: ReviewTarget;
  /** The commit that is pushed, with those below it: what is shown is what is pushed. */
  readonly head: string;
  /** HEAD as it was when the plan was made; above `head` where the person leaves commits out. */
  readonly tip: string;
  /** Tip of the review branch as it was fetched last; missing when it never was: then only HEAD is listed. */
  readonly base?: string;
  /** Oldest first. */
  readonly commits: readonly PlannedCommit[];
  /** Tracked files have changes that will not be pushed. */
  readonly dirty: boolean;
}

export interface PlanOptions {
  /** The full id of a commit below HEAD: those above it are left out. */
  readonly head?: string;
  /** The full id of the review branch's tip, where it was just fetched; else it is looked for. */
  readonly base?: string;
}

/** What a push would send. Reads git; asks the server once when a client is given, and goes on without its answer. */
export async function planPush(
  git: PersonGit,
  target: ReviewTarget,
  client?: Pick<GerritClient, 'changesById'>,
  options: PlanOptions = {},
): Promise<PushPlan> {
  const [tip, base, dirty] = await Promise.all([git.head(), options.base ?? reviewBase(git, target), git.isDirty()]);
  const { head = tip } = options;
  const commits = await pendingCommits(git, base ?? `${head}~1`, head).catch((error: unknown) => {
    if (base) throw error;
    return []; // the first commit of all has no parent to compare with
  });
  const known = client ? await knownChanges(client, commits) : undefined;
  return {
    target,
    head,
    tip,
    ...(base ? { base } : {}),
    commits: commits.map((commit) => planned(commit, target, known)),
    dirty,
  };
}

/** The plan with what the server says now. @param known as `changesById` gives it */
export const planWith = (plan: PushPlan, known: Map<string, Change[]>): PushPlan => ({
  ...plan,
  commits: plan.commits.map(({ change: _before, ...commit }) => planned(commit, plan.target, known)),
});

async function knownChanges(
  client: Pick<GerritClient, 'changesById'>,
  commits: readonly PendingCommit[],
): Promise<Map<string, Change[]> | undefined> {
  const ids = commits.flatMap(({ changeId }) => changeId ?? []);
  try {
    return await client.changesById(ids, { detail: 'patch-sets' });
  } catch {
    // The plan is a preview: without the server it says "unknown", and the push itself tells what is wrong.
    return undefined;
  }
}

function planned(commit: PendingCommit, target: ReviewTarget, known: Map<string, Change[]> | undefined): PlannedCommit {
  const change = known
    ?.get(commit.changeId ?? '')
    ?.find(
      ({ project, branch }) => branch === target.branch && (target.project === undefined || project === target.project),
    );
  // The client of a server tells of every id it was asked for; one that only remembers leaves out what it never knew.
  const asked = known !== undefined && (commit.changeId === undefined || known.has(commit.changeId));
  return { ...commit, becomes: becomes(commit, change, asked), ...(change ? { change } : {}) };
}

/** The number of the patch set that is this commit. */
export function patchSetOf({ patchSets }: Change, commit: string): number | undefined {
  return patchSets.find((patchSet) => patchSet.commit === commit)?.number;
}

function becomes({ commit }: PendingCommit, change: Change | undefined, asked: boolean): Becomes {
  if (!change) return asked ? 'new' : 'unknown';
  if (change.current?.commit === commit) return 'nothing';
  if (change.status !== 'NEW') return 'refused';
  return patchSetOf(change, commit) === undefined ? 'next-patch-set' : 'older-patch-set';
}

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
