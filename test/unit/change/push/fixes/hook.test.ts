import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { prepareFix } from '../../../../../src/change/push/fixes';
import { ChainRepository } from '../../chainRepository';

const HOOK = '#!/bin/sh\n# From Gerrit Code Review 3.13.5\n# Change-Id\n';

describe('the hook that comes with a Change-Id', () => {
  let repository: ChainRepository;
  const prepared = async (fetchHook = () => Promise.resolve(HOOK)) => {
    const fix = await prepareFix(repository.git, { kind: 'add-change-id' }, await repository.plan(), { fetchHook });
    return fix!;
  };
  const hook = (folder = repository.root): string => join(folder, '.git/hooks/commit-msg');

  beforeEach(() => {
    repository = new ChainRepository();
    repository.commit('Mine');
  });

  it('the hook is named before it is installed, and in the command that undoes it; submodules get none', async () => {
    const submodule = join(repository.root, 'sub');
    repository.run('init', '-q', submodule);
    repository.write('.gitmodules', '[submodule "sub"]\n\tpath = sub\n\turl = x\n');
    const fix = await prepared();
    assert.ok(
      fix.preview.some((line) => line.includes(hook())),
      fix.preview.join('\n'),
    );
    assert.equal(existsSync(hook()), false);
    const { undo } = await fix.make();
    assert.equal(readFileSync(hook(), 'utf8'), HOOK);
    assert.equal(existsSync(hook(submodule)), false);
    assert.match(undo, /^git reset --keep refs\/openstack-contributor\/backup\/\S+ && rm ".+\/commit-msg"$/);
  });

  it('another hook stays, and a fix whose hook cannot be fetched is left out', async () => {
    repository.write('.git/hooks/commit-msg', '#!/bin/sh\nexit 0\n');
    assert.ok(!(await prepared()).preview.some((line) => line.includes('hook')));
    repository.run('config', 'core.hooksPath', join(repository.root, '.git/other'));
    const { done } = await (await prepared(() => Promise.reject(new Error('away')))).make();
    assert.equal(done, 'Add a Change-Id (without the hook: away)');
  });
});
