import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { openRepository } from '../../../../src/base/git';
import { looseFiles } from '../../../../src/retirement/clones/looseFiles';
import { changeIdOf, type StepCommit, stepCommit } from '../../../../src/retirement/clones/stepCommit';
import { Clone } from './cloneScene';

const BRANCH = 'retire/retire-a/end-gating';
const ID = `I${'a'.repeat(40)}`;

describe('the commit on the branch of a step', () => {
  let clone: Clone;
  beforeEach(() => {
    clone = new Clone();
    clone.fetched({ 'a.txt': 'a\n', '.gitignore': 'build/\n*.pyc\n' });
  });
  const found = async (): Promise<StepCommit | undefined> => stepCommit(await openRepository(clone.root), BRANCH);

  it('without the branch there is nothing, and before a commit only the branch', async () => {
    assert.equal(await found(), undefined);
    clone.git('branch', BRANCH);
    assert.deepEqual(await found(), { commit: undefined, changeId: undefined });
  });

  it('a commit is found with its Change-Id, also when another branch is checked out', async () => {
    clone.git('switch', '-q', '-c', BRANCH);
    clone.git('commit', '-q', '--allow-empty', '-m', `Retire a\n\nChange-Id: ${ID}\nSigned-off-by: D <d@example.org>`);
    const commit = clone.git('rev-parse', 'HEAD');
    clone.git('switch', '-q', 'master');
    assert.deepEqual(await found(), { commit, changeId: ID });
  });

  it('a commit without a Change-Id has none, and one that was merged is not the step’s any more', async () => {
    clone.git('switch', '-q', '-c', BRANCH);
    clone.git('commit', '-q', '--allow-empty', '-m', 'Retire a');
    const commit = clone.git('rev-parse', 'HEAD');
    assert.deepEqual(await found(), { commit, changeId: undefined });
    clone.git('update-ref', 'refs/remotes/gerrit/master', commit);
    assert.deepEqual(await found(), { commit: undefined, changeId: undefined });
  });

  it('a tag of the same name is not taken for the branch', async () => {
    clone.git('tag', BRANCH);
    assert.equal(await found(), undefined);
  });

  it('the last Change-Id of a message counts, as Gerrit has it', () => {
    const other = `I${'b'.repeat(40)}`;
    assert.equal(changeIdOf(`A\n\nChange-Id: ${other}\n\nb\n\nChange-Id: ${ID}\n`), ID);
    assert.equal(changeIdOf('A\n\nChange-Id: Iabc\n'), undefined);
  });

  it('what is not in git is named by its top folder, ignored and untracked alike', async () => {
    clone.write('build/lib/x', 'x\n');
    clone.write('a.pyc', 'x\n');
    clone.write('new file/deep/x', 'x\n');
    assert.deepEqual(await looseFiles(await openRepository(clone.root)), ['a.pyc', 'build', 'new file']);
  });
});
