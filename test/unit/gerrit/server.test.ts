import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { type Change, type GerritClient, GerritError, Server, Servers } from '../../../src/gerrit';
import { faultyServer } from './faultyServer';

const CONFIG = { signOffRequired: true, changeIdRequired: true, active: true };
const A = `I${'a'.repeat(40)}`;
const B = `I${'b'.repeat(40)}`;
const AWAY = new GerritError('offline', 'review.example.org cannot be reached.');

describe('the memory of a Gerrit server', () => {
  let now: number;
  let asked: string[];
  let failure: GerritError | undefined;
  /** What the server has, by number. */
  let changes: Map<number, Change>;
  let server: Server;

  const change = (number: number, changeId: string, more: Partial<Change> = {}): Change =>
    ({ number, changeId, project: 'openstack/nova', branch: 'master', status: 'NEW', ...more }) as Change;

  beforeEach(() => {
    now = 1_000_000;
    asked = [];
    failure = undefined;
    changes = new Map([[7, change(7, A)]]);
    const answer = <T>(question: string, value: () => T): Promise<T> => {
      asked.push(question);
      return failure ? Promise.reject(failure) : Promise.resolve(value());
    };
    const having = (id: string): Change[] => [...changes.values()].filter(({ changeId }) => changeId === id);
    const client = {
      webUrl: 'https://review.example.org/',
      askAgain: () => undefined,
      projectConfig: (project: string) => answer(`config ${project}`, () => CONFIG),
      branches: (project: string) => answer(`branches ${project}`, () => ['master']),
      changesByNumber: (numbers: readonly number[], { detail }: { detail: string }) =>
        answer(
          `${detail === 'messages' ? 'messages' : 'changes'} ${numbers.join(' ')}`,
          () => new Map([...changes].filter(([number]) => numbers.includes(number))),
        ),
      changesById: (ids: readonly string[]) =>
        answer(`ids ${ids.map((id) => id[1]).join(' ')}`, () => new Map(ids.map((id) => [id, having(id)]))),
      findChange: ({ number }: { number: number }) => answer(`find ${number}`, () => changes.get(number)),
    };
    server = new Server(client as unknown as GerritClient, { now: () => now });
  });

  const numbersOf = (id: string): number[] | undefined =>
    server
      .knownChangesById([id])
      .get(id)
      ?.map(({ number }) => number);

  it('changes are requested by number once, and again when they are old', async () => {
    assert.equal(server.knownChange(7), undefined);
    await Promise.all([server.changesByNumber([7, 8]), server.changesByNumber([8, 9])]);
    assert.deepEqual(asked, ['changes 7 8', 'changes 9']);
    assert.deepEqual([server.knownChange(7), server.knownChange(8)], [changes.get(7), 'missing']);
    now += 59_000;
    await server.changesByNumber([7, 8, 9]);
    assert.equal(asked.length, 2);
    now += 2000;
    assert.deepEqual([...(await server.changesByNumber([7, 8])).keys()], [7]);
    assert.equal(asked.length, 3);
  });

  it('a new answer fires one event when all of it is known, and an equal one fires none', async () => {
    const heard: unknown[] = [];
    server.onDidLearn(() => heard.push([server.knownChange(7), numbersOf(A)]));
    const turn = (): Promise<void> => new Promise(setImmediate);
    await server.changesById([A, B]);
    await turn();
    assert.deepEqual(heard, [[changes.get(7), [7]]]);
    now += 60_000;
    await server.changesById([A, B]);
    await turn();
    assert.deepEqual([asked.length, heard.length], [2, 1]);
  });

  it('changes are requested by Change-Id once, and the age of an answer is known', async () => {
    assert.equal(server.asOf([A]), undefined);
    const found = await server.changesById([A, B]);
    assert.deepEqual([found.get(A)?.[0]?.number, found.get(B)], [7, []]);
    now += 30_000;
    await server.changesById([A]);
    assert.deepEqual(asked, ['ids a b']);
    assert.equal(server.asOf([A, B]), 1_000_000);
    server.askAgain();
    now += 1;
    await server.changesById([A]);
    now += 60_001;
    await server.changesById([B]);
    assert.deepEqual(asked, ['ids a b', 'ids a', 'ids b']);
  });

  it('a change has one state, whichever question it became known by', async () => {
    await server.changesById([A, B]);
    assert.equal(server.knownChange(7), changes.get(7));
    changes.set(7, change(7, A, { status: 'MERGED' }));
    changes.set(8, change(8, B));
    now += 60_001;
    await server.changesByNumber([7, 8]);
    assert.equal(server.knownChangesById([A]).get(A)?.[0]?.status, 'MERGED');
    assert.deepEqual(numbersOf(B), [8], 'a change that its Change-Id had not when that was asked for');
    assert.equal(server.asOf([B]), 1_000_000, 'which makes the answer for the Change-Id no younger');
    changes.set(7, change(7, A, { status: 'ABANDONED' }));
    await server.findChange({ number: 7 });
    assert.equal(server.knownChangesById([A]).get(A)?.[0]?.status, 'ABANDONED');
    changes.delete(7);
    now += 60_001;
    await server.changesByNumber([7]);
    assert.deepEqual(numbersOf(A), [], 'nobody is shown it any more');
  });

  it('messages are requested once for many changes, and again when they are old or the person asks again', async () => {
    const messages = [{ by: 1, text: 'Patch Set 1: Verified-1' }];
    changes.set(8, change(8, B, { messages }));
    assert.equal(server.knownMessages(8), undefined);
    await server.messages([7, 8, 9]);
    await server.messages([8]);
    assert.deepEqual(
      [7, 8, 9].map((number) => server.knownMessages(number)),
      [[], messages, []],
    );
    assert.equal(server.knownChange(8), undefined, 'an answer without votes and patch sets says nothing else');
    server.askAgain();
    now += 1;
    await server.messages([8]);
    assert.deepEqual(asked, ['messages 7 8 9', 'messages 8']);
    failure = AWAY;
    now += 60_001;
    assert.deepEqual((await server.messages([8])).get(8), messages);
  });

  it('the age of changes is that of the oldest question, by number or by Change-Id', async () => {
    assert.equal(server.asOfChanges([7], [B]), undefined);
    await server.changesByNumber([7]);
    now += 30_000;
    await server.changesById([B]);
    assert.deepEqual(
      [server.asOfChanges([7], [B]), server.asOfChanges([], [B]), server.asOfChanges([8], [])],
      [1_000_000, 1_030_000, undefined],
    );
  });

  it('known changes stay while the server is away, with the reason and their age', async () => {
    await server.changesById([A]);
    now += 100_000;
    failure = AWAY;
    assert.equal((await server.changesById([A])).get(A)?.[0]?.number, 7);
    assert.equal(server.problemWith({ changeIds: [A] }), AWAY.message);
    const both = await server.changesById([A, B]);
    assert.deepEqual(
      [both.get(A)?.[0]?.number, both.has(B)],
      [7, false],
      'a new commit takes nothing away from what is known',
    );
    assert.equal(server.asOf([A, B]), 1_000_000);
    failure = undefined;
    server.askAgain();
    now += 1;
    assert.deepEqual((await server.changesById([A, B])).get(B), []);
    assert.equal(server.problemWith({ changeIds: [A, B] }), undefined);
  });

  it('an invalid answer is reported, and the previous one stays', async () => {
    await server.changesById([A]);
    now += 100_000;
    failure = new GerritError('nonsense', 'No answer of Gerrit.');
    assert.equal((await server.changesById([A])).get(A)?.[0]?.number, 7);
    assert.equal(server.problemWith({ changeIds: [A] }), 'No answer of Gerrit.');
    assert.equal(server.problemWith({ numbers: [7], projects: ['p'] }), undefined, 'these were not asked for');
  });

  it("a project's configuration is requested once, and again after an hour", async () => {
    const both = [server.projectConfig('p'), server.projectConfig('p')];
    assert.deepEqual(await Promise.all(both), [CONFIG, CONFIG]);
    assert.deepEqual(await server.branches('p'), ['master']);
    now += 59 * 60_000;
    await server.projectConfig('p');
    assert.deepEqual(asked, ['config p', 'branches p']);
    now += 60_000;
    await server.projectConfig('p');
    assert.equal(asked.length, 3);
  });

  it('a question without an answer is not repeated for a minute', async () => {
    failure = AWAY;
    assert.equal(await server.projectConfig('p'), undefined);
    failure = undefined;
    now += 59_000;
    assert.equal(await server.projectConfig('p'), undefined);
    assert.deepEqual(asked, ['config p']);
    now += 1000;
    assert.deepEqual(await server.projectConfig('p'), CONFIG);
    now += 1_000_000;
    await server.projectConfig('p');
    assert.deepEqual(asked, ['config p', 'config p']);
  });

  it('a project that the server does not show is an answer, not a problem', async () => {
    failure = new GerritError('not-found', 'Not found: p.');
    assert.equal(await server.projectConfig('p'), undefined);
    assert.equal(server.problemWith({ projects: ['p'] }), undefined);
  });

  it('a command asks at once, reports a failure, and passes on what it found', async () => {
    await server.changesById([A]);
    changes.set(7, change(7, A, { status: 'MERGED' }));
    assert.equal((await server.direct.changesById([A])).get(A)?.[0]?.status, 'MERGED');
    assert.equal((server.knownChange(7) as Change).status, 'MERGED');
    failure = AWAY;
    await assert.rejects(server.direct.changesById([A]), AWAY);
    failure = undefined;
    await server.direct.changesById([A]);
    assert.equal(asked.length, 4);
  });
});

describe('the Gerrit servers', () => {
  it('an address has one server, however it is written, and an invalid one has none', () => {
    const servers = new Servers();
    assert.equal(servers.known('https://review.example.org/'), undefined);
    const server = servers.of('https://review.example.org');
    assert.equal(servers.of('https://Review.example.org/'), server);
    assert.equal(servers.known('https://review.example.org/'), server);
    assert.notEqual(servers.of('http://review.example.org/'), server);
    assert.throws(() => servers.of('https://dev:secret@review.example.org/'), { reason: 'bad-request' });
    assert.equal(servers.known('nothing'), undefined);
  });

  const others = (server: Server, reason: string): Promise<unknown> =>
    Promise.all([
      server.changesById([A]),
      server.changesByNumber([7]),
      server.projectConfig('p'),
      server.branches('p'),
      assert.rejects(server.client.searchAccounts('Ada'), { reason }),
      assert.rejects(server.client.as({ username: 'dev', password: 'x' }).self(), { reason }),
    ]);

  it('a server that accepts and never answers is awaited once, by all callers', async () => {
    const silent = await faultyServer(() => undefined);
    try {
      const server = new Servers({ timeoutMs: 150 }).of(silent.url);
      assert.equal((await server.changesById([A])).has(A), false);
      for (let turn = 0; turn < 10; turn++) await others(server, 'timeout');
      assert.ok(silent.asked.length <= 1);
      assert.match(server.problemWith({ changeIds: [A] }) ?? '', /did not answer in time/);
    } finally {
      await silent.close();
    }
  });

  it('a server that broke is left alone for a minute by all callers, except for commands', async () => {
    const broken = await faultyServer((_, response) => response.writeHead(503).end());
    try {
      let now = 1_000_000;
      const server = new Servers({ now: () => now }).of(broken.url);
      await server.changesById([A]);
      await others(server, 'server-error');
      assert.equal(broken.asked.length, 1);
      now += 60_000;
      await server.changesById([A]);
      assert.equal(broken.asked.length, 2);
      server.askAgain();
      await server.branches('p');
      assert.equal(broken.asked.length, 3, 'the person asked again');
      await assert.rejects(server.direct.changesById([A]), { reason: 'server-error' });
      assert.equal(broken.asked.length, 4, 'a command asks at once');
    } finally {
      await broken.close();
    }
  });

  it('other servers are not left alone for one that broke', async () => {
    const [broken, other] = [
      await faultyServer((_, response) => response.writeHead(503).end()),
      await faultyServer((_, response) => response.end()),
    ];
    try {
      const servers = new Servers();
      await servers.of(broken.url).branches('p');
      await servers.of(other.url).branches('p');
      assert.equal(other.asked.length, 1);
    } finally {
      await Promise.all([broken.close(), other.close()]);
    }
  });
});
