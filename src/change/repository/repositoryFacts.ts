import { join } from 'node:path';
import type { Repository } from '../../base/git';
import { OPENDEV, webUrlOf } from '../../gerrit';
import type { ProjectFiles } from '../../project/files';
import { type GitReview, parseGitReview } from '../../project/gitreview';
import type { HookOptions } from '../message/changeId';
import type { ChangeLookup } from '../message/changeLookup';
import type { CheckContext } from '../message/finding';
import { type ParseOptions, parseMessage } from '../message/message';
import type { Person } from '../message/signOff';
import { signOffLikely } from '../message/signOffPolicy';
import { neededBy, zuulDependencies } from '../message/zuul';
import { type History, readHistory } from './history';
import { TargetError } from './refNames';
import { securePages } from './serverPages';
import { findTarget } from './target';

/** What a repository and the person's configuration say about a message, read once and kept until one of them changes. */
export interface RepositoryFacts {
  /** Absolute path of the working tree. */
  readonly root: string;
  /** Whether its changes go to a Gerrit server. */
  readonly isGerrit: boolean;
  /** Of `.gitreview`, else as the Gerrit remote tells it. */
  readonly review?: GitReview;
  /** Address of the server's pages, with a slash at its end; OpenDev's where nothing names one. */
  readonly server: string;
  /** The branch that is checked out; missing when HEAD is detached, or git may not run. */
  readonly branch?: string;
  readonly author?: Person;
  readonly committer?: Person;
  /** Keys in lower case, the last value of each. */
  readonly config: ReadonlyMap<string, string>;
  readonly hook: Pick<HookOptions, 'createChangeId' | 'reviewUrl'>;
  readonly history: History;
}

const GITREVIEW_BYTES = 64 * 1024;
const NO_HISTORY: History = { subjects: [], people: [], tools: [] };

/** The sign-off policy that a person sets for a folder; `auto`: the server's word, else what is usual there. */
export type SignOffPolicy = 'auto' | 'required' | 'notRequired';

/**
 * @param repository undefined in Restricted Mode: then only `.gitreview` is read, and nothing runs
 * @throws UserError `invalid-gitreview`; what git cannot answer is missing
 */
export async function readFacts(root: string, files: ProjectFiles, repository?: Repository): Promise<RepositoryFacts> {
  const text = await files.read(join(root, '.gitreview'), GITREVIEW_BYTES);
  const config = await readConfig(repository);
  const review = (text === undefined ? undefined : parseGitReview(text)) ?? reviewOf(config);
  const isGerrit = review !== undefined || config.has('remote.gerrit.url') || config.has('gitreview.remote');
  const server = review ? securePages(webUrlOf(review), addressesOf(config)) : OPENDEV;
  const always = { root, isGerrit, server, config, hook: hookOf(config), ...(review ? { review } : {}) };
  if (!repository) {
    return { ...always, history: NO_HISTORY };
  }
  const [branch, author, committer, history] = await Promise.all([
    repository.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']),
    identity(repository, 'AUTHOR'),
    identity(repository, 'COMMITTER'),
    isGerrit ? readHistory(repository) : NO_HISTORY,
  ]);
  return {
    ...always,
    history,
    ...(branch ? { branch } : {}),
    ...(author ? { author } : {}),
    ...(committer ? { committer } : {}),
  };
}

async function readConfig(repository: Repository | undefined): Promise<Map<string, string>> {
  const listed = await repository?.ask(['config', '--list', '-z']);
  const config = new Map<string, string>();
  for (const entry of (listed ?? '').split('\0')) {
    const [key = '', ...value] = entry.split('\n');
    config.set(key.toLowerCase(), value.join('\n'));
  }
  return config;
}

/** Where the person's remotes lead; what insteadOf puts before an address names its host as well. */
function addressesOf(config: ReadonlyMap<string, string>): string[] {
  return [...config].flatMap(([key, value]) => {
    const base = /^url\.(.+)\.(?:push)?insteadof$/.exec(key)?.[1];
    return base !== undefined ? [base] : /^remote\..+\.(?:push)?url$/.test(key) ? [value] : [];
  });
}

/** What the address of the Gerrit remote tells, for a clone without `.gitreview`. */
function reviewOf(config: ReadonlyMap<string, string>): GitReview | undefined {
  const name = config.get('gitreview.remote') ?? 'gerrit';
  const [url, pushUrl] = [config.get(`remote.${name}.url`), config.get(`remote.${name}.pushurl`)];
  if (url === undefined && pushUrl === undefined) return undefined;
  const settings = new Map(
    [...config].flatMap(([key, value]) =>
      key.startsWith('gitreview.') ? [[key.slice('gitreview.'.length), value] as const] : [],
    ),
  );
  try {
    const target = findTarget({
      config: settings,
      remotes: [{ name, url: url ?? '', ...(pushUrl === undefined ? {} : { pushUrl }) }],
    });
    // A name without a dot is one of ssh's or of insteadOf, behind which any host may be.
    if (!target.project || !target.host?.includes('.')) return undefined;
    const { scheme, host, project, branch, remote } = target;
    const port = scheme === 'ssh' ? SSH_PORT : Number(new URL(target.url).port) || (scheme === 'https' ? 443 : 80);
    return { host, port, project, defaultBranch: branch, defaultRemote: remote, scheme };
  } catch (error) {
    if (error instanceof TargetError) return undefined;
    throw error;
  }
}

/** Gerrit's; pages are on HTTPS whatever it is. */
const SSH_PORT = 29418;

function hookOf(config: ReadonlyMap<string, string>): RepositoryFacts['hook'] {
  const create = config.get('gerrit.createchangeid');
  const reviewUrl = config.get('gerrit.reviewurl');
  return {
    ...(create === 'false' || create === 'always' ? { createChangeId: create } : {}),
    ...(reviewUrl ? { reviewUrl } : {}),
  };
}

/** Name and address as git would write them; undefined when git would refuse to commit. */
async function identity(repository: Repository, role: 'AUTHOR' | 'COMMITTER'): Promise<Person | undefined> {
  const ident = await repository.ask(['-c', 'user.useConfigOnly=true', 'var', `GIT_${role}_IDENT`]);
  const [, name, email] = /^(.*) <(.*)> \d+ [+-]\d+$/.exec(ident ?? '') ?? [];
  return name !== undefined && email !== undefined ? { name, email } : undefined;
}

/** What the check of a message is told: facts, and what the server said before. Asks nobody. */
export function checkContext(
  facts: RepositoryFacts,
  text: string,
  lookup: ChangeLookup,
  policy: SignOffPolicy,
  reading: ParseOptions,
): CheckContext {
  const { review, committer, author, server } = facts;
  const { host } = new URL(server);
  const required = signOffRequired(facts, lookup, policy);
  const accountEmails = lookup.knownAccountEmails(server);
  return {
    ...reading,
    gerritHost: host,
    ...(committer ? { person: committer, committerEmail: committer.email } : {}),
    ...(author ? { authorEmail: author.email } : {}),
    ...(accountEmails ? { accountEmails } : {}),
    ...(review ? { project: review.project, branch: review.defaultBranch } : {}),
    ...(required === undefined ? {} : { signOffRequired: required }),
    ...knownChanges(text, server, lookup, reading),
  };
}

/** The person's setting, then the server's word; undefined leaves it to what is usual for the project. */
export function signOffRequired(
  { review, server }: RepositoryFacts,
  lookup: ChangeLookup,
  policy: SignOffPolicy,
): boolean | undefined {
  if (policy !== 'auto') {
    return policy === 'required';
  }
  return review && lookup.knownSignOffRequired(server, review.project);
}

/** Whether a message should be signed off: required, or likely to be. */
export const wantsSignOff = (facts: RepositoryFacts, lookup: ChangeLookup, policy: SignOffPolicy): boolean =>
  signOffRequired(facts, lookup, policy) ?? signOffLikely(facts.review?.project) ?? false;

/** Numbers and Change-Ids of a message's dependencies on a server, to ask it for. */
export function dependenciesOf(
  text: string,
  server: string,
  reading: ParseOptions,
): { numbers: number[]; changeIds: string[] } {
  const { host } = new URL(server);
  const { kept } = parseMessage(text, reading);
  const found = zuulDependencies(kept, host).map(({ dependency }) => dependency);
  // Which changes a Needed-By means matters only beside a Depends-On, which it may contradict.
  const needed = found.length > 0 ? neededBy(kept, host).map(({ dependency }) => dependency) : [];
  return {
    numbers: found.flatMap((one) => (one.kind === 'gerrit' && one.host === host ? [one.number] : [])),
    changeIds: [...found, ...needed].flatMap((one) => (one.kind === 'change-id' ? [one.changeId] : [])),
  };
}

function knownChanges(
  text: string,
  server: string,
  lookup: ChangeLookup,
  reading: ParseOptions,
): Pick<CheckContext, 'changes' | 'missingChanges' | 'changesById'> {
  const { numbers, changeIds } = dependenciesOf(text, server, reading);
  return {
    missingChanges: new Set(numbers.filter((number) => lookup.isMissing(server, number))),
    changes: known(numbers, (number) => lookup.knownChange(server, number)),
    changesById: known(changeIds, (id) => lookup.knownChangesById(server, id)),
  };
}

function known<Key, Value>(keys: readonly Key[], find: (key: Key) => Value | undefined): Map<Key, Value> {
  return new Map(
    keys.flatMap((key) => {
      const value = find(key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}
