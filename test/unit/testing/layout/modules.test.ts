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

describe('layoutOf', () => {
  it('reads neutron, ironic and oslo', () => {
    assert.equal(layout('${OS_TEST_PATH:-./neutron/tests/unit}').testPath, path.join(ROOT, 'neutron/tests/unit'));
    assert.equal(layout('${TESTS_DIR:-./ironic/tests/unit/}').testPath, path.join(ROOT, 'ironic/tests/unit'));
    assert.equal(layout('.').testPath, ROOT);
  });

  it('takes the variable where it is set', () => {
    const found = layoutOf(ROOT, { testPath: '${OS_TEST_PATH:-./a}' }, { OS_TEST_PATH: './b' });
    assert.ok('testPath' in found && found.testPath === path.join(ROOT, 'b'));
  });

  it('reads variables as a shell does', () => {
    for (const value of ['$T', '${T}', '${T-./b}', '${T:-./b}']) {
      const found = layoutOf(ROOT, { testPath: value, topDir: '${TOP-.}' }, { T: './a' });
      assert.ok('testPath' in found && found.testPath === path.join(ROOT, 'a'), value);
    }
  });

  it('is below the folder that the runner runs in', () => {
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
    it(`leaves other shell syntax unread: ${value}`, () => {
      assert.deepEqual(layoutOf(ROOT, { testPath: value }), { reason: 'shell-syntax', value });
    });
  }

  it('refuses folders outside of the root, also when a variable leads there', () => {
    assert.deepEqual(layoutOf(ROOT, { testPath: '../other' }), { reason: 'outside-root', value: '../other' });
    assert.deepEqual(layoutOf(ROOT, { testPath: './a', topDir: '../' }), { reason: 'outside-root', value: '../' });
    const found = layoutOf(ROOT, { testPath: '${X:-./a}' }, { X: '/etc' });
    assert.ok('reason' in found && found.reason === 'outside-root');
    assert.deepEqual(layoutOf(ROOT, {}), { reason: 'no-test-path', value: '' });
  });
});

describe('moduleOf', () => {
  it('follows top_dir', () => {
    const file = path.join(ROOT, 'src', 'pkg', 'tests', 'test_a.py');
    assert.equal(moduleOf(layout('./src/pkg', './src'), file), 'pkg.tests.test_a');
    assert.equal(moduleOf(layout('.'), path.join(ROOT, 'pkg', '__init__.py')), 'pkg');
    assert.equal(moduleOf(layout('.'), path.join(ROOT, 'a-b', 'test_a.py')), undefined);
    assert.equal(moduleOf(layout('.'), path.resolve('/stack/other/test_a.py')), undefined);
  });

  it('knows test files as unittest does', () => {
    const unit = layout('./neutron/tests/unit');
    assert.ok(isTestFile(unit, path.join(ROOT, 'neutron/tests/unit/a/test_b.py')));
    assert.ok(!isTestFile(unit, path.join(ROOT, 'neutron/tests/unit/a/base.py')));
    assert.ok(!isTestFile(unit, path.join(ROOT, 'neutron/tests/functional/test_b.py')));
    assert.ok(!isTestFile(unit, path.join(ROOT, 'neutron/tests/unit2/test_b.py')));
  });
});

describe('test ids', () => {
  it('are split before scenario and tags, wherever dots stand', () => {
    assert.deepEqual(splitTestId('a.B.test_x(v1.2,b)[id-1]'), { name: 'a.B.test_x', suffix: '(v1.2,b)[id-1]' });
    assert.deepEqual(splitTestId('a.B.test_x'), { name: 'a.B.test_x', suffix: '' });
  });

  it('lose their tags as in stestr', () => {
    assert.equal(withoutTags('t.test_x({"k": [1]})'), 't.test_x({"k": })');
    assert.equal(withoutTags('t.test_x[id-1,smoke]'), 't.test_x');
  });
});
