import type { Server } from '../../gerrit';
import {
  type BackportState,
  backportStates,
  fetchedBranches,
  isStableBranch,
  newerBranches,
  pickedFrom,
} from '../commits/backports';
import type { PlannedCommit, PushPlan } from '../push/pushPlan';
import { PersonGit } from '../repository/personGit';
import type { Check, CheckResult } from './check';

/** Asks where something is unknown or old; never throws GerritError. */
export type BackportServer = Pick<Server, 'changesById' | 'branches'>;

/** Whether master and newer stable branches have what goes to a stable one, and its message says where it was picked from. */
export const backportCheck = (server?: BackportServer, gitOf = (root: string) => new PersonGit(root)): Check => ({
  name: 'backport',
  isQuick: true,
  async run({ root, plan }) {
    const { target, commits } = plan;
    if (!isStableBranch(target.branch)) return [];
    const git = gitOf(root);
    const [told, fetched] = await Promise.all([
      target.project === undefined ? undefined : server?.branches(target.project),
      fetchedBranches(git, target.remote),
    ]);
    const newer = newerBranches(target.branch, told ?? fetched);
    return Promise.all(commits.map((commit) => checkOne(git, commit, plan, newer, server)));
  },
});

async function checkOne(
  git: PersonGit,
  commit: PlannedCommit,
  { target }: PushPlan,
  branches: readonly string[],
  server?: BackportServer,
): Promise<CheckResult> {
  const says = (state: CheckResult['state'], text: string, states: readonly BackportState[] = []): CheckResult => ({
    name: 'backport',
    state,
    commit: commit.commit,
    text,
    ...(states.length > 0 ? { details: states.map((one) => ({ text: words(one) })) } : {}),
  });
  const { changeId } = commit;
  if (changeId === undefined) return says('unknown', 'Without a Change-Id nobody can tell what it is a backport of');
  const all = await server?.changesById([changeId]);
  const changes = all
    ?.get(changeId)
    ?.filter(({ project }) => target.project === undefined || project === target.project);
  const states = await backportStates(git, {
    changeId,
    branches,
    target: target.branch,
    remote: target.remote,
    changes,
  });
  const absent = states.filter(({ state }) => state === 'open' || state === 'missing');
  if (absent.length > 0) return says('advice', `Newer branches go first: ${absent.map(words).join(', ')}`, states);
  if (pickedFrom(commit.message).length === 0) {
    return says(
      'advice',
      'No line "(cherry picked from commit …)" says what it is a backport of; Cherry-Pick Change… adds it',
      states,
    );
  }
  const unknown = states.filter(({ state }) => state === 'unknown').map(({ branch }) => branch);
  if (unknown.length > 0) {
    return says(
      'unknown',
      `Whether ${unknown.join(', ')} has it is not known: the server was not reached, and it was never fetched`,
      states,
    );
  }
  return says(
    'passed',
    `${states.map(({ branch }) => branch).join(', ')} ${states.length === 1 ? 'has' : 'have'} it`,
    states,
  );
}

function words({ branch, state, change }: BackportState): string {
  const number = change === undefined ? '' : ` (change ${change})`;
  switch (state) {
    case 'has':
      return `${branch} has it${number}`;
    case 'open':
      return `on ${branch} it is in review${number}`;
    case 'missing':
      return `${branch} does not have it`;
    case 'unknown':
      return `${branch}: not known`;
  }
}
