/** What each kind of fix needs to know. The kinds are part of the API for other extensions. */
interface PushFixDetails {
  /** Add the Change-Id that the hook would have added, and install the hook. */
  'add-change-id': { readonly commit?: string };
  /** Add the person's sign-off, or bring the sign-off into the last paragraph. */
  'sign-off': { readonly commit?: string };
  /** Move the Change-Id into the last paragraph. */
  'move-change-id': { readonly commit?: string };
  /** Remove the spaces that make the line below a part of the Change-Id. */
  'unfold-change-id': { readonly commit?: string };
  'keep-one-change-id': { readonly commit?: string; readonly changeIds: readonly string[] };
  /** Another Change-Id: `because` says why the present one cannot stay. */
  'new-change-id': {
    readonly because: 'malformed' | 'closed' | 'too many patch sets' | "someone else's";
    readonly commit?: string;
    readonly url?: string;
  };
  /** Add a summary above the Change-Id. */
  'add-summary': { readonly commit?: string };
  /** Several commits share a Change-Id: squash them, or give each its own. */
  'squash-or-renew': unknown;
  /** Commit again with an address of the account; `registered` as the server listed them. */
  'fix-identity': {
    readonly role: 'author' | 'committer';
    readonly commit?: string;
    readonly email?: string;
    readonly registered: readonly string[];
    readonly settingsUrl?: string;
  };
  'rebase-merge-away': { readonly commit?: string };
  'amend-first': unknown;
  /** Bring the commits onto the branch's tip and resolve what collides. */
  rebase: unknown;
  'commit-or-stash': unknown;
  'confirm-chain': unknown;
  'push-again': unknown;
  'push-for-review': { readonly branch?: string };
  'choose-branch': { readonly branch?: string };
  'choose-project': { readonly project?: string };
  'split-change': { readonly commit?: string };
  'drop-option': { readonly option?: string };
  'choose-reviewer': { readonly account: string };
  'set-username': { readonly username?: string };
  'sign-in': { readonly url?: string };
  'switch-to-https': { readonly host?: string; readonly port?: number };
  'check-network': { readonly host?: string };
  'trust-host-key': { readonly host?: string };
  /** ssh has another key for this server; `host` as known_hosts names it. */
  'forget-host-key': { readonly host: string };
  'configure-remote': unknown;
  'open-project-page': unknown;
  'ask-for-rights': unknown;
  'ask-server': unknown;
  'show-output': unknown;
}

export type PushFixKind = keyof PushFixDetails;

/** The fix of one kind, as data. What its button says and does is in `push/fixes`. */
export type PushFixOf<Kind extends PushFixKind> = {
  [K in Kind]: { readonly kind: K } & PushFixDetails[K];
}[Kind];

/** How a refused push can be fixed. */
export type PushFix = PushFixOf<PushFixKind>;
