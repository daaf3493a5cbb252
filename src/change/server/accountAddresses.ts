import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { type Credentials, GerritClient } from '../../gerrit';

/** What the person has for a server without being asked: kept in the editor, or known to git. `root`: whose git. */
export type KeptCredentials = (webUrl: string, root: string) => Promise<Credentials | undefined>;

/** The addresses of the person's account. */
export interface AccountEmails {
  readonly emails: readonly string[];
  /** When the server told them, in milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The addresses that servers know as the person's: Gerrit takes a sign-off with any of them (SignedOffByValidator). Each
 * server is asked once in a session, and only where there are credentials already; nobody is asked to sign in for it.
 */
export class AccountAddresses {
  private readonly asked = new Map<string, Promise<AccountEmails | undefined>>();
  private readonly told = new Map<string, AccountEmails>();

  constructor(
    private readonly credentials: KeptCredentials,
    private readonly log: Log,
  ) {}

  known(webUrl: string): AccountEmails | undefined {
    return this.told.get(webUrl);
  }

  /** Undefined without credentials, or when the server does not take them or is away. Never throws. */
  of(webUrl: string, root: string): Promise<AccountEmails | undefined> {
    const asked = this.asked.get(webUrl) ?? this.ask(webUrl, root);
    this.asked.set(webUrl, asked);
    return asked;
  }

  /** Servers that gave no answer are asked again; there may be credentials now. */
  retry(): void {
    for (const webUrl of this.asked.keys()) if (!this.told.has(webUrl)) this.asked.delete(webUrl);
  }

  private async ask(webUrl: string, root: string): Promise<AccountEmails | undefined> {
    try {
      const credentials = await this.credentials(webUrl, root);
      if (!credentials) return undefined;
      const client = new GerritClient({ webUrl, credentials: () => Promise.resolve(credentials) });
      const answer = { emails: await client.accountEmails(), at: Date.now() };
      this.told.set(webUrl, answer);
      return answer;
    } catch (error) {
      this.log.info(`${webUrl} did not tell the addresses of the account: ${messageOf(error)}`);
      return undefined;
    }
  }
}
