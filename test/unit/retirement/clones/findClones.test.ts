import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../../../scripts/lib/cleanup';
import { findClones, namedClones } from '../../../../src/retirement/clones/findClones';

const REPOSITORY = 'openstack/freezer-dr';

describe('clones on this machine', () => {
  let parent: string;
  beforeEach(() => {
    parent = temporaryFolder();
  });
  const git = (root: string, ...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const clone = (name: string, project?: string, remotes: Readonly<Record<string, string>> = {}): string => {
    const root = join(parent, name);
    mkdirSync(root, { recursive: true });
    git(root, 'init', '-q', '-b', 'master');
    if (project !== undefined) {
      writeFileSync(join(root, '.gitreview'), `[gerrit]\nhost=review.opendev.org\nproject=${project}.git\n`);
    }
    for (const [remote, url] of Object.entries(remotes)) git(root, 'remote', 'add', remote, url);
    return root;
  };
  const rootsIn = async (...parents: string[]): Promise<string[]> =>
    (await findClones(REPOSITORY, [], parents)).map(({ root }) => root);

  it('a clone is found by .gitreview under any name, and in a folder of the namespace', async () => {
    const roots = [clone('dr', REPOSITORY), clone('openstack/freezer-dr', REPOSITORY)];
    clone('freezer-dr-tempest', 'openstack/freezer-dr-tempest');
    assert.deepEqual((await rootsIn(parent)).sort(), roots.sort());
  });

  it('a clone without .gitreview is found by the address of a remote, of the whole name alone', async () => {
    const https = clone('freezer-dr', undefined, { origin: 'https://opendev.org/openstack/freezer-dr.git' });
    const ssh = clone('freezer-dr-2', undefined, { gerrit: 'me@review.opendev.org:openstack/freezer-dr' });
    clone('freezer-dr-3', undefined, { origin: 'https://opendev.org/x-openstack/freezer-dr' });
    clone('freezer-dr-4', undefined, { origin: 'https://opendev.org/openstack/freezer-dr-ui' });
    assert.deepEqual(await rootsIn(parent), [https, ssh]);
  });

  it('a clone whose .gitreview names another project is not taken by its name or remote', async () => {
    clone('freezer-dr', 'openstack/other', { origin: 'https://opendev.org/openstack/freezer-dr' });
    assert.deepEqual(await rootsIn(parent), []);
  });

  it('a shallow, sparse clone of the mirror without a gerrit remote says so', async () => {
    const from = clone('from', REPOSITORY);
    git(from, 'add', '-A');
    git(from, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '-m', 'One');
    git(from, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'Two');
    const root = join(parent, 'shallow');
    git(parent, 'clone', '-q', '--depth=1', `file://${from}`, root);
    git(root, 'sparse-checkout', 'set', 'doc');
    git(root, 'remote', 'set-url', 'origin', 'https://github.com/openstack/freezer-dr');
    assert.deepEqual(await findClones(REPOSITORY, [root], []), [
      {
        root,
        notes: [
          'shallow: it lacks the history, and stable branches',
          'sparse: some of its files are not on the disk',
          'from the mirror on GitHub',
          'without a gerrit remote yet',
        ],
      },
    ]);
    git(from, 'remote', 'add', 'gerrit', 'ssh://review.opendev.org:29418/openstack/freezer-dr');
    assert.deepEqual(await findClones(REPOSITORY, [from], []), [{ root: from, notes: [] }]);
  });

  it('folders that are gone, not clones or hostile are passed over', async () => {
    const good = clone('good', REPOSITORY);
    const large = clone('large');
    writeFileSync(join(large, '.gitreview'), `[gerrit]\n${'x'.repeat(1 << 20)}`);
    const invalid = clone('invalid', '../../etc');
    mkdirSync(join(parent, 'plain/.gitreview'), { recursive: true });
    symlinkSync('/dev/zero', join(clone('device'), '.gitreview'));
    symlinkSync('loop', join(parent, 'loop'));
    const all = [join(parent, 'gone'), large, invalid, good, join(parent, 'plain'), join(parent, 'loop')];
    assert.deepEqual(
      (await findClones(REPOSITORY, all, [parent, join(parent, 'gone')])).map(({ root }) => root),
      [good],
    );
    assert.deepEqual(await namedClones(all), [{ root: good, repository: REPOSITORY }]);
  });
});
