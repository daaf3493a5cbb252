import { openRepository } from '../../base/git';
import type { GerritClient } from '../../gerrit';
import { isInProgress, stagedFiles } from '../commits/commit';
import { type PlannedCommit, type PushPlan, planPush, planWith } from '../push/pushPlan';
import { PersonGit } from '../repository/personGit';
import { readTarget } from '../repository/readTarget';
import type { ReviewTarget } from '../repository/target';

/** What a person works on: the commits that are not on the review branch, and what is staged for the next. */
export interface MyChange {
  /** Absolute path of the working tree. */
  readonly root: string;
  /** As a push of HEAD would send them. */
  readonly plan: PushPlan;
  /** Newest first: HEAD is the first one. */
  readonly commits: readonly PlannedCommit[];
  /** Names relative to the root, with `/`. */
  readonly staged: readonly string[];
  /** Absolute paths of what differs from the review branch: committed, staged, neither, or new to git. Not what is gone. */
  readonly files: readonly string[];
  /** A rebase, merge or cherry-pick stands in the middle. */
  readonly inProgress: boolean;
}

/** The change with what its server says now. */
export async function askServer(change: MyChange, server: Pick<GerritClient, 'changesById'>): Promise<MyChange> {
  const plan = planWith(
    change.plan,
    await server.changesById(
      change.commits.flatMap(({ changeId }) => changeId ?? []),
      { detail: 'patch-sets' },
    ),
  );
  return { ...change, plan, commits: [...plan.commits].reverse() };
}

/**
 * @param root absolute path of a working tree that the person trusts
 * @param clientOf of a target: tells at once what its server said before (`askServer` asks it now); without it commits are `unknown`
 * @throws TargetError when nothing says where Gerrit is; UserError of git
 */
export async function readMyChange(
  root: string,
  clientOf: (target: ReviewTarget) => Pick<GerritClient, 'changesById'> | undefined = () => undefined,
): Promise<MyChange> {
  // Looking at a change writes nothing, not even what git found out about times into the index.
  const git = new PersonGit(root, { env: { GIT_OPTIONAL_LOCKS: '0' } });
  const repository = await openRepository(root);
  const target = await readTarget(git);
  const plan = await planPush(git, target, clientOf(target));
  const start = plan.base
    ? await repository.ask(['merge-base', plan.head, plan.base])
    : await repository.commitOf(`${plan.head}~1`);
  const [staged, files, inProgress] = await Promise.all([
    stagedFiles(repository),
    repository.changedFiles(start ?? plan.head),
    isInProgress(repository),
  ]);
  return { root, plan, commits: [...plan.commits].reverse(), staged, files, inProgress };
}
