import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { UserError } from '../../src/base/errors';
import { openRepository } from '../../src/base/git';
import { commit, moveBack } from '../../src/change/commits/commit';
import { commitsWithoutChangeId } from '../../src/change/commits/missingChangeIds';
import { messageToAmend, newMessage } from '../../src/change/draft/newDraft';
import { workTreeOf } from '../../src/change/repository/gitFolder';
import { type RepositoryFacts, readFacts } from '../../src/change/repository/repositoryFacts';
import { diskFiles } from '../../src/project/files';
import { run } from './lib/run';

const ID = 'Change-Id: I0123456789012345678901234567890123456789';

describe('commits through git', () => {
  let root: string;
  const git = async (...args: string[]): Promise<string> => (await run('git', args, { cwd: root })).trim();
  const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
  const facts = async (): Promise<RepositoryFacts> => readFacts(root, diskFiles, await openRepository(root));
  const reasonOf = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof UserError, `threw ${String(error)}`);
    return String(error.reason);
  };

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'commit-')));
    await git('init', '-q', '-b', 'master');
    await git('config', 'user.name', 'Dev Example');
    await git('config', 'user.email', 'dev@example.org');
    write('.gitreview', '[gerrit]\nhost=review.opendev.org\nproject=openstack/nova.git\n');
    write('a.py', '1\n');
    await git('add', '-A');
    await git(
      'commit',
      '-q',
      '-m',
      'virt: Begin',
      '-m',
      `Assisted-By: a tool\nCo-authored-by: Ada <ada@example.org>\n${ID}`,
    );
  });
  afterEach(() => removeFolder(root));

  it("a commit's facts are identity, branch, project, people and tools", async () => {
    await git('checkout', '-q', '-b', 'bug/1234567');
    await git('config', 'gerrit.createChangeId', 'always');
    const known = await facts();
    assert.deepEqual(
      [known.author, known.committer],
      [{ name: 'Dev Example', email: 'dev@example.org' }, known.author],
    );
    assert.deepEqual([known.branch, known.review?.project, known.isGerrit], ['bug/1234567', 'openstack/nova', true]);
    assert.deepEqual(known.hook, { createChangeId: 'always' });
    assert.deepEqual(known.history, {
      subjects: ['virt: Begin'],
      people: [known.author, { name: 'Ada', email: 'ada@example.org' }],
      tools: ['a tool'],
    });
  });

  it('fewer facts are known without git, in Restricted Mode', async () => {
    const known = await readFacts(root, diskFiles);
    assert.deepEqual([known.isGerrit, known.committer, known.history.subjects], [true, undefined, []]);
  });

  it('a commit keeps its message to the letter, and runs the hooks', async () => {
    write('a.py', '2\n');
    await git('add', '-A');
    write('.git/hooks/commit-msg', '#!/bin/sh\necho Tested: yes >> "$1"\n');
    await run('chmod', ['+x', '.git/hooks/commit-msg'], { cwd: root });
    const { before, commit: made } = await commit(root, { message: '#1 counts\n\nTask: 1\n' });
    assert.equal(await git('log', '-1', '--format=%B'), '#1 counts\n\nTask: 1\nTested: yes');
    assert.deepEqual([await git('rev-parse', 'HEAD~'), await git('rev-parse', 'HEAD')], [before, made]);
  });

  it('a commit is refused when it is empty, has conflicts, or a hook refuses', async () => {
    assert.equal(await reasonOf(commit(root, { message: 'x\n' })), 'nothing-staged');
    write('a.py', '2\n');
    const { output } = await commit(root, { message: 'All\n', all: true });
    assert.match(output, /1 file changed/);
    await git('checkout', '-q', '-b', 'other', 'HEAD~');
    write('a.py', '3\n');
    await git('commit', '-qam', 'Other');
    await assert.rejects(git('merge', 'master'));
    assert.equal(await reasonOf(commit(root, { message: 'x\n' })), 'conflicts');
    await git('merge', '--abort');
    write('.git/hooks/pre-commit', '#!/bin/sh\necho not like this >&2\nexit 1\n');
    await run('chmod', ['+x', '.git/hooks/pre-commit'], { cwd: root });
    write('a.py', '4\n');
    await git('add', '-A');
    await assert.rejects(
      commit(root, { message: 'x\n' }),
      (error: UserError) => error.reason === 'commit-refused' && error.message.includes('not like this'),
    );
  });

  it('rewording HEAD keeps what is staged, and can be undone', async () => {
    const before = await git('rev-parse', 'HEAD');
    write('a.py', '5\n');
    await git('add', '-A');
    await commit(root, { message: 'virt: Anew\n', onlyMessage: true });
    assert.equal(await git('log', '-1', '--format=%s'), 'virt: Anew');
    assert.equal(await git('diff', '--cached', '--name-only'), 'a.py');
    await moveBack(root, before);
    assert.equal(await git('rev-parse', 'HEAD'), before);
    assert.equal(await git('diff', '--cached', '--name-only'), 'a.py');
  });

  it('a commit made without the commit-msg hook is noticed', async () => {
    const look = async (): Promise<string | undefined> =>
      (await commitsWithoutChangeId(await openRepository(root), await facts()))[0]?.subject;
    assert.equal(await look(), undefined);
    await git('revert', '--no-edit', 'HEAD');
    assert.equal(await look(), 'Revert "virt: Begin"');
    await git('commit', '-q', '--amend', '-m', 'fixup! virt: Begin');
    assert.equal(await look(), undefined);
    await git('commit', '-q', '--amend', '-m', 'Mine');
    assert.equal(await look(), 'Mine');
    await git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    assert.equal(await look(), undefined);
    assert.equal(
      await reasonOf(openRepository(root).then(async (repository) => messageToAmend(repository, await facts()))),
      'nothing-to-amend',
    );
    await git('-c', 'user.email=else@example.org', 'commit', '-q', '--allow-empty', '-m', 'Not mine');
    assert.equal(await look(), undefined);
  });

  it('a draft begins with log, branch and template, in a linked work tree too', async () => {
    const tree = `${root}-tree`;
    await git('worktree', 'add', '-q', '-b', 'bug/1234567', tree);
    try {
      const folder = (await run('git', ['rev-parse', '--absolute-git-dir'], { cwd: tree })).trim();
      assert.equal(await workTreeOf(join(folder, 'COMMIT_EDITMSG'), diskFiles), tree);
      await git('config', 'commit.template', join(root, 'template'));
      write('template', '\n\nWhy and how.\n');
      writeFileSync(join(tree, 'a.py'), '6\n');
      await run('git', ['commit', '-qam', 'virt: Go on'], { cwd: tree });
      writeFileSync(join(tree, 'a.py'), '7\n');
      await run('git', ['add', '-A'], { cwd: tree });
      const repository = await openRepository(tree);
      const text = await newMessage(repository, await readFacts(tree, diskFiles, repository), diskFiles, true);
      assert.match(
        text,
        /^virt: \n\nWhy and how\.\n\nCloses-Bug: #1234567\nSigned-off-by: Dev Example <dev@example\.org>\n\n# A new change for openstack\/nova, master\. .*\n# .*\n# On branch bug\/1234567\n/,
      );
    } finally {
      removeFolder(tree);
    }
  });
});
