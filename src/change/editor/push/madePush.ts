import type { GerritClient, Server } from '../../../gerrit';
import type { PushRequest, PushResult } from '../../push/push';
import type { UsedPasswords } from '../server/credentials';
import type { PushDialogServices } from './pushDialog';

/** A push that was made, with all that showing its outcome needs. */
export interface MadePush {
  readonly root: string;
  readonly request: PushRequest;
  readonly result: PushResult;
  readonly passwords: UsedPasswords;
  readonly server: Server | undefined;
  /** A client of it with credentials that are kept already. */
  readonly signedIn: () => Promise<GerritClient | undefined>;
  /** The same, where the person is asked for them; undefined when they do not say. */
  readonly asPerson: () => Promise<GerritClient | undefined>;
  readonly dialog: PushDialogServices;
}
