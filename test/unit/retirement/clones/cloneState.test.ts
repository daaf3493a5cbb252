import assert from 'node:assert/strict';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { openRepository } from '../../../../src/base/git';
import { type CloneState, cloneState } from '../../../../src/retirement/clones/cloneState';
import { Clone } from './cloneScene';

describe('the state of a clone', () => {
  let clone: Clone;
  beforeEach(() => {
    clone = new Clone();
    clone.fetched({ 'a.txt': 'a\n', '.gitignore': 'build/\n' });
  });
  const state = async (): Promise<CloneState> => cloneState(await openRepository(clone.root));

  it('a clone is free with untracked and ignored files, on a branch and detached', async () => {
    clone.write('mine.txt', 'mine\n');
    clone.write('build/out', 'x\n');
    assert.deepEqual(await state(), { problem: undefined, head: 'master', changed: [] });
    clone.git('checkout', '-q', '--detach');
    assert.deepEqual(await state(), { problem: undefined, head: clone.git('rev-parse', 'HEAD'), changed: [] });
  });

  it('a change that is staged, not staged or only of the mode is uncommitted', async () => {
    clone.write('staged.txt', 'x\n');
    clone.git('add', 'staged.txt');
    assert.deepEqual((await state()).changed, ['staged.txt']);
    clone.git('rm', '-q', '-f', '--cached', 'staged.txt');
    clone.git('update-index', '--chmod=+x', 'a.txt');
    assert.deepEqual((await state()).changed, ['a.txt']);
    clone.git('reset', '-q', '--hard');
    clone.write('a.txt', 'b\n');
    assert.equal((await state()).problem, 'uncommitted');
  });

  it('a change in a file that git was asked not to look at is uncommitted, one that a sparse checkout lacks is not', async () => {
    clone.git('update-index', '--assume-unchanged', 'a.txt');
    assert.equal((await state()).problem, undefined);
    clone.write('a.txt', 'mine\n');
    assert.deepEqual((await state()).changed, ['a.txt']);
    clone.write('a.txt', 'a\n');
    clone.git('update-index', '--no-assume-unchanged', 'a.txt');
    clone.fetched({ 'doc/index.rst': 'X\n' });
    clone.git('sparse-checkout', 'set', 'nothing');
    assert.equal((await state()).problem, undefined);
  });

  it('a commit that no remote has is unpushed, but not on the branch of a step', async () => {
    clone.commit('Mine');
    assert.equal((await state()).problem, 'unpushed');
    clone.git('switch', '-q', '-c', 'retire/topic/end-gating');
    assert.equal((await state()).problem, undefined);
  });

  it('a merge, rebase, cherry-pick, series of patches and bisect are in progress', async () => {
    const conflict = (): void => {
      clone.git('checkout', '-q', '-B', 'theirs', 'gerrit/master');
      clone.fetchedAs('theirs', { 'a.txt': 'theirs\n' });
      clone.git('checkout', '-q', '-B', 'ours', 'gerrit/master');
      clone.fetchedAs('ours', { 'a.txt': 'ours\n' });
    };
    conflict();
    for (const [begin, end] of [
      [
        ['merge', 'theirs'],
        ['merge', '--abort'],
      ],
      [
        ['rebase', 'theirs'],
        ['rebase', '--abort'],
      ],
      [
        ['cherry-pick', 'theirs'],
        ['cherry-pick', '--abort'],
      ],
      [
        ['revert', '--no-edit', 'HEAD~1'],
        ['revert', '--abort'],
      ],
    ] as const) {
      clone.refused(...begin);
      assert.equal((await state()).problem, 'in-progress', begin[0]);
      clone.git(...end);
      assert.equal((await state()).problem, undefined, begin[0]);
    }
    clone.git('format-patch', '-q', '-1', '-o', join(clone.root, '.git/patches'), 'theirs');
    clone.refused('am', '.git/patches/0001-theirs.patch');
    assert.equal((await state()).problem, 'in-progress');
    clone.git('am', '--abort');
    clone.git('bisect', 'start');
    assert.equal((await state()).problem, 'in-progress');
  });
});
