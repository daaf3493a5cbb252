// Which files are changed, and what a run changed, by a real git.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { diskFiles } from '../../src/project/files';
import { changedFiles } from '../../src/style/check/changedFiles';
import { TreeBefore } from '../../src/style/check/treeBefore';

describe('changed files', () => {
  let root: string;
  const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: root, stdio: 'pipe' });
  };
  const changed = async (): Promise<string[]> => (await changedFiles(root)).map((file) => relative(root, file)).sort();

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'changed '));
    for (const name of ['old.py', 'kept.py', 'gone.py', 'näme b.py']) write(name, 'x = 1\n');
    write('.gitignore', 'cover/\n');
    git('init', '-q', '-b', 'work');
    git('add', '.');
    git('commit', '-q', '-m', 'Start');
  });
  afterEach(() => removeFolder(root));

  it('changed files are the uncommitted ones, including new and without deleted ones', async () => {
    assert.deepEqual(await changed(), []);
    write('old.py', 'x = 2\n');
    write('näme b.py', 'x = 2\n');
    git('add', 'näme b.py');
    write('new.py', 'x = 1\n');
    rmSync(join(root, 'gone.py'));
    mkdirSync(join(root, 'cover'));
    write('cover/index.py', '');
    assert.deepEqual(await changed(), ['new.py', 'näme b.py', 'old.py']);
  });

  it('changed files of a branch are all that differ from the review branch of .gitreview', async () => {
    git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    write('.gitreview', '[gerrit]\nhost=review.opendev.org\nproject=openstack/nova\n');
    write('old.py', 'x = 3\n');
    git('add', '.');
    git('commit', '-q', '-m', 'Mine');
    write('kept.py', 'x = 3\n');
    assert.deepEqual(await changed(), ['.gitreview', 'kept.py', 'old.py']);
  });

  it('files that a run changed are distinguished from those changed before it', async () => {
    write('old.py', 'mine\n');
    write('new.py', 'mine\n');
    const before = await TreeBefore.take(root, diskFiles);
    assert.deepEqual(await before.changes(), []);
    write('new.py', 'formatted\n');
    write('kept.py', 'formatted\n');
    write('made.py', 'formatted\n');
    const changes = (await before.changes()).map(({ path, before: text }) => [relative(root, path), text]);
    assert.deepEqual(changes.sort(), [
      ['kept.py', 'x = 1\n'],
      ['made.py', undefined],
      ['new.py', 'mine\n'],
    ]);
  });
});
