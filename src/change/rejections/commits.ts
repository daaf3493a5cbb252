import type { PushOutput } from './pushOutput';
import { aboutCommit, type RejectionText } from './text';

/** What Gerrit finds wrong with a commit (CommitValidators.java, ReceiveCommits.java). Nothing of a chain is taken. */
export const COMMIT_TEXTS: readonly RejectionText[] = [
  aboutCommit(
    /missing Change-Id in message footer/,
    'missing-change-id',
    'The commit has no Change-Id',
    'The commit-msg hook is not installed or did not run, as with git revert --no-edit, --no-verify, or a fixup! commit.',
    (commit) => [{ kind: 'add-change-id', ...commit }],
  ),
  aboutCommit(
    /not Signed-off-by author\/committer\/uploader in message footer/,
    'missing-sign-off',
    'The sign-off is missing or not yours',
    'The last paragraph needs a Signed-off-by with the address of the author, the committer or your Gerrit account.',
    (commit) => [{ kind: 'sign-off', ...commit }],
  ),
  aboutCommit(
    /missing subject; Change-Id must be in message footer/,
    'missing-summary',
    'The commit has no summary',
    'The message starts with the Change-Id. A summary line and an empty line go first.',
    (commit) => [{ kind: 'add-summary', ...commit }],
  ),
  aboutCommit(
    /Change-Id must be in message footer/,
    'change-id-outside',
    'The Change-Id is not in the last paragraph',
    'Gerrit looks for it in the last paragraph of the message only.',
    (commit) => [{ kind: 'move-change-id', ...commit }],
  ),
  aboutCommit(
    /multiple Change-Id lines in message footer/,
    'several-change-ids',
    'The commit has more than one Change-Id',
    'This happens when commits are squashed. Keep the one of the change that goes on.',
    (commit, output) => [{ kind: 'keep-one-change-id', ...commit, changeIds: listedChangeIds(output) }],
  ),
  aboutCommit(
    /invalid Change-Id line format in message footer/,
    'malformed-change-id',
    'The Change-Id is not one',
    'It must be I and 40 lower-case hex digits, not all zero.',
    (commit) => [{ kind: 'new-change-id', because: 'malformed', ...commit }],
  ),
  // Without a commit; the answer to a line that begins with a space below the Change-Id.
  aboutCommit(
    /invalid Change-Id$/,
    'folded-change-id',
    'A line belongs to the Change-Id by mistake',
    'The line below the Change-Id begins with a space, so Gerrit reads both as one, which is not a Change-Id.',
    (commit) => [
      { kind: 'unfold-change-id', ...commit },
      { kind: 'new-change-id', because: 'malformed', ...commit },
    ],
  ),
  aboutCommit(
    /Change-Id in message footer does not match Change-Id of target change/,
    'other-change-id',
    'The Change-Id belongs to another change',
    'The push names a change whose Change-Id is not that of the commit.',
    (commit) => [{ kind: 'push-for-review' }, { kind: 'new-change-id', because: "someone else's", ...commit }],
  ),
  aboutCommit(
    /invalid (author|committer)/,
    'unregistered-email',
    'The commit has an address that Gerrit does not know as yours',
    "git's user.email must be one of the addresses registered in your Gerrit account, and the commit be made again with it.",
    (commit, output, match) => [
      { kind: 'fix-identity', role: match[2] === 'author' ? 'author' : 'committer', ...commit, ...identityOf(output) },
    ],
  ),
  aboutCommit(
    /you are not allowed to upload merges/,
    'merge-commit',
    'The push has a merge commit',
    'Changes are rebased onto the branch, not merged with it.',
    (commit) => [{ kind: 'rebase-merge-away', ...commit }],
  ),
  aboutCommit(
    /Exceeding maximum number of files per change \((\d+) > (\d+)\)/,
    'too-many-files',
    'The change has too many files',
    'The server limits how many files one change may touch. Split it.',
    (commit) => [{ kind: 'split-change', ...commit }],
  ),
  aboutCommit(
    /same Change-Id in multiple changes/,
    'repeated-change-id',
    'Several commits have the same Change-Id',
    'A Change-Id names one change. Squash the commits into one, or give each its own id.',
    () => [{ kind: 'squash-or-renew' }],
  ),
];

/** `* I22e32acb... [VALID]` in the hint of newer servers. */
function listedChangeIds({ remote }: PushOutput): string[] {
  return remote.flatMap((line) => /^\* (I[0-9a-f]{40})\b/.exec(line)?.[1] ?? []);
}

function identityOf({ remote }: PushOutput): { email?: string; registered: string[]; settingsUrl?: string } {
  const email = remote.flatMap((line) => /email address (\S+) is not registered/.exec(line)?.[1] ?? [])[0];
  const list = remote.indexOf('The following addresses are currently registered:');
  const after = list < 0 ? [] : remote.slice(list + 1);
  const end = after.findIndex((line) => !/^\s+\S+@\S+$/.test(line));
  const settingsUrl = remote.find((line) => /^https?:\/\/\S+#EmailAddresses$/.test(line));
  return {
    registered: after.slice(0, end < 0 ? undefined : end).map((line) => line.trim()),
    ...(email ? { email } : {}),
    ...(settingsUrl ? { settingsUrl } : {}),
  };
}
