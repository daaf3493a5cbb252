/** How a refused push can be mended, as data: the editor turns each kind into a button. */
export type Mend =
  /** Add the Change-Id that the hook would have added, and install the hook. */
  | { readonly kind: 'add-change-id'; readonly commit?: string }
  /** Add the person's sign-off, or bring the sign-off into the last paragraph. */
  | { readonly kind: 'sign-off'; readonly commit?: string }
  /** Move the Change-Id into the last paragraph. */
  | { readonly kind: 'move-change-id'; readonly commit?: string }
  /** Take away the blanks that make the line below a part of the Change-Id. */
  | { readonly kind: 'unfold-change-id'; readonly commit?: string }
  | { readonly kind: 'keep-one-change-id'; readonly commit?: string; readonly changeIds: readonly string[] }
  /** A Change-Id of its own: `because` tells why the present one will not do. */
  | {
      readonly kind: 'new-change-id';
      readonly because: 'malformed' | 'closed' | 'too many patch sets' | "someone else's";
      readonly commit?: string;
      readonly url?: string;
    }
  /** Add a summary above the Change-Id. */
  | { readonly kind: 'add-summary'; readonly commit?: string }
  /** Several commits share a Change-Id: squash them, or give each its own. */
  | { readonly kind: 'squash-or-renew' }
  /** Commit again with an address of the account; `registered` as the server listed them. */
  | {
      readonly kind: 'fix-identity';
      readonly role: 'author' | 'committer';
      readonly commit?: string;
      readonly email?: string;
      readonly registered: readonly string[];
      readonly settingsUrl?: string;
    }
  | { readonly kind: 'rebase-merge-away'; readonly commit?: string }
  | { readonly kind: 'amend-first' }
  /** Bring the commits onto the branch's tip and resolve what collides. */
  | { readonly kind: 'rebase' }
  | { readonly kind: 'commit-or-stash' }
  | { readonly kind: 'confirm-chain' }
  /** The same once more. */
  | { readonly kind: 'push-again' }
  | { readonly kind: 'push-for-review'; readonly branch?: string }
  | { readonly kind: 'choose-branch'; readonly branch?: string }
  | { readonly kind: 'choose-project'; readonly project?: string }
  | { readonly kind: 'split-change'; readonly commit?: string }
  | { readonly kind: 'drop-option'; readonly option?: string }
  | { readonly kind: 'choose-reviewer'; readonly account: string }
  | { readonly kind: 'set-username'; readonly username?: string }
  | { readonly kind: 'sign-in'; readonly url?: string }
  | { readonly kind: 'switch-to-https'; readonly host?: string; readonly port?: number }
  | { readonly kind: 'check-network'; readonly host?: string }
  | { readonly kind: 'trust-host-key'; readonly host?: string }
  /** ssh has another key for this server; `host` as known_hosts names it. */
  | { readonly kind: 'forget-host-key'; readonly host: string }
  | { readonly kind: 'configure-remote' }
  | { readonly kind: 'open-project-page' }
  | { readonly kind: 'ask-for-rights' }
  | { readonly kind: 'ask-server' }
  | { readonly kind: 'show-output' };

export type MendKind = Mend['kind'];
