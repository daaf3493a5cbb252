import { Answers, ofEach } from '../../base/answers';
import type { Event } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Credentials, Servers } from '../../gerrit';

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
 * Kept apart from what servers tell everyone.
 */
export class AccountAddresses {
  /** Of each server that is asked, the working tree whose git may have credentials for it. */
  private readonly roots = new Map<string, string>();
  private readonly answers = new Answers<string, AccountEmails | 'none'>({
    ask: ofEach((webUrl) => this.ask(webUrl)),
    freshMs: Infinity,
  });
  /** The address of a server that was asked. */
  readonly onDidLearn: Event<string> = this.answers.onDidChange;

  constructor(
    private readonly credentials: KeptCredentials,
    private readonly servers: Servers,
    private readonly log: Log,
  ) {}

  known(webUrl: string): AccountEmails | undefined {
    const known = this.answers.peek(webUrl);
    return known === 'none' ? undefined : known;
  }

  /** Undefined without credentials, or when the server does not take them or is away. Never throws. */
  async of(webUrl: string, root: string): Promise<AccountEmails | undefined> {
    if (!this.roots.has(webUrl)) this.roots.set(webUrl, root);
    await this.answers.get([webUrl]);
    return this.known(webUrl);
  }

  /** Servers that gave no answer are asked again; there may be credentials now. */
  retry(): void {
    for (const webUrl of this.roots.keys()) {
      if (this.known(webUrl)) continue;
      this.roots.delete(webUrl);
      this.answers.forget(webUrl);
    }
  }

  private async ask(webUrl: string): Promise<AccountEmails | 'none'> {
    try {
      const credentials = await this.credentials(webUrl, this.roots.get(webUrl) ?? '');
      if (!credentials) return 'none';
      const emails = await this.servers.of(webUrl).client.as(credentials).accountEmails();
      return { emails, at: Date.now() };
    } catch (error) {
      this.log.info(`${webUrl} did not tell the addresses of the account: ${messageOf(error)}`);
      return 'none';
    }
  }
}
