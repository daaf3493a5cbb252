import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AccountAddresses, type KeptCredentials } from '../../../../src/change/server/accountAddresses';
import { GerritLookup } from '../../../../src/change/server/gerritLookup';
import { Servers } from '../../../../src/gerrit';
import { changeInfo, type FaultyServer, faultyServer, json } from '../../gerrit/faultyServer';

const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const ID = `I${'ab'.repeat(20)}`;

describe('answers of servers for a message', () => {
  let server: FaultyServer;
  let mayAsk: boolean;
  let fails: boolean;
  let lookup: GerritLookup;

  beforeEach(async () => {
    mayAsk = true;
    fails = false;
    server = await faultyServer((request, response) => {
      if (fails) response.writeHead(500).end();
      else json(response, answer(request));
    });
    lookup = lookupWith(() => Promise.resolve(undefined));
  });
  afterEach(() => server.close());

  function lookupWith(kept: KeptCredentials, servers = new Servers()): GerritLookup {
    return new GerritLookup(SILENT, servers, new AccountAddresses(kept, servers, SILENT), () => mayAsk);
  }

  function answer(request: IncomingMessage): unknown {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname === '/a/accounts/self/emails') {
      return [{ email: 'dev@example.org' }, { email: 'second@example.org' }];
    }
    if (url.pathname.endsWith('/config')) return { use_signed_off_by: { value: true } };
    if (url.pathname === '/accounts/') {
      return [{ _account_id: 1, name: 'Ada', email: 'ada@example.org' }, { _account_id: 2 }];
    }
    const query = url.searchParams.get('q') ?? '';
    return query.includes(ID)
      ? [{ ...changeInfo(9), change_id: ID }]
      : [changeInfo(Number(/\d+/.exec(query)?.[0] ?? 5))];
  }

  const learned = (): Promise<unknown> => new Promise((resolve) => lookup.onDidLearn(() => resolve(undefined)));
  const queries = (): (string | null)[] =>
    server.asked.map(({ line }) => new URL(line.split(' ')[1]!, 'http://x').searchParams.get('q'));

  it('the lookup answers from memory at once, and asks once', async () => {
    assert.equal(lookup.knownChange(server.url, 7), undefined);
    const heard = learned();
    lookup.askFor(server.url, { numbers: [7] });
    await heard;
    assert.equal(lookup.knownChange(server.url, 7)?.project, 'openstack/nova');
    lookup.askFor(server.url, { numbers: [7] });
    assert.deepEqual(queries(), ['change:7']);
  });

  it('the lookup finds whether a project requires a sign-off, and changes by Change-Id', async () => {
    let heard = learned();
    lookup.askFor(server.url, { project: 'openstack/nova' });
    await heard;
    assert.equal(lookup.knownSignOffRequired(server.url, 'openstack/nova'), true);
    heard = learned();
    lookup.askFor(server.url, { changeIds: [ID, 'I not an id'] });
    await heard;
    assert.deepEqual(
      lookup.knownChangesById(server.url, ID)?.map(({ number }) => number),
      [9],
    );
  });

  it('the lookup finds the addresses of the account if there are credentials, and asks once', async () => {
    const kept = { username: 'dev', password: 'its-secret' };
    const signedIn = lookupWith(() => Promise.resolve(kept));
    const heard = new Promise((resolve) => signedIn.onDidLearn(() => resolve(undefined)));
    signedIn.askFor(server.url, { account: '/src/nova' });
    await heard;
    signedIn.askFor(server.url, { account: '/src/nova' });
    assert.deepEqual(signedIn.knownAccountEmails(server.url), ['dev@example.org', 'second@example.org']);
    assert.deepEqual(
      server.asked.map(({ line }) => line.split(' ')[1]),
      ['/a/accounts/self/emails'],
    );
    lookup.askFor(server.url, { account: '/src/nova' });
    assert.equal(lookup.knownAccountEmails(server.url), undefined);
  });

  it('the lookup searches by number, by words that are not operators, and for own changes', async () => {
    const { signal } = new AbortController();
    for (const typed of ['996033', 'fix "it" owner:self', '']) {
      await lookup.search(server.url, typed, 'me@example.org', signal);
    }
    assert.deepEqual(queries(), [
      'change:996033',
      'status:open message:"fix  it  owner:self"',
      'status:open owner:"me@example.org"',
    ]);
    assert.deepEqual(await lookup.search(server.url, '', 'no address', signal), []);
    await lookup.search(server.url, ` ${server.url}c/openstack/nova/+/996034/2`, undefined, signal);
    assert.equal(queries().at(-1), 'change:996034', 'an address that was pasted');
    assert.deepEqual(await lookup.people(server.url, 'Ada', signal), [{ name: 'Ada', email: 'ada@example.org' }]);
  });

  it('the lookup asks nothing if it may not or a next key came, and ignores a failing server', async () => {
    mayAsk = false;
    lookup.askFor(server.url, { numbers: [7], project: 'openstack/nova' });
    assert.deepEqual(await lookup.search(server.url, '7', undefined, new AbortController().signal), []);
    mayAsk = true;
    assert.deepEqual(await lookup.search(server.url, '7', undefined, AbortSignal.abort()), []);
    assert.equal(server.asked.length, 0);
    fails = true;
    assert.deepEqual(await lookup.search(server.url, '7', undefined, new AbortController().signal), []);
    assert.deepEqual(queries().at(-1), 'change:7');
  });
});
