import { plain, type RejectionText } from './text';

/** What Gerrit finds wrong with the push itself: its target, its options, the person's rights. */
export const REQUEST_TEXTS: readonly RejectionText[] = [
  plain(
    'refusal',
    /^no new changes$/,
    'nothing-new',
    'There is nothing new to push',
    'The server has this very commit already, as a patch set or in the branch. Options alone change nothing with it.',
    { kind: 'amend-first' },
  ),
  {
    within: 'refusal',
    pattern: /^change (https?:\/\/\S+|\d+) closed$/,
    describe: ([, change = '']) => ({
      reason: 'change-closed',
      title: 'The change is merged or abandoned',
      meaning:
        'A closed change takes no new patch set. Restore it if it was abandoned, or make a new change with a new Change-Id.',
      fixes: [{ kind: 'new-change-id', because: 'closed', ...(change.startsWith('http') ? { url: change } : {}) }],
    }),
  },
  {
    within: 'refusal',
    pattern: /^cannot add patch set to (\d+)\.?/,
    describe: () => ({
      reason: 'not-your-change',
      title: "You may not add a patch set to someone else's change",
      meaning:
        'The project keeps that to the owner. Ask for the right, or make a change of your own with a new Change-Id.',
      fixes: [{ kind: 'ask-for-rights' }, { kind: 'new-change-id', because: "someone else's" }],
    }),
  },
  {
    within: 'refusal',
    pattern: /^branch (\S+) not found$/,
    describe: ([, branch = '']) => ({
      reason: 'no-such-branch',
      title: `The server has no branch ${branch}`,
      meaning: 'The name is mistyped, or the branch does not exist (any more).',
      fixes: [{ kind: 'choose-branch', branch }],
    }),
  },
  plain(
    'refusal',
    /^prohibited by Gerrit: project state does not permit write/,
    'read-only-project',
    'The project takes no changes',
    'It is read-only, which most often means that it is retired.',
    { kind: 'open-project-page' },
  ),
  plain(
    'refusal',
    /^prohibited by Gerrit: (?:not permitted: )?create change on refs\/heads\//,
    'may-not-create-changes',
    'You may not create changes on this branch',
    'The branch is closed, or the project is retired and only a few may still change it. Check that it is the right branch.',
    { kind: 'choose-branch' },
    { kind: 'ask-for-rights' },
  ),
  {
    within: 'refusal',
    pattern: /^(?:prohibited by Gerrit: (?:not permitted: )?(?:ref )?update(?! by)|.*ref update access denied)/,
    describe: (_match, { remote, refs }) => ({
      reason: 'direct-push',
      title: 'The push went past the review',
      meaning: 'Branches are not pushed to; changes go to refs/for/<branch>.',
      fixes: [{ kind: 'push-for-review', ...branchOf(remote, refs[0]?.to) }],
    }),
  },
  {
    within: 'refusal',
    pattern: /^prohibited by Gerrit: (?:not permitted: )?create(?! change)/,
    describe: (_match, { remote, refs }) => ({
      reason: 'may-not-create-refs',
      title: 'You may not create branches or tags here',
      meaning: 'The push names a ref that does not exist. For a review it has to be refs/for/<branch>.',
      fixes: [{ kind: 'push-for-review', ...branchOf(remote, refs[0]?.to) }, { kind: 'ask-for-rights' }],
    }),
  },
  plain(
    'refusal',
    /^prohibited by Gerrit:/,
    'no-right',
    'You do not have the right for this',
    'Deleting, forcing and submitting are kept to a few; on OpenDev only Zuul submits. The answer names the right.',
    { kind: 'ask-for-rights' },
  ),
  {
    within: 'refusal',
    pattern:
      /^"(?:--)?([\w-]+)" is not a valid option|^the options '(\w+)' and '\w+' are mutually exclusive|^"[^"]*" is not a valid value for "(?:--)?([\w-]+)"|^expected SHA1 for option --(\w+)|^(not merged) into branch/,
    describe: ([, unknown, excluded, value, sha, merged]) => {
      const option = unknown ?? excluded ?? value ?? sha ?? (merged ? 'merged' : undefined);
      return {
        reason: 'bad-option',
        title: 'The server does not take an option of this push',
        meaning: 'It is unknown to this version of Gerrit, has a wrong value, or does not go with another one.',
        fixes: [{ kind: 'drop-option', ...(option ? { option } : {}) }],
      };
    },
  },
  {
    within: 'refusal',
    pattern: /^Account '([^'\n]*)' not found|^(\S+) does not identify a registered user or group/m,
    describe: ([, named, identified]) => ({
      reason: 'unknown-reviewer',
      title: `Gerrit knows no one as ${named ?? identified ?? 'this reviewer'}`,
      meaning: 'Reviewers and cc are named by their registered address or user name.',
      fixes: [{ kind: 'choose-reviewer', account: named ?? identified ?? '' }],
    }),
  },
  plain(
    'refusal',
    /^applying label "[^"]*": .* is restricted|^label "[^"]*" is not a configured label/,
    'bad-vote',
    'You may not vote so with the push',
    'The label does not exist in this project, or this value is kept to others.',
    { kind: 'drop-option', option: 'l' },
  ),
  plain(
    'remote',
    /^ERROR: Change (\d+) may not exceed (\d+) patch sets/m,
    'too-many-patch-sets',
    'The change has as many patch sets as it may have',
    'Go on with a new change: give the commit a new Change-Id, then abandon the old one.',
    { kind: 'new-change-id', because: 'too many patch sets' },
  ),
  plain(
    'refusal',
    /^implicit merges detected/,
    'implicit-merge',
    'The commits are based on another branch',
    'Pushed like that they would bring what the other branch has with them. Choose the branch that they are for, or rebase them onto this one.',
    { kind: 'choose-branch' },
    { kind: 'rebase' },
  ),
  plain(
    'refusal',
    /^internal (?:server )?error/i,
    'server-error',
    'The server failed',
    'Something went wrong in Gerrit itself. Push again; if it fails again, tell those who run the server, and give them the output.',
    { kind: 'push-again' },
    { kind: 'show-output' },
  ),
  plain(
    'refusal',
    /^conflict$|^failed to lock|^lock failure/i,
    'conflict',
    'Something else changed this on the server at the same moment',
    'Nothing was made. Push again; if it happens again, look at the change page.',
    { kind: 'push-again' },
  ),
  plain(
    'refusal',
    /^(?:n\/a \()?unpacker error/,
    'too-large',
    'The server did not take the files',
    'A file is over its limit, or they did not arrive whole. Large files do not belong into a change.',
    { kind: 'split-change' },
    { kind: 'show-output' },
  ),
  plain(
    'refusal',
    /^Cannot create ref .* because it already exists|^\[rejected\]$|^(?:non-fast-forward|fetch first|stale info)$/,
    'not-for-review',
    'The push does not go to a review',
    'It would change a ref itself. Changes go to refs/for/<branch>.',
    { kind: 'push-for-review' },
  ),
];

/** The branch of `error: branch refs/heads/master:` or of the ref that was pushed to. */
function branchOf(remote: readonly string[], to: string | undefined): { branch?: string } {
  const named = remote.flatMap(
    (line) => /^error: branch refs\/(?:heads|publish|drafts)\/(\S+):$/.exec(line)?.[1] ?? [],
  )[0];
  const branch = named ?? (to && !to.startsWith('refs/') && !/^\d/.test(to) ? to : undefined);
  return branch ? { branch } : {};
}
