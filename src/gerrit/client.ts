import pLimit from 'p-limit';
import * as v from 'valibot';
import type { Patience } from '../base/patience';
import { type ChangeRef, checkedWebUrl } from './addresses';
import { GerritError } from './errors';
import { type Credentials, type HttpRequest, nonsense, request, requestJson } from './http';
import { type Account, accountOf, type Change, changeOf, isOn, type ProjectConfig } from './model';
import { AccountInfo, BranchInfo, ChangeInfo, ConfigInfo, EmailInfo, ProjectInfo } from './payloads';

export interface ClientOptions {
  /** Address of the server's web pages, such as `https://review.opendev.org/`. */
  readonly webUrl: string;
  /** Asked only by methods that say so, again each time; they go to this server alone and are never kept here. */
  readonly credentials?: () => Promise<Credentials | undefined>;
  readonly timeoutMs?: number;
  /** Shared by all clients of the server; without one every question is sent. */
  readonly patience?: Patience;
}

/** How much is told of a change. `summary`: no votes, no patch sets; `messages`: what was said, and nothing else. */
export type Detail = 'summary' | 'messages' | 'patch-sets' | 'all-patch-sets';

export interface QueryOptions {
  /** How many at most, 25 by default; pages are asked for as needed. */
  readonly most?: number;
  readonly detail?: Detail;
  readonly signal?: AbortSignal;
  /** Finds private changes of the person too. Signs in. */
  readonly signIn?: boolean;
}

export interface Found<T> {
  readonly items: readonly T[];
  /** The server has more than were asked for. */
  readonly more: boolean;
}

interface Asked extends Pick<HttpRequest, 'method' | 'body' | 'signal'> {
  readonly query?: URLSearchParams;
  readonly credentials?: Credentials;
}

const STATE = ['LABELS', 'DETAILED_LABELS', 'DETAILED_ACCOUNTS', 'SUBMIT_REQUIREMENTS', 'CURRENT_COMMIT'];
const OPTIONS: Readonly<Record<Detail, readonly string[]>> = {
  summary: ['DETAILED_ACCOUNTS'],
  messages: ['MESSAGES'],
  'patch-sets': [...STATE, 'ALL_REVISIONS'],
  'all-patch-sets': [...STATE, 'ALL_REVISIONS', 'ALL_COMMITS'],
};

/** Changes in one page; more takes servers seconds. */
const PAGE = 100;
/** Changes named in one query: the address stays below 2000 characters, which everything between takes. */
const BATCH = 60;
/** Requests at once, which servers and proxies limit for each address. */
const AT_ONCE = 4;
const LIST_MAX = 2000;

/** What a server is owed by all clients of it together. */
interface Manners {
  readonly limit: ReturnType<typeof pLimit>;
  /** Milliseconds since the epoch. */
  leaveAloneUntil: number;
}

/** By host and port. */
const MANNERS = new Map<string, Manners>();

/**
 * A Gerrit server, 3.9 or newer. Reads are anonymous, so that nothing private is told and nobody has to sign in.
 * Every method throws GerritError. While the server wants to be left alone (429), requests fail without being sent.
 */
export class GerritClient {
  /** With a slash at its end. */
  readonly webUrl: string;
  private readonly base: URL;
  private readonly manners: Manners;

  constructor(private readonly options: ClientOptions) {
    this.base = checkedWebUrl(options.webUrl);
    this.webUrl = this.base.href;
    this.manners = MANNERS.get(this.base.host) ?? { limit: pLimit(AT_ONCE), leaveAloneUntil: 0 };
    MANNERS.set(this.base.host, this.manners);
  }

  /** A client of the same server that has credentials; they go there alone. */
  as(credentials: Credentials): GerritClient {
    return new GerritClient({ ...this.options, credentials: () => Promise.resolve(credentials) });
  }

  /** The next request is sent, even if the server was out of reach a moment ago. */
  askAgain(): void {
    this.options.patience?.askAgain();
  }

  /** Such as `3.13.5`. */
  async version(): Promise<string> {
    return this.ask(v.string(), 'config/server/version');
  }

  /** Changes for a query in Gerrit's own language, most recently updated first. */
  async queryChanges(
    query: string,
    { most = 25, detail = 'summary', signal, signIn = false }: QueryOptions = {},
  ): Promise<Found<Change>> {
    const items: Change[] = [];
    const credentials = signIn ? { credentials: await this.signIn() } : {};
    for (;;) {
      const page = changesQuery(query, detail, Math.min(PAGE, most - items.length), items.length);
      const infos = await this.ask(v.array(ChangeInfo), 'changes/', { query: page, ...credentials, ...given(signal) });
      items.push(...infos.map((info) => this.change(info)));
      const more = infos.at(-1)?._more_changes ?? false;
      if (!more || infos.length === 0 || items.length >= most) return { items: items.slice(0, most), more };
    }
  }

  /** Changes by number, in as few requests as possible; those that are missing or not visible are left out. */
  async changesByNumber(
    numbers: Iterable<number>,
    options: Omit<QueryOptions, 'most'> = {},
  ): Promise<Map<number, Change>> {
    const changes = await this.inBatches(
      [...new Set(numbers)].map((number) => `change:${natural(number)}`),
      options,
    );
    return new Map(changes.map((change) => [change.number, change]));
  }

  /**
   * Changes by Change-Id: each may have several, one for each project and branch, or none that everyone may see. An id
   * that is not in the map was not asked for.
   */
  async changesById(ids: Iterable<string>, options: Omit<QueryOptions, 'most'> = {}): Promise<Map<string, Change[]>> {
    const wanted = [...new Set(ids)];
    const found = new Map<string, Change[]>(wanted.map((id) => [id, []]));
    for (const change of await this.inBatches(
      wanted.map((id) => `change:${changeId(id)}`),
      options,
    )) {
      found.set(change.changeId, [...(found.get(change.changeId) ?? []), change]);
    }
    return found;
  }

  /**
   * The change that a person named. Of several with the same Change-Id, the one for the project and branch.
   * @throws GerritError `not-found`, also when it was named by an address of another server
   */
  async findChange(
    ref: ChangeRef,
    place: { project?: string; branch?: string } = {},
    detail: Detail = 'all-patch-sets',
  ): Promise<Change> {
    if (ref.host !== undefined && ref.host !== this.base.host) {
      throw new GerritError('not-found', `The change is on ${ref.host}, not on ${this.base.host}.`);
    }
    const found =
      ref.number !== undefined
        ? [...(await this.changesByNumber([ref.number], { detail })).values()]
        : ((await this.changesById([ref.changeId ?? ''], { detail })).get(ref.changeId ?? '') ?? []);
    const here = found.filter(({ project }) => !place.project || project === place.project);
    const change = here.find(({ branch }) => branch === place.branch) ?? here[0] ?? found[0];
    if (change) return change;
    throw new GerritError(
      'not-found',
      `${this.base.host} has no change ${ref.number ?? ref.changeId ?? ''} that everyone may see.`,
    );
  }

  /** What a project asks of commits. */
  async projectConfig(project: string): Promise<ProjectConfig> {
    const config = await this.ask(ConfigInfo, `projects/${encodeURIComponent(project)}/config`);
    return {
      signOffRequired: isOn(config.use_signed_off_by),
      changeIdRequired: isOn(config.require_change_id),
      active: (config.state ?? 'ACTIVE') === 'ACTIVE',
    };
  }

  /** Names of a project's branches, without `refs/heads/`. */
  async branches(project: string): Promise<string[]> {
    const query = new URLSearchParams({ n: String(LIST_MAX) });
    const infos = await this.ask(v.array(BranchInfo), `projects/${encodeURIComponent(project)}/branches/`, { query });
    return infos.flatMap(({ ref }) => (ref.startsWith('refs/heads/') ? [ref.slice('refs/heads/'.length)] : []));
  }

  /** Names of projects that contain a text. */
  async searchProjects(text: string, most = 20): Promise<string[]> {
    const query = new URLSearchParams({ m: text, n: String(most) });
    return Object.keys(await this.ask(v.record(v.string(), ProjectInfo), 'projects/', { query }));
  }

  /** Active accounts whose name, address or user name begins with a text of three letters or more, for reviewers and cc. */
  async searchAccounts(
    text: string,
    { most = 10, signal }: { most?: number; signal?: AbortSignal } = {},
  ): Promise<Account[]> {
    const wanted = text.trim();
    if (wanted.length < 3) return [];
    const query = new URLSearchParams({ q: wanted, n: String(most), suggest: '' });
    const infos = await this.ask(v.array(AccountInfo), 'accounts/', { query, ...given(signal) });
    return infos.filter(({ inactive }) => !inactive).map(accountOf);
  }

  /** The commit-msg hook that this server hands out. */
  async commitMsgHook(): Promise<string> {
    const url = new URL('tools/hooks/commit-msg', this.base);
    const hook = (await this.send(url, () => request(url, { ...this.times(), maxBytes: 256 * 1024 }))).toString('utf8');
    if (!hook.startsWith('#!/bin/sh') || !hook.includes('Change-Id')) throw nonsense(url);
    return hook;
  }

  /** Who the credentials belong to, and all addresses of the account. Signs in. */
  async self(): Promise<Account & { readonly emails: readonly string[] }> {
    const credentials = await this.signIn();
    const account = await this.ask(AccountInfo, 'accounts/self', { credentials });
    return { ...accountOf(account), emails: await this.accountEmails() };
  }

  /** All addresses of the account that the credentials belong to. Signs in. */
  async accountEmails(): Promise<string[]> {
    const emails = await this.ask(v.array(EmailInfo), 'accounts/self/emails', { credentials: await this.signIn() });
    return emails.map(({ email }) => email);
  }

  /** Takes a change out of work in progress. Signs in. */
  async setReady(number: number): Promise<void> {
    await this.write('POST', `changes/${natural(number)}/ready`);
  }

  /** Signs in. */
  async setWorkInProgress(number: number): Promise<void> {
    await this.write('POST', `changes/${natural(number)}/wip`);
  }

  /** An empty topic takes it away. Signs in. */
  async setTopic(number: number, topic: string): Promise<void> {
    await this.write('PUT', `changes/${natural(number)}/topic`, { topic });
  }

  /** Gives a change another commit message, as a new patch set with the same files. Signs in. */
  async setMessage(number: number, message: string): Promise<void> {
    await this.write('PUT', `changes/${natural(number)}/message`, { message });
  }

  /** Closes a change without merging it; the server mails the message. Signs in. */
  async abandon(number: number, message: string): Promise<void> {
    await this.write('POST', `changes/${natural(number)}/abandon`, { message });
  }

  /** Opens an abandoned change again. Signs in. */
  async restore(number: number): Promise<void> {
    await this.write('POST', `changes/${natural(number)}/restore`);
  }

  private async write(method: 'POST' | 'PUT', path: string, body?: unknown): Promise<void> {
    await this.ask(v.unknown(), path, {
      method,
      credentials: await this.signIn(),
      ...(body === undefined ? {} : { body }),
    });
  }

  private async signIn(): Promise<Credentials> {
    const credentials = await this.options.credentials?.();
    if (!credentials) {
      throw new GerritError('sign-in', `Sign in to ${this.base.host} with an HTTP password of your Gerrit settings.`);
    }
    return credentials;
  }

  private async inBatches(
    terms: readonly string[],
    { detail = 'summary', signal, signIn = false }: QueryOptions,
  ): Promise<Change[]> {
    const batches = Array.from({ length: Math.ceil(terms.length / BATCH) }, (_, at) =>
      terms.slice(at * BATCH, (at + 1) * BATCH),
    );
    const pages = await Promise.all(
      batches.map((batch) =>
        this.queryChanges(batch.join(' OR '), { most: LIST_MAX, detail, signIn, ...given(signal) }),
      ),
    );
    return pages.flatMap(({ items }) => items);
  }

  private change(info: ChangeInfo): Change {
    return changeOf(info, this.webUrl);
  }

  private async ask<S extends v.GenericSchema>(schema: S, path: string, asked: Asked = {}): Promise<v.InferOutput<S>> {
    const { query, ...options } = asked;
    // Credentials count only below /a/.
    const url = new URL(`${options.credentials ? 'a/' : ''}${path}`, this.base);
    url.search = query?.toString() ?? '';
    const payload = v.safeParse(schema, await this.send(url, () => requestJson(url, { ...this.times(), ...options })));
    if (!payload.success) throw nonsense(url, new v.ValiError(payload.issues));
    return payload.output;
  }

  private times(): Pick<HttpRequest, 'timeoutMs'> {
    return this.options.timeoutMs === undefined ? {} : { timeoutMs: this.options.timeoutMs };
  }

  private send<T>(url: URL, work: () => Promise<T>): Promise<T> {
    const { patience } = this.options;
    const ask = (): Promise<T> => this.politely(url, work);
    return this.manners.limit(() => patience?.ask(ask) ?? ask());
  }

  private async politely<T>(url: URL, work: () => Promise<T>): Promise<T> {
    const wait = Math.ceil((this.manners.leaveAloneUntil - Date.now()) / 1000);
    if (wait > 0) {
      throw new GerritError('rate-limited', `${url.host} asked to be left alone for ${wait} s.`, {
        retryAfterSeconds: wait,
      });
    }
    try {
      return await work();
    } catch (error) {
      if (error instanceof GerritError && error.retryAfterSeconds !== undefined) {
        this.manners.leaveAloneUntil = Date.now() + error.retryAfterSeconds * 1000;
      }
      throw error;
    }
  }
}

function changesQuery(text: string, detail: Detail, most: number, start: number): URLSearchParams {
  const query = new URLSearchParams({ q: text, n: String(most) });
  OPTIONS[detail].forEach((option) => query.append('o', option));
  if (start > 0) query.set('S', String(start));
  return query;
}

const given = (signal: AbortSignal | undefined): { signal?: AbortSignal } => (signal ? { signal } : {});

function natural(number: number): number {
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new GerritError('bad-request', `${number} is not the number of a change.`);
}

function changeId(text: string): string {
  if (/^I[0-9a-f]{40}$/.test(text)) return text;
  throw new GerritError('bad-request', `${JSON.stringify(text.slice(0, 60))} is not a Change-Id.`);
}
