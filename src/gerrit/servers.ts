import { type Disposable, DisposableStore, Emitter } from '../base/emitter';
import { RETRY_MS } from '../base/freshness';
import { Patience } from '../base/patience';
import { checkedWebUrl } from './addresses';
import { type ClientOptions, GerritClient } from './client';
import { isUnreachable } from './errors';
import { Server, type ServerOptions } from './server';

/**
 * The Gerrit servers of a window: one client and one memory for each, so that everything that asks a server knows the
 * same of it, and leaves it alone for a minute when it is out of reach. They are told apart by their addresses.
 */
export class Servers implements Disposable {
  private readonly store = new DisposableStore();
  private readonly servers = new Map<string, Server>();
  private readonly learned = this.store.add(new Emitter<void>());
  /** A server told something that was not known, or changed. */
  readonly onDidLearn = this.learned.event;

  constructor(private readonly options: ServerOptions & Pick<ClientOptions, 'timeoutMs'> = {}) {}

  /**
   * @param webUrl address of its pages, with or without a slash at the end
   * @throws GerritError `bad-request` for what is no address of a server
   */
  of(webUrl: string): Server {
    const { href } = checkedWebUrl(webUrl);
    const known = this.servers.get(href);
    if (known) return known;
    const { timeoutMs, ...options } = this.options;
    const patience = new Patience((error, now) => (isUnreachable(error) ? now + RETRY_MS : undefined), options.now);
    const client = new GerritClient({ webUrl: href, patience, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    const server = this.store.add(new Server(client, options));
    server.onDidLearn(() => this.learned.fire());
    this.servers.set(href, server);
    return server;
  }

  /** One that was asked before; undefined for every other address, and for what is none. */
  known(webUrl: string): Server | undefined {
    return URL.canParse(webUrl) ? this.servers.get(new URL(webUrl).href) : undefined;
  }

  /** The next questions go to the servers; until they answer, what is known stays. */
  askAgain(): void {
    for (const server of this.servers.values()) server.askAgain();
  }

  dispose(): void {
    this.store.dispose();
  }
}
