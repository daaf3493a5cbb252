import * as vscode from 'vscode';
import {
  createQuickPick,
  type PickItem,
  showInputBox,
  shownItem,
  showQuickPick,
} from '../../../base/editor/quickInput';
import { problemOf } from '../../../base/errors';
import { without } from '../../../base/without';
import { plural } from '../../../base/words';
import type { ChangeLookup } from '../../message/changeLookup';
import { changeWords } from '../../push/changeWords';
import type { PushRequest } from '../../push/push';
import type { PlannedCommit, PushPlan } from '../../push/pushPlan';
import { reviewRef } from '../../push/pushRef';

/** Whom the dialog asks for completions. */
export interface PushDialogServices {
  readonly lookup: ChangeLookup;
  /** Address of the server's pages, where one is known. */
  readonly server: string | undefined;
  /** Names of the branches that the project has; empty where the server does not tell. */
  readonly branches: () => Promise<readonly string[]>;
}

/** The plan of the same commits for another branch, shown; undefined when the person thought better of it. */
export type PlanFor = (branch: string, before: PushPlan) => Promise<PushPlan | undefined>;

/**
 * Shows what a push would send, when that is not a single commit of a clean tree.
 * @param always also then: it is not what the person asked for
 * @returns the plan, perhaps only up to a lower commit; undefined when the person thought better of it
 */
export async function confirmCommits(plan: PushPlan, always = false): Promise<PushPlan | undefined> {
  const { commits, dirty, target } = plan;
  if (commits.length === 1 && !dirty && !always) return plan;
  const newestFirst = [...commits].reverse();
  const items = newestFirst.map((commit, at) => ({
    label: commit.subject || '(no summary)',
    description: becomesWords(commit),
    detail: at === 0 ? '' : `Only up to this one: ${plural(commits.length - at, 'commit')}`,
    commit,
  }));
  const many = commits.length > 1;
  const chosen = await showQuickPick(items, {
    title: many
      ? `Push for Review: ${commits.length} Commits Become Changes for ${target.branch}`
      : `Push for Review: One Change for ${target.branch}`,
    placeHolder: [
      many ? 'Enter pushes all of them.' : 'Enter goes on.',
      dirty ? 'Changed files that are not committed stay here.' : '',
    ]
      .filter(Boolean)
      .join(' '),
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  const { commit } = chosen.commit;
  return { ...plan, head: commit, commits: commits.slice(0, commits.findIndex((one) => one.commit === commit) + 1) };
}

function becomesWords(planned: PlannedCommit): string {
  const { becomes, change } = planned;
  switch (becomes) {
    case 'new':
      return 'new change';
    case 'next-patch-set':
      return `patch set ${(change?.current?.number ?? 0) + 1} of ${change?.number ?? ''}`;
    case 'nothing':
      return `${changeWords(planned)} · nothing new`;
    case 'older-patch-set':
      return `${changeWords(planned)}: Gerrit will refuse it`;
    case 'refused':
      return `${change?.number ?? ''} is ${change?.status.toLowerCase() ?? 'closed'}: Gerrit will refuse it`;
    case 'unknown':
      return '';
  }
}

type Option = 'branch' | 'topic' | 'reviewers' | 'cc' | 'hashtags' | 'state' | 'visibility' | 'message';
type OptionItem = PickItem & { readonly option?: Option };

/** The options of a push, in one list: Enter on the first row pushes; nothing is set that was not chosen. */
export async function askOptions(
  confirmed: PushPlan,
  services: PushDialogServices,
  planFor: PlanFor,
): Promise<PushRequest | undefined> {
  let plan = confirmed;
  let request: PushRequest = { plan, branch: plan.target.branch };
  for (;;) {
    const chosen = await showQuickPick(optionItems(request, plan), {
      title: `Push for Review to ${plan.target.host ?? plan.target.remote}`,
      placeHolder: 'Enter pushes. Or choose what the push should say besides.',
      ignoreFocusOut: true,
    });
    if (!chosen) return undefined;
    if (!chosen.option) return request;
    const next = (await askOption(chosen.option, request, services)) ?? request;
    // Each branch has its own commits that wait.
    const other =
      next.branch === undefined || next.branch === plan.target.branch ? plan : await planFor(next.branch, plan);
    if (other) [plan, request] = [other, { ...next, plan: other }];
  }
}

function optionItems(request: PushRequest, { commits }: PushPlan): OptionItem[] {
  const list = (values: readonly string[] | undefined): string =>
    values && values.length > 0 ? values.join(', ') : 'none';
  const item = (option: Option, label: string, description: string): OptionItem => ({ option, label, description });
  const topic = request.topic === undefined ? 'left as it is' : request.topic === '' ? 'taken away' : request.topic;
  return [
    {
      icon: 'cloud-upload',
      label: `Push ${plural(commits.length, 'Commit')}`,
      description: `for ${request.branch ?? ''}`,
    },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    item('branch', 'Branch', request.branch ?? ''),
    item('topic', 'Topic', topic),
    item('reviewers', 'Reviewers', list(request.reviewers)),
    item('cc', 'CC', list(request.cc)),
    item('hashtags', 'Hashtags', list(request.hashtags)),
    item(
      'state',
      'Work in Progress or Ready',
      request.state === undefined ? 'left as it is' : request.state === 'wip' ? 'work in progress' : 'ready',
    ),
    item('visibility', 'Private', request.visibility ?? 'left as it is'),
    item('message', 'Message of the Patch Set', request.message ?? 'none'),
  ];
}

async function askOption(
  option: Option,
  request: PushRequest,
  services: PushDialogServices,
): Promise<PushRequest | undefined> {
  switch (option) {
    case 'branch': {
      const branch = await pickBranch(services, request.branch ?? '');
      return branch === undefined ? undefined : { ...request, branch };
    }
    case 'topic':
      return typed(
        request,
        'topic',
        'Topic',
        'One word for changes that belong together. Empty takes the topic away.',
        (topic) => ({ topic }),
      );
    case 'hashtags':
      return typed(request, 'hashtags', 'Hashtags', 'Separated by spaces', (text) => ({ hashtags: words(text) }));
    case 'message':
      return typed(
        request,
        'message',
        'Message of the Patch Set',
        'What is new in it; reviewers see it beside its number.',
        (message) => ({ message }),
      );
    case 'reviewers':
    case 'cc': {
      const people = await pickPeople(option === 'cc' ? 'CC' : 'Reviewers', request[option] ?? [], services);
      return people && { ...request, [option]: people };
    }
    case 'state': {
      const chosen = await pickOne('Work in Progress or Ready', [
        ['Leave it as it is', undefined],
        ['Work in progress', 'wip'],
        ['Ready for review', 'ready'],
      ] as const);
      return chosen && { ...without(request, 'state'), ...(chosen.value ? { state: chosen.value } : {}) };
    }
    case 'visibility': {
      const chosen = await pickOne('Private', [
        ['Leave it as it is', undefined],
        ['Private: only you and reviewers see it', 'private'],
        ['Not private any more', 'remove-private'],
      ] as const);
      return chosen && { ...without(request, 'visibility'), ...(chosen.value ? { visibility: chosen.value } : {}) };
    }
  }
}

/** Without the `#` that people type before a hashtag. */
const words = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((word) => word.replace(/^#/, ''))
    .filter(Boolean);

/** Checked as it is typed, by what makes the ref of the push. */
async function typed(
  request: PushRequest,
  key: 'topic' | 'hashtags' | 'message',
  title: string,
  prompt: string,
  read: (text: string) => Partial<PushRequest>,
): Promise<PushRequest | undefined> {
  const before = request[key];
  const text = await showInputBox({
    title,
    prompt,
    value: typeof before === 'string' ? before : (before ?? []).join(' '),
    ignoreFocusOut: true,
    validateInput: (given) => refusal({ ...request, ...read(given) }),
  });
  return text === undefined ? undefined : { ...request, ...read(text) };
}

const refusal = (request: PushRequest): string | undefined =>
  problemOf(() => reviewRef(request.branch ?? 'master', request));

async function pickOne<Value>(
  title: string,
  choices: readonly (readonly [label: string, value: Value])[],
): Promise<{ readonly value: Value } | undefined> {
  const items = choices.map(([label, value]) => ({ label, value }));
  return showQuickPick(items, { title, ignoreFocusOut: true });
}

/** A branch of the project, or one that is typed. */
export async function pickBranch(
  { branches }: Pick<PushDialogServices, 'branches'>,
  present: string,
): Promise<string | undefined> {
  const known = await branches();
  const options = { title: 'Branch That the Change Is For', ignoreFocusOut: true };
  if (known.length === 0) {
    return showInputBox({ ...options, value: present, validateInput: (branch) => refusal({ branch }) });
  }
  const sorted = [...known].sort((a, b) => Number(b === present) - Number(a === present));
  return (
    await showQuickPick(
      sorted.map((label) => ({ label })),
      options,
    )
  )?.label;
}

/** People the server finds for what is typed, and what is typed itself; those chosen before are there again. */
async function pickPeople(
  title: string,
  before: readonly string[],
  { lookup, server }: PushDialogServices,
): Promise<string[] | undefined> {
  const pick = createQuickPick({
    title,
    placeHolder: 'Type a name, a user name or an address; three letters or more.',
  });
  pick.canSelectMany = true;
  pick.items = before.map((label) => shownItem({ label }));
  pick.selectedItems = pick.items;
  let asked = new AbortController();
  const search = async (text: string): Promise<void> => {
    asked.abort();
    const mine = (asked = new AbortController());
    const found = server === undefined ? [] : await lookup.people(server, text, mine.signal);
    if (mine.signal.aborted) return;
    const kept = [...pick.selectedItems];
    const other = [
      ...found.map(({ name, email }) => ({ label: email, description: name, alwaysShow: true })),
      ...(/^\S+$/.test(text) ? [{ label: text, description: 'as it is typed', alwaysShow: true }] : []),
    ];
    pick.items = [...kept, ...other.filter(({ label }) => !kept.some(({ of }) => of.label === label)).map(shownItem)];
    pick.selectedItems = kept;
  };
  try {
    return await new Promise((resolve) => {
      pick.onDidChangeValue((text) => void search(text));
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ of }) => of.label)));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    asked.abort();
    pick.dispose();
  }
}
