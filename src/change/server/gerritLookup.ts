import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { type Change, GerritClient, KnownChanges } from '../../gerrit';
import { isChangeId } from '../message/changeId';
import type { ChangeLookup, ChangeSummary, Wanted } from '../message/changeLookup';
import type { Person } from '../message/signOff';
import { searchedFor } from '../message/suggestions';
import { AccountAddresses } from './accountAddresses';

/** After the last key, before a server is asked for a list. */
const REST_MS = 200;
const CONFIG_FRESH_MS = 60 * 60_000;
const IDS_FRESH_MS = 60_000;
const MOST_FOUND = 20;

/**
 * Memory of what the servers said, one for each; asks them only while `mayAsk` says so, and anonymously but for the
 * addresses of the account.
 */
export class GerritLookup implements ChangeLookup {
  private readonly servers = new Map<string, Server>();
  private readonly learned = new Emitter<void>();
  readonly onDidLearn = (listener: () => void) => this.learned.event(listener);

  constructor(
    private readonly log: Log,
    /** In Restricted Mode the repository must not say whom this machine talks to. */
    private readonly mayAsk: () => boolean,
    private readonly addresses: AccountAddresses = new AccountAddresses(() => Promise.resolve(undefined), log),
  ) {}

  knownChange(server: string, number: number): ChangeSummary | undefined {
    const known = this.servers.get(server)?.changes.peek(number)?.value;
    return known === undefined || known === 'missing' ? undefined : summaryOf(known);
  }

  isMissing(server: string, number: number): boolean {
    return this.servers.get(server)?.changes.peek(number)?.value === 'missing';
  }

  knownChangesById(server: string, changeId: string): readonly ChangeSummary[] | undefined {
    return this.servers.get(server)?.byId.peek(changeId)?.map(summaryOf);
  }

  knownSignOffRequired(server: string, project: string): boolean | undefined {
    return this.servers.get(server)?.signOff.peek(project);
  }

  knownAccountEmails(server: string): readonly string[] | undefined {
    return this.addresses.known(server)?.emails;
  }

  askFor(server: string, { numbers = [], changeIds = [], project, account }: Wanted): void {
    if (!this.mayAsk()) return;
    const { changes, byId, signOff } = this.serverOf(server);
    if (numbers.length > 0) this.quietly(server, changes.refresh(numbers));
    for (const id of changeIds) if (isChangeId(id)) this.quietly(server, byId.refresh(id));
    if (project) this.quietly(server, signOff.refresh(project));
    if (account && !this.addresses.known(server)) this.quietly(server, this.askAddresses(server, account));
  }

  async search(
    server: string,
    typed: string,
    owner: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly ChangeSummary[]> {
    const query = queryOf(searchedFor(typed, new URL(server).host), owner);
    if (!query) return [];
    const found = await this.ask(
      server,
      signal,
      async ({ client }) => (await client.queryChanges(query, { most: MOST_FOUND, signal })).items,
    );
    return (found ?? []).map(summaryOf);
  }

  async people(server: string, typed: string, signal: AbortSignal): Promise<readonly Person[]> {
    const found = await this.ask(server, signal, ({ client }) =>
      client.searchAccounts(typed.replace(/<.*$/, ''), { signal }),
    );
    return (found ?? []).flatMap(({ name, email }) => (name && email ? [{ name, email }] : []));
  }

  /** Undefined when a next key came, or the server did not answer. */
  private async ask<T>(
    server: string,
    signal: AbortSignal,
    work: (server: Server) => Promise<T>,
  ): Promise<T | undefined> {
    if (!this.mayAsk()) return undefined;
    try {
      await sleep(REST_MS, undefined, { signal });
      return await work(this.serverOf(server));
    } catch (error) {
      if (!signal.aborted) this.log.info(`${server} gave no list: ${messageOf(error)}`);
      return undefined;
    }
  }

  private async askAddresses(server: string, root: string): Promise<void> {
    if (await this.addresses.of(server, root)) this.learned.fire();
  }

  private quietly(server: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.log.info(`${server} was asked in vain: ${messageOf(error)}`));
  }

  private serverOf(webUrl: string): Server {
    const known = this.servers.get(webUrl);
    if (known) return known;
    const client = new GerritClient({ webUrl });
    const learned = (): void => this.learned.fire();
    const server: Server = {
      client,
      changes: new KnownChanges(client),
      byId: new Memory(
        IDS_FRESH_MS,
        learned,
        async (id: string) => (await client.changesById([id], { detail: 'state' })).get(id) ?? [],
      ),
      signOff: new Memory(
        CONFIG_FRESH_MS,
        learned,
        async (project: string) => (await client.projectConfig(project)).signOffRequired,
      ),
    };
    server.changes.onDidChange(learned);
    this.servers.set(webUrl, server);
    return server;
  }
}

interface Server {
  readonly client: GerritClient;
  readonly changes: KnownChanges;
  readonly byId: Memory<readonly Change[]>;
  readonly signOff: Memory<boolean>;
}

/** One answer for each key, asked for again when it is old; one that failed is asked for again after the same time. */
class Memory<Value> {
  private readonly kept = new Map<string, { readonly value?: Value; readonly at: number }>();

  constructor(
    private readonly freshMs: number,
    private readonly learned: () => void,
    private readonly ask: (key: string) => Promise<Value>,
  ) {}

  peek(key: string): Value | undefined {
    return this.kept.get(key)?.value;
  }

  async refresh(key: string): Promise<void> {
    const before = this.kept.get(key);
    if (before && Date.now() - before.at < (before.value === undefined ? IDS_FRESH_MS : this.freshMs)) return;
    this.kept.set(key, { ...before, at: Date.now() });
    const value = await this.ask(key);
    this.kept.set(key, { value, at: Date.now() });
    if (JSON.stringify(value) !== JSON.stringify(before?.value)) this.learned();
  }
}

/** Gerrit's query language (Documentation/user-search.txt); quoted, so that nothing typed is taken for an operator. */
function queryOf(typed: string, owner: string | undefined): string | undefined {
  if (/^\d{1,9}$/.test(typed) || isChangeId(typed)) return `change:${typed}`;
  const words = typed.replace(/["\\{}]/g, ' ').trim();
  if (words) return `status:open message:"${words}"`;
  return owner && /^[^\s"\\{}]+@[^\s"\\{}]+$/.test(owner) ? `status:open owner:"${owner}"` : undefined;
}

function summaryOf({ number, project, branch, status, subject, owner, votes }: Change): ChangeSummary {
  const strongest = new Map<string, number>();
  for (const { label, value } of votes) {
    if (Math.abs(value) >= Math.abs(strongest.get(label) ?? 0)) strongest.set(label, value);
  }
  const shown = [...strongest].map(([label, value]) => `${label} ${value > 0 ? '+' : ''}${value}`);
  return { number, project, branch, status, subject, votes: shown, ...(owner.name ? { owner: owner.name } : {}) };
}
