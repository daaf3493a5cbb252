import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../../base/emitter';
import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Change, Server, Servers } from '../../gerrit';
import { isChangeId } from '../message/changeId';
import type { ChangeLookup, ChangeSummary, Wanted } from '../message/changeLookup';
import type { Person } from '../message/signOff';
import { searchedFor } from '../message/suggestions';
import type { AccountAddresses } from './accountAddresses';

/** After the last key, before a server is asked for a list. */
const REST_MS = 200;
const MOST_FOUND = 20;

/** What servers know, for messages. They are asked only while `mayAsk`, and anonymously but for the account's addresses. */
export class GerritLookup implements ChangeLookup {
  private readonly learned = new Emitter<void>();
  readonly onDidLearn = (listener: () => void) => this.learned.event(listener);

  constructor(
    private readonly log: Log,
    private readonly servers: Servers,
    private readonly addresses: AccountAddresses,
    /** In Restricted Mode the repository must not say whom this machine talks to. */
    private readonly mayAsk: () => boolean,
  ) {
    const learned = (): void => this.learned.fire();
    servers.onDidLearn(learned);
    addresses.onDidLearn(learned);
  }

  knownChange(server: string, number: number): ChangeSummary | undefined {
    const known = this.servers.known(server)?.knownChange(number);
    return known === undefined || known === 'missing' ? undefined : summaryOf(known);
  }

  isMissing(server: string, number: number): boolean {
    return this.servers.known(server)?.knownChange(number) === 'missing';
  }

  knownChangesById(server: string, changeId: string): readonly ChangeSummary[] | undefined {
    return this.servers.known(server)?.knownChangesById([changeId]).get(changeId)?.map(summaryOf);
  }

  knownSignOffRequired(server: string, project: string): boolean | undefined {
    return this.servers.known(server)?.knownConfig(project)?.signOffRequired;
  }

  knownAccountEmails(server: string): readonly string[] | undefined {
    return this.addresses.known(server)?.emails;
  }

  askFor(webUrl: string, { numbers = [], changeIds = [], project, account }: Wanted): void {
    if (!this.mayAsk()) return;
    const server = this.servers.of(webUrl);
    const ids = changeIds.filter(isChangeId);
    const questions: Promise<unknown>[] = [server.changesByNumber(numbers), server.changesById(ids)];
    if (project) questions.push(server.projectConfig(project));
    if (account) questions.push(this.addresses.of(webUrl, account));
    Promise.all(questions).catch((error: unknown) => this.log.error(`${webUrl} was not asked: ${messageOf(error)}`));
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
      return await work(this.servers.of(server));
    } catch (error) {
      if (!signal.aborted) this.log.info(`${server} gave no list: ${messageOf(error)}`);
      return undefined;
    }
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
