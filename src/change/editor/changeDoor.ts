import type * as api from '../../api';
import type { Event } from '../../base/emitter';
import type { GerritClient, Servers } from '../../gerrit';

/** A push that is over, whatever came of it. `root` is the working tree, absolute. */
export interface Pushed {
  readonly root: string;
  readonly result: api.PushResult;
}

/** A commit that was made from the composer: its full id, and the working tree, absolute. */
export interface CommittedIn {
  readonly root: string;
  readonly commit: string;
}

/** What other features do through this one, so that there is one way to a commit and one to a server. */
export interface ChangeDoor {
  /** The servers of the window, whose answers everything shares. */
  readonly servers: Servers;
  /**
   * Opens the composer of a working tree with a message for a new commit; the person commits and pushes from there.
   * False when they would rather keep a message that they have begun.
   */
  compose(root: string, message: string): Promise<boolean>;
  /**
   * The tip of the review branch of a working tree, fetched now, and what the branch is called. Undefined when the person
   * cancelled it. Throws UserError `no-remote`, `not-fetched`, `untrusted`, and what says where Gerrit is.
   * @param quiet for what nobody asked for: never asks for a password, and then throws `not-fetched`
   */
  freshBranch(root: string, quiet?: boolean): Promise<{ readonly commit: string; readonly branch: string } | undefined>;
  /**
   * A client of a server that acts as the person, for what they asked for with a button: with what is kept, else what they
   * type. Undefined when they would rather not.
   * @param root working tree of a project of that server, absolute
   */
  asPerson(webUrl: string, root: string): Promise<GerritClient | undefined>;
  readonly onDidCommit: Event<CommittedIn>;
  readonly onDidPush: Event<Pushed>;
}
