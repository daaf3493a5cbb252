import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { importsOf, resolveImport } from '../../../../src/testing/discovery/imports';
import { allClasses, scanModule } from '../../../../src/testing/discovery/scan';

const MODULE = `# -*- coding: utf-8 -*-
"""A docstring with class Fake(object): in it
    def test_not_me(self):
"""
import ddt
from unittest import mock

from nova import test
from nova.tests.unit import (  # why
    fakes as f,
    utils,
)


class First(test.TestCase, f.Mixin,
            Generic[T], metaclass=abc.ABCMeta):
    scenarios = [
        ('a', dict(x=1)),
    ]

    @mock.patch('x', new=lambda: '''
    def test_in_a_string(self): pass
''')
    @mock.patch.object(
        thing, 'other')
    def test_one(self, other):
        def test_nested(self):
            pass
        class Inner(object):
            def test_hidden(self): pass

    async def test_two(self): pass

    def helper(self):
        return {'def test_x(': 1}

    if True:
        def test_in_if(self):
            pass

    class Nested(test.TestCase):
        def test_deep(self):
            x = """
class NotAClass:
"""


@ddt.ddt
class Second(First):
    @ddt.data(1,
              2)
    @ddt.unpack
    def test_data(self, value):
        self.assertEqual(\\
            value, 1)

load_tests = loader.apply
`;

function outline(text: string): string[] {
  return [...allClasses(scanModule(text).classes)].flatMap((each) => [
    `${each.qualname}(${each.bases.join(',')}) ${each.line}-${each.lastLine}${each.scenarios ? ' scenarios' : ''}`,
    ...each.tests.map(
      (t) => `${each.qualname}.${t.name} ${t.firstLine}/${t.line}-${t.lastLine}${t.generates ? ' many' : ''}`,
    ),
  ]);
}

describe('the scan of a test module', () => {
  it('a scan finds classes and test methods at their lines', () => {
    assert.deepEqual(outline(MODULE), [
      'First(test.TestCase,f.Mixin,Generic) 15-45 scenarios',
      'First.test_one 21/26-30',
      'First.test_two 32/32-32',
      'First.test_in_if 38/38-39',
      'First.Nested(test.TestCase) 41-45',
      'First.Nested.test_deep 42/42-45',
      'Second(First) 49-55',
      'Second.test_data 50/53-55 many',
    ]);
  });

  it('a scan finds load_tests and what names stand for', () => {
    const { loadTests, imports } = scanModule(MODULE);
    assert.equal(loadTests, true);
    assert.equal(scanModule('def load_tests(a, b, c): pass').loadTests, true);
    assert.equal(scanModule('class A:\n  def load_tests(self): pass').loadTests, false);
    assert.deepEqual(Object.fromEntries(imports), {
      ddt: 'ddt',
      mock: 'unittest.mock',
      test: 'nova.test',
      f: 'nova.tests.unit.fakes',
      utils: 'nova.tests.unit.utils',
    });
  });

  it('a scan continues after a bracket that is still open during typing', () => {
    const text =
      'class A(B):\n    def test_a(self):\n        call(1,\n\n    def test_b(self):\n        pass\n' +
      'class C(B):\n  def test_c(self): pass\n';
    assert.deepEqual(
      outline(text).map((line) => line.split(' ')[0]),
      ['A(B)', 'A.test_a', 'A.test_b', 'C(B)', 'C.test_c'],
    );
  });

  it('a scan is the same with Windows line ends, a byte order mark and tabs', () => {
    assert.deepEqual(outline(`\ufeff${MODULE.replaceAll('\n', '\r\n')}`), outline(MODULE));
    assert.deepEqual(outline('class A(B):\n\tdef test_a(self):\n\t\tpass\n'), ['A(B) 1-3', 'A.test_a 2/2-3']);
  });

  it('a scan keeps the decorators of a test after a bracket that is still open', () => {
    const text = 'class A(B):\n  x = call(1,\n\n  @ddt.data(1)\n  @ddt.unpack\n  def test_a(self): pass\n';
    assert.deepEqual(outline(text), ['A(B) 1-6', 'A.test_a 4/6-6 many']);
  });

  it('a scan is the same with line ends of old Macs', () => {
    assert.deepEqual(outline(MODULE.replaceAll('\n', '\r')), outline(MODULE));
    const { imports } = scanModule(MODULE.replaceAll('\n', '\r'));
    assert.deepEqual(imports, scanModule(MODULE).imports);
    assert.deepEqual(importsOf('from a import b, \\\r  c'), importsOf('from a import b, c'));
  });

  it('a scan reads escaped quotes, raw strings and unfinished strings as Python does', () => {
    const text = 'x = """a\\""" + "\n"""\ny = r"\\"\nz = \'oops\nclass A(B):\n  def test_a(self): pass\n';
    assert.deepEqual(
      outline(text).map((line) => line.split(' ')[0]),
      ['A(B)', 'A.test_a'],
    );
  });

  it('a scan never throws, and its lines are within the text', () => {
    const piece = fc.constantFrom(
      'class A(B):',
      '\n',
      '    ',
      'def test_x(self):',
      '"""',
      "'",
      '"',
      '(',
      ')',
      '\\',
      '#',
      '\t',
      'x = 1',
      '@d',
      '\r\n',
      'é',
      '[',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        for (const each of allClasses(scanModule(text).classes)) {
          assert.match(text.split('\n')[each.line - 1]!, /class/);
        }
      }),
    );
  });
});

describe('imports', () => {
  it('imports are what each statement binds', () => {
    assert.deepEqual(importsOf('import os.path, a.b as c'), [
      ['os', 'os'],
      ['c', 'a.b'],
    ]);
    assert.deepEqual(importsOf('from . import base'), [['base', '.base']]);
    assert.deepEqual(importsOf('from ..x import (y as z,\n  w,)'), [
      ['z', '..x.y'],
      ['w', '..x.w'],
    ]);
    assert.deepEqual(importsOf('from a import *'), []);
    assert.deepEqual(importsOf('if x: pass'), []);
  });

  it('imports have names of any script, as Python normalizes them', () => {
    const decomposed = 'class GröTest(Größen.Basis):\n    def test_länge(self): pass\n'.normalize('NFD');
    const [found] = scanModule(decomposed).classes;
    assert.deepEqual(
      [found?.name, found?.bases, found?.tests.map(({ name }) => name)],
      ['GröTest', ['Größen.Basis'], ['test_länge']],
    );
    const similar = 'class GrößeTest(B):\n  def test_größe(self): pass\n  def test_größer(self): pass\n';
    assert.deepEqual(
      outline(similar).map((line) => line.split(' ')[0]),
      ['GrößeTest(B)', 'GrößeTest.test_größe', 'GrößeTest.test_größer'],
    );
    assert.deepEqual(importsOf('from größen.tests import Basis as Grund'), [['Grund', 'größen.tests.Basis']]);
    const open = 'x = foo(\nclass Größe(unittest.TestCase):\n    def test_a(self): pass\n';
    assert.deepEqual(
      scanModule(open).classes.map(({ name }) => name),
      ['Größe'],
    );
  });

  it('dots of imports are resolved from a module and from a package', () => {
    assert.equal(resolveImport('.base.A', 'pkg.tests.test_x', false), 'pkg.tests.base.A');
    assert.equal(resolveImport('..utils', 'pkg.tests.test_x', false), 'pkg.utils');
    assert.equal(resolveImport('.base', 'pkg.tests', true), 'pkg.tests.base');
    assert.equal(resolveImport('....x', 'pkg.tests.test_x', false), undefined);
  });
});
