import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { comparePatchSets, type PatchSetDiff } from '../../../../src/change/download/patchSetDiff';
import { PersonGit } from '../../../../src/change/repository/personGit';

const LINES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

describe('the difference between patch sets', () => {
  /** Stands in for the server: a repository with `refs/changes/`. */
  let server: string;
  let clone: string;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
      cwd: server,
      encoding: 'utf8',
    }).trim();
  const text = (blob: string | undefined): string =>
    execFileSync('git', ['cat-file', 'blob', blob ?? ''], { cwd: clone, encoding: 'utf8' });

  /** @param edits line (from 1) to its new text */
  function commit(file: string, edits: Readonly<Record<number, string>>): string {
    writeFileSync(join(server, file), LINES.map((line, at) => `${edits[at + 1] ?? line}\n`).join(''));
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', file);
    return git('rev-parse', 'HEAD');
  }

  beforeEach(() => {
    server = temporaryFolder();
    git('init', '-q', '-b', 'master');
    commit('a.txt', {});
    commit('other.txt', {});
  });

  async function compare(...commits: string[]): Promise<PatchSetDiff> {
    const patchSets = commits.map((id, at) => {
      git('update-ref', `refs/changes/07/7/${at + 1}`, id);
      return { number: at + 1, commit: id, ref: `refs/changes/07/7/${at + 1}`, created: 0 };
    });
    clone = temporaryFolder();
    execFileSync('git', ['init', '-q', clone]);
    return comparePatchSets(
      new PersonGit(clone),
      { exists: false, remote: 'gerrit', url: server },
      { number: 7, patchSets },
      1,
      2,
    );
  }

  it('the difference of two patch sets on one parent includes files that come and go', async () => {
    git('checkout', '-q', '--detach');
    commit('gone.txt', {});
    const first = git('rev-parse', 'HEAD');
    git('reset', '-q', '--hard', 'master');
    const second = commit('a.txt', { 2: 'TWO' });
    const { rebase, files } = await compare(first, second);
    assert.equal(rebase, 'none');
    assert.deepEqual(
      files.map(({ name, before, after }) => [name, before !== undefined, after !== undefined]),
      [
        ['a.txt', true, true],
        ['gone.txt', true, false],
      ],
    );
    assert.match(text(files[0]?.after), /TWO/);
  });

  it('the difference of two patch sets leaves out what a rebase brought, even in the same file', async () => {
    git('checkout', '-q', '--detach');
    const first = commit('a.txt', { 1: 'mine' });
    git('checkout', '-q', 'master');
    commit('other.txt', { 1: 'merged' });
    commit('a.txt', { 7: 'merged' });
    const second = commit('a.txt', { 1: 'mine, better', 7: 'merged' });
    const { rebase, files } = await compare(first, second);
    assert.deepEqual([rebase, files.map(({ name }) => name)], ['left-out', ['a.txt']]);
    assert.match(text(files[0]?.before), /^mine\n[\s\S]*merged/);
  });

  it('the difference of two patch sets is refused if the older one conflicts with merged changes', async () => {
    git('checkout', '-q', '--detach');
    const first = commit('a.txt', { 1: 'mine' });
    git('checkout', '-q', 'master');
    commit('other.txt', { 1: 'merged' });
    commit('a.txt', { 1: 'theirs' });
    const second = commit('a.txt', { 1: 'both' });
    const { rebase, files } = await compare(first, second);
    assert.deepEqual([rebase, files.map(({ name }) => name)], ['among-the-lines', ['a.txt']]);
    assert.equal(text(files[0]?.before).split('\n')[0], 'mine');
  });

  it('two patch sets do not differ after a mere rebase', async () => {
    git('checkout', '-q', '--detach');
    const first = commit('a.txt', { 1: 'mine' });
    git('checkout', '-q', 'master');
    commit('other.txt', { 1: 'merged' });
    git('cherry-pick', first);
    assert.deepEqual((await compare(first, git('rev-parse', 'HEAD'))).files, []);
  });
});
