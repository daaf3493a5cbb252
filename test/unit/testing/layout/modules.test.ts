import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { isTestFile, layoutOf, moduleOf, type TestLayout } from '../../../../src/testing/layout/modules';
import { splitTestId, withoutTags } from '../../../../src/testing/subunit/testIds';

const ROOT = path.resolve('/stack/neutron');

function layout(testPath: string, topDir = './'): TestLayout {
  const found = layoutOf(ROOT, { testPath, topDir });
  assert.ok(!('reason' in found));
  return found;
}

describe('the layout of tests', () => {
  it('the layouts of neutron, ironic and oslo are read', () => {
    assert.equal(layout('${OS_TEST_PATH:-./neutron/tests/unit}').testPath, path.join(ROOT, 'neutron/tests/unit'));
    assert.equal(layout('${TESTS_DIR:-./ironic/tests/unit/}').testPath, path.join(ROOT, 'ironic/tests/unit'));
    assert.equal(layout('.').testPath, ROOT);
  });

  it('the layout follows a variable that is set', () => {
    const found = layoutOf(ROOT, { testPath: '${OS_TEST_PATH:-./a}' }, { OS_TEST_PATH: './b' });
    assert.ok('testPath' in found && found.testPath === path.join(ROOT, 'b'));
  });

  it('the layout has variables as a shell reads them', () => {
    for (const value of ['$T', '${T}', '${T-./b}', '${T:-./b}']) {
      const found = layoutOf(ROOT, { testPath: value, topDir: '${TOP-.}' }, { T: './a' });
      assert.ok('testPath' in found && found.testPath === path.join(ROOT, 'a'), value);
    }
  });

  it('the layout is below the folder that the runner runs in', () => {
    assert.deepEqual(layoutOf(ROOT, { testPath: './a' }, {}, path.join(ROOT, 'sub')), {
      root: ROOT,
      topDir: path.join(ROOT, 'sub'),
      testPath: path.join(ROOT, 'sub', 'a'),
    });
  });

  for (const value of [
    './t$(touch x)',
    './`id`',
    '${HOME:?}',
    '$1',
    '$NOT_SET',
    './a; rm -rf b',
    "'./a b'",
    '${A:-$(id)}',
    './*',
  ]) {
    it(`the layout leaves other shell syntax unread: ${value}`, () => {
      assert.deepEqual(layoutOf(ROOT, { testPath: value }), { reason: 'shell-syntax', value });
    });
  }

  it('folders outside of the root are refused, even if a variable leads there', () => {
    assert.deepEqual(layoutOf(ROOT, { testPath: '../other' }), { reason: 'outside-root', value: '../other' });
    assert.deepEqual(layoutOf(ROOT, { testPath: './a', topDir: '../' }), { reason: 'outside-root', value: '../' });
    const found = layoutOf(ROOT, { testPath: '${X:-./a}' }, { X: '/etc' });
    assert.ok('reason' in found && found.reason === 'outside-root');
    assert.deepEqual(layoutOf(ROOT, {}), { reason: 'no-test-path', value: '' });
  });
});

describe('the module of a file', () => {
  it('module names follow top_dir', () => {
    const file = path.join(ROOT, 'src', 'pkg', 'tests', 'test_a.py');
    assert.equal(moduleOf(layout('./src/pkg', './src'), file), 'pkg.tests.test_a');
    assert.equal(moduleOf(layout('.'), path.join(ROOT, 'pkg', '__init__.py')), 'pkg');
    assert.equal(moduleOf(layout('.'), path.join(ROOT, 'a-b', 'test_a.py')), undefined);
    assert.equal(moduleOf(layout('.'), path.resolve('/stack/other/test_a.py')), undefined);
  });

  it('test files are recognised as unittest does', () => {
    const unit = layout('./neutron/tests/unit');
    assert.ok(isTestFile(unit, path.join(ROOT, 'neutron/tests/unit/a/test_b.py')));
    assert.ok(!isTestFile(unit, path.join(ROOT, 'neutron/tests/unit/a/base.py')));
    assert.ok(!isTestFile(unit, path.join(ROOT, 'neutron/tests/functional/test_b.py')));
    assert.ok(!isTestFile(unit, path.join(ROOT, 'neutron/tests/unit2/test_b.py')));
  });
});

describe('test ids', () => {
  it('test ids are split before scenario and tags, wherever dots are', () => {
    assert.deepEqual(splitTestId('a.B.test_x(v1.2,b)[id-1]'), { name: 'a.B.test_x', suffix: '(v1.2,b)[id-1]' });
    assert.deepEqual(splitTestId('a.B.test_x'), { name: 'a.B.test_x', suffix: '' });
  });

  it('test ids lose their tags as in stestr', () => {
    assert.equal(withoutTags('t.test_x({"k": [1]})'), 't.test_x({"k": })');
    assert.equal(withoutTags('t.test_x[id-1,smoke]'), 't.test_x');
  });
});
