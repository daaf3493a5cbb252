import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import {
  type HookReason,
  installedWords,
  installHook,
  installHookAsking,
} from '../../../../src/change/repository/installHook';
import { PersonGit } from '../../../../src/change/repository/personGit';
import { GitRepository } from '../gitRepository';

const HOOK = '#!/bin/sh\n# From Gerrit Code Review 3.13.5\n# gerrit.createChangeId, Change-Id\n';
const OLD = HOOK.replace('3.13.5', '2.16.1');

describe('installing the hook', () => {
  let repository: GitRepository;
  let git: PersonGit;
  let path: string;

  beforeEach(() => {
    repository = new GitRepository();
    repository.git('config', 'core.hooksPath', '.git/hooks');
    git = new PersonGit(repository.root);
    path = join(repository.root, '.git/hooks/commit-msg');
    mkdirSync(join(repository.root, '.git/hooks'), { recursive: true });
  });
  const isRun = (file: string): boolean => (statSync(file).mode & 0o100) !== 0;

  it('installing the hook asks both questions if the folder is shared and another hook exists', async () => {
    const shared = temporaryFolder();
    repository.git('config', 'core.hooksPath', shared);
    writeFileSync(join(shared, 'commit-msg'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const asked: HookReason[] = [];
    const installed = await installHookAsking(git, HOOK, ({ reason }) => Promise.resolve(asked.push(reason) > 0));
    assert.deepEqual(asked, ['shared-hooks', 'foreign-hook']);
    assert.equal(readFileSync(join(shared, 'commit-msg'), 'utf8'), HOOK);
    assert.match(
      installedWords(installed ?? []),
      /^The commit-msg hook of the server is installed\. What was there before is kept as .*commit-msg\.before-gerrit\.$/,
    );
  });

  it('installing the hook changes nothing when one answer is no', async () => {
    writeFileSync(path, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    assert.equal(await installHookAsking(git, HOOK, () => Promise.resolve(false)), undefined);
    assert.equal(readFileSync(path, 'utf8'), '#!/bin/sh\nexit 0\n');
  });

  it("a hook of Gerrit's with lines of the person is kept", async () => {
    const own = `${OLD}echo mine\n`;
    writeFileSync(path, own, { mode: 0o755 });
    const [installed] = await installHook(git, HOOK);
    assert.equal(readFileSync(path, 'utf8'), HOOK);
    assert.equal(installed?.kept, `${path}.before-gerrit`);
    assert.equal(readFileSync(installed.kept, 'utf8'), own);
  });

  it('the age of a hook that may not run is checked', async () => {
    writeFileSync(path, OLD);
    chmodSync(path, 0o644);
    const [installed] = await installHook(git, HOOK);
    assert.deepEqual([installed?.was, installed?.replaced], ['not-executable', true]);
    assert.equal(readFileSync(path, 'utf8'), HOOK);
    assert.ok(isRun(path));
  });

  for (const mode of [0o755, 0o644]) {
    it(`the hook goes into submodules though the repository's own is current, with mode ${mode.toString(8)}`, async () => {
      const inner = new GitRepository();
      repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'inner');
      writeFileSync(path, HOOK);
      chmodSync(path, mode);
      const installed = await installHook(git, HOOK);
      assert.ok(isRun(path));
      assert.ok(!existsSync(`${path}.before-gerrit`));
      assert.equal(readFileSync(join(repository.root, '.git/modules/inner/hooks/commit-msg'), 'utf8'), HOOK);
      const again = mode === 0o755 ? '' : ', and may run again';
      assert.equal(
        installedWords(installed),
        `The commit-msg hook is that of the server${again}. It was set up in 1 submodule too.`,
      );
    });
  }
});
