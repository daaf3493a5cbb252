import type { PendingCommit } from '../../commits/pendingCommits';
import { addChangeId, isChangeId, newChangeId } from '../../message/changeId';
import { foldedOnto, unfold } from '../../message/foldedChangeId';
import { gerritFooters } from '../../message/footers';
import { type CommitMessage, parseMessage } from '../../message/message';
import { moveIntoBlock, removeLines } from '../../message/moveTrailers';
import { addSignOff, emailOf, type Person } from '../../message/signOff';
import { applyEdits } from '../../message/textEdit';

const OPTIONS = { comment: false } as const;

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

/** As the hook would, but for fixup! commits too: who pushes one for review means it. */
export const withChangeId = (text: string): string => addChangeId(text, { ...OPTIONS, createChangeId: 'always' });

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
export function withUnfoldedIds(text: string): string {
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
