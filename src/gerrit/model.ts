import type { AccountInfo, ChangeInfo, InheritedBoolean } from './payloads';

export interface Account {
  readonly id: number;
  readonly name?: string;
  readonly email?: string;
  readonly username?: string;
}

interface Vote {
  readonly label: string;
  readonly value: number;
  readonly by: Account;
}

interface Requirement {
  readonly name: string;
  /** `SATISFIED`, `UNSATISFIED`, `NOT_APPLICABLE`, `OVERRIDDEN`, `FORCED`, `ERROR`. */
  readonly status: string;
}

export interface PatchSet {
  readonly number: number;
  readonly commit: string;
  /** What to fetch, such as `refs/changes/33/996033/3`. */
  readonly ref: string;
  /** `REWORK`, `TRIVIAL_REBASE`, `NO_CODE_CHANGE`, ... */
  readonly kind?: string;
  /** Milliseconds since the epoch. */
  readonly created?: number;
  readonly description?: string;
  readonly uploader?: Account;
  /** The whole commit message, where it was asked for. */
  readonly message?: string;
}

export interface Change {
  readonly number: number;
  readonly changeId: string;
  readonly project: string;
  readonly branch: string;
  readonly subject: string;
  readonly status: 'NEW' | 'MERGED' | 'ABANDONED';
  readonly url: string;
  readonly topic?: string;
  readonly hashtags: readonly string[];
  readonly wip: boolean;
  readonly private: boolean;
  readonly owner: Account;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly updated: number;
  /** When it was merged. */
  readonly submitted?: number;
  readonly unresolvedComments: number;
  /** Votes other than 0. */
  readonly votes: readonly Vote[];
  readonly requirements: readonly Requirement[];
  readonly current?: PatchSet;
  /** Ascending; only the current one unless all were asked for. */
  readonly patchSets: readonly PatchSet[];
  /** What was said on it, the oldest first, where it was asked for. */
  readonly messages?: readonly ChangeMessage[];
}

/** What somebody said on a change, with a vote or without. */
export interface ChangeMessage {
  /** Account id; undefined where the server itself speaks. */
  readonly by: number | undefined;
  /** Begins with `Patch Set 2: Verified-1` where votes came with it; at most `MESSAGE_LENGTH` UTF-16 units. */
  readonly text: string;
}

/** The newest are kept, and how they begin: they stay in memory, and Zuul lists every job in its own. */
const MOST_MESSAGES = 100;
const MESSAGE_LENGTH = 4000;

export interface ProjectConfig {
  readonly signOffRequired: boolean;
  readonly changeIdRequired: boolean;
  /** Whether it takes changes: not when it is read-only or hidden. */
  readonly active: boolean;
}

export const accountOf = (info: AccountInfo): Account => ({
  id: info._account_id,
  ...(info.name === undefined ? {} : { name: info.name }),
  ...(info.email === undefined ? {} : { email: info.email }),
  ...(info.username === undefined ? {} : { username: info.username }),
});

/** @param webUrl address of the server, with a slash at its end */
export function changeOf(info: ChangeInfo, webUrl: string): Change {
  const patchSets = patchSetsOf(info);
  const current = patchSets.find(({ commit }) => commit === info.current_revision);
  return {
    number: info._number,
    changeId: info.change_id,
    project: info.project,
    branch: info.branch,
    subject: info.subject,
    status: info.status,
    url: `${webUrl}c/${info.project.split('/').map(encodeURIComponent).join('/')}/+/${info._number}`,
    ...(info.topic ? { topic: info.topic } : {}),
    hashtags: info.hashtags ?? [],
    wip: info.work_in_progress ?? false,
    private: info.is_private ?? false,
    owner: accountOf(info.owner),
    created: timeOf(info.created),
    updated: timeOf(info.updated),
    ...(info.submitted === undefined ? {} : { submitted: timeOf(info.submitted) }),
    unresolvedComments: info.unresolved_comment_count ?? 0,
    votes: votesOf(info),
    requirements: (info.submit_requirements ?? []).map(({ name, status }) => ({ name, status })),
    ...(current ? { current } : {}),
    patchSets,
    ...(info.messages === undefined ? {} : { messages: info.messages.slice(-MOST_MESSAGES).map(messageOf) }),
  };
}

const messageOf = ({ author, message }: NonNullable<ChangeInfo['messages']>[number]): ChangeMessage => ({
  by: author?._account_id,
  text: message.slice(0, MESSAGE_LENGTH),
});

function patchSetsOf({ _number, revisions }: ChangeInfo): PatchSet[] {
  const found = Object.entries(revisions ?? {}).flatMap(([commit, info]): PatchSet[] => {
    const number = info._number;
    if (number === 'edit' || !/^[0-9a-f]{40,64}$/.test(commit)) return [];
    return [
      {
        number,
        commit,
        // Its form is fixed (ReceiveCommits), so it is made here: what the server wrote could be any ref.
        ref: `refs/changes/${String(_number % 100).padStart(2, '0')}/${_number}/${number}`,
        ...(info.kind === undefined ? {} : { kind: info.kind }),
        ...(info.created === undefined ? {} : { created: timeOf(info.created) }),
        ...(info.description ? { description: info.description } : {}),
        ...(info.uploader === undefined ? {} : { uploader: accountOf(info.uploader) }),
        ...(info.commit?.message === undefined ? {} : { message: info.commit.message }),
      },
    ];
  });
  return found.sort((a, b) => a.number - b.number);
}

const votesOf = ({ labels }: ChangeInfo): Vote[] =>
  Object.entries(labels ?? {}).flatMap(([label, { all }]) =>
    (all ?? []).flatMap((info) => (info.value ? [{ label, value: info.value, by: accountOf(info) }] : [])),
  );

/** `2026-11-22 15:26:20.000000000` is UTC (Documentation/rest-api.txt, timestamp). */
const timeOf = (timestamp: string): number => Date.parse(`${timestamp.slice(0, 23).replace(' ', 'T')}Z`);

export const isOn = (value: InheritedBoolean | undefined): boolean => {
  switch (value?.configured_value) {
    case 'TRUE':
      return true;
    case 'FALSE':
      return false;
    default:
      return value?.value ?? value?.inherited_value ?? false;
  }
};
