import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { toList } from '../../../../src/testing/discovery/toList';
import { TestTree } from '../../../../src/testing/discovery/tree';

const ROOT = path.resolve('/stack/proj');
const unit = (...names: string[]): string => path.join(ROOT, 'proj', 'tests', 'unit', ...names);
const layout = { root: ROOT, topDir: ROOT, testPath: unit() };

describe('what is listed after files were written', () => {
  const tree = new TestTree(layout, () => Promise.resolve(''));
  tree.addFiles(['test_a.py', 'test_b.py', 'test_c.py', 'test_d.py', 'test_e.py'].map((name) => unit(name)));
  tree.addFiles([unit('sub', 'test_a.py')]);
  const names = (files: string[], broken: string[] = []): unknown => {
    const wanted = toList(files, { layout, tree, broken });
    return wanted === 'all' ? wanted : [...wanted];
  };

  it('files that were written are listed, or all tests if there are many', () => {
    assert.deepEqual(names([unit('test_a.py'), unit('sub', 'test_a.py'), unit('test_b.py')]), [
      'test_a.py',
      'test_b.py',
    ]);
    assert.equal(names(['a', 'b', 'c', 'd', 'e'].map((name) => unit(`test_${name}.py`))), 'all');
  });

  it('all tests are listed after a shared file, and none after the code under test or a deleted test', () => {
    assert.equal(names([unit('base.py')]), 'all');
    assert.equal(names([unit('sub', '__init__.py')]), 'all');
    assert.deepEqual(names([path.join(ROOT, 'proj', 'code.py'), unit('test_gone.py')]), []);
  });

  it('all tests are listed after a package that holds tests', async () => {
    const text = 'import unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n';
    const own = new TestTree(layout, () => Promise.resolve(text));
    own.addFiles([unit('sub', '__init__.py')]);
    await own.readPackages();
    assert.equal(own.nodeOfFile(unit('sub', '__init__.py'))?.id, 'proj.tests.unit.sub');
    assert.equal(toList([unit('sub', '__init__.py')], { layout, tree: own, broken: [] }), 'all');
  });

  it('tests that could not be imported are listed again after any file', () => {
    assert.deepEqual(names([path.join(ROOT, 'proj', 'code.py')], ['proj.tests.unit.test_c']), ['test_c.py']);
    assert.equal(names([path.join(ROOT, 'proj', 'code.py')], ['proj.tests.unit.sub']), 'all');
  });
});
