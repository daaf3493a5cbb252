import { ago } from '../../base/words';
import type { Change, Server, Subjects } from '../../gerrit';
import type { PendingCommit } from '../commits/pendingCommits';
import { NO_LOOKUP } from '../message/changeLookup';
import type { CheckContext } from '../message/finding';
import { gerritFooters, signOffEmails } from '../message/footers';
import { parseMessage } from '../message/message';
import { type Dependency, type PullRequestOf, zuulDependencies } from '../message/zuul';
import type { PlannedCommit } from '../push/pushPlan';
import { checkContext, type RepositoryFacts, type SignOffPolicy } from '../repository/repositoryFacts';
import type { AccountAddresses, AccountEmails } from '../server/accountAddresses';
import { CHECKS, type Check, type CheckName, type CheckResult } from './check';
import { checkCommit, type DescribeDependency } from './checkCommit';
import type { MyChange } from './readMyChange';

/** What a pull request is that a message depends on; undefined when it is not known. */
interface PullRequestWords {
  readonly title: string;
  /** Its state. */
  readonly words: string;
  readonly isSettled: boolean;
}

export type DescribePullRequest = (pull: PullRequestOf) => Promise<PullRequestWords | undefined>;

export interface CommitCheckParts {
  readonly facts: RepositoryFacts;
  readonly policy: SignOffPolicy;
  /** Missing where no server may be asked. */
  readonly server?: Pick<Server, 'webUrl' | 'changesByNumber' | 'projectConfig'>;
  readonly describePullRequest?: DescribePullRequest;
  /** Asked only for a commit that is signed off with an address of neither author nor committer. */
  readonly addresses?: Pick<AccountAddresses, 'of'>;
}

const NAMES = [
  'message',
  'sign-off',
  'change-id',
  'bug',
  'depends-on',
  'server',
] as const satisfies readonly CheckName[];

/** The checks of each commit, as one for each subject, so that each can be switched off; the messages are read once. */
export function commitChecks(parts: CommitCheckParts): Check[] {
  const looked = new WeakMap<MyChange, Promise<CheckResult[]>>();
  const look = (change: MyChange): Promise<CheckResult[]> => {
    const found = looked.get(change) ?? checkCommits(change, parts);
    looked.set(change, found);
    return found;
  };
  return NAMES.map((name) => ({
    name,
    isQuick: true,
    run: async (change) => {
      const results = (await look(change)).filter((result) => result.name === name);
      return results.length > 0 ? results : [{ name, state: 'passed', text: `${CHECKS[name]}: no commit to look at` }];
    },
  }));
}

async function checkCommits(change: MyChange, parts: CommitCheckParts): Promise<CheckResult[]> {
  const { facts, policy, server } = parts;
  const { target } = change.plan;
  const { host } = new URL(server?.webUrl ?? facts.server);
  const dependencies = dependenciesOf(change, host);
  const [known, config, pulls, account] = await Promise.all([
    server?.changesByNumber(numbersOn(host, dependencies)),
    policy === 'auto' && target.project ? server?.projectConfig(target.project) : undefined,
    describePulls(dependencies, parts.describePullRequest),
    server && change.commits.some(isSignedByOther) ? parts.addresses?.of(server.webUrl, facts.root) : undefined,
  ]);
  const changes: ReadonlyMap<number, Change> = known ?? new Map<number, Change>();
  const context: CheckContext = {
    ...checkContext(facts, '', NO_LOOKUP, policy, { comment: false }),
    gerritHost: host,
    branch: target.branch,
    ...(target.project ? { project: target.project } : {}),
    ...(config ? { signOffRequired: config.signOffRequired, changeIdRequired: config.changeIdRequired } : {}),
    changes,
    ...(account ? { accountEmails: account.emails } : {}),
  };
  const describe: DescribeDependency = (dependency) => {
    if (dependency.kind === 'github') return pulls.get(keyOf(dependency));
    const change =
      dependency.kind === 'gerrit' && dependency.host === host ? changes.get(dependency.number) : undefined;
    return (
      change && { words: [STATES[change.status], ...votesOf(change)].join(', '), isSettled: change.status !== 'NEW' }
    );
  };
  const results = withRepeated(
    change.commits.flatMap((commit) => checkCommit(commit, context, describe)),
    change.commits,
  );
  return account ? results.map((result) => withAddresses(result, account)) : results;
}

/** What the commits depend on, as Zuul reads their messages. @param host of the server that the change goes to */
const dependenciesOf = ({ commits }: Pick<MyChange, 'commits'>, host: string): Dependency[] =>
  commits.flatMap(({ message }) =>
    zuulDependencies(parseMessage(message, { comment: false }).kept, host).map(({ dependency }) => dependency),
  );

const numbersOn = (host: string, dependencies: readonly Dependency[]): number[] =>
  dependencies.flatMap((one) => (one.kind === 'gerrit' && one.host === host ? [one.number] : []));

/** What the checks ask the server of a change. */
export const subjectsOf = (change: MyChange, server: Pick<Server, 'webUrl'>): Required<Subjects> => {
  const { host } = new URL(server.webUrl);
  const { project } = change.plan.target;
  return {
    changeIds: change.commits.flatMap(({ changeId }) => changeId ?? []),
    numbers: numbersOn(host, dependenciesOf(change, host)),
    projects: project === undefined ? [] : [project],
  };
};

/** Gerrit refuses a push whose new commits share a Change-Id (ReceiveCommits); what it has already is not counted. */
function withRepeated(results: readonly CheckResult[], commits: readonly PlannedCommit[]): CheckResult[] {
  const pushed = commits.filter(({ becomes }) => becomes !== 'nothing' && becomes !== 'older-patch-set');
  return results.map((result) => {
    const changeId =
      result.name === 'change-id' ? pushed.find(({ commit }) => commit === result.commit)?.changeId : undefined;
    const same = changeId === undefined ? [] : pushed.filter((other) => other.changeId === changeId);
    if (same.length < 2) return result;
    const others = same
      .filter(({ commit }) => commit !== result.commit)
      .map(({ commit, subject }) => `${commit.slice(0, 8)} "${subject}"`);
    return {
      ...result,
      state: 'refused',
      text: `${others.join(' and ')} ${others.length === 1 ? 'has' : 'have'} the same Change-Id, and Gerrit takes one commit for a change. Squash them, or give each its own`,
    };
  });
}

/** Which sign-offs would do. */
function withAddresses(result: CheckResult, { emails, at }: AccountEmails): CheckResult {
  if (result.name !== 'sign-off' || result.state === 'passed') return result;
  const text = `Addresses of your account, as Gerrit told ${ago(at, Date.now())}: ${emails.join(', ')}`;
  return { ...result, details: [...(result.details ?? []), { text }] };
}

/** Whether only the account could make its sign-off a valid one. */
function isSignedByOther({ message, author, committer }: PendingCommit): boolean {
  const emails = signOffEmails(gerritFooters(parseMessage(message, { comment: false }).kept)).map((email) =>
    email.toLowerCase(),
  );
  return emails.length > 0 && ![author, committer].some(({ email }) => emails.includes(email.toLowerCase()));
}

const STATES = { NEW: 'open', MERGED: 'merged', ABANDONED: 'abandoned' } as const;

/** Such as `Verified +1`, each once. */
const votesOf = ({ votes }: Change): string[] => [
  ...new Set(votes.map(({ label, value }) => `${label} ${value > 0 ? '+' : ''}${value}`)),
];

const keyOf = ({ owner, repository, number }: PullRequestOf): string => `${owner}/${repository}#${number}`;

async function describePulls(
  dependencies: readonly Dependency[],
  describePullRequest: DescribePullRequest | undefined,
) {
  const pulls = dependencies.filter((one): one is PullRequestOf => one.kind === 'github');
  const found = await Promise.all(pulls.map(async (pull) => [keyOf(pull), await describePullRequest?.(pull)] as const));
  return new Map(found);
}
