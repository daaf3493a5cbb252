import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { openRepository } from '../../../../src/base/git';
import { findReferences, type ReferenceOptions } from '../../../../src/retirement/references/findReferences';
import { parseGrep } from '../../../../src/retirement/references/grep';
import { GitRepository } from '../../change/gitRepository';

const RETIRED = ['openstack/venus', 'openstack/python-venusclient'];

/** A clone of nova with these files in its commit. */
function cloneWith(files: Readonly<Record<string, string>>): GitRepository {
  const clone = new GitRepository();
  write(clone, files);
  clone.commit('Files');
  return clone;
}

function write({ root }: GitRepository, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

async function search({ root }: GitRepository, options?: ReferenceOptions, retired: readonly string[] = RETIRED) {
  return findReferences(await openRepository(root), 'openstack/nova', retired, options);
}

const short = ({ references }: Awaited<ReturnType<typeof search>>): string[] =>
  references.map(({ path, line, kind, text }) => `${path}:${line} ${kind}: ${text}`);

describe('the references to retired repositories', () => {
  it('references of all kinds are found in a clone', async () => {
    const clone = cloneWith({
      '.zuul.yaml': [
        '- job:',
        '    required-projects:',
        '      - openstack/venus',
        '      - openstack/venus-dashboard',
        '    vars:',
        '      devstack_plugins:',
        '        venus: https://opendev.org/openstack/venus',
        '',
      ].join('\n'),
      'doc/source/index.rst': 'The planet venus.\n`Venus <https://docs.openstack.org/venus/latest/>`_\n',
      'nova/planets.py': 'venus = 1\n',
      'releasenotes/notes/a.yaml': 'fixes: openstack/venus is gone\n',
      'requirements.txt': 'nova\nPython_VenusClient>=1.0 # Apache-2.0\nvenus-dashboard\n',
      'tox.ini': '[testenv]\ndeps =\n  venus\ncommands =\n  venus\n',
    });
    assert.deepEqual(short(await search(clone)), [
      '.zuul.yaml:3 required-project: - openstack/venus',
      '.zuul.yaml:7 devstack-plugin: venus: https://opendev.org/openstack/venus',
      'doc/source/index.rst:2 documentation: `Venus <https://docs.openstack.org/venus/latest/>`_',
      'releasenotes/notes/a.yaml:1 history: fixes: openstack/venus is gone',
      'requirements.txt:2 requirement: Python_VenusClient>=1.0 # Apache-2.0',
      'tox.ini:3 test-dependency: venus',
    ]);
    const [first] = (await search(clone)).references;
    assert.deepEqual(first, {
      repo: 'openstack/nova',
      root: clone.root,
      path: '.zuul.yaml',
      line: 3,
      text: '- openstack/venus',
      retired: 'openstack/venus',
      kind: 'required-project',
    });
  });

  it('the working tree is searched as it is, untracked files are not', async () => {
    const clone = cloneWith({ 'a.txt': 'openstack/venus\n', 'zuul.d/b.yaml': '- job:\n    x: openstack/venus\n' });
    write(clone, {
      'a.txt': 'nothing\n',
      'zuul.d/b.yaml': '- job:\n    required-projects:\n      - openstack/venus\n',
      'new.txt': 'openstack/venus\n',
    });
    assert.deepEqual(short(await search(clone)), ['zuul.d/b.yaml:3 required-project: - openstack/venus']);
  });

  it('another branch is searched without being checked out', async () => {
    const clone = cloneWith({ 'zuul.d/b.yaml': '- job:\n    required-projects:\n      - openstack/venus\n' });
    clone.git('branch', 'stable/2026.1');
    clone.git('rm', '-q', '-r', 'zuul.d');
    clone.commit('Drop it');
    assert.deepEqual(short(await search(clone)), []);
    const { references } = await search(clone, { branch: 'stable/2026.1' });
    assert.deepEqual(
      references.map(({ path, line, kind, branch }) => ({ path, line, kind, branch })),
      [{ path: 'zuul.d/b.yaml', line: 3, kind: 'required-project', branch: 'stable/2026.1' }],
    );
    for (const branch of ['stable/none', '--open-files-in-pager=x']) {
      await assert.rejects(search(clone, { branch }), UserError);
    }
  });

  it("the person's settings of git do not change what is found", async () => {
    const clone = cloneWith({ 'a b"é.txt': '\topenstack/venus\n' });
    for (const [key, value] of [
      ['grep.column', 'true'],
      ['color.grep', 'always'],
      ['grep.patternType', 'perl'],
      ['grep.fullName', 'false'],
      ['core.quotePath', 'true'],
      ['submodule.recurse', 'true'],
    ] as const) {
      clone.git('config', key, value);
    }
    assert.deepEqual(short(await search(clone)), ['a b"é.txt:1 other: openstack/venus']);
  });

  it('a search that fails is not an empty one', async () => {
    const clone = cloneWith({ 'a.txt': 'openstack/venus\n' });
    const repository = await openRepository(clone.root);
    writeFileSync(join(clone.root, '.git', 'HEAD'), 'broken\n');
    await assert.rejects(
      findReferences(repository, 'openstack/nova', RETIRED),
      (error) => error instanceof UserError && error.reason === 'not-a-repository',
    );
  });

  it('a retired repository is not searched itself', async () => {
    const clone = cloneWith({ 'a.txt': 'openstack/venus\n' });
    assert.deepEqual(short(await search(clone, {}, ['openstack/nova', 'openstack/venus'])), []);
    assert.deepEqual(short(await search(clone, {}, [])), []);
  });

  it('a repository of another namespace is searched by its full name alone', async () => {
    const clone = cloneWith({ 'a.txt': 'x/lamp\n', 'requirements.txt': 'lamp\n' });
    assert.deepEqual(short(await search(clone, {}, ['x/lamp'])), ['a.txt:1 other: x/lamp']);
  });

  it('a repository with thousands of references says that there are more', async () => {
    const clone = cloneWith({ 'a.txt': 'openstack/venus\n'.repeat(2001), 'b.txt': 'openstack/venus\n' });
    const { references, more } = await search(clone);
    assert.deepEqual([references.length, more], [2000, true]);
    // Found by its name and as a package: one reference.
    const twice = 'venus @ git+https://opendev.org/openstack/venus\n'.repeat(2000);
    const requirements = await search(cloneWith({ 'requirements.txt': twice }));
    assert.deepEqual([requirements.references.length, requirements.more], [2000, false]);
  });

  it('a plan can keep the text and path of each reference', async () => {
    const clone = cloneWith({
      'a.txt': `openstack/venus \u0007\u007f ${'x'.repeat(280)}😀😀\r\n`,
      'line\nend.txt': 'openstack/venus\n',
    });
    const { references, more } = await search(clone);
    assert.equal(more, true, 'a name that no plan can keep is left out');
    assert.deepEqual(
      references.map(({ path }) => path),
      ['a.txt'],
    );
    const text = references[0]?.text ?? '';
    assert.ok(text.length <= 300 && /^openstack\/venus {4}x+/.test(text) && !/[\uD800-\uDBFF]$/.test(text));
  });

  it('the output of git grep is read whatever is in names and lines', () => {
    assert.deepEqual(parseGrep('c0ffee:a\nb\x0012\0x\0y\nc\x001\0\n', 'c0ffee:'), [
      { path: 'a\nb', line: 12, text: 'x\0y' },
      { path: 'c', line: 1, text: '' },
    ]);
    assert.deepEqual(parseGrep('', ''), []);
    assert.deepEqual(parseGrep('broken', ''), []);
  });
});
