import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { packageFileOf, packagesIn } from '../../../../src/retirement/references/packageLists';

const all = (file: Parameters<typeof packagesIn>[0], text: string): string[] => {
  const lines = text.split('\n');
  return lines.flatMap((_, at) => packagesIn(file, lines, at));
};

describe('a list of Python packages', () => {
  it('a list is known by the name of its file', () => {
    const cases: [string, ReturnType<typeof packageFileOf>][] = [
      ['requirements.txt', 'requirements'],
      ['test-requirements.txt', 'requirements'],
      ['doc/requirements.txt', 'requirements'],
      ['requirements/test.txt', 'requirements'],
      ['upper-constraints.txt', 'requirements'],
      ['sub/tox.ini', 'tox.ini'],
      ['setup.cfg', 'setup.cfg'],
      ['ansible-role-requirements.yml', undefined],
      ['notes.txt', undefined],
    ];
    for (const [path, file] of cases) assert.equal(packageFileOf(path), file, path);
  });

  it('a line of requirements has one package', () => {
    const text = [
      'shade',
      'shade>=1.0 # Apache-2.0',
      'Shade[extra]!=1',
      'shade===1.33.0',
      "shade;python_version<'3'",
      'shade @ git+https://example.org/x',
      '  shade  # a comment',
    ].join('\n');
    assert.deepEqual(all('requirements', text), ['shade', 'shade', 'Shade', 'shade', 'shade', 'shade', 'shade']);
    assert.deepEqual(all('requirements', '# shade\n-r shade.txt\nshade is prose\nshade = 1\n'), []);
  });

  it('only the dependencies of tox.ini are packages', () => {
    const text = [
      '[testenv]',
      'envlist = shade',
      'deps =',
      '  -r{toxinidir}/requirements.txt',
      '  # shade, in a comment',
      '',
      '  shade>=1',
      '  py312,py313: lamp',
      'commands =',
      '  shade',
      '[testenv:docs]',
      'deps = sphinx',
    ].join('\n');
    assert.deepEqual(all('tox.ini', text), ['shade', 'lamp', 'sphinx']);
  });

  it('only the requirements of setup.cfg are packages', () => {
    const text = [
      '[metadata]',
      'name = shade',
      '[options]',
      'install_requires =',
      '  pbr',
      '[files]',
      'packages =',
      '  shade',
      '[extras]',
      'test =',
      '  lamp',
    ].join('\n');
    assert.deepEqual(all('setup.cfg', text), ['pbr', 'lamp']);
  });

  it('only the dependencies of pyproject.toml are packages', () => {
    const text = [
      '[build-system]',
      'requires = ["pbr>=6", "wheel"]',
      '[project]',
      'name = "shade"',
      'dependencies = [',
      `  "lamp[x]>=1; python_version<'3.8'",`,
      ']',
      'keywords = ["shade"]',
      '[project.optional-dependencies]',
      'test = ["stestr"]',
      '[tool.ruff]',
      'known-first-party = ["shade"]',
    ].join('\n');
    assert.deepEqual(all('pyproject.toml', text), ['pbr', 'wheel', 'lamp', 'stestr']);
  });

  it('a line of megabytes is looked at in no time', () => {
    const began = performance.now();
    for (const text of [' ', '\t-', 'a', '"', '{', 'a:']) {
      for (const file of ['requirements', 'tox.ini', 'setup.cfg', 'pyproject.toml'] as const) {
        packagesIn(file, [`deps = ${text.repeat(1_000_000)}`, text.repeat(1_000_000)], 1);
      }
    }
    assert.ok(performance.now() - began < 500);
  });
});
