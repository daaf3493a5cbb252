import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../scripts/lib/cleanup';
import { PersonGit } from '../../../src/change/personGit';

describe('change/personGit', () => {
  let root: string;
  let lock: string;

  beforeEach(() => {
    root = temporaryFolder();
    execFileSync('git', ['init', '-q', root]);
    writeFileSync(join(root, 'file.txt'), 'text\n');
    lock = join(root, '.git/index.lock');
    writeFileSync(lock, '');
  });

  it('waits for another git to let go of the index', async () => {
    const git = new PersonGit(root);
    const adding = git.text(['add', 'file.txt']);
    await sleep(100);
    rmSync(lock);
    await adding;
    assert.equal(await git.text(['diff', '--cached', '--name-only']), 'file.txt\n');
  });

  it('says so when the other one does not', async () => {
    await assert.rejects(new PersonGit(root).text(['add', 'file.txt']), { reason: 'git-failed', message: /^Another git holds the index/ });
  });
});
