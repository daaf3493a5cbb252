import type { PendingCommit } from '../../commits/pendingCommits';
import { type PreparedEdit, rewording } from '../../commits/rewrite';
import { addChangeId, isChangeId, newChangeId } from '../../message/changeId';
import { foldedOnto, unfold } from '../../message/foldedChangeId';
import { gerritFooters } from '../../message/footers';
import { type CommitMessage, parseMessage } from '../../message/message';
import { moveIntoBlock, removeLines } from '../../message/moveTrailers';
import { addSignOff, emailOf, type Person } from '../../message/signOff';
import { applyEdits } from '../../message/textEdit';
import type { PushFixKind, PushFixOf } from '../../rejections/pushFix';
import { GitError, type PersonGit } from '../../repository/personGit';
import type { PlannedCommit, PushPlan } from '../pushPlan';
import { askForOne, type FixGroup, type FixInput, type RepositoryFix } from './fix';
import { withHook } from './withHook';

const OPTIONS = { comment: false } as const;

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

/** Whether Gerrit takes the sign-off as it is: of the author, the committer or an address of the account (SignedOffByValidator). */
function isSignedForGerrit(
  { message, author, committer }: Pick<PendingCommit, 'message' | 'author' | 'committer'>,
  account: readonly string[],
): boolean {
  const valid = new Set([author.email, committer.email, ...account].map((email) => email.toLowerCase()));
  return gerritFooters(parse(message).kept).some(
    ({ key, value }) => /^signed-off-by$/i.test(key) && valid.has(emailOf(value)?.toLowerCase() ?? ''),
  );
}

const parse = (text: string): CommitMessage => parseMessage(text, OPTIONS);

/** As the hook would, but for fixup! commits too: who pushes one for review means it. */
export function withChangeId(text: string): string {
  return addChangeId(text, { ...OPTIONS, createChangeId: 'always' });
}

/** Sign-offs above the last paragraph go into it; the person's is added when Gerrit then sees none of theirs. */
export function withSignOff(text: string, person: Person): string {
  const message = parse(text);
  const seen = gerritFooters(message.kept).map(({ line }) => line);
  const outside = message.kept.filter(
    ({ line, text: content }) => /^signed-off-by:/i.test(content) && !seen.includes(line) && line > 0,
  );
  const moved =
    outside.length > 0
      ? applyEdits(
          text,
          moveIntoBlock(
            message,
            outside.map(({ line }) => line),
          ),
        )
      : text;
  const isSigned = gerritFooters(parse(moved).kept).some(
    ({ key, value }) => /^signed-off-by$/i.test(key) && emailOf(value)?.toLowerCase() === person.email.toLowerCase(),
  );
  return isSigned ? moved : addSignOff(moved, person, OPTIONS);
}

const idLines = (message: CommitMessage): number[] =>
  message.kept.flatMap(({ line, text }) => (/^change-id\s*:/i.test(text) ? [line] : []));

/** The Change-Id above the last paragraph goes into it. */
export function withMovedIds(text: string): string {
  const message = parse(text);
  const seen = gerritFooters(message.kept).map(({ line }) => line);
  const outside = idLines(message).filter((line) => !seen.includes(line));
  return outside.length === 0 ? text : applyEdits(text, moveIntoBlock(message, outside.slice(-1)));
}

/** The line below a Change-Id begins at its first column, so that it is no part of it. */
function withUnfoldedIds(text: string): string {
  const message = parse(text);
  return applyEdits(
    text,
    unfold(
      message,
      idLines(message).flatMap((line) => foldedOnto(message, line)),
    ),
  );
}

/** @param keep the Change-Id that stays; the last by default, which is the one that squashing put there first */
export function withOneId(text: string, keep: string | undefined): string {
  const message = parse(text);
  const lines = idLines(message);
  const kept = lines.find((line) => keep !== undefined && message.lines[line]?.includes(keep)) ?? lines.at(-1);
  return applyEdits(
    text,
    removeLines(
      message,
      lines.filter((line) => line !== kept),
    ),
  );
}

/** Instead of all that are there. */
export function withNewId(text: string): string {
  const message = parse(text);
  return addChangeId(applyEdits(text, removeLines(message, idLines(message))), {
    ...OPTIONS,
    createChangeId: 'always',
    changeId: newChangeId(),
  });
}

/** Commits whose Change-Id an earlier one of the chain has too; each but the first needs its own. */
export function repeatedIds(commits: readonly PendingCommit[]): PendingCommit[] {
  const seen = new Set<string>();
  return commits.filter(({ changeId }) => {
    const isRepeated = changeId !== undefined && isChangeId(changeId) && seen.has(changeId);
    if (changeId) seen.add(changeId);
    return isRepeated;
  });
}
