import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { openRepository } from '../../../../src/base/git';
import { commitTree, folderTree } from '../../../../src/retirement/clones/trees';
import type { Tree } from '../../../../src/retirement/edits/lines/edit';
import { Clone, reasonOf } from './cloneScene';

describe('the files of a repository', () => {
  let clone: Clone;
  let outside: string;
  beforeEach(() => {
    clone = new Clone();
    outside = temporaryFolder();
    writeFileSync(join(outside, 'secret.txt'), 'secret\n');
  });
  const both = async (commit: string): Promise<Tree[]> => [
    folderTree(clone.root),
    commitTree(await openRepository(clone.root), commit),
  ];

  it('links, in the middle of a path or at its end, and submodules are named and read as nothing', async () => {
    const other = new Clone();
    clone.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'sub');
    symlinkSync(outside, join(clone.root, 'away'));
    symlinkSync('begin.txt', join(clone.root, 'inside'));
    clone.git('add', '-A');
    const commit = clone.fetchedIndex();
    for (const tree of await both(commit)) {
      assert.deepEqual(await tree.list(''), ['.gitmodules', 'away', 'begin.txt', 'inside', 'sub']);
      for (const path of ['away', 'away/secret.txt', 'inside', 'sub', 'sub/begin.txt', '../x', '/etc/hostname', '']) {
        assert.equal(await tree.read(path), undefined, path);
      }
      assert.equal(await tree.read('begin.txt'), 'Begin\n');
    }
  });

  it('a tracked file whose folder was replaced by a link to elsewhere reads as nothing', async () => {
    clone.fetched({ 'doc/secret.txt': 'mine\n' });
    removeFolder(join(clone.root, 'doc'));
    symlinkSync(outside, join(clone.root, 'doc'));
    assert.equal(await folderTree(clone.root).read('doc/secret.txt'), undefined);
  });

  it('names with spaces, quotes, line breaks and letters of any script are read', async () => {
    const names = ['a b', 'q"uote', 'line\nbreak', 'ünï', 'x\\y'];
    const commit = clone.fetched(Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    for (const tree of await both(commit)) {
      for (const name of names) {
        assert.equal(await tree.read(name), `${name}\n`, name);
        assert.ok((await tree.list('')).includes(name), name);
      }
    }
  });

  it('a folder is listed by its whole name alone', async () => {
    const commit = clone.fetched({ 'doc/a': 'a\n', 'docs/b': 'b\n', doc2: 'c\n' });
    for (const tree of await both(commit)) assert.deepEqual(await tree.list('doc'), ['doc/a']);
  });

  it('a file of more than 8 MB is refused', async () => {
    const commit = clone.fetched({ 'large.txt': 'x'.repeat((8 << 20) + 1) });
    for (const tree of await both(commit)) assert.equal(await reasonOf(tree.read('large.txt')), 'too-big');
  });

  it('a commit that is not there is refused, and what could be an option of git', async () => {
    const repository = await openRepository(clone.root);
    assert.equal(await reasonOf(commitTree(repository, 'gone').list('')), 'unknown-ref');
    assert.equal(await reasonOf(commitTree(repository, '--name-only').list('')), 'invalid-ref');
  });

  it('a plain folder has all of its files but those of .git, and links are not followed', async () => {
    mkdirSync(join(outside, 'a/.git'), { recursive: true });
    writeFileSync(join(outside, 'a/.git/config'), '');
    writeFileSync(join(outside, 'a/x'), 'x\n');
    symlinkSync('.', join(outside, 'circle'));
    const tree = folderTree(outside);
    assert.deepEqual(await tree.list(''), ['a/x', 'circle', 'secret.txt']);
    assert.equal(await tree.read('circle/secret.txt'), undefined);
  });

  it('a repository that tracks nothing yet has the files of its folder', async () => {
    execFileSync('git', ['init', '-q'], { cwd: outside });
    assert.deepEqual(await folderTree(outside).list(''), ['secret.txt']);
    execFileSync('git', ['add', 'secret.txt'], { cwd: outside });
    writeFileSync(join(outside, 'new.txt'), 'new\n');
    assert.deepEqual(await folderTree(outside).list(''), ['secret.txt']);
  });

  it('a folder inside of a clone has its own files, and one that is gone is refused', async () => {
    clone.fetched({ 'doc/a': 'a\n' });
    assert.deepEqual(await folderTree(join(clone.root, 'doc')).list(''), ['a']);
    assert.equal(await reasonOf(folderTree(join(clone.root, 'gone')).list('')), 'unreadable');
  });
});
