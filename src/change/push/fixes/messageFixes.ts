import { type PreparedEdit, rewording } from '../../commits/rewrite';
import type { Person } from '../../message/signOff';
import type { PushFixKind, PushFixOf } from '../../rejections/pushFix';
import { GitError, type PersonGit } from '../../repository/personGit';
import type { PlannedCommit, PushPlan } from '../pushPlan';
import { askForOne, type FixGroup, type FixInput, type RepositoryFix } from './fix';
import {
  isSignedForGerrit,
  withChangeId,
  withMovedIds,
  withNewId,
  withOneId,
  withSignOff,
  withUnfoldedIds,
} from './messageEdits';
import { withHook } from './withHook';

/** Fixes of commit messages. */
export const MESSAGE_FIXES = {
  'add-change-id': messageFix({
    button: 'Add Change-Id',
    title: 'Add a Change-Id',
    ask: (_ui, _fix, { server }) => Promise.resolve(server ? { fetchHook: () => server.commitMsgHook() } : {}),
    edit: withChangeId,
    complete: async (prepared, git, { fetchHook }) => (fetchHook ? withHook(git, prepared, fetchHook) : prepared),
  }),
  'sign-off': messageFix({
    button: 'Sign Off',
    title: 'Sign off',
    ask: async (_ui, _fix, { accountEmails }) => ({ account: await accountEmails() }),
    isRight: (commit, { account = [] }) => isSignedForGerrit(commit, account),
    edit: (message, _fix, _input, person) => withSignOff(message, person),
  }),
  'move-change-id': messageFix({
    button: 'Move Change-Id',
    title: 'Move the Change-Id into the last paragraph',
    edit: withMovedIds,
  }),
  'unfold-change-id': messageFix({
    button: 'Separate the Change-Id',
    title: 'Separate the Change-Id from the line below',
    edit: withUnfoldedIds,
  }),
  'keep-one-change-id': messageFix<'keep-one-change-id'>({
    button: 'Keep One Change-Id',
    title: 'Keep one Change-Id',
    only: commitOf,
    ask: (ui, { changeIds }) => askForOne(ui, 'Which Change-Id Stays?', changeIds, (keep) => ({ keep })),
    edit: (message, { changeIds }, { keep }) => withOneId(message, keep ?? changeIds[0]),
  }),
  'new-change-id': messageFix<'new-change-id'>({
    button: 'New Change-Id',
    title: 'Give it a new Change-Id',
    only: commitOf,
    edit: withNewId,
  }),
  'add-summary': messageFix<'add-summary'>({
    button: 'Add Summary',
    title: 'Add a summary',
    only: commitOf,
    async ask(ui) {
      const summary = await ui.type({
        title: 'Summary of the Change',
        prompt: 'About 50 characters, without a full stop.',
      });
      return summary ? { summary } : undefined;
    },
    edit: (message, _fix, { summary }) => (summary ? `${summary}\n\n${message}` : message),
  }),
} satisfies FixGroup;

interface MessageFix<K extends PushFixKind> extends Pick<RepositoryFix<K>, 'button' | 'ask'> {
  readonly title: string;
  /** The one commit to fix; else all of the push are fixed, for the server names only the first that has the fault. */
  readonly only?: (plan: PushPlan, fix: PushFixOf<K>) => PlannedCommit;
  /** Whether the server takes the commit as it is, though `edit` would change it. */
  readonly isRight?: (commit: PlannedCommit, input: FixInput) => boolean;
  /** The fixed message; the same text where nothing is wrong with it. */
  readonly edit: (message: string, fix: PushFixOf<K>, input: FixInput, person: Person) => string;
  /** What is made besides. */
  readonly complete?: (prepared: PreparedEdit, git: PersonGit, input: FixInput) => Promise<PreparedEdit>;
}

/** Commits that the server has are left alone, and sign-offs that it takes: they may be of others. */
function messageFix<K extends PushFixKind>(fixing: MessageFix<K>): RepositoryFix<K> {
  const { button, title, ask, only, isRight, edit, complete } = fixing;
  return {
    button,
    ...(ask ? { ask } : {}),
    reach: 'repository',
    async prepare(git, fix, plan, input) {
      const person = input.person ?? (await git.committer());
      const isWrong = (commit: PlannedCommit): boolean => commit.becomes !== 'nothing' && !isRight?.(commit, input);
      const commits = only ? [only(plan, fix)] : plan.commits.filter(isWrong);
      const edited = (message: string): string => edit(message, fix, input, person);
      const prepared = rewording(git, plan.tip, title, commits, edited, 'The commits have this already.');
      return complete ? complete(prepared, git, input) : prepared;
    },
  };
}

/** The commit that a fix names, or that of the change it names; else the only or newest one of the push. */
function commitOf(
  { commits }: PushPlan,
  { commit: named, url }: { readonly commit?: string; readonly url?: string },
): PlannedCommit {
  const ofChange =
    url === undefined ? undefined : commits.find(({ change }) => change?.number === Number(/(\d+)\/?$/.exec(url)?.[1]));
  const found =
    named === undefined ? (ofChange ?? commits.at(-1)) : commits.find(({ commit }) => commit.startsWith(named));
  if (found) return found;
  throw new GitError('changed-meanwhile', `The commit ${named ?? ''} is not on the branch any more.`);
}
