/** A kept password goes to the server of the push alone: real git, real programs that ask for it. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { after, before, beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { type PushResult, push } from '../../src/change/push/push';
import { planPush } from '../../src/change/push/pushPlan';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { AskpassServer } from '../../src/change/server/askpass/askpassServer';
import { PasswordAnswers, secretKey } from '../../src/change/server/askpass/passwordAnswers';
import { readPrompt } from '../../src/change/server/askpass/prompt';
import { signInsOf } from '../../src/change/server/askpass/signIns';
import { httpServer, type Loopback } from './lib/loopback';
import { run } from './lib/run';

describe('a kept password', () => {
  const root = temporaryFolder();
  const main = join(root, 'askpass.worker.js');
  const env = { GIT_CONFIG_GLOBAL: join(root, 'none'), GIT_CONFIG_NOSYSTEM: '1', HOME: root, no_proxy: '127.0.0.1' };
  const git = (...args: string[]): Promise<string> => run('git', args, { cwd: root, env });
  /** Passwords that a server was sent; git tries an empty one with the user of the address first. */
  const seen: string[] = [];
  let gerrit: Loopback;
  let origin: string;

  const answer: RequestListener = (request, response) => {
    const [, password = ''] = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64')
      .toString()
      .split(':');
    if (password !== '') seen.push(password);
    response.writeHead(password === '' ? 401 : 503, { 'www-authenticate': 'Basic realm="Gerrit"' }).end();
  };

  const { TMPDIR } = process.env;
  before(async () => {
    // So that a hook that looks for the folder finds this one alone.
    process.env.TMPDIR = root;
    await build({
      entryPoints: ['src/change/server/askpass/askpass.worker.ts'],
      outfile: main,
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
    gerrit = await httpServer(answer);
    origin = `http://127.0.0.1:${gerrit.port}`;
    await git('init', '-q', '-b', 'work');
    for (const [key, value] of Object.entries({
      'user.name': 'Dev Example',
      'user.email': 'dev@example.org',
      'gc.auto': '0',
      'credential.helper': '',
    })) {
      await git('config', key, value);
    }
    await git('commit', '-q', '--allow-empty', '-m', 'Mine');
    await git('remote', 'add', 'gerrit', 'nowhere');
  });
  after(async () => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    await gerrit.close();
  });
  beforeEach(() => {
    seen.length = 0;
    rmSync(join(root, 'got'), { force: true });
    rmSync(join(root, '.git/hooks/pre-push'), { force: true });
  });

  function program(file: string, ...lines: string[]): void {
    writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`);
    chmodSync(file, 0o755);
  }

  /** A push as the editor makes it; `asked` is what the person sees, and answers with nothing. */
  async function pushed(url: string, more: NodeJS.ProcessEnv = {}): Promise<{ result: PushResult; asked: string[] }> {
    await git('remote', 'set-url', 'gerrit', url);
    const asked: string[] = [];
    const all = { ...env, ...more };
    const person = new PersonGit(root, { env: all });
    const target = await readTarget(person);
    const kept = new Map([[secretKey(origin, 'dev'), 'kept-secret']]);
    const answers = new PasswordAnswers(
      await signInsOf(person, target, 'push'),
      (key) => Promise.resolve(kept.get(key)),
      (prompt) => {
        asked.push(prompt.kind === 'other' ? prompt.text : prompt.kind);
        return Promise.resolve(undefined);
      },
    );
    const server = await AskpassServer.start((question) => answers.answer(question), main);
    try {
      return {
        result: await push(root, { plan: await planPush(person, target) }, { env: all, askpass: server.env }),
        asked,
      };
    } finally {
      await server.stop();
      assert.equal(existsSync(server.env.GIT_ASKPASS ?? ''), false);
    }
  }

  it('a kept password signs in to its own server without a question', async () => {
    const { result, asked } = await pushed(`${origin.replace('//', '//dev@')}/a/b`);
    assert.equal(result.answer.rejections[0]?.reason, 'server-busy');
    assert.deepEqual([asked, seen], [[], ['kept-secret']]);
  });

  it('a kept password never reaches a pre-push hook, which cannot ask', async () => {
    const question = `Password for '${origin.replace('//', '//dev@')}': `;
    program(
      join(root, '.git/hooks/pre-push'),
      `[ -n "$GIT_ASKPASS" ] && "$GIT_ASKPASS" "${question}" > got`,
      `for it in '${root}'/openstack-askpass-*/askpass.sh; do echo found >> got; OPENSTACK_CONTRIBUTOR_ASKPASS_NODE="${process.execPath}" OPENSTACK_CONTRIBUTOR_ASKPASS_MAIN="${main}" OPENSTACK_CONTRIBUTOR_ASKPASS_AT="\${it%/*}/socket" "$it" "${question}" >> got; done 2>/dev/null`,
      'touch got',
      'env >> got',
      'exit 0',
    );
    const { asked } = await pushed(`${origin.replace('//', '//dev@')}/a/b`);
    const got = readFileSync(join(root, 'got'), 'utf8');
    assert.doesNotMatch(got, /kept-secret/);
    assert.doesNotMatch(got, /OPENSTACK_CONTRIBUTOR_ASKPASS/);
    assert.match(got, /^found$/m);
    assert.deepEqual(asked, []);
  });

  it('a kept password never reaches a program behind ssh, whose question is shown as it is', async () => {
    const ssh = join(root, 'ssh');
    const question = `Password for '${origin.replace('//', '//dev@')}': `;
    assert.equal(readPrompt(question).kind, 'password');
    program(ssh, `[ "$1" = -G ] && exit 0`, `"$SSH_ASKPASS" "${question}" > "${join(root, 'got')}"`, 'exit 1');
    const { asked } = await pushed('ssh://dev@127.0.0.1:29418/a/b', { GIT_SSH_COMMAND: ssh });
    assert.deepEqual([readFileSync(join(root, 'got'), 'utf8'), asked], ['', [question]]);
  });

  it('a kept password never reaches another port of its host, which the person is asked about', async () => {
    const other = await httpServer(answer);
    try {
      await git('config', `url.http://dev@127.0.0.1:${other.port}/.pushInsteadOf`, `${origin}/`);
      const { asked } = await pushed(`${origin}/a/b`);
      await git('config', '--unset', `url.http://dev@127.0.0.1:${other.port}/.pushInsteadOf`);
      assert.deepEqual(asked, ['password']);
      assert.deepEqual(seen, []);
    } finally {
      await other.close();
    }
  });

  it('a kept password never reaches the server that a redirect leads to', async () => {
    const first = await httpServer((request, response) =>
      response.writeHead(302, { location: `${origin}${request.url ?? ''}` }).end(),
    );
    try {
      const { asked } = await pushed(`http://127.0.0.1:${first.port}/a/b`);
      assert.deepEqual([asked, seen], [['username'], []]);
    } finally {
      await first.close();
    }
  });
});
