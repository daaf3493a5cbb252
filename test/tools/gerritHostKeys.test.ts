/** Host keys as real ssh meets them at a real server: unknown, changed, withdrawn, and known. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { type PushResult, push } from '../../src/change/push/push';
import { rejectedWords } from '../../src/change/push/pushWords';
import type { GerritLab } from './gerritLab';
import { ReviewRepository } from './lib/reviewRepository';
import { run } from './lib/run';
import { sharedGerrit } from './lib/sharedGerrit';

describe('the host key of a server that is pushed to', () => {
  let gerrit: GerritLab;
  let repository: ReviewRepository;
  let knownHosts: string;

  before(async () => {
    gerrit = await sharedGerrit();
    repository = await ReviewRepository.clone(gerrit, await gerrit.createProject('host-keys'), 'ssh');
    knownHosts = join(repository.root, '../known_hosts');
  });

  /** ssh takes the first value of an option. */
  async function pushed(known: string, ...options: string[]): Promise<PushResult> {
    writeFileSync(knownHosts, known);
    const first = [
      'StrictHostKeyChecking=yes',
      `UserKnownHostsFile="${knownHosts}"`,
      'GlobalKnownHostsFile=/dev/null',
      'UpdateHostKeys=no',
      ...options,
    ].map((option) => `-o ${option}`);
    const ssh = gerrit.sshCommand('dev').replace(/^ssh/, `ssh ${first.join(' ')}`);
    return push(repository.root, {}, { env: { ...repository.env, GIT_SSH_COMMAND: ssh } });
  }

  const hostKeys = (): Promise<string> => run('ssh-keyscan', ['-p', String(gerrit.sshPort), '127.0.0.1']);
  /** The same host, with the keys of somebody else. */
  async function otherKeys(): Promise<string> {
    const other = join(repository.root, '../other_host_key');
    const lines = (await hostKeys()).split('\n').flatMap((line) => /^(\S+) (\S+) /.exec(line)?.[0] ?? []);
    const kinds: Readonly<Record<string, string>> = {
      'ssh-ed25519': 'ed25519',
      'ssh-rsa': 'rsa',
      'ecdsa-sha2-nistp256': 'ecdsa',
    };
    const made: string[] = [];
    for (const line of lines) {
      const kind = kinds[line.split(' ')[1] ?? ''];
      if (kind === undefined) continue;
      await run('ssh-keygen', ['-q', '-t', kind, '-N', '', '-f', `${other}_${kind}`]);
      made.push(line + (readFileSync(`${other}_${kind}.pub`, 'utf8').split(' ')[1] ?? ''));
    }
    return `${made.join('\n')}\n`;
  }

  function assertSays({ outcome, answer }: PushResult, reason: string, words: RegExp): void {
    const [rejection] = answer.rejections;
    assert.deepEqual([outcome, rejection?.reason], ['failed', reason], JSON.stringify(answer, undefined, 1));
    assert.match(rejectedWords(rejection!, 1), words);
  }

  it('a push to a server with a known host key succeeds', async () => {
    await repository.fresh();
    await repository.commit('With a known key');
    const result = await pushed(await hostKeys());
    assert.equal(result.outcome, 'accepted', JSON.stringify(result.answer));
  });

  it('a push to a server with an unknown host key fails, and nothing is sent', async () => {
    await repository.fresh();
    await repository.commit('With an unknown key');
    assertSays(await pushed(''), 'host-key', /^The server's host key is not known\. Nothing was sent/);
  });

  it('a push to a server with a changed host key fails, with the command that removes the old one', async () => {
    await repository.fresh();
    await repository.commit('With a changed key');
    const result = await pushed(await otherKeys());
    assertSays(result, 'host-key-changed', /^The server's host key has changed\. Nothing was sent/);
    assert.deepEqual(result.answer.rejections[0]?.fixes[0], {
      kind: 'forget-host-key',
      host: `[127.0.0.1]:${gerrit.sshPort}`,
    });
    await run('ssh-keygen', ['-f', knownHosts, '-R', `[127.0.0.1]:${gerrit.sshPort}`]);
    assertSays(await pushed(readFileSync(knownHosts, 'utf8')), 'host-key', /not known/);
  });

  it('a push to a server with a revoked host key fails, and the key is not called new', async () => {
    await repository.fresh();
    await repository.commit('With a withdrawn key');
    const keys = await hostKeys();
    const revoked = join(repository.root, '../revoked');
    writeFileSync(revoked, keys.replaceAll(/^\S+ /gm, ''));
    assertSays(
      await pushed(keys, `RevokedHostKeys="${revoked}"`),
      'host-key-revoked',
      /^The server's host key was withdrawn\. Nothing was sent/,
    );
  });
});
