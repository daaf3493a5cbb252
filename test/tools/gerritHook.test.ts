import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'mocha';
import { changeIdOf } from '../../src/change/commits/pendingCommits';
import { inspectHook, installHook, isOutdated, makeHookExecutable } from '../../src/change/repository/installHook';
import { PersonGit } from '../../src/change/repository/personGit';
import { GERRIT_VERSION, type GerritLab } from './gerritLab';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

describe("the server's commit-msg hook", () => {
  let gerrit: GerritLab;
  let hook: string;
  let repository: ReviewRepository;
  let git: PersonGit;
  const FOREIGN = '#!/bin/sh\nexit 0\n';

  before(async () => {
    gerrit = await sharedGerrit();
  });
  beforeEach(async () => {
    repository = await ReviewRepository.clone(gerrit, 'openstack/sandbox', 'http');
    git = new PersonGit(repository.root, { env: repository.env });
    hook = await repository.client.commitMsgHook();
  });
  const isRun = async (root: string): Promise<boolean> => {
    const there = new PersonGit(root, { env: repository.env });
    await there.text(['commit', '-q', '--allow-empty', '-m', 'With the hook']);
    return changeIdOf(await there.text(['log', '-1', '--format=%B'])) !== undefined;
  };

  it('the commit-msg hook is installed where git looks, and runs', async () => {
    assert.equal((await inspectHook(git)).kind, 'missing');
    assert.equal(await isRun(repository.root), false);
    const [installed] = await installHook(git, hook);
    assert.equal(installed?.path, join(repository.root, '.git/hooks/commit-msg'));
    const state = await inspectHook(git);
    assert.deepEqual(
      [state.kind, state.version, state.shared, isOutdated(state, hook)],
      ['gerrit', GERRIT_VERSION, false, false],
    );
    assert.equal(await isRun(repository.root), true);

    chmodSync(state.path, 0o644);
    assert.equal((await inspectHook(git)).kind, 'not-executable');
    assert.equal(await isRun(repository.root), false);
    await makeHookExecutable(state);
    assert.equal(statSync(state.path).mode & 0o777, 0o755);
    writeFileSync(state.path, hook.replace(GERRIT_VERSION, '2.16.1'));
    const old = await inspectHook(git);
    assert.deepEqual([old.version, isOutdated(old, hook)], ['2.16.1', true]);
  });

  it('the commit-msg hook replaces no other hook unless requested', async () => {
    const path = join(repository.root, '.git/hooks/commit-msg');
    writeFileSync(path, FOREIGN, { mode: 0o755 });
    assert.equal((await inspectHook(git)).kind, 'foreign');
    await assert.rejects(installHook(git, hook), { reason: 'foreign-hook' });
    assert.equal(readFileSync(path, 'utf8'), FOREIGN);
    const [installed] = await installHook(git, hook, { replaceForeign: true });
    assert.equal(installed?.kept, `${path}.before-gerrit`);
    assert.equal(readFileSync(installed.kept, 'utf8'), FOREIGN);
    assert.equal(await isRun(repository.root), true);
  });

  it('the commit-msg hook goes to the hooks of a worktree', async () => {
    const tree = join(repository.root, '../tree');
    await repository.git('worktree', 'add', '-q', tree, '-b', 'side');
    await installHook(new PersonGit(tree, { env: repository.env }), hook);
    assert.ok(existsSync(join(repository.root, '.git/hooks/commit-msg')));
    assert.equal(await isRun(tree), true);
  });

  it('the commit-msg hook follows core.hooksPath, after a question if that is shared', async () => {
    await repository.git('config', 'core.hooksPath', '.githooks');
    await installHook(git, hook);
    assert.ok(existsSync(join(repository.root, '.githooks/commit-msg')));
    assert.equal(await isRun(repository.root), true);

    const shared = join(repository.root, '../all-hooks');
    mkdirSync(shared);
    await repository.git('config', 'core.hooksPath', shared);
    assert.equal((await inspectHook(git)).shared, true);
    await assert.rejects(installHook(git, hook), { reason: 'shared-hooks' });
    assert.ok(!existsSync(join(shared, 'commit-msg')));
    await installHook(git, hook, { intoShared: true });
    assert.ok(existsSync(join(shared, 'commit-msg')));
  });

  it('the commit-msg hook goes into submodules too, and never out of the repository', async () => {
    const inner = await ReviewRepository.clone(gerrit, 'openstack/governance', 'http');
    await repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'inner');
    const outside = join(repository.root, '../outside');
    await repository.git('init', '-q', outside);
    await repository.git('config', '--file', '.gitmodules', 'submodule.evil.path', '../outside');
    const installed = await installHook(git, hook);
    assert.deepEqual(
      installed.map(({ path }) => path.replace(repository.root, '')),
      ['/.git/hooks/commit-msg', '/.git/modules/inner/hooks/commit-msg'],
    );
    assert.ok(!existsSync(join(outside, '.git/hooks/commit-msg')));
  });
});
