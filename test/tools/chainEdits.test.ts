import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { prepareAmend, prepareReword } from '../../src/change/commits/chainEdits';
import { amend, amendBelow, reword } from '../../src/change/commits/chains';
import { changeIdOf, type PendingCommit, pendingCommits } from '../../src/change/commits/pendingCommits';
import { prepareFix } from '../../src/change/push/fixes';
import { planPush } from '../../src/change/push/pushPlan';
import { PersonGit } from '../../src/change/repository/personGit';

const TARGET = { remote: 'gerrit', branch: 'master' };
const idOf = (name: string): string => `I${Buffer.from(name.padEnd(20)).toString('hex')}`;
const messageOf = (name: string): string => `${name}\n\nWhy.\n\nChange-Id: ${idOf(name)}\n`;

describe('edits of commits below HEAD, with real git', () => {
  let root: string;
  let git: PersonGit;
  const run = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  };
  const chain = (): Promise<PendingCommit[]> => pendingCommits(git, 'gerrit/master');
  /** All that nothing may change when an edit fails. */
  const state = (): string[] => [
    run('rev-parse', 'HEAD'),
    run('symbolic-ref', 'HEAD'),
    run('diff', '--cached'),
    run('diff'),
    run('status', '--porcelain'),
    run('stash', 'list'),
  ];
  const hook = (text: string): void => {
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    writeFileSync(join(root, '.git/hooks/commit-msg'), text, { mode: 0o755 });
  };

  beforeEach(() => {
    root = temporaryFolder();
    git = new PersonGit(root);
    run('init', '-q', '-b', 'work');
    for (const [key, value] of [
      ['user.name', 'Dev Example'],
      ['user.email', 'dev@example.org'],
      ['gc.auto', '0'],
    ] as const) {
      run('config', key, value);
    }
    write({ 'base.txt': 'base\n' });
    run('add', '-A');
    run('commit', '-q', '-m', 'Merged before');
    run('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    for (const name of ['One', 'Two', 'Three']) {
      write({ [`${name}.txt`]: `${name}\n`, 'shared.txt': `${name}\n` });
      run('add', '-A');
      run('commit', '-q', '-m', messageOf(name));
    }
  });

  it('amending the lowest commit with what is staged is announced first, and undone by the command it names', async () => {
    const before = await chain();
    write({ 'One.txt': 'One, better\n' });
    run('add', 'One.txt');
    write({ 'Three.txt': 'not staged\n', 'new.txt': 'unknown to git\n' });
    const was = state();
    const prepared = await prepareAmend(git, before[0]!, TARGET);
    assert.equal(prepared.title, 'Amend "One"');
    assert.deepEqual(
      prepared.preview.filter((line) => line.startsWith('•')),
      ['• One.txt', '• Three', '• Two'],
    );
    assert.deepEqual(state(), was, 'a preview changes nothing');

    const { done, undo } = await prepared.make();
    assert.equal(done, 'Amended "One"');
    const after = await chain();
    assert.deepEqual(
      after.map(({ message }) => message),
      before.map(({ message }) => message),
    );
    assert.equal(run('show', `${after[0]!.commit}:One.txt`), 'One, better');
    assert.equal(run('show', 'HEAD:Three.txt'), 'Three');
    assert.equal(run('status', '--porcelain'), ' M Three.txt\n?? new.txt');

    assert.match(undo, /^git reset --soft refs\/openstack-contributor\/backup\/\S+$/);
    run(...undo.split(' ').slice(1));
    assert.deepEqual(state(), was);
  });

  it('an edit that conflicts leaves everything as before, and names the place and the way out', async () => {
    const [one, two] = await chain();
    write({ 'shared.txt': 'mine\n' });
    run('add', 'shared.txt');
    write({ 'Three.txt': 'not staged\n' });
    const was = state();
    for (const commit of [one!, two!]) {
      const prepared = await prepareAmend(git, commit, TARGET);
      await assert.rejects(prepared.make(), (error: { reason: string; message: string }) => {
        assert.equal(error.reason, 'conflict');
        assert.match(
          error.message,
          new RegExp(
            `^What is staged collides with "${commit.subject}" in shared\\.txt\\. Everything is as it was\\. .*amend the highest`,
          ),
        );
        return true;
      });
      assert.deepEqual(state(), was);
    }
  });

  it('an edit with nothing staged, or of a commit that is gone, is refused with that reason', async () => {
    const [one] = await chain();
    await assert.rejects(prepareAmend(git, one!, TARGET), { reason: 'nothing-to-do' });
    write({ 'One.txt': 'x\n' });
    run('add', 'One.txt');
    await assert.rejects(prepareAmend(git, { ...one!, commit: '0'.repeat(40) }, TARGET), {
      reason: 'changed-meanwhile',
    });
  });

  it("an edit leaves the person's own unfinished rebase alone", async () => {
    const target = {
      remote: 'gerrit',
      exists: false,
      url: 'ssh://review.example.org:29418/a/b',
      scheme: 'ssh',
      branch: 'master',
    } as const;
    const env = { ...process.env, GIT_SEQUENCE_EDITOR: "sed -i -e '2s/^pick/edit/'" };
    execFileSync('git', ['rebase', '-q', '-i', 'gerrit/master'], { cwd: root, env, stdio: 'pipe' });
    write({ 'One.txt': 'One, better\n' });
    run('add', 'One.txt');
    const was = [run('rev-parse', 'HEAD'), run('diff', '--cached'), run('status')];
    assert.match(was[2]!, /edit/);
    const [one] = await chain();
    await assert.rejects(prepareAmend(git, one!, TARGET), { reason: 'in-progress' });
    await assert.rejects(amendBelow(git, one!.commit, TARGET), { reason: 'in-progress' });
    await assert.rejects(reword(git, one!.commit, messageOf('Other'), TARGET), { reason: 'in-progress' });
    run('stash', '-q');
    const plan = await planPush(git, target);
    const rebase = await prepareFix(git, { kind: 'rebase' }, plan);
    await assert.rejects(rebase!.make(), { reason: 'in-progress' });
    run('stash', 'pop', '-q', '--index');
    assert.deepEqual([run('rev-parse', 'HEAD'), run('diff', '--cached'), run('status')], was);
    run('reset', '-q', '--hard');
    run('rebase', '--continue');
    assert.deepEqual(
      (await chain()).map(({ subject }) => subject),
      ['One', 'Two', 'Three'],
    );
  });

  it('rewording a middle commit touches no files, and keeps what is staged', async () => {
    const before = await chain();
    write({ 'One.txt': 'staged\n' });
    run('add', 'One.txt');
    const was = state();
    const message = messageOf('Two').replace('Two\n', 'Two, in better words\n');
    const prepared = await prepareReword(git, before[1]!.commit, message, TARGET);
    assert.equal(prepared.title, 'Re-word "Two"');
    assert.deepEqual(
      prepared.preview.filter((line) => line.startsWith('•')),
      ['• Three'],
    );
    const { undo } = await prepared.make();
    const after = await chain();
    assert.deepEqual(
      after.map(({ subject }) => subject),
      ['One', 'Two, in better words', 'Three'],
    );
    assert.deepEqual(
      after.map(({ changeId }) => changeId),
      before.map(({ changeId }) => changeId),
    );
    assert.equal(after[0]!.commit, before[0]!.commit);
    assert.deepEqual(state().slice(2), was.slice(2));
    run(...undo.split(' ').slice(1));
    assert.deepEqual(state(), was);
  });

  it('rewording runs the commit-msg hook, and stops where it refuses', async () => {
    const [one] = await chain();
    hook('#!/bin/sh\nif grep -q refuse "$1"; then echo "no such word" >&2; exit 1; fi\necho "Seen-By: hook" >> "$1"\n');
    const was = state();
    const refused = await prepareReword(git, one!.commit, messageOf('One').replace('Why', 'refuse'), TARGET);
    await assert.rejects(refused.make(), (error: Error) =>
      error.message.includes('hook refused the message. It said: no such word'),
    );
    assert.deepEqual(state(), was);
    await (await prepareReword(git, one!.commit, messageOf('One').replace('Why', 'Because'), TARGET)).make();
    const [worded] = await chain();
    assert.match(worded!.message, /Because\.[^]*\nSeen-By: hook\n$/);
    assert.equal(changeIdOf(worded!.message), one!.changeId);
  });

  it('rewording with the same message is refused with that reason', async () => {
    const [, two] = await chain();
    await assert.rejects((await prepareReword(git, two!.commit, messageOf('Two'), TARGET)).make(), {
      reason: 'nothing-to-do',
    });
  });

  it('rewording keeps lines that look like comments', async () => {
    const [one] = await chain();
    const message = `One\n\n# A heading\n#123 is a number.\n\nChange-Id: ${idOf('One')}\n`;
    await reword(git, one!.commit, message, TARGET);
    assert.equal((await chain())[0]?.message, message);
    run('reset', '-q', '--hard', 'HEAD~2');
    await amend(git, { message: message.replace('heading', 'title') });
    assert.equal((await chain())[0]?.message, message.replace('heading', 'title'));
  });
});
