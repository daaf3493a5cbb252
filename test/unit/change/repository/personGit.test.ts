import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { eventually } from '../../../../scripts/lib/eventually';
import { PersonGit } from '../../../../src/change/repository/personGit';

describe('git as the person runs it', () => {
  let root: string;
  let lock: string;

  beforeEach(() => {
    root = temporaryFolder();
    execFileSync('git', ['init', '-q', root]);
    writeFileSync(join(root, 'file.txt'), 'text\n');
    lock = join(root, '.git/index.lock');
    writeFileSync(lock, '');
  });

  it('git waits for another git to release the index', async () => {
    const trace = join(root, '.git/trace');
    const exits = (): number =>
      existsSync(trace) ? readFileSync(trace, 'utf8').split('"event":"exit"').length - 1 : 0;
    const git = new PersonGit(root, { env: { GIT_TRACE2_EVENT: trace } });
    const adding = git.text(['add', 'file.txt']);
    await eventually('a git that found the lock', exits, (count) => count > 0);
    rmSync(lock);
    await adding;
    assert.ok(exits() > 1);
    assert.equal(await git.text(['diff', '--cached', '--name-only']), 'file.txt\n');
  });

  it('git reports another git that does not release the index', async () => {
    await assert.rejects(new PersonGit(root).text(['add', 'file.txt']), {
      reason: 'git-failed',
      message: /^Another git holds the index/,
    });
  });

  it('only git itself gets the way to ask for passwords, and only to talk to a server', async () => {
    const shown = (text: string): boolean => text.includes('/askpass/of/the/push');
    const program = (name: string, ...lines: string[]): string => {
      const file = join(root, name);
      writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
      return file;
    };
    const other = temporaryFolder();
    execFileSync('git', ['init', '-q', '-b', 'master', other]);
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'One'], {
      cwd: other,
    });
    rmSync(lock);
    const git = new PersonGit(root, { askpass: { GIT_ASKPASS: '/askpass/of/the/push' } });
    await git.text(['remote', 'add', 'gerrit', other]);
    await git.text([
      'config',
      'remote.gerrit.uploadpack',
      program('upload-pack', 'env > below-git', 'exec git-upload-pack "$@"'),
    ]);
    await git.text(['config', 'alias.surroundings', '!env']);
    program('.git/hooks/reference-transaction', `env > ${join(root, 'below-hook')}`);
    await git.text(['fetch', '-q', 'gerrit']);
    assert.ok(shown(readFileSync(join(root, 'below-git'), 'utf8')));
    assert.equal(existsSync(join(root, 'below-hook')), false, 'what a hook runs could ask for a password');
    assert.equal(shown(await git.text(['surroundings'])), false);
    await git.text(['update-ref', 'refs/heads/other', 'FETCH_HEAD']);
    assert.equal(shown(readFileSync(join(root, 'below-hook'), 'utf8')), false);
    assert.equal(git.processOptions().env?.GIT_ASKPASS === '/askpass/of/the/push', false);
  });
});
