import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { writeStep } from '../../../../src/retirement/clones/writeStep';
import type { FileEdit } from '../../../../src/retirement/edits/lines/edit';
import { Clone, editOf, reasonOf } from './cloneScene';

const BRANCH = 'retire/retire-x/end-gating';

describe('the branch of a step', () => {
  let clone: Clone;
  let first: string;

  beforeEach(() => {
    clone = new Clone();
    first = clone.fetched({ '.gitignore': 'build/\n', 'a.txt': 'a\n', 'doc/index.rst': 'X\n' });
  });

  const apply = (edits: readonly FileEdit[], base = first, signal?: AbortSignal): Promise<void> =>
    writeStep(clone.root, { branch: BRANCH, base, edits, ...(signal ? { signal } : {}) });
  const read = (path: string): string => readFileSync(join(clone.root, path), 'utf8');
  const status = (): string => clone.git('status', '--short');
  const branches = (): string => clone.git('branch', '--list', 'retire/*');
  /** Nothing was made, and nothing is changed. */
  const assertUntouched = (head = 'master'): void => {
    assert.equal(clone.git('rev-parse', '--abbrev-ref', 'HEAD'), head);
    assert.equal(branches(), '');
    assert.equal(clone.git('diff', '--cached', '--name-only'), '');
  };

  describe('files that git does not track', () => {
    it('an ignored file where the base has a tracked one is not overwritten', async () => {
      const base = clone.fetched({ 'build/x': 'tracked\n' });
      clone.git('checkout', '-q', '--detach', first);
      clone.write('build/x', 'mine\n');
      assert.equal(await reasonOf(apply([editOf('a.txt', 'a\n', 'b\n')], base)), 'in-the-way');
      assert.equal(read('build/x'), 'mine\n');
      assertUntouched('HEAD');
    });

    it('an ignored file where an edit adds one, or its folder, is not overwritten', async () => {
      clone.write('build/x', 'mine\n');
      assert.equal(await reasonOf(apply([editOf('build/x', undefined, 'ours\n')])), 'in-the-way');
      assert.equal(await reasonOf(apply([editOf('build', undefined, 'ours\n')])), 'in-the-way');
      assert.equal(await reasonOf(apply([editOf('build/x/y', undefined, 'ours\n')])), 'in-the-way');
      assert.equal(read('build/x'), 'mine\n');
      assertUntouched();
    });

    it('an untracked file in a folder that a file replaces is not lost', async () => {
      clone.write('doc/mine.txt', 'mine\n');
      const edits = [editOf('doc/index.rst', 'X\n', null), editOf('doc', undefined, 'moved\n')];
      assert.equal(await reasonOf(apply(edits)), 'in-the-way');
      assert.equal(read('doc/mine.txt'), 'mine\n');
      assert.equal(read('doc/index.rst'), 'X\n');
      assertUntouched();
    });

    it('an untracked file with the text of the edit is taken, and stays when the step fails', async () => {
      clone.write('new.txt', 'ours\n');
      await apply([editOf('new.txt', undefined, 'ours\n')]);
      assert.equal(status(), 'A  new.txt');
      clone.git('reset', '-q');
      clone.git('switch', '-q', 'master');
      clone.git('branch', '-q', '-D', BRANCH);
      clone.write('other.txt', 'mine\n');
      const edits = [editOf('new.txt', undefined, 'ours\n'), editOf('other.txt', undefined, 'ours\n')];
      assert.equal(await reasonOf(apply(edits)), 'in-the-way');
      assert.equal(status(), '?? new.txt\n?? other.txt');
      assertUntouched();
    });

    it('an untracked file where a newer base has one is not overwritten on the branch of the step', async () => {
      clone.git('switch', '-q', '-c', BRANCH);
      const base = clone.fetched({ 'late.txt': 'tracked\n' });
      clone.git('reset', '-q', '--hard', first);
      clone.write('late.txt', 'mine\n');
      assert.equal(await reasonOf(apply([editOf('a.txt', 'a\n', 'b\n')], base)), 'in-the-way');
      assert.equal(read('late.txt'), 'mine\n');
      assert.equal(clone.git('rev-parse', BRANCH), first);
    });

    it('an emptied repository keeps ignored files and the files of a submodule', async () => {
      const other = new Clone();
      clone.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'sub');
      const base = clone.fetched({ 'line\nbreak': 'x\n', 'q"uote': 'x\n' });
      clone.write('build/out', 'mine\n');
      const gone = ['line\nbreak', 'q"uote', '.gitignore', '.gitmodules', 'a.txt', 'begin.txt', 'doc/index.rst', 'sub'];
      await apply(
        gone.map((path) => editOf(path, '', null)),
        base,
      );
      assert.equal(clone.git('ls-files'), '');
      assert.equal(read('build/out'), 'mine\n');
      assert.equal(existsSync(join(clone.root, 'sub/begin.txt')), true);
      assert.equal(existsSync(join(clone.root, 'doc')), false);
    });
  });

  describe('paths of edits', () => {
    for (const path of [
      '../out.txt',
      '/tmp/out.txt',
      '.git/config',
      'doc/.GIT/hooks/x',
      'a//b',
      './a.txt',
      '',
      'x\0y',
    ]) {
      it(`an edit of ${JSON.stringify(path)} is refused before anything is made`, async () => {
        const config = read('.git/config');
        assert.equal(await reasonOf(apply([editOf(path, undefined, 'x\n')])), 'bad-path');
        assert.equal(read('.git/config'), config);
        assertUntouched();
      });
    }

    it('an edit below a linked folder is refused, and writes nowhere', async () => {
      const outside = temporaryFolder();
      symlinkSync(outside, join(clone.root, 'linked'));
      clone.git('add', 'linked');
      const base = clone.fetchedIndex();
      assert.equal(await reasonOf(apply([editOf('linked/x', undefined, 'x\n')], base)), 'bad-path');
      assert.deepEqual(readdirSync(outside), []);
      assert.ok(lstatSync(join(clone.root, 'linked')).isSymbolicLink());
    });

    it('a file where a folder stays is refused, and a file below a file', async () => {
      assert.equal(await reasonOf(apply([editOf('doc', undefined, 'x\n')])), 'bad-path');
      assert.equal(await reasonOf(apply([editOf('a.txt/b', undefined, 'x\n')])), 'bad-path');
      const both = [editOf('n', undefined, 'x\n'), editOf('n/b', undefined, 'x\n')];
      assert.equal(await reasonOf(apply(both)), 'bad-path');
      assertUntouched();
    });
  });

  it('an edit that was made from another text is refused', async () => {
    for (const edit of [
      editOf('a.txt', 'older\n', 'b\n'),
      editOf('a.txt', undefined, 'b\n'),
      editOf('a.txt', 'older\n', null),
      editOf('gone.txt', 'x\n', 'y\n'),
      editOf('gone.txt', '', null),
    ]) {
      assert.equal(await reasonOf(apply([edit])), 'not-as-before', edit.path);
    }
    assertUntouched();
  });

  it('changes that git status does not show are not overwritten', async () => {
    for (const flag of ['assume-unchanged', 'skip-worktree']) {
      clone.git('update-index', `--${flag}`, 'a.txt');
      clone.write('a.txt', 'mine\n');
      assert.equal(await reasonOf(apply([editOf('a.txt', 'a\n', null)])), 'clone-busy', flag);
      assert.equal(read('a.txt'), 'mine\n');
      clone.write('a.txt', 'a\n');
      clone.git('update-index', `--no-${flag}`, 'a.txt');
    }
    assertUntouched();
  });

  it('what the person staged on the branch of the step is not lost, even where the file on disk is ours', async () => {
    await apply([editOf('a.txt', 'a\n', 'b\n')]);
    clone.write('a.txt', 'mine\n');
    clone.git('add', 'a.txt');
    clone.write('a.txt', 'b\n');
    assert.equal(await reasonOf(apply([editOf('a.txt', 'a\n', 'b\n')])), 'clone-busy');
    assert.equal(clone.git('show', ':a.txt'), 'mine');
  });

  it('a cancel before or while it is written leaves the clone as it was', async () => {
    const base = clone.fetched(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}.txt`, `${i}\n`])));
    clone.git('checkout', '-q', '--detach', first);
    assert.equal(await reasonOf(apply([], base, AbortSignal.abort())), 'cancelled');
    assertUntouched('HEAD');
    // Each of the files takes a moment on the way to the base.
    clone.git('config', 'filter.slow.smudge', 'sleep 0.03; cat');
    clone.write('.git/info/attributes', 'f*.txt filter=slow\n');
    const edits = [editOf('a.txt', 'a\n', 'b\n')];
    assert.equal(await reasonOf(apply(edits, base, AbortSignal.timeout(600))), 'cancelled');
    assert.equal(status(), '');
    assert.equal(clone.git('rev-parse', 'HEAD'), first);
    assertUntouched('HEAD');
  });

  it('a git that fails between two files leaves the clone as it was', async () => {
    clone.git('config', 'filter.broken.clean', 'cat');
    clone.git('config', 'filter.broken.smudge', 'false');
    clone.git('config', 'filter.broken.required', 'true');
    clone.write('.git/info/attributes', 'z.txt filter=broken\n');
    const edits = [
      editOf('a.txt', 'a\n', null),
      editOf('b.txt', undefined, 'new\n'),
      editOf('doc/index.rst', 'X\n', 'Y\n'),
      editOf('z.txt', undefined, 'cannot be checked out\n'),
    ];
    assert.equal(await reasonOf(apply(edits)), 'git-failed');
    assert.equal(status(), '');
    assert.equal(read('a.txt'), 'a\n');
    assert.equal(read('doc/index.rst'), 'X\n');
    assertUntouched();
  });

  it('a half-written tree on the branch of the step is written again, whichever files were reached', async () => {
    const edits = [
      editOf('a.txt', 'a\n', null),
      editOf('b.txt', undefined, 'new\n'),
      editOf('doc/index.rst', 'X\n', 'Y\n'),
    ];
    const states: Readonly<Record<string, () => void>> = {
      'only the branch': () => undefined,
      'a deletion': () => rmSync(join(clone.root, 'a.txt')),
      'an addition': () => clone.write('b.txt', 'new\n'),
      'all files and no index': () => {
        rmSync(join(clone.root, 'a.txt'));
        clone.write('b.txt', 'new\n');
        clone.write('doc/index.rst', 'Y\n');
      },
      'all files, staged': () => {
        rmSync(join(clone.root, 'a.txt'));
        clone.write('b.txt', 'new\n');
        clone.write('doc/index.rst', 'Y\n');
        clone.git('add', '-A');
      },
    };
    for (const [name, reach] of Object.entries(states)) {
      clone.git('switch', '-q', '-c', BRANCH, first);
      reach();
      await apply(edits);
      assert.equal(status(), 'D  a.txt\nA  b.txt\nM  doc/index.rst', name);
      clone.git('reset', '-q', '--hard');
      clone.git('switch', '-q', 'master');
      clone.git('branch', '-q', '-D', BRANCH);
    }
  });

  it('a branch of the step at an older base goes on to the new one, and back where that fails', async () => {
    clone.git('branch', BRANCH, first);
    const base = clone.fetched({ 'late.txt': 'late\n' });
    clone.write('in-the-way.txt', 'mine\n');
    assert.equal(await reasonOf(apply([editOf('in-the-way.txt', undefined, 'x\n')], base)), 'in-the-way');
    assert.equal(clone.git('rev-parse', BRANCH), first);
    assert.equal(clone.git('rev-parse', '--abbrev-ref', 'HEAD'), 'master');
    await apply([editOf('late.txt', 'late\n', null)], base);
    assert.equal(clone.git('rev-parse', 'HEAD'), base);
    assert.equal(clone.git('diff', '--cached', '--name-status'), 'D\tlate.txt');
  });

  it('a file whose folder is missing is written, and the index of the person has nothing else', async () => {
    mkdirSync(join(clone.root, 'empty'));
    clone.write('untracked.txt', 'mine\n');
    await apply([editOf('new/deep/x.txt', undefined, 'x\n'), editOf('empty/y.txt', undefined, 'y\n')]);
    assert.equal(clone.git('diff', '--cached', '--name-status'), 'A\tempty/y.txt\nA\tnew/deep/x.txt');
    assert.equal(read('untracked.txt'), 'mine\n');
  });
});
