import type { PendingCommit } from '../../commits/pendingCommits';
import { addChangeId, isChangeId, newChangeId } from '../../message/changeId';
import { foldedOnto, unfold } from '../../message/foldedChangeId';
import { gerritFooters } from '../../message/footers';
import { type CommitMessage, parseMessage } from '../../message/message';
import { moveIntoBlock, removeLines } from '../../message/moveTrailers';
import { addSignOff, emailOf, type Person } from '../../message/signOff';
import { applyEdits } from '../../message/textEdit';
import type { Mend } from '../../rejections/mend';

const OPTIONS = { comment: false } as const;

export interface MessageMendOptions {
  /** Who signs off. */
  readonly person: Person;
  /** Addresses of the person's account, where they are known. */
  readonly account?: readonly string[];
  /** Which of several Change-Ids stays; the last by default, which is the one squashing put there first. */
  readonly keep?: string;
  /** The summary to put above. */
  readonly summary?: string;
}

/** The mended message of a commit, or the same text when this mend has nothing to do there. */
export function mendMessage(mend: Mend, message: string, options: MessageMendOptions): string {
  switch (mend.kind) {
    case 'add-change-id':
      return withChangeId(message);
    case 'sign-off':
      return signedOff(message, options.person);
    case 'move-change-id':
      return withMovedIds(message);
    case 'unfold-change-id':
      return withUnfoldedIds(message);
    case 'keep-one-change-id':
      return withOneId(message, options.keep ?? mend.changeIds[0]);
    case 'new-change-id':
      return withNewId(message);
    case 'add-summary':
      return `${options.summary ?? ''}\n\n${message}`;
    default:
      return message;
  }
}

/** Whether Gerrit takes the sign-off as it is: of the author, the committer or an address of the account (SignedOffByValidator). */
export function isSignedForGerrit(
  { message, author, committer }: Pick<PendingCommit, 'message' | 'author' | 'committer'>,
  account: readonly string[],
): boolean {
  const valid = new Set([author.email, committer.email, ...account].map((email) => email.toLowerCase()));
  return gerritFooters(parse(message).kept).some(
    ({ key, value }) => /^signed-off-by$/i.test(key) && valid.has(emailOf(value)?.toLowerCase() ?? ''),
  );
}

const parse = (text: string): CommitMessage => parseMessage(text, OPTIONS);

/** As the hook would, which leaves fixup! commits alone: who pushes one for review means it. */
const withChangeId = (text: string): string => addChangeId(text, { ...OPTIONS, createChangeId: 'always' });

/** Sign-offs above the last paragraph go into it; the person's is added when Gerrit then sees none of theirs. */
function signedOff(text: string, person: Person): string {
  const message = parse(text);
  const seen = gerritFooters(message.kept).map(({ line }) => line);
  const outside = message.kept.filter(
    ({ line, text: words }) => /^signed-off-by:/i.test(words) && !seen.includes(line) && line > 0,
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

function withMovedIds(text: string): string {
  const message = parse(text);
  const seen = gerritFooters(message.kept).map(({ line }) => line);
  const outside = idLines(message).filter((line) => !seen.includes(line));
  return outside.length === 0 ? text : applyEdits(text, moveIntoBlock(message, outside.slice(-1)));
}

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

function withOneId(text: string, keep: string | undefined): string {
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

function withNewId(text: string): string {
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
