import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { UserError } from '../../src/base/errors';
import { openRepository } from '../../src/base/git';
import { run } from './lib/run';

const reasonOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UserError, `threw ${String(error)}`);
  return String(error.reason);
};

describe('git', () => {
  let folder: string;
  let root: string;
  const git = (...args: string[]): Promise<string> => run('git', args, { cwd: root });
  const write = (name: string, ...lines: string[]): void => writeFileSync(join(root, name), `${lines.join('\n')}\n`);
  let seconds = 1_700_000_000;
  /** Commits everything, one minute after the last time; gives the time in milliseconds. */
  const commit = async (message: string): Promise<number> => {
    seconds += 60;
    const date = `${seconds} +0000`;
    const who = { NAME: 'A', EMAIL: 'a@example.org', DATE: date };
    const identity = Object.entries(who).flatMap(([key, value]) => [
      `GIT_AUTHOR_${key}`,
      value,
      `GIT_COMMITTER_${key}`,
      value,
    ]);
    const env: NodeJS.ProcessEnv = {};
    for (let i = 0; i < identity.length; i += 2) env[identity[i]!] = identity[i + 1];
    await run('git', ['add', '-A'], { cwd: root });
    await run('git', ['commit', '-q', '--allow-empty', '-m', message], { cwd: root, env });
    return seconds * 1000;
  };
  const changed = async (base: string): Promise<Record<string, number[]>> => {
    const repository = await openRepository(root);
    const lines = await repository.changedLines(await repository.mergeBase(base));
    return Object.fromEntries([...lines].map(([path, changes]) => [path.slice(root.length + 1), changes]));
  };

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'git-')));
  });
  after(() => removeFolder(folder));
  beforeEach(async () => {
    root = mkdtempSync(join(folder, 'repository-'));
    await git('init', '-q', '-b', 'master');
  });

  it("git's top folder is found, and spelled as it was opened", async () => {
    mkdirSync(join(root, 'a/b'), { recursive: true });
    assert.equal((await openRepository(join(root, 'a/b'))).root, root);
    const link = join(folder, 'link');
    symlinkSync(root, link);
    assert.equal((await openRepository(link)).root, link);
    assert.equal((await openRepository(join(link, 'a'))).root, link);
    const deep = join(folder, 'deep-link');
    symlinkSync(join(root, 'a/b'), deep);
    assert.equal((await openRepository(deep)).root, root);
  });

  it('a failure of git names its reason', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'no-git-'));
    assert.equal(await reasonOf(openRepository(outside)), 'not-a-repository');
    assert.equal(await reasonOf(openRepository(join(outside, 'gone'))), 'not-a-repository');
    assert.equal(await reasonOf(openRepository(join(root, '.git'))), 'not-a-repository');
    removeFolder(outside);

    const repository = await openRepository(root);
    assert.equal(await reasonOf(repository.head()), 'no-commits');
    await commit('one');
    assert.equal(await reasonOf(repository.mergeBase('gone')), 'unknown-ref');
    await git('checkout', '-q', '--orphan', 'other');
    await commit('two');
    assert.equal(await reasonOf(repository.mergeBase('master')), 'no-merge-base');

    const { PATH } = process.env;
    process.env.PATH = outside;
    const reason = await reasonOf(openRepository(root)).finally(() => (process.env.PATH = PATH));
    assert.equal(reason, 'no-git');
  });

  it('an option in place of a branch is refused', async () => {
    await commit('one');
    const repository = await openRepository(root);
    for (const ref of ['', '--output=evil', '-h', 'a\nb', 'a\0b', 'x'.repeat(300)]) {
      assert.equal(await reasonOf(repository.commitOf(ref)), 'invalid-ref', JSON.stringify(ref));
      assert.equal(await reasonOf(repository.changedLines(ref)), 'invalid-ref', JSON.stringify(ref));
    }
    for (const ref of ['$(touch evil)', '; touch evil', 'a..b', 'HEAD:x', '..', ':/one', 'HEAD^{tree}']) {
      assert.equal(await repository.commitOf(ref), undefined, ref);
    }
    assert.equal(await repository.commitOf('HEAD@{0}'), await repository.head());
    assert.ok(!existsSync(join(root, 'evil')));
  });

  it('changed lines are those committed, staged and unstaged, and those of new and renamed files', async () => {
    write('same.py', 'a', 'b', 'c', 'd');
    write('old name.py', ...Array.from({ length: 20 }, (_, i) => `line ${i}`));
    write('gone.py', 'x');
    const base = await commit('base');
    await git('checkout', '-q', '-b', 'change');
    write('same.py', 'new', 'a', 'b', 'c', 'd');
    await git('mv', 'old name.py', 'ünï "q" \\ name.py');
    await git('rm', '-q', 'gone.py');
    await commit('mine');
    write('ünï "q" \\ name.py', ...Array.from({ length: 20 }, (_, i) => `line ${i === 3 ? 'changed' : i}`));
    write('staged.py', '++ b/evil.py', '-- a/evil.py');
    await git('add', 'staged.py');
    write('same.py', 'newer', 'new', 'a', 'b', 'X', 'd');
    write('never added.py', 'x');
    assert.deepEqual(await changed('master'), {
      'same.py': [1, 2, 5],
      'ünï "q" \\ name.py': [4],
      'staged.py': [1, 2],
    });
    // What others merged meanwhile is not part of the change.
    await git('stash', '-q');
    await git('checkout', '-q', 'master');
    write('theirs.py', 'x');
    await commit('theirs');
    await git('checkout', '-q', 'change');
    await git('stash', 'pop', '-q', '--index');
    assert.deepEqual(Object.keys(await changed('master')).sort(), ['same.py', 'staged.py', 'ünï "q" \\ name.py']);
    assert.ok(base > 0);
  });

  it('changed lines are the same with any settings of git, and none of their programs run', async () => {
    write('a.py', 'a', 'b', 'c', 'd', 'e');
    await commit('base');
    write('a.py', 'A', 'b', 'C', 'd', 'e');
    const expected = { 'a.py': [1, 3] };
    assert.deepEqual(await changed('HEAD'), expected);

    write('.gitattributes', '*.py diff=evil');
    const evil = join(root, 'evil.sh');
    writeFileSync(evil, `#!/bin/sh\ntouch ${join(root, 'ran')}\ncat "$1"\n`, { mode: 0o755 });
    const settings = {
      'diff.noprefix': 'true',
      'diff.mnemonicPrefix': 'true',
      'diff.external': evil,
      'diff.evil.command': evil,
      'diff.evil.textconv': evil,
      'diff.interHunkContext': '10',
      'diff.renames': 'false',
      'diff.relative': 'true',
      'diff.context': '5',
      'color.ui': 'always',
      'core.fsmonitor': evil,
      'core.pager': evil,
      'core.quotePath': 'true',
      'log.showSignature': 'true',
      'gpg.program': evil,
    };
    for (const [name, value] of Object.entries(settings)) await git('config', name, value);
    assert.deepEqual(await changed('HEAD'), expected);
    const repository = await openRepository(root);
    await repository.treeId();
    await repository.checkedOutAt(Date.now());
    await repository.lastCommitBefore(Date.now());
    assert.equal(await repository.textAt('HEAD', join(root, 'a.py')), 'a\nb\nc\nd\ne\n');
    assert.equal((await repository.textsAt('HEAD', [join(root, 'a.py')])).get(join(root, 'a.py')), 'a\nb\nc\nd\ne\n');
    assert.ok(!existsSync(join(root, 'ran')));
  });

  it('changed lines are known in a file with conflicts', async () => {
    write('a.py', 'a', 'b', 'c');
    await commit('base');
    await git('checkout', '-q', '-b', 'side');
    write('a.py', 'a', 'side', 'c');
    await commit('side');
    await git('checkout', '-q', 'master');
    write('a.py', 'a', 'mine', 'c');
    await commit('mine');
    await assert.rejects(git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'merge', '-q', 'side'));
    assert.deepEqual(await changed('HEAD~1'), { 'a.py': [2, 3, 4, 5, 6] });
  });

  it('reading changes leaves the index as it is', async () => {
    write('a.py', 'a');
    await commit('base');
    const index = join(root, '.git/index');
    // A file that only looks changed makes git refresh its index where it may.
    utimesSync(join(root, 'a.py'), 1, 1);
    const [bytes, { mtimeMs }] = [readFileSync(index), statSync(index)];
    const repository = await openRepository(root);
    assert.deepEqual([...(await repository.changedLines('HEAD'))], []);
    await repository.treeId();
    assert.deepEqual([readFileSync(index), statSync(index).mtimeMs], [bytes, mtimeMs]);
  });

  it('the text checked out when a report was written is found across branches', async () => {
    const path = join(root, 'a b.py');
    write('a b.py', 'one');
    const first = await commit('one');
    write('a b.py', 'two');
    await commit('two');
    const repository = await openRepository(root);
    const textAt = async (time: number): Promise<string | undefined> => {
      const at = await repository.checkedOutAt(time);
      return at === undefined ? undefined : repository.textAt(at, path);
    };
    assert.equal(await textAt(first - 1), undefined);
    assert.equal(await textAt(first), 'one\n');
    assert.equal(await textAt(first + 59_999), 'one\n');
    assert.equal(await textAt(first + 60_000), 'two\n');
    const last = await repository.lastCommitBefore(first + 1000);
    assert.equal(await repository.textAt(last!, path), 'one\n');
    assert.equal(await repository.lastCommitBefore(first - 1000), undefined);
    assert.equal(await repository.textAt(last!, join(root, 'other.py')), undefined);
    assert.equal(await repository.textAt(last!, join(folder, 'a b.py')), undefined);

    // The branch that is checked out now held another text at that time, which nobody measured.
    seconds -= 100;
    await git('checkout', '-q', '-b', 'other', last!);
    write('a b.py', 'other');
    await commit('other');
    const [whole] = (await git('log', '-g', '--format=%H', 'master', '-1')).split('\n');
    assert.equal(await repository.textAt(whole!, path), 'two\n');
  });

  it('texts of many files come in one answer', async () => {
    const texts = { 'a.py': 'a', 'two words.py': 'x blob 3', 'ümläut.py': 'ü\n\nö', 'empty.py': '', end: 'missing' };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(root, name), text);
    mkdirSync(join(root, 'folder'));
    write('folder/b.py', 'b');
    await commit('texts');
    write('later.py', 'later');
    const repository = await openRepository(root);
    const none = ['later.py', 'no such.py', 'folder', 'a\nb.py', '../elsewhere.py'];
    const asked = ['no.py', ...Object.keys(texts), ...none, 'folder/b.py'].map((name) => join(root, name));
    const found = [...(await repository.textsAt('HEAD', asked))].map(([path, text]) => [
      path.slice(root.length + 1),
      text,
    ]);
    assert.deepEqual(Object.fromEntries(found), { ...texts, 'folder/b.py': 'b\n' });
    assert.equal((await repository.textsAt('HEAD', [])).size, 0);
    assert.equal((await repository.textsAt('no-such-branch', asked)).size, 0);
    assert.equal(await reasonOf(repository.textsAt('--output=x', asked)), 'invalid-ref');
  });

  it('different states of a tree have different ids', async () => {
    write('a.py', 'a');
    write('.gitignore', 'ignored.py');
    await commit('base');
    const repository = await openRepository(root);
    const seen = new Set<string>();
    const isNew = async (): Promise<boolean> => {
      const id = await repository.treeId();
      assert.ok(id !== undefined);
      const size = seen.size;
      return seen.add(id).size > size;
    };
    assert.ok(await isNew());
    write('a.py', 'b');
    assert.ok(await isNew());
    write('new.py', 'x');
    assert.ok(await isNew());
    write('new.py', 'y');
    assert.ok(await isNew());
    write('ignored.py', 'x');
    write('notes.txt', 'x');
    utimesSync(join(root, 'a.py'), 1, 1);
    assert.ok(!(await isNew()));
    await git('add', 'a.py', 'new.py');
    await run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'all'], {
      cwd: root,
    });
    assert.ok(await isNew());
    await run(
      'git',
      ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '--amend', '-m', 'other'],
      { cwd: root },
    );
    assert.ok(!(await isNew()), 'a new message is no new tree');
  });

  it('the state of the tree at a time is known only while nothing was written since', async () => {
    write('a.py', 'a');
    const time = await commit('base');
    const repository = await openRepository(root);
    const clean = await repository.treeId();
    assert.equal(await repository.treeId(time), clean);
    assert.equal(await repository.treeId(time - 1000), undefined, 'the commit came later');
    write('a.py', 'b');
    assert.equal(await repository.treeId(time), undefined);
    utimesSync(join(root, 'a.py'), time / 1000, time / 1000);
    const edited = await repository.treeId(time);
    assert.ok(edited !== undefined && edited !== clean);
    rmSync(join(root, 'a.py'));
    assert.equal(await repository.treeId(time), undefined);
  });
});
