import assert from 'node:assert/strict';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../scripts/lib/removeFolder';
import { UserError } from '../../../src/base/errors';
import { diskFiles } from '../../../src/project/files';
import { describeRoot } from '../../../src/project/root';
import { memoryFiles } from './memoryFiles';

describe('the root of a project', () => {
  const kindOf = async (...names: string[]): Promise<string> =>
    (await describeRoot('/p', memoryFiles(Object.fromEntries(names.map((name) => [`/p/${name}`, '']))))).kind;

  it('a project is recognised by the files at its top', async () => {
    assert.equal(await kindOf('.gitreview', 'tox.ini'), 'openstack');
    assert.equal(await kindOf('.stestr.conf'), 'openstack');
    assert.equal(await kindOf('.testr.conf'), 'openstack');
    assert.equal(await kindOf('tox.ini'), 'tox');
    assert.equal(await kindOf('README.rst', 'sub/tox.ini'), 'other');
    assert.equal(await kindOf(), 'other');
  });

  it('a project root has the files that mark it', async () => {
    const root = await describeRoot('/p', memoryFiles({ '/p/tox.ini': '', '/p/.gitreview': '' }));
    assert.deepEqual([...root.markers], ['.gitreview', 'tox.ini']);
  });
});

describe('files of a disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'));
  });
  afterEach(() => removeFolder(folder));

  it('files of a disk are read, with a limit', async () => {
    const path = join(folder, 'tox.ini');
    await writeFile(path, '[tox]\n');
    assert.equal(await diskFiles.read(path, 6), '[tox]\n');
    await assert.rejects(diskFiles.read(path, 5), (error) => error instanceof UserError && error.reason === 'too-big');
    assert.equal(typeof (await diskFiles.modified(path)), 'number');
  });

  it('files of a disk are missing if there is a folder, a circle of links or nothing', async () => {
    await mkdir(join(folder, 'tox.ini'));
    await symlink('a', join(folder, 'a'));
    for (const name of ['tox.ini', 'a', 'missing', 'tox.ini/below']) {
      assert.equal(await diskFiles.read(join(folder, name), 100), undefined, name);
      assert.equal(await diskFiles.modified(join(folder, name)), undefined, name);
    }
    assert.deepEqual((await diskFiles.list(folder)).sort(), ['a', 'tox.ini']);
    assert.deepEqual(await diskFiles.list(join(folder, 'missing')), []);
  });
});
