import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { push } from '../../../../src/change/push/push';
import { readTarget } from '../../../../src/change/repository/readTarget';
import { gitArgument } from '../../../../src/change/repository/target';
import { ChainRepository } from '../chainRepository';

describe('reading the target of a push', () => {
  it('a device or a pipe is not read as .gitreview', async () => {
    const { root, git } = new ChainRepository();
    const file = join(root, '.gitreview');
    for (const make of [() => symlinkSync('/dev/zero', file), () => void execFileSync('mkfifo', [file])]) {
      make();
      assert.equal((await readTarget(git)).branch, 'master');
      rmSync(file);
    }
  });

  it('git gets the address that insteadOf has not rewritten', async () => {
    const repository = new ChainRepository();
    repository.run('remote', 'remove', 'gerrit');
    repository.write('.gitreview', '[gerrit]\nhost=review.example.org\nproject=a/b.git\nscheme=https\n');
    repository.run('config', 'url.https://dev:secret@localhost:1/.insteadOf', 'https://review.example.org/');
    repository.commit('Mine');
    const target = await readTarget(repository.git);
    assert.equal(target.url, 'https://dev:secret@localhost:1/a/b.git');
    assert.equal(gitArgument(target), 'https://review.example.org/a/b.git');
    const result = await push(repository.root, { plan: { ...(await repository.plan()), target } });
    assert.equal(result.outcome, 'failed');
    assert.ok(!JSON.stringify(result.answer).includes('secret'));
  });
});
