import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Disk, type ReportNames, type ResolvedName, resolveNames } from '../../../../src/coverage/reading/resolve';

interface Case {
  /** Absolute paths of the files that exist. */
  readonly disk: readonly string[];
  readonly roots?: readonly string[];
  readonly directory?: string;
  readonly sources?: readonly string[];
  readonly names: readonly string[];
  /** Symbolic links, by their absolute paths. */
  readonly links?: Readonly<Record<string, string>>;
}

/** Results in short: the path, or why there is none. */
function resolve({ disk, roots = ['/w/nova'], links = {}, ...report }: Case): string[] {
  return resolveNames({ directory: '/w/nova/cover', sources: [], ...report }, diskOf(disk, roots, links)).map(short);
}

function diskOf(files: readonly string[], roots: readonly string[], links: Readonly<Record<string, string>>): Disk {
  const realPath = (path: string): string => {
    const link = Object.keys(links).find((from) => path === from || path.startsWith(`${from}/`));
    return link === undefined ? path : links[link]! + path.slice(link.length);
  };
  return { roots, realPath, exists: (path) => files.includes(realPath(path)) };
}

function short({ path, unresolved }: ResolvedName): string {
  return path ?? `${unresolved?.reason} ${unresolved?.candidates.join()}`.trim();
}

describe('files that a report names', () => {
  it('files of a local report are found by source and name', () => {
    const disk = ['/w/nova/nova/a.py', '/w/nova/nova/b c.py', '/w/nova/nova/é.py', '/w/nova/setup.py'];
    assert.deepEqual(resolve({ disk, sources: ['/w/nova/nova'], names: ['a.py', 'b c.py', 'é.py', 'gone.py'] }), [
      '/w/nova/nova/a.py',
      '/w/nova/nova/b c.py',
      '/w/nova/nova/é.py',
      'missing',
    ]);
    const both = ['/w/nova/nova/a.py', '/w/nova/setup.py'];
    assert.deepEqual(resolve({ disk, names: ['/w/nova/nova/a.py', 'setup.py'] }), both);
    assert.deepEqual(resolve({ disk, sources: ['nova'], names: ['a.py', 'x.py'] }), ['/w/nova/nova/a.py', 'missing']);
    assert.deepEqual(resolve({ disk, sources: [''], names: ['w/nova/nova/a.py'] }), ['/w/nova/nova/a.py']);
    assert.deepEqual(resolve({ disk, sources: ['\\w\\nova'], names: ['nova\\a.py'] }), ['/w/nova/nova/a.py']);
  });

  it('files of a report are named from the root', () => {
    const disk = diskOf(['/w/nova/nova/a.py'], ['/w/nova', '/w'], {});
    const names = (report: Partial<ReportNames>): string[] =>
      resolveNames({ directory: '/w/nova', sources: [], names: [], ...report }, disk).map(({ name }) => name);
    assert.deepEqual(names({ sources: ['/w/nova/nova'], names: ['a.py', 'gone.py'] }), ['nova/a.py', 'nova/gone.py']);
    assert.deepEqual(names({ names: ['nova/a.py', 'nova/gone.py'] }), ['nova/a.py', 'nova/gone.py']);
    const ofCi = { sources: ['/ci/nova/nova'], names: ['a.py', 'x/gone.py'] };
    assert.deepEqual(names(ofCi), ['nova/a.py', 'nova/x/gone.py']);
    const ofElsewhere = { sources: ['/ci/cinder/cinder'], names: ['__init__.py', 'x/gone.py'] };
    assert.deepEqual(names(ofElsewhere), ['cinder/__init__.py', 'cinder/x/gone.py']);
  });

  it('files of a local report are not looked for elsewhere once they are deleted', () => {
    const disk = ['/w/nova/tests/a.py', '/w/nova/nova/b.py'];
    assert.deepEqual(resolve({ disk, names: ['nova/b.py', 'nova/tests/a.py'] }), ['/w/nova/nova/b.py', 'missing']);
    assert.deepEqual(resolve({ disk, names: ['/w/nova/nova/tests/a.py'] }), ['missing']);
  });

  it('files under several sources are ambiguous if two of them have the file', () => {
    const disk = ['/w/nova/a/x.py', '/w/nova/b/x.py', '/w/nova/a/y.py'];
    assert.deepEqual(resolve({ disk, sources: ['/w/nova/a', '/w/nova/b'], names: ['x.py', 'y.py'] }), [
      'ambiguous /w/nova/a/x.py,/w/nova/b/x.py',
      '/w/nova/a/y.py',
    ]);
    assert.deepEqual(resolve({ disk, sources: ['/ci/a', '/ci/b'], names: ['x.py'] }), [
      'ambiguous /w/nova/a/x.py,/w/nova/b/x.py',
    ]);
    const outer = ['/w/nova/nova/a.py', '/w/nova/.tox/lib/b/__init__.py'];
    assert.deepEqual(
      resolve({ disk: outer, sources: ['/w/nova', '/w/nova/nova'], names: ['a.py', '.tox/lib/b/__init__.py'] }),
      outer,
    );
  });

  it('files of another machine are found by the longest ending that exists', () => {
    const disk = ['/w/nova/nova/virt/a.py', '/w/nova/virt/a.py', '/w/nova/nova/b.py'];
    assert.deepEqual(
      resolve({ disk, sources: ['/home/zuul/src/opendev.org/openstack/nova/nova'], names: ['virt/a.py', 'b.py'] }),
      ['/w/nova/nova/virt/a.py', '/w/nova/nova/b.py'],
    );
    assert.deepEqual(resolve({ disk, names: ['/src/nova/virt/a.py'] }), ['/w/nova/nova/virt/a.py']);
    assert.deepEqual(resolve({ disk, names: ['C:\\src\\nova\\b.py'] }), ['/w/nova/nova/b.py']);
  });

  it('files of another machine are found beside the other files of the report', () => {
    // /ci/nova is the project, so /ci/nova/tests is not nova/tests, though that end is longer.
    const disk = ['/w/nova/nova/a.py', '/w/nova/nova/tests/t.py', '/w/nova/tests/t.py', '/w/nova/setup.py'];
    assert.deepEqual(resolve({ disk, sources: ['/ci/nova'], names: ['nova/a.py', 'tests/t.py', 'setup.py'] }), [
      '/w/nova/nova/a.py',
      '/w/nova/tests/t.py',
      '/w/nova/setup.py',
    ]);
  });

  it('files are not found by their last name alone', () => {
    const disk = ['/w/nova/utils.py', '/w/nova/nova/a.py'];
    assert.deepEqual(resolve({ disk, names: ['/usr/lib/python3/cinder/utils.py'] }), ['missing']);
    assert.deepEqual(resolve({ disk, names: ['/ci/utils.py', '/ci/nova/a.py'] }), disk);
    assert.deepEqual(resolve({ disk, sources: ['/ci'], names: ['utils.py'] }), ['/w/nova/utils.py']);
  });

  it('files in several folders are looked for in that of the report first', () => {
    const disk = ['/w/nova/setup.py', '/w/oslo/setup.py', '/w/oslo/oslo/a.py'];
    const roots = ['/w/nova', '/w/oslo'];
    assert.deepEqual(resolve({ disk, roots, names: ['setup.py'] }), ['/w/nova/setup.py']);
    assert.deepEqual(resolve({ disk, roots, sources: ['/ci/x'], names: ['setup.py'] }), ['/w/nova/setup.py']);
    for (const sources of [[], ['/ci/x']]) {
      assert.deepEqual(resolve({ disk, roots, directory: '/tmp', sources, names: ['setup.py', 'oslo/a.py'] }), [
        'ambiguous /w/nova/setup.py,/w/oslo/setup.py',
        '/w/oslo/oslo/a.py',
      ]);
    }
  });

  it('files start in the folder that explains most of them', () => {
    const sub = ['/w/nova/sub/setup.py', '/w/nova/sub/a.py'];
    const disk = ['/w/nova/setup.py', ...sub];
    assert.deepEqual(resolve({ disk, directory: '/w/nova/sub', names: ['setup.py', 'a.py'] }), sub);
    assert.deepEqual(resolve({ disk, directory: '/w/nova/sub', names: ['setup.py'] }), ['/w/nova/setup.py']);
  });

  it('two files never become one', () => {
    const disk = ['/w/nova/nova/a.py'];
    assert.deepEqual(resolve({ disk, names: ['/ci/one/nova/a.py', '/ci/two/nova/a.py'] }), [
      'ambiguous /w/nova/nova/a.py',
      'ambiguous /w/nova/nova/a.py',
    ]);
    assert.deepEqual(resolve({ disk, names: ['/w/nova/nova/a.py', '/ci/nova/a.py'] }), [
      '/w/nova/nova/a.py',
      'ambiguous /w/nova/nova/a.py',
    ]);
    const twice = resolve({ disk, names: ['/ci/nova/a.py', '/ci/nova/a.py'] });
    assert.deepEqual(twice, ['/w/nova/nova/a.py', '/w/nova/nova/a.py']);
  });

  it('ambiguous files are those whose statements fit alone', () => {
    const disk = diskOf(['/w/nova/a/x.py', '/w/nova/b/x.py', '/w/nova/a/y.py', '/w/nova/b/y.py'], ['/w/nova'], {});
    const decide = (fitting: readonly string[][], names = ['x.py', 'y.py']): string[] =>
      resolveNames({ directory: '/w/nova', sources: ['/w/nova/a', '/w/nova/b'], names }, disk, (i, path) =>
        fitting[i]!.includes(path),
      ).map(short);
    const ambiguous = (name: string): string => `ambiguous /w/nova/a/${name},/w/nova/b/${name}`;
    assert.deepEqual(decide([[], ['/w/nova/b/y.py']]), [ambiguous('x.py'), '/w/nova/b/y.py']);
    assert.deepEqual(decide([['/w/nova/a/x.py', '/w/nova/b/x.py'], ['/w/nova/a/y.py']]), [
      ambiguous('x.py'),
      '/w/nova/a/y.py',
    ]);
    assert.deepEqual(
      decide([['/w/nova/a/x.py'], []], ['x.py', '/w/nova/a/x.py']),
      [ambiguous('x.py'), '/w/nova/a/x.py'],
      'another name means that file',
    );
    const both = ['/w/nova/a/x.py', '/w/nova/b/x.py'];
    assert.deepEqual(decide([both, []], ['x.py', '/w/nova/a/x.py']), [ambiguous('x.py'), '/w/nova/a/x.py'], 'two fit');
  });

  it('files outside of the workspace get no path', () => {
    const disk = ['/etc/passwd', '/w/nova/nova/a.py', '/w/other/nova/a.py'];
    const climbing = ['../../etc/passwd', '/w/nova/../../etc/passwd', '/../etc/passwd'];
    for (const name of ['/etc/passwd', ...climbing, '..', '', '/']) {
      assert.deepEqual(resolve({ disk, names: [name] }), ['missing'], name);
    }
    assert.deepEqual(resolve({ disk, sources: ['/w/nova'], names: ['../other/nova/a.py'] }), ['missing']);
    assert.deepEqual(resolve({ disk, names: ['/w/other/nova/a.py'] }), ['missing'], 'another checkout, which is there');
    assert.deepEqual(resolve({ disk, roots: [], names: ['/w/nova/nova/a.py'] }), ['missing']);
    assert.deepEqual(resolve({ disk, names: ['nova/./x/../a.py'] }), ['/w/nova/nova/a.py']);
    assert.deepEqual(resolve({ disk, names: [`${'a/'.repeat(5000)}a.py`, 'nova/a.py\0'] }), ['missing', 'missing']);
  });

  it('files keep the path under a root that is a symbolic link', () => {
    const disk = ['/data/nova/nova/a.py'];
    const links = { '/w/nova': '/data/nova' };
    assert.deepEqual(resolve({ disk, links, names: ['/data/nova/nova/a.py', '/w/nova/nova/a.py'] }), [
      '/w/nova/nova/a.py',
      '/w/nova/nova/a.py',
    ]);
  });

  it('files never get a path that does not exist or lies outside', () => {
    const part = fc.constantFrom('a', 'b', 'nova', '..', '.', 'x.py', 'y.py', '');
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const names = fc.uniqueArray(
      fc.oneof(
        path,
        path.map((name) => `/${name}`),
        path.map((name) => `/w/${name}`),
      ),
      {
        maxLength: 6,
      },
    );
    const files = fc.array(
      path.map((name) => `/w/${name}`),
      { maxLength: 8 },
    );
    const sources = fc.array(fc.constantFrom('', '/w/nova', '/w/nova/a', '/ci/nova', 'a', '/'), { maxLength: 3 });
    const folders = fc.constantFrom('/w/nova', '/w/nova/a', '/tmp');
    fc.assert(
      fc.property(names, files, sources, folders, (all, disk, from, directory) => {
        const roots = ['/w/nova', '/w/nova/a', '/w/b'];
        const resolved = resolveNames({ directory, sources: from, names: all }, diskOf(disk, roots, {}));
        assert.equal(resolved.length, all.length);
        for (const { path: found, unresolved } of resolved) {
          assert.equal(found === undefined, unresolved !== undefined);
          if (found === undefined) continue;
          assert.ok(disk.includes(found) && !found.includes('..'), found);
          assert.ok(
            roots.some((root) => found.startsWith(`${root}/`)),
            found,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
