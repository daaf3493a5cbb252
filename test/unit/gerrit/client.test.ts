import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, it } from 'mocha';
import { type ClientOptions, GerritClient, GerritError, isUnreachable } from '../../../src/gerrit';
import { retryAfter } from '../../../src/gerrit/http';
import { changeInfo, type FaultyServer, faultyServer, json } from './faultyServer';

describe('a Gerrit client', () => {
  const servers: FaultyServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<FaultyServer> {
    const server = await faultyServer(answer);
    servers.push(server);
    return server;
  }
  const client = ({ url }: { url: string }, options: Partial<ClientOptions> = {}): GerritClient =>
    new GerritClient({ webUrl: url, timeoutMs: 2000, ...options });
  const failure = async (work: Promise<unknown>): Promise<GerritError> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof GerritError, `threw ${String(error)}`);
    return error;
  };

  it('the Gerrit client reads JSON behind its prefix, anonymously', async () => {
    const server = await serve((_, response) => json(response, '3.13.5'));
    const credentials = (): Promise<never> => Promise.reject(new Error('asked for credentials'));
    assert.equal(await client(server, { credentials }).version(), '3.13.5');
    assert.deepEqual(server.asked, [
      { line: 'GET /config/server/version', authorization: undefined, contentType: undefined },
    ]);
  });

  it('the Gerrit client keeps to the path of a server that is not at the top', async () => {
    const server = await serve((_, response) => json(response, '3.13.5'));
    await client({ url: `${server.url}gerrit` }).version();
    assert.equal(server.asked[0]?.line, 'GET /gerrit/config/server/version');
  });

  it('the Gerrit client requests many changes at once', async () => {
    const server = await serve((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams.get('q') ?? '';
      json(
        response,
        [...query.matchAll(/\d+/g)].filter(([number]) => number !== '7').map(([number]) => changeInfo(Number(number))),
      );
    });
    const changes = await client(server).changesByNumber([5, 6, 7, 5]);
    assert.deepEqual([...changes.keys()], [5, 6]);
    assert.equal(changes.get(5)?.url, `${server.url}c/openstack/nova/+/5`);
    assert.equal(changes.get(5)?.updated, Date.UTC(2026, 10, 22, 15, 26, 20));
    assert.equal(server.asked.length, 1);
    await client(server).changesByNumber(Array.from({ length: 200 }, (_, at) => at + 1));
    assert.equal(server.asked.length, 1 + 4);
    assert.ok(server.asked.every(({ line }) => line.length < 2000));
  });

  it('the Gerrit client reads page after page', async () => {
    const server = await serve((request, response) => {
      const params = new URL(request.url ?? '', 'http://x').searchParams;
      const start = Number(params.get('S') ?? 0);
      const size = Math.min(Number(params.get('n')), 40);
      const page = Array.from({ length: size }, (_, at) => changeInfo(start + at + 1));
      json(response, [...page.slice(0, -1), { ...page.at(-1), _more_changes: start + size < 1000 }]);
    });
    const found = await client(server).queryChanges('status:open', { most: 90 });
    assert.deepEqual([found.items.length, found.items.at(-1)?.number, found.more], [90, 90, true]);
    assert.equal(server.asked.length, 3);
  });

  it('the Gerrit client never treats a missing page as an answer', async () => {
    const answers: Record<string, (response: ServerResponse) => void> = {
      'a sign-in page': (response) => response.setHeader('content-type', 'text/html').end('<html>Sign in</html>'),
      'JSON without the prefix': (response) => response.end('"3.13.5"'),
      'broken JSON': (response) => response.end(')]}\'\n{"a":'),
      'another shape': (response) => json(response, { version: '3' }),
    };
    for (const [what, answer] of Object.entries(answers)) {
      const error = await failure(client(await serve((_, response) => answer(response))).version());
      assert.equal(error.reason, 'nonsense', what);
    }
    const hostile = [
      { ...changeInfo(1), change_id: 'I; rm -rf' },
      { ...changeInfo(1), current_revision: '--upload-pack' },
      changeInfo(-1),
      'x',
    ];
    for (const info of hostile) {
      const server = await serve((_, response) => json(response, [info]));
      assert.equal((await failure(client(server).queryChanges('x'))).reason, 'nonsense');
    }
  });

  it('the Gerrit client reads what was said on changes, cut to the newest and to how they begin', async () => {
    const messages = [
      { id: 'x', message: 'a'.repeat(200_000), author: { _account_id: 7 } },
      { id: 'y', message: 'Merged by the server', tag: 'autogenerated:gerrit:merged' },
    ];
    const many = Array.from({ length: 200 }, (_, i) => ({ id: `${i}`, message: `${i}` }));
    const server = await serve((_, response) =>
      json(response, [changeInfo(1, { messages }), changeInfo(2, { messages: many }), changeInfo(3)]),
    );
    const found = await client(server).changesByNumber([1, 2, 3], { detail: 'messages' });
    const [first] = server.asked;
    assert.deepEqual(new URL(first?.line.split(' ')[1] ?? '', server.url).searchParams.getAll('o'), ['MESSAGES']);
    assert.deepEqual(found.get(1)?.messages, [
      { by: 7, text: 'a'.repeat(4000) },
      { by: undefined, text: 'Merged by the server' },
    ]);
    assert.equal(found.get(2)?.messages?.length, 100);
    assert.equal(found.get(2)?.messages?.at(-1)?.text, '199');
    assert.equal(found.get(3)?.messages, undefined);
  });

  it('the Gerrit client reads when a change was merged', async () => {
    const server = await serve((_, response) =>
      json(response, [changeInfo(1, { status: 'MERGED', submitted: '2026-11-23 10:00:00.000000000' }), changeInfo(2)]),
    );
    const found = await client(server).changesByNumber([1, 2]);
    assert.equal(found.get(1)?.submitted, Date.parse('2026-11-23T10:00:00Z'));
    assert.equal(found.get(2)?.submitted, undefined);
  });

  it('the Gerrit client builds the refs to fetch itself', async () => {
    const commit = 'a'.repeat(40);
    const revisions = {
      [commit]: { _number: 2, ref: '--upload-pack=touch x' },
      ['b'.repeat(40)]: { _number: 'edit' },
      nonsense: { _number: 1 },
    };
    const server = await serve((_, response) =>
      json(response, [changeInfo(7, { current_revision: commit, revisions })]),
    );
    const change = await client(server).findChange({ number: 7 });
    assert.deepEqual(change.patchSets, [{ number: 2, commit, ref: 'refs/changes/07/7/2' }]);
    assert.equal(change.current, change.patchSets[0]);
  });

  it('the Gerrit client reports why there is no answer', async () => {
    const reasons: [status: number, type: string, text: string, reason: string][] = [
      [400, 'text/plain', 'Unsupported operator bogus:x', 'bad-request'],
      [401, 'text/plain', 'Unauthorized', 'sign-in'],
      [403, 'text/plain', 'not permitted', 'forbidden'],
      [404, 'text/plain', 'Not found: 9', 'not-found'],
      [409, 'text/plain', 'change is closed', 'conflict'],
      [500, 'text/html', '<html>'.repeat(1000), 'server-error'],
      [503, 'text/html', '<html>', 'server-error'],
    ];
    for (const [status, type, text, reason] of reasons) {
      const server = await serve((_, response) => response.writeHead(status, { 'content-type': type }).end(text));
      const error = await failure(client(server).version());
      assert.equal(error.reason, reason);
      assert.equal(error.message.includes(text), type === 'text/plain');
    }
  });

  it('the Gerrit client reports a server that cannot be reached, or does not answer', async () => {
    const gone = await faultyServer(() => undefined);
    await gone.close();
    const offline = await failure(client(gone).version());
    assert.deepEqual([offline.reason, isUnreachable(offline)], ['offline', true]);

    const silent = await serve(() => undefined);
    assert.equal((await failure(client(silent, { timeoutMs: 50 }).version())).reason, 'timeout');
    const stuck = await serve((_, response) => void response.writeHead(200).write(')]}\'\n"'));
    assert.equal((await failure(client(stuck, { timeoutMs: 50 }).version())).reason, 'timeout');
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write(")]}'");
      setImmediate(() => response.destroy());
    });
    assert.equal((await failure(client(cut).version())).reason, 'offline');
    const cancelled = client(silent).queryChanges('x', { signal: AbortSignal.abort() });
    assert.equal((await failure(cancelled)).reason, 'cancelled');
  });

  it('the Gerrit client leaves a server alone that requests it', async () => {
    const server = await serve((_, response) => response.writeHead(429, { 'retry-after': '30' }).end());
    const asking = client(server);
    assert.equal((await failure(asking.version())).retryAfterSeconds, 30);
    assert.equal((await failure(asking.version())).reason, 'rate-limited');
    assert.equal(server.asked.length, 1);
    assert.equal(retryAfter('Wed, 21 Oct 2026 07:28:00 GMT', Date.UTC(2026, 9, 21, 7, 27, 30)), 30);
    assert.deepEqual([retryAfter('soon'), retryAfter('999999'), retryAfter('-1')], [undefined, 3600, 0]);
  });

  it('the Gerrit client leaves a server alone for a minute if it gives no time, for all callers', async () => {
    const server = await serve((_, response) => response.writeHead(429).end());
    const { retryAfterSeconds, message } = await failure(client(server).version());
    assert.equal(retryAfterSeconds, 60);
    assert.match(message, /^127\.0\.0\.1:\d+: Too Many Requests\.$/, 'more may follow on the same line');
    assert.equal((await failure(client(server).branches('p'))).reason, 'rate-limited');
    assert.equal(server.asked.length, 1);
  });

  it('the Gerrit client makes at most four requests at once to a server, all clients together', async () => {
    let running = 0;
    let most = 0;
    const server = await serve((_, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        json(response, '3.13.5');
      }, 20);
    });
    await Promise.all(
      [client(server), client(server), client(server)].flatMap((one) => [one.version(), one.version(), one.version()]),
    );
    assert.equal(most, 4);
  });

  it('the Gerrit client drops an answer without an end', async () => {
    const server = await serve((_, response) => {
      response.write(')]}\'\n"');
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(1 << 20), () => setImmediate(more));
      };
      more();
    });
    assert.equal((await failure(client(server, { timeoutMs: 20_000 }).version())).reason, 'too-big');
  });

  it('the Gerrit client sends credentials to no other server', async () => {
    const thief = await serve((_, response) => json(response, { _account_id: 1 }));
    const server = await serve((request, response) => {
      const target = request.url?.startsWith('/a/within') ? `${thief.url}a/accounts/self` : '/a/within';
      response.writeHead(302, { location: target }).end();
    });
    const credentials = (): Promise<{ username: string; password: string }> =>
      Promise.resolve({ username: 'dev', password: 'secret' });
    const error = await failure(client(server, { credentials }).self());
    assert.equal(error.reason, 'nonsense');
    assert.equal(thief.asked.length, 0);
    assert.equal(server.asked[0]?.authorization, `Basic ${Buffer.from('dev:secret').toString('base64')}`);
    assert.ok(!error.message.includes('secret'));
    // What writes is never sent twice.
    assert.equal((await failure(client(server, { credentials }).setReady(1))).reason, 'nonsense');
    assert.equal(server.asked.filter(({ line }) => line.startsWith('POST')).length, 1);
    assert.equal((await failure(client(server).setReady(1))).reason, 'sign-in');
    for (const webUrl of [
      'https://user:pw@example.org/',
      'file:///etc/passwd',
      'example.org',
      'https://example.org/?x',
    ]) {
      assert.throws(() => new GerritClient({ webUrl }), { reason: 'bad-request' });
    }
  });
});
