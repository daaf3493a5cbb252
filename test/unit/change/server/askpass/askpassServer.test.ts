import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, before, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../../scripts/lib/cleanup';
import { runProcess } from '../../../../../src/base/process';
import { AskpassServer } from '../../../../../src/change/server/askpass/askpassServer';
import { TICKET } from '../../../../../src/change/server/askpass/protocol';

describe('the askpass server', () => {
  const folder = temporaryFolder();
  const main = join(folder, 'askpass.worker.js');
  let server: AskpassServer | undefined;

  before(() =>
    build({
      entryPoints: ['src/change/server/askpass/askpass.worker.ts'],
      outfile: main,
      bundle: true,
      platform: 'node',
      format: 'cjs',
    }),
  );
  afterEach(() => server?.stop());

  const ask = async (question: string) => {
    const env = { ...process.env, ...server!.env };
    return runProcess(server!.env.GIT_ASKPASS!, [question], { cwd: folder, env });
  };

  it('a question reaches the editor and its answer git', async () => {
    const questions: string[] = [];
    server = await AskpassServer.start((question) => {
      questions.push(question);
      return Promise.resolve('s3cret "ü" \\n');
    }, main);
    const { stdout, exitCode } = await ask("Password for 'https://dev@host': ");
    assert.deepEqual([stdout, exitCode], ['s3cret "ü" \\n\n', 0]);
    assert.deepEqual(questions, ["Password for 'https://dev@host': "]);
    assert.ok(!JSON.stringify(server.env).includes('s3cret'));
  });

  it('a program that was not started below this git gets no answer', async () => {
    let asked = 0;
    server = await AskpassServer.start(() => Promise.resolve(`answer ${++asked}`), main);
    const { [TICKET]: ticket, ...found } = server.env;
    for (const guessed of [undefined, '', `${ticket}x`]) {
      const env = { ...process.env, ...found, [TICKET]: guessed };
      const { stdout, exitCode } = await runProcess(server.env.GIT_ASKPASS!, ["Password for 'https://dev@host': "], {
        cwd: folder,
        env,
      });
      assert.deepEqual([stdout, exitCode], ['', 1]);
    }
    assert.equal(asked, 0);
  });

  it('a question may be left without an answer', async () => {
    server = await AskpassServer.start(() => Promise.resolve(undefined), main);
    const { stdout, exitCode } = await ask('Username: ');
    assert.deepEqual([stdout, exitCode], ['', 1]);
  });

  it('the askpass socket is open to this user alone, and leaves nothing', async () => {
    server = await AskpassServer.start(() => Promise.resolve('x'), main);
    const { GIT_ASKPASS: script } = server.env;
    assert.equal(statSync(join(script!, '..')).mode & 0o077, 0);
    await server.stop();
    assert.ok(!existsSync(join(script!, '..')));
    assert.equal(
      (await runProcess(process.execPath, [main, 'x'], { cwd: folder, env: { ...process.env, ...server.env } }))
        .exitCode,
      1,
    );
  });
});
