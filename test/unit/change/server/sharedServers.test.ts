import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { askServer, type MyChange, readMyChange } from '../../../../src/change/preflight/readMyChange';
import { AccountAddresses } from '../../../../src/change/server/accountAddresses';
import { GerritLookup } from '../../../../src/change/server/gerritLookup';
import { withPrivateChanges } from '../../../../src/change/server/privateChanges';
import { type Server, Servers } from '../../../../src/gerrit';
import { changeInfo, type FaultyServer, faultyServer, json } from '../../gerrit/faultyServer';
import { GitRepository } from '../gitRepository';

const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const ID = `I${'ab'.repeat(20)}`;
const PROJECT = 'openstack/nova';

describe('what typing and My Change know of one server', () => {
  let gerrit: FaultyServer;
  let now: number;
  let status: string;
  let isPrivate: boolean;
  let servers: Servers;
  let server: Server;
  let lookup: GerritLookup;
  let change: MyChange;

  beforeEach(async () => {
    now = 1_000_000;
    status = 'NEW';
    isPrivate = false;
    gerrit = await faultyServer((request, response) => {
      const isSignedIn = request.headers.authorization !== undefined;
      json(response, isPrivate && !isSignedIn ? [] : [changeInfo(7, { change_id: ID, status, is_private: isPrivate })]);
    });
    servers = new Servers({ now: () => now });
    server = servers.of(gerrit.url);
    const addresses = new AccountAddresses(() => Promise.resolve(undefined), servers, SILENT);
    lookup = new GerritLookup(SILENT, servers, addresses, () => true);
    const repository = new GitRepository();
    repository.git('remote', 'add', 'gerrit', `${gerrit.url}a/${PROJECT}`);
    repository.git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    repository.commit(`Weigh hosts\n\nChange-Id: ${ID}`);
    change = await readMyChange(repository.root);
  });
  afterEach(() => gerrit.close());

  const known = { changesById: (ids: Iterable<string>) => Promise.resolve(server.knownChangesById(ids)) };
  /** What each shows of the change that the commit belongs to, without asking. */
  const shown = async (): Promise<[typing: string | undefined, myChange: string | undefined]> => [
    lookup.knownChange(gerrit.url, 7)?.status,
    (await askServer(change, known)).commits[0]?.change?.status,
  ];
  const learned = (): Promise<unknown> => new Promise((resolve) => servers.onDidLearn(() => resolve(undefined)));

  it('typing and My Change share one state of a change and one question', async () => {
    await Promise.all([learned(), askServer(change, server)]);
    assert.deepEqual(await shown(), ['NEW', 'NEW']);
    lookup.askFor(gerrit.url, { numbers: [7] });
    assert.equal(gerrit.asked.length, 1, 'typing does not ask again for what My Change knows');
    status = 'MERGED';
    now += 60_000;
    const heard = learned();
    lookup.askFor(gerrit.url, { numbers: [7] });
    await heard;
    assert.deepEqual(await shown(), ['MERGED', 'MERGED']);
    status = 'ABANDONED';
    now += 60_000;
    await askServer(change, server);
    assert.deepEqual(await shown(), ['ABANDONED', 'ABANDONED']);
  });

  it('typing and My Change never share what only the person may see, which stays with its push', async () => {
    isPrivate = true;
    const credentials = { username: 'dev', password: 'its-secret' };
    const signedIn = () => Promise.resolve(server.client.as(credentials));
    const found = await askServer(change, withPrivateChanges({ client: server.direct, signedIn }));
    assert.equal(found.commits[0]?.change?.number, 7);
    assert.deepEqual(server.knownChangesById([ID]).get(ID), []);
    assert.deepEqual(await shown(), [undefined, undefined]);
    assert.equal(lookup.knownChangesById(gerrit.url, ID)?.length, 0);
    assert.deepEqual(
      gerrit.asked.map(({ authorization }) => authorization !== undefined),
      [false, true],
    );
  });
});
