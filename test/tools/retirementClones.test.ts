import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { root as project } from '../../scripts/lib/script';
import { UserError } from '../../src/base/errors';
import { openRepository } from '../../src/base/git';
import { cloneState } from '../../src/retirement/clones/cloneState';
import { findClones } from '../../src/retirement/clones/findClones';
import { commitTree, folderTree } from '../../src/retirement/clones/trees';
import { writeStep } from '../../src/retirement/clones/writeStep';
import type { FileEdit } from '../../src/retirement/edits/lines/edit';
import { run } from './lib/run';

const BRANCH = 'retire/retire-x/end-gating';

const reasonOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UserError, `threw ${String(error)}`);
  return String(error.reason);
};

const edit = (path: string, before: string | undefined, content: string | null): FileEdit => ({
  path,
  before,
  content,
  hunks: [],
  reason: '',
});

describe('clones of a retirement', () => {
  let root: string;
  let base: string;
  const git = async (...args: string[]): Promise<string> => (await run('git', args, { cwd: root })).trim();
  const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  const head = (): Promise<string> => git('rev-parse', '--abbrev-ref', 'HEAD');

  beforeEach(async () => {
    root = join(temporaryFolder(), 'x');
    mkdirSync(root);
    await git('init', '-q', '-b', 'master');
    await git('config', 'user.name', 'Dev');
    await git('config', 'user.email', 'dev@example.org');
    write('.gitreview', '[gerrit]\nhost=review.opendev.org\nport=29418\nproject=openstack/x.git\n');
    write('.gitignore', 'build/\n*.pyc\n');
    write('tox.ini', '[tox]\n');
    write('tool.sh', '#!/bin/sh\n');
    await run('chmod', ['755', 'tool.sh'], { cwd: root });
    symlinkSync('tox.ini', join(root, 'README.rst'));
    mkdirSync(join(root, 'doc'));
    write('doc/index.rst', 'X\n');
    await git('add', '-A');
    await git('commit', '-qm', 'Begin');
    // What a remote has is not unpushed.
    await git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    base = await git('rev-parse', 'HEAD');
  });

  describe('the files of a clone', () => {
    it('a working tree and its commit have the same files, with links that read as nothing', async () => {
      write('untracked.txt', 'mine\n');
      const trees = [folderTree(root), commitTree(await openRepository(root), base)];
      for (const tree of trees) {
        assert.deepEqual(await tree.list(''), [
          '.gitignore',
          '.gitreview',
          'README.rst',
          'doc/index.rst',
          'tool.sh',
          'tox.ini',
        ]);
        assert.deepEqual(await tree.list('doc'), ['doc/index.rst']);
        assert.equal(await tree.read('tox.ini'), '[tox]\n');
        assert.equal(await tree.read('README.rst'), undefined);
        assert.equal(await tree.read('untracked.txt'), undefined);
        assert.equal(await tree.read('.git/config'), undefined);
        assert.equal(await tree.read('../x/tox.ini'), undefined);
      }
    });

    it('a folder without git has all of its files', async () => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'gerrit'));
      writeFileSync(join(folder, 'gerrit', 'projects.yaml'), '- project: a/b\n');
      assert.deepEqual(await folderTree(folder).list(''), ['gerrit/projects.yaml']);
      assert.equal(await folderTree(folder).read('gerrit/projects.yaml'), '- project: a/b\n');
    });
  });

  it('clones are found by .gitreview, also in a folder of the namespace', async () => {
    const parent = join(root, '..');
    assert.deepEqual(
      (await findClones('openstack/x', [], [parent])).map((clone) => clone.root),
      [root],
    );
    assert.deepEqual(await findClones('openstack/x-dashboard', [root], [parent]), []);
  });

  it('the state of a clone tells work that is under way', async () => {
    const state = async () => (await cloneState(await openRepository(root))).problem;
    assert.equal(await state(), undefined);
    write('untracked.txt', 'mine\n');
    assert.equal(await state(), undefined);
    write('tox.ini', 'changed\n');
    assert.equal(await state(), 'uncommitted');
    await git('commit', '-qam', 'Mine');
    assert.equal(await state(), 'unpushed');
    await git('checkout', '-q', '-b', 'other', base);
    write('tox.ini', 'otherwise\n');
    await git('commit', '-qam', 'Other');
    await run('git', ['merge', 'master'], { cwd: root }).catch(() => '');
    assert.equal(await state(), 'in-progress');
  });

  describe('a step that is written', () => {
    const edits = [
      edit('tox.ini', '[tox]\n', null),
      edit('doc/index.rst', 'X\n', null),
      edit('tool.sh', '#!/bin/sh\n', '#!/bin/sh\nexit 0\n'),
      edit('README.rst', undefined, 'This project is no longer maintained.\n'),
    ];
    const status = (): Promise<string> => git('status', '--short');

    it('its files are staged on a branch of its own, modes kept and links replaced', async () => {
      write('untracked.txt', 'mine\n');
      await writeStep(root, { branch: BRANCH, base, edits });
      assert.equal(await head(), BRANCH);
      assert.equal(
        await status(),
        ['T  README.rst', 'D  doc/index.rst', 'M  tool.sh', 'D  tox.ini', '?? untracked.txt'].join('\n'),
      );
      assert.ok(lstatSync(join(root, 'README.rst')).isFile());
      assert.equal(statSync(join(root, 'tool.sh')).mode & 0o777, 0o755);
      assert.equal(await git('rev-parse', 'master'), base);
    });

    it('it is written again after it was written, and after a kill at any point', async () => {
      await writeStep(root, { branch: BRANCH, base, edits });
      const after = await status();
      await writeStep(root, { branch: BRANCH, base, edits });
      assert.equal(await status(), after);
      const script = join(temporaryFolder(), 'write.ts');
      writeFileSync(
        script,
        `import { writeStep } from ${JSON.stringify(join(project, 'src/retirement/clones/writeStep'))};
         void writeStep(${JSON.stringify(root)}, ${JSON.stringify({ branch: BRANCH, base, edits })});`,
      );
      for (const ms of [20, 60, 100, 140, 180]) {
        await git('reset', '-q', '--hard', base);
        await git('checkout', '-q', '-f', 'master');
        await git('branch', '-q', '-D', BRANCH);
        const child = spawn(process.execPath, ['--import', 'tsx', script], { cwd: project, stdio: 'ignore' });
        const over = once(child, 'exit');
        // Until the first trace of it, then a moment more: another point each time.
        for (let wait = 0; wait < 400 && (await head()) !== BRANCH; wait++) await sleep(10);
        await sleep(ms - 20);
        child.kill('SIGKILL');
        await over;
        // A git that was running goes on to its end by itself.
        for (let wait = 0; wait < 200 && existsSync(join(root, '.git', 'index.lock')); wait++) await sleep(10);
        await writeStep(root, { branch: BRANCH, base, edits });
        assert.equal(await status(), after, `killed after ${ms} ms`);
      }
    }).timeout(60_000);

    it('work of the person is left as it is', async () => {
      write('tox.ini', 'changed\n');
      assert.equal(await reasonOf(writeStep(root, { branch: BRANCH, base, edits })), 'clone-busy');
      assert.equal(read('tox.ini'), 'changed\n');
      assert.equal(await head(), 'master');
      assert.equal(await git('branch', '--list', 'retire/*'), '');
    });

    it('changes that the person made on the branch of the step are not lost', async () => {
      await writeStep(root, { branch: BRANCH, base, edits });
      write('tool.sh', '#!/bin/sh\nexit 1 # mine\n');
      assert.equal(await reasonOf(writeStep(root, { branch: BRANCH, base, edits })), 'clone-busy');
      assert.match(read('tool.sh'), /mine/);
    });

    it('a file that git does not track is never overwritten', async () => {
      write('new.pyc', 'mine\n');
      const added = [edit('new.pyc', undefined, 'ours\n')];
      assert.equal(await reasonOf(writeStep(root, { branch: BRANCH, base, edits: added })), 'in-the-way');
      assert.equal(read('new.pyc'), 'mine\n');
    });

    it('a branch of the step that has commits is left as it is', async () => {
      await writeStep(root, { branch: BRANCH, base, edits });
      await git('commit', '-qm', 'Retire x');
      await git('switch', '-q', 'master');
      assert.equal(await reasonOf(writeStep(root, { branch: BRANCH, base, edits })), 'branch-taken');
      assert.equal(await head(), 'master');
    });

    it('a step that fails in the middle leaves the clone as it was', async () => {
      const impossible = [...edits, edit('tool.sh/below', undefined, 'a file cannot be a folder\n')];
      await assert.rejects(writeStep(root, { branch: BRANCH, base, edits: impossible }));
      assert.equal(await head(), 'master');
      assert.equal(await status(), '');
      assert.equal(read('tox.ini'), '[tox]\n');
      assert.equal(await git('branch', '--list', 'retire/*'), '');
    });

    it('a detached commit of a remote is checked out again when it fails', async () => {
      await git('checkout', '-q', '--detach');
      const impossible = [...edits, edit('tool.sh/below', undefined, 'a file cannot be a folder\n')];
      await assert.rejects(writeStep(root, { branch: BRANCH, base, edits: impossible }));
      assert.equal(await head(), 'HEAD');
      assert.equal(await git('rev-parse', 'HEAD'), base);
    });
  });
});
