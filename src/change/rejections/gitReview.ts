import { plain, type RejectionText } from './text';

/** What git-review 2.3 to 2.5 says before it pushes; it wraps its lines at 70 columns, so any space may be a line end. */
export const GIT_REVIEW_TEXTS: readonly RejectionText[] = [
  plain(
    'local',
    /No\s+'\.gitreview'\s+file\s+found|We\s+don't\s+know\s+where\s+your\s+gerrit\s+is|Could\s+not\s+connect\s+to\s+gerrit/,
    'no-gerrit-remote',
    'git-review does not know where Gerrit is',
    'There is no .gitreview here, or its server cannot be reached under this user name.',
    { kind: 'configure-remote' },
    { kind: 'set-username' },
  ),
  plain(
    'local',
    /about\s+to\s+submit\s+multiple\s+commits/,
    'several-commits',
    'The push has several commits',
    'Each becomes a change. Squash them if they are one, or confirm that they are a chain.',
    { kind: 'confirm-chain' },
    { kind: 'squash-or-renew' },
  ),
  plain(
    'local',
    /You\s+have\s+(?:unstaged|uncommitted)\s+changes/,
    'dirty-tree',
    'There are changes that are in no commit',
    'The test rebase of git-review needs a clean working tree.',
    { kind: 'commit-or-stash' },
  ),
  plain(
    'local',
    /No\s+changes\s+between\s+HEAD\s+and|commit\s+HEAD\s+already\s+exists\s+on\s+a\s+branch/,
    'nothing-new',
    'There is nothing new to push',
    'The commit is in the branch already.',
    { kind: 'amend-first' },
  ),
  plain(
    'local',
    /likely\s+that\s+your\s+change\s+has\s+a\s+merge\s+conflict/,
    'merge-conflict',
    'The change collides with the branch',
    'It does not apply to the tip of the branch any more. Rebase it and resolve the conflict.',
    { kind: 'rebase' },
  ),
  plain(
    'local',
    /The\s+branch\s+'\S+'\s+does\s+not\s+exist\s+on\s+the\s+given\s+remote/,
    'no-such-branch',
    'The server has no such branch',
    'The name is mistyped, or the branch does not exist (any more).',
    { kind: 'choose-branch' },
  ),
];
