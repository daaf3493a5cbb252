/** What real git says where no Gerrit answers: each in a sentence of its own, none called refused. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { type PushResult, push } from '../../src/change/push/push';
import { planPush } from '../../src/change/push/pushPlan';
import { rejectedWords } from '../../src/change/push/pushWords';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { selfSigned } from './lib/certificate';
import { byteServer, httpServer, httpsServer, type Loopback } from './lib/loopback';
import { run } from './lib/run';

const ADVERTISEMENT = 'application/x-git-receive-pack-advertisement';
const as =
  (type: string, body: string): RequestListener =>
  (_request, answer) =>
    answer.setHeader('content-type', type).end(body);
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, answer) =>
    answer.writeHead(code, headers).end();

/** In place of Gerrit over HTTP. */
const ANSWERS: Readonly<Record<string, readonly [reason: string, answer: RequestListener]>> = {
  'a page to sign in': ['web-page', as('text/html', '<html>Sign in to the network</html>')],
  'a redirect to a page to sign in': [
    'web-page',
    (request, answer) =>
      request.url === '/login'
        ? as('text/html', '<html>')(request, answer)
        : status(302, { location: '/login' })(request, answer),
  ],
  'the status for a network that wants a sign-in': ['web-page', status(511)],
  'redirects in a circle': [
    'redirect-loop',
    (request, answer) => status(302, { location: request.url ?? '/' })(request, answer),
  ],
  'a page that claims to be of git': ['not-git', as(ADVERTISEMENT, '<html>Sign in</html>')],
  'garbage after the greeting': ['not-git', as(ADVERTISEMENT, '001f# service=git-receive-pack\n0000zzzz')],
  'another service': ['not-git', as(ADVERTISEMENT, '001e# service=git-upload-pack\n0000')],
  'a proxy that wants a sign-in': ['proxy-sign-in', status(407, { 'proxy-authenticate': 'Basic realm="proxy"' })],
  'a status that nobody expects': ['unknown-failure', status(418)],
};

/** In place of a proxy, for a server behind it. */
const PROXIES: Readonly<Record<string, readonly [reason: string, converse: (socket: Socket) => void]>> = {
  'hangs up': ['proxy-failed', (socket) => socket.end()],
  'wants a sign-in': [
    'proxy-sign-in',
    (socket) =>
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\nContent-Length: 0\r\n\r\n',
      ),
  ],
  'forbids it': ['proxy-failed', (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')],
  'is out of order': ['proxy-failed', (socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')],
};

describe('a push that reaches no Gerrit', () => {
  const root = temporaryFolder();
  const env = {
    GIT_CONFIG_GLOBAL: join(root, 'none'),
    GIT_CONFIG_NOSYSTEM: '1',
    HOME: root,
    no_proxy: '',
    NO_PROXY: '',
    http_proxy: '',
    https_proxy: '',
    HTTPS_PROXY: '',
    all_proxy: '',
    ALL_PROXY: '',
  };
  const git = (...args: string[]): Promise<string> => run('git', args, { cwd: root, env });

  before(async () => {
    await git('init', '-q', '-b', 'work');
    for (const [key, value] of Object.entries({
      'user.name': 'Dev Example',
      'user.email': 'dev@example.org',
      'gc.auto': '0',
    })) {
      await git('config', key, value);
    }
    await git('commit', '-q', '--allow-empty', '-m', 'Mine');
    await git('remote', 'add', 'gerrit', 'nowhere');
  });

  async function pushed(url: string, more: NodeJS.ProcessEnv = {}): Promise<PushResult> {
    await git('remote', 'set-url', 'gerrit', url);
    const all = { ...env, ...more };
    const person = new PersonGit(root, { env: all });
    return push(root, { plan: await planPush(person, await readTarget(person)) }, { env: all });
  }

  function assertFailed({ outcome, answer }: PushResult, ...reasons: string[]): void {
    const [rejection] = answer.rejections;
    assert.ok(
      rejection && reasons.includes(rejection.reason),
      `${reasons.join()}: ${JSON.stringify(answer, undefined, 1)}`,
    );
    assert.equal(outcome, 'failed');
    assert.doesNotMatch(rejectedWords(rejection, 1), /refused|hook/);
  }

  async function during(server: Loopback, work: (port: number) => Promise<void>): Promise<void> {
    try {
      await work(server.port);
    } finally {
      await server.close();
    }
  }

  for (const [what, [reason, answer]] of Object.entries(ANSWERS)) {
    it(`a failed push names its cause: ${what}`, async () => {
      await during(await httpServer(answer), async (port) =>
        assertFailed(await pushed(`http://127.0.0.1:${port}/a/b`), reason),
      );
    });
  }

  it('a failed push names its cause: the server hangs up', async () => {
    await during(await byteServer((socket) => socket.end()), async (port) =>
      assertFailed(await pushed(`http://127.0.0.1:${port}/a/b`), 'no-answer'),
    );
  });

  it('a failed push names its cause: something else than a web server answers', async () => {
    await during(await byteServer((socket) => socket.end('SSH-2.0-x\r\n')), async (port) =>
      assertFailed(await pushed(`http://127.0.0.1:${port}/a/b`), 'not-git'),
    );
  });

  for (const [what, [reason, converse]] of Object.entries(PROXIES)) {
    it(`a failed push names its cause: the proxy ${what}`, async () => {
      await during(await byteServer(converse), async (port) => {
        await git('config', 'http.proxy', `http://127.0.0.1:${port}`);
        const result = await pushed('https://review.example.invalid/a/b');
        await git('config', '--unset', 'http.proxy');
        assertFailed(result, reason);
      });
    });
  }

  describe('since the certificate', () => {
    const [now, year] = [Date.now(), 365 * 24 * 3600 * 1000];
    const valid = { from: new Date(now - year), until: new Date(now + year) };
    const own = selfSigned({ name: '127.0.0.1', ...valid });

    async function over(certificate: typeof own, trusted: string): Promise<PushResult> {
      const file = join(root, 'trusted.pem');
      writeFileSync(file, trusted);
      let result: PushResult | undefined;
      await during(await httpsServer(certificate, status(404)), async (port) => {
        result = await pushed(`https://127.0.0.1:${port}/a/b`, { GIT_SSL_CAINFO: file });
      });
      return result!;
    }

    it('a push fails if no authority that git knows issued the certificate', async () => {
      assertFailed(
        await over(own, selfSigned({ name: 'authority.example.org', ...valid }).cert),
        'certificate-untrusted',
      );
      assertFailed(await over(own, own.cert), 'no-such-project');
    });

    it("a push fails if the certificate is another server's", async () => {
      const other = selfSigned({ name: 'other.example.org', ...valid });
      assertFailed(await over(other, other.cert), 'certificate-name');
    });

    it('a push fails if the certificate is out of date', async () => {
      const old = selfSigned({ name: '127.0.0.1', from: new Date(now - 2 * year), until: new Date(now - year) });
      // GnuTLS does not tell it from an authority that is not known; OpenSSL does.
      assertFailed(await over(old, old.cert), 'certificate-untrusted', 'certificate-expired');
    });
  });

  it('a push cut off after all was sent is not reported as failed', async () => {
    const program = join(root, 'half-a-server');
    // 004a: the length of the packet (gitprotocol-common), whose \0 is one byte.
    const empty = `004a${'0'.repeat(40)} capabilities^{}\\0report-status0000`;
    writeFileSync(program, `#!/bin/sh\nprintf '${empty}garbage'\ncat > /dev/null\n`, { mode: 0o755 });
    const result = await pushed('ssh://dev@127.0.0.1:1/a/b', { GIT_SSH: program, GIT_SSH_VARIANT: 'ssh' });
    assert.deepEqual([result.outcome, result.settled], ['unknown', false], JSON.stringify(result.answer));
  });

  it('a failed push names its cause: git cannot use the configured ssh', async () => {
    const program = join(root, 'connect');
    // git tries -G to learn whether it is OpenSSH.
    writeFileSync(program, '#!/bin/sh\n[ "$1" = -G ] && exit 1\necho Welcome to the jump host\nsleep 1\n', {
      mode: 0o755,
    });
    assertFailed(await pushed('ssh://dev@127.0.0.1:1/a/b', { GIT_SSH: program }), 'ssh-variant');
    assertFailed(await pushed('ssh://dev@127.0.0.1:1/a/b', { GIT_SSH: join(root, 'no-ssh') }), 'no-ssh');
    assertFailed(await pushed('ssh://dev@127.0.0.1:1/a/b', { GIT_SSH: program, GIT_SSH_VARIANT: 'ssh' }), 'not-git');
  });

  it('a push that fails after a hook succeeded is not blamed on the hook', async () => {
    const hook = join(root, '.git/hooks/pre-push');
    writeFileSync(hook, '#!/bin/sh\necho All tests pass\n', { mode: 0o755 });
    await during(await httpServer(ANSWERS['a page to sign in']![1]), async (port) =>
      assertFailed(await pushed(`http://127.0.0.1:${port}/a/b`), 'web-page'),
    );
    writeFileSync(hook, '#!/bin/sh\necho error: the moon is full >&2; exit 1\n');
    const stopped = await pushed('http://127.0.0.1:1/a/b');
    rmSync(hook);
    assert.deepEqual([stopped.outcome, stopped.answer.rejections[0]?.reason], ['failed', 'pre-push-hook']);
  });
});
