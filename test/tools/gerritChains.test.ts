import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from '../../scripts/lib/eventually';
import { amend, amendBelow } from '../../src/change/commits/chains';
import { changeIdOf, pendingCommits } from '../../src/change/commits/pendingCommits';
import { rewrite } from '../../src/change/commits/rewrite';
import { checkRebase } from '../../src/change/download/checkRebase';
import { cherryPickChange, downloadChange, finishBranch } from '../../src/change/download/download';
import { comparePatchSets } from '../../src/change/download/patchSetDiff';
import { type PushResult, push } from '../../src/change/push/push';
import { planPush } from '../../src/change/push/pushPlan';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { readChangeRef } from '../../src/gerrit';
import type { GerritLab } from './gerritLab';
import { ReviewRepository } from './lib/reviewRepository';
import { sharedGerrit } from './lib/sharedGerrit';

describe('chains and next patch sets against a real server', () => {
  let gerrit: GerritLab;
  let project: string;
  let repository: ReviewRepository;
  let git: PersonGit;
  const pushed = async (): Promise<PushResult> => {
    const plan = await planPush(git, await readTarget(git), repository.client);
    return push(repository.root, { plan }, { env: repository.env });
  };
  const chain = () => pendingCommits(git, 'gerrit/master');

  before(async () => {
    gerrit = await sharedGerrit();
    project = await gerrit.createProject('chains');
    repository = await ReviewRepository.clone(gerrit, project, 'http');
    git = new PersonGit(repository.root, { env: repository.env });
  });

  async function threeChanges(prefix: string): Promise<PushResult> {
    await repository.fresh();
    for (const name of ['one', 'two', 'three']) {
      await repository.commit({ message: `${prefix} ${name}`, files: { [`${prefix}-${name}.txt`]: `${name}\n` } });
    }
    const result = await pushed();
    assert.equal(result.outcome, 'accepted', JSON.stringify(result.answer));
    return result;
  }

  it('the middle commit of a chain of three is edited', async () => {
    const first = await threeChanges('Middle');
    const before = await chain();
    repository.write({ 'Middle-two.txt': 'two, better\n' });
    await repository.git('add', '-A');
    repository.write({ 'Middle-three.txt': 'not staged\n' });
    const { backup } = await amendBelow(git, before[1]!.commit, first.plan.target);
    assert.equal(readFileSync(join(repository.root, 'Middle-three.txt'), 'utf8'), 'not staged\n');
    await repository.git('checkout', '-q', '--', 'Middle-three.txt');
    assert.equal(await repository.git('rev-parse', backup), before[2]!.commit);
    const after = await chain();
    assert.deepEqual(
      after.map(({ changeId }) => changeId),
      before.map(({ changeId }) => changeId),
    );
    assert.deepEqual(
      after.map(({ message }) => message),
      before.map(({ message }) => message),
    );
    assert.equal(after[0]!.commit, before[0]!.commit);
    assert.equal(await repository.git('show', `${after[1]!.commit}:Middle-two.txt`), 'two, better');

    const plan = await planPush(git, first.plan.target, repository.client);
    assert.deepEqual(
      plan.commits.map(({ becomes }) => becomes),
      ['nothing', 'next-patch-set', 'next-patch-set'],
    );
    const second = await pushed();
    assert.deepEqual(
      second.changes.map(({ subject, patchSet, isNew }) => [subject, patchSet, isNew]),
      [
        ['Middle two', 2, false],
        ['Middle three', 2, false],
      ],
    );
  });

  it('editing the middle of a chain restores everything on a conflict', async () => {
    await repository.fresh();
    await repository.commit({ message: 'Base', files: { 'same.txt': '1\n' } });
    await repository.commit({ message: 'Above', files: { 'same.txt': '2\n' } });
    const [base] = await chain();
    repository.write({ 'same.txt': '3\n' });
    await repository.git('add', '-A');
    repository.write({ 'same.txt': '4\n' });
    const before = await Promise.all([
      repository.git('diff', '--cached'),
      repository.git('diff'),
      repository.git('rev-parse', 'HEAD'),
    ]);
    await assert.rejects(amendBelow(git, base!.commit, await readTarget(git)), { reason: 'conflict' });
    const after = await Promise.all([
      repository.git('diff', '--cached'),
      repository.git('diff'),
      repository.git('rev-parse', 'HEAD'),
    ]);
    assert.deepEqual(after, before);
    assert.equal(await repository.git('stash', 'list'), '');
    await repository.git('reset', '-q', '--hard');
    await assert.rejects(amendBelow(git, base!.commit, await readTarget(git)), { reason: 'nothing-to-do' });
  });

  it('editing the middle of a chain restores everything when cancelled', async () => {
    await repository.fresh();
    await repository.commit({ message: 'Below', files: { 'below.txt': '1\n' } });
    await repository.commit('On top');
    const [below] = await chain();
    repository.write({ 'below.txt': '2\n' });
    await repository.git('add', '-A');
    const state = () =>
      Promise.all([repository.git('diff', '--cached'), repository.git('rev-parse', 'HEAD'), repository.git('status')]);
    const before = await state();
    const hook = join(repository.root, '.git/hooks/post-checkout');
    // In the middle of the rebase, and not again when it is taken back.
    const flag = join(repository.root, '../in-the-middle');
    writeFileSync(hook, `#!/bin/sh\n[ -e "${flag}" ] && exit 0\ntouch "${flag}"\nsleep 60\n`, { mode: 0o755 });
    const abort = new AbortController();
    const cancellable = new PersonGit(repository.root, { env: repository.env, signal: abort.signal });
    const work = amendBelow(cancellable, below!.commit, await readTarget(git));
    void eventually('the middle of the rebase', () => existsSync(flag), Boolean).then(() => abort.abort());
    await assert.rejects(work, { reason: 'cancelled' });
    rmSync(hook);
    assert.deepEqual(await state(), before);
    await repository.git('reset', '-q', '--hard');
  });

  it('an older patch set, which the server refuses, is recognised', async () => {
    await repository.fresh();
    const older = await repository.commit('Twice');
    await pushed();
    repository.write({ 'twice.txt': 'better\n' });
    await repository.git('add', '-A');
    await amend(git);
    await pushed();
    await repository.git('checkout', '-q', older);
    const plan = await planPush(git, await readTarget(git), repository.client);
    assert.deepEqual(
      plan.commits.map(({ becomes, change }) => [becomes, change?.current?.number]),
      [['older-patch-set', 2]],
    );
    const refused = await push(repository.root, { plan }, { env: repository.env });
    assert.deepEqual(
      [refused.outcome, refused.answer.rejections.map(({ reason }) => reason)],
      ['refused', ['nothing-new']],
    );
    await repository.git('checkout', '-q', '-');
  });

  it('amending HEAD keeps its Change-Id', async () => {
    await repository.fresh();
    await repository.commit('Amend me');
    const [before] = await chain();
    repository.write({ 'amended.txt': 'x\n' });
    await repository.git('add', '-A');
    await amend(git);
    const [after] = await chain();
    assert.equal(after!.message, before!.message);
    await amend(git, { message: before!.message.replace('Amend me', 'Amended') });
    assert.deepEqual([(await chain())[0]?.subject, (await chain())[0]?.changeId], ['Amended', before!.changeId]);
    await assert.rejects(amend(git, { message: 'Lost\n' }), { reason: 'conflict' });
    assert.equal((await chain())[0]?.subject, 'Amended');
  });

  it('a rewrite happens only to commits that still exist, and only if HEAD is as before', async () => {
    await repository.fresh();
    await repository.commit('Here');
    const head = await git.head();
    await repository.commit('Above');
    const edits = new Map([[head, { message: 'Else\n' }]]);
    await assert.rejects(rewrite(git, head, edits, 'test'), { reason: 'changed-meanwhile' });
    const gone = new Map([['0'.repeat(40), { message: 'x' }]]);
    await assert.rejects(rewrite(git, await git.head(), gone, 'test'), { reason: 'changed-meanwhile' });
    repository.write({ 'left.txt': 'not committed\n' });
    await repository.git('add', '-A');
    await rewrite(git, await git.head(), edits, 'test');
    assert.deepEqual(
      (await chain()).map(({ subject }) => subject),
      ['Else', 'Above'],
    );
    assert.equal(await repository.git('diff', '--cached', '--name-only'), 'left.txt');
    await repository.git('reset', '-q', '--hard');
  });

  it('a change is downloaded, its patch sets compared, and the branch left', async () => {
    await repository.fresh();
    await repository.commit({ message: 'Download me', files: { 'd.txt': 'first\n' } });
    const { changes } = await pushed();
    const number = changes[0]?.number ?? 0;
    repository.write({ 'd.txt': 'second\n' });
    await amend(git, { all: true });
    await pushed();

    const other = await ReviewRepository.clone(gerrit, project, 'ssh', 'core');
    const theirs = new PersonGit(other.root, { env: other.env });
    const target = await readTarget(theirs);
    const change = await other.client.findChange(readChangeRef(`${gerrit.url}/c/${project}/+/${number}`)!);
    const current = await downloadChange(theirs, target, change);
    assert.equal(current.branch, `review/${number}`);
    assert.equal(readFileSync(join(other.root, 'd.txt'), 'utf8'), 'second\n');
    assert.equal(await other.git('rev-parse', '--abbrev-ref', '@{upstream}'), 'gerrit/master');
    const first = await downloadChange(theirs, target, change, 1);
    assert.equal(first.branch, `review/${number}-patch1`);
    assert.equal(readFileSync(join(other.root, 'd.txt'), 'utf8'), 'first\n');
    await assert.rejects(downloadChange(theirs, target, change, 9), { reason: 'not-found' });
    const { files, rebase } = await comparePatchSets(theirs, target, change, 1);
    assert.deepEqual([rebase, files.map(({ name }) => name)], ['none', ['d.txt']]);
    assert.equal(await other.git('cat-file', 'blob', files[0]?.before ?? ''), 'first');
    assert.equal(await other.git('cat-file', 'blob', files[0]?.after ?? ''), 'second');

    other.write({ 'd.txt': 'in the way\n' });
    await assert.rejects(downloadChange(theirs, target, change), { reason: 'dirty-tree' });
    assert.equal(readFileSync(join(other.root, 'd.txt'), 'utf8'), 'in the way\n');
    await assert.rejects(finishBranch(theirs, target), { reason: 'dirty-tree' });
    await other.git('checkout', '-q', '--', 'd.txt');
    await other.commit('Only here');
    await assert.rejects(downloadChange(theirs, target, change, 1), { reason: 'conflict' });
    const { backup } = await finishBranch(theirs, target);
    assert.equal(await other.git('branch', '--show-current'), 'master');
    assert.match(await other.git('log', '-1', '--format=%s', backup), /Only here/);
    assert.equal(await other.git('branch', '--list', `review/${number}-patch1`), '');
  });

  it('a change goes to a stable branch with the line that names its origin', async () => {
    await repository.fresh();
    const commit = await repository.commit('Backport me');
    const { changes } = await pushed();
    const change = await repository.client.findChange({ number: changes[0]?.number ?? 0 });
    await repository.fresh('stable/2025.2');
    const target = await readTarget(git, { branch: 'stable/2025.2' });
    await cherryPickChange(git, target, change, { noteOrigin: true });
    const message = await repository.git('log', '-1', '--format=%B');
    assert.match(message, new RegExp(`\\(cherry picked from commit ${commit}\\)`));
    assert.equal(changeIdOf(message), change.changeId);
    const plan = await planPush(git, target, repository.client);
    assert.deepEqual(
      plan.commits.map(({ becomes }) => becomes),
      ['new'],
    );
    const result = await push(repository.root, { plan }, { env: repository.env });
    assert.deepEqual([result.outcome, result.changes[0]?.isNew], ['accepted', true]);
    const both = await repository.client.changesById([change.changeId]);
    assert.deepEqual(
      both
        .get(change.changeId)
        ?.map(({ branch }) => branch)
        .sort(),
      ['master', 'stable/2025.2'],
    );

    await repository.fresh();
    const { name } =
      /^(?<name>file\d+\.txt)$/m.exec(await repository.git('show', '--name-only', '--format=', commit))?.groups ?? {};
    const head = await repository.commit({ message: 'Collides', files: { [name ?? '']: 'other\n' } });
    await assert.rejects(cherryPickChange(git, target, change), { reason: 'conflict' });
    assert.deepEqual([await git.head(), await git.isDirty()], [head, false]);
    await repository.fresh();
    await cherryPickChange(git, target, change);
    assert.doesNotMatch(await repository.git('log', '-1', '--format=%B'), /cherry picked/);
  });

  it('a rebase is tried without touching anything', async () => {
    await repository.fresh();
    await repository.commit({ message: 'Mine', files: { 'clash.txt': 'mine\n', 'calm.txt': 'x\n' } });
    const target = await readTarget(git);
    const checked = async (fetch = false) => {
      const { tip, ...found } = await checkRebase(git, target, { fetch });
      assert.equal(tip?.isFetched, fetch);
      return found;
    };
    assert.deepEqual(await checked(), { applies: 'yes', files: [], behind: 0 });
    const theirs = await ReviewRepository.clone(gerrit, project, 'http', 'core');
    const advance = async (files: Record<string, string>): Promise<void> => {
      await theirs.fresh();
      await theirs.commit({ message: 'Theirs', files });
      const { changes } = await push(theirs.root, {}, { env: theirs.env });
      await gerrit.merge(changes[0]?.number ?? 0);
    };
    await advance({ 'else.txt': 'theirs\n' });
    const status = await repository.git('status', '--porcelain');
    assert.deepEqual(await checked(true), { applies: 'yes', files: [], behind: 1 });
    await advance({ 'clash.txt': 'theirs\n' });
    assert.deepEqual(await checked(true), { applies: 'no', files: ['clash.txt'], behind: 2 });
    assert.equal(await repository.git('status', '--porcelain'), status);
    assert.equal((await checkRebase(git, { ...target, branch: 'gone' }, { fetch: true })).applies, 'unknown');
  });
});
