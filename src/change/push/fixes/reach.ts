import type { MendKind } from '../../rejections/mend';

/**
 * Who can make a mend:
 * - repository: `prepareMend` makes it, on commits or git's configuration
 * - request: `mendRequest` gives the push as it has to be asked for instead
 * - again: the same push, made again
 * - editor: the person is asked for something, or shown it, in the editor; a program without one cannot
 * - person: outside of git and the editor, or by thinking
 */
export type MendReach = 'repository' | 'request' | 'again' | 'editor' | 'person';

export const MEND_REACH: Readonly<Record<MendKind, MendReach>> = {
  'add-change-id': 'repository',
  'sign-off': 'repository',
  'move-change-id': 'repository',
  'unfold-change-id': 'repository',
  'keep-one-change-id': 'repository',
  'new-change-id': 'repository',
  'add-summary': 'repository',
  'squash-or-renew': 'repository',
  'fix-identity': 'repository',
  'rebase-merge-away': 'repository',
  rebase: 'repository',
  'set-username': 'repository',
  'choose-project': 'repository',
  'switch-to-https': 'repository',
  'configure-remote': 'repository',
  'push-for-review': 'request',
  'choose-branch': 'request',
  'choose-reviewer': 'request',
  'drop-option': 'request',
  'confirm-chain': 'again',
  'push-again': 'again',
  'check-network': 'again',
  'sign-in': 'editor',
  'trust-host-key': 'editor',
  'forget-host-key': 'editor',
  'ask-server': 'editor',
  'amend-first': 'editor',
  'commit-or-stash': 'editor',
  'show-output': 'editor',
  'open-project-page': 'person',
  'ask-for-rights': 'person',
  'split-change': 'person',
};
