import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { TestTree } from '../../../../src/testing/discovery/tree';

const ROOT = path.resolve('/stack/proj');
const UNIT = path.join(ROOT, 'proj', 'tests', 'unit');
const BASE =
  'import testtools\nclass TestCase(testtools.TestCase):\n    pass\n' +
  'class Shared(TestCase):\n    def test_shared(self): pass\n';
const TEST_A = `from proj.tests import base
import ddt

class Mixin(object):
    def test_mixed(self): pass

class ATest(base.Shared, Mixin):
    def test_a(self): pass

class ScenarioTest(base.TestCase):
    scenarios = [('one', {}), ('two', {})]
    def test_s(self): pass

@ddt.ddt
class DdtTest(base.TestCase):
    @ddt.data('foo', 'bar')
    def test_d(self, value): pass
    def test_d_1_own(self): pass
`;
const M = 'proj.tests.unit.test_a';
const LISTED = [
  `${M}.ATest.test_a`,
  `${M}.ATest.test_mixed`,
  `${M}.ATest.test_shared`,
  `${M}.ScenarioTest.test_s(one)`,
  `${M}.ScenarioTest.test_s(two)`,
  `${M}.DdtTest.test_d_1_foo`,
  `${M}.DdtTest.test_d_2_bar`,
  `${M}.DdtTest.test_d_1_own`,
  `${M}.MadeTest.test_made`,
  'proj.tests.unit.sub.test_b.BTest.test_b',
  'elsewhere.test_c.CTest.test_c',
];

function makeTree(): { tree: TestTree; files: Map<string, string> } {
  const files = new Map([
    [path.join(ROOT, 'proj/tests/base.py'), BASE],
    [path.join(UNIT, 'test_a.py'), TEST_A],
    [
      path.join(UNIT, 'sub', 'test_b.py'),
      'import unittest\nclass BTest(unittest.TestCase):\n    def test_b(self): pass\n',
    ],
  ]);
  const tree = new TestTree({ root: ROOT, topDir: ROOT, testPath: UNIT }, (file) => Promise.resolve(files.get(file)));
  assert.equal(tree.addFiles(files.keys()), 2);
  return { tree, files };
}

async function draw(tree: TestTree, id?: string, indent = ''): Promise<string[]> {
  const lines: string[] = [];
  for (const node of await tree.childrenOf(id)) {
    const at = node.definition && ` ${path.basename(node.definition.file)}:${node.definition.line}`;
    lines.push(`${indent}${node.kind} ${node.label}${at ?? ''}`);
    if (node.hasChildren) lines.push(...(await draw(tree, node.id, `${indent}  `)));
  }
  return lines;
}

describe('the tree of tests', () => {
  it('the tree shows what the text has before any listing, mixins left out', async () => {
    const { tree } = makeTree();
    assert.deepEqual(await draw(tree), [
      'package sub',
      '  module test_b',
      '    class BTest test_b.py:2',
      '      test test_b test_b.py:3',
      'module test_a',
      '  class ATest test_a.py:7',
      '    test test_a test_a.py:8',
      '    test test_shared base.py:5',
      '    test test_mixed test_a.py:5',
      '  class ScenarioTest test_a.py:10',
      '    test test_s test_a.py:12',
      '  class DdtTest test_a.py:15',
      '    test test_d test_a.py:17',
      '    test test_d_1_own test_a.py:18',
    ]);
    assert.equal((await tree.testsBelow(`${M}.ScenarioTest`)).exact, false);
  });

  it('the tree has every listed id in its place', async () => {
    const { tree } = makeTree();
    await tree.merge(LISTED);
    assert.deepEqual(await draw(tree, M), [
      'class ATest test_a.py:7',
      '  test test_a test_a.py:8',
      '  test test_shared base.py:5',
      '  test test_mixed test_a.py:5',
      'class ScenarioTest test_a.py:10',
      '  test test_s test_a.py:12',
      '    variant (one) test_a.py:12',
      '    variant (two) test_a.py:12',
      'class DdtTest test_a.py:15',
      '  test test_d test_a.py:17',
      '    variant 1_foo test_a.py:17',
      '    variant 2_bar test_a.py:17',
      '  test test_d_1_own test_a.py:18',
      'class MadeTest',
      '  test test_made',
    ]);
    const all = await tree.testsBelow();
    assert.deepEqual([...all.ids].sort(), [...LISTED].sort());
    assert.equal(all.exact, true);
    assert.deepEqual((await tree.testsBelow(`${M}.DdtTest.test_d`)).ids, LISTED.slice(5, 7));
    assert.deepEqual((await tree.testsBelow(LISTED[3])).ids, [LISTED[3]]);
  });

  it('the tree knows which tests a load_tests may make that is called in discovery alone', async () => {
    const { tree } = makeTree();
    const loadTests = 'load_tests = testscenarios.load_tests_apply_scenarios\n';
    assert.equal(await tree.needsDiscovery(`${M}.ScenarioTest`), false);
    tree.setText(path.join(UNIT, 'test_a.py'), `${loadTests}${TEST_A}`, { saved: true });
    assert.equal(await tree.needsDiscovery(`${M}.ScenarioTest`), true);
    assert.equal(await tree.needsDiscovery(M), false, 'it is called for the module');
    assert.equal(await tree.needsDiscovery('elsewhere.test_c.CTest'), false);
    tree.setText(path.join(UNIT, '__init__.py'), loadTests, { saved: true });
    assert.equal(await tree.needsDiscovery(M), true, 'that of its package is not');
  });

  it('the tree leads to each id from the top', async () => {
    const { tree } = makeTree();
    await tree.merge(LISTED.slice(0, -1));
    assert.deepEqual(await tree.pathTo(`${M}.ScenarioTest.test_s(two)`), [
      M,
      `${M}.ScenarioTest`,
      `${M}.ScenarioTest.test_s`,
      `${M}.ScenarioTest.test_s(two)`,
    ]);
    assert.deepEqual((await tree.pathTo(`${M}.ScenarioTest.test_s(new)`)).at(-1), `${M}.ScenarioTest.test_s`);
    assert.deepEqual(await tree.pathTo('unittest.loader._FailedTest.test_x'), []);
    for (const id of LISTED.slice(0, -1)) {
      let children = await tree.childrenOf();
      for (const step of await tree.pathTo(id)) {
        assert.ok(
          children.some((child) => child.id === step),
          `${step} on the way to ${id}`,
        );
        children = await tree.childrenOf(step);
      }
    }
  });

  it('the tree follows unsaved edits: new tests appear, renamed ones disappear', async () => {
    const { tree } = makeTree();
    await tree.merge(LISTED);
    await tree.childrenOf(M);
    const file = path.join(UNIT, 'test_a.py');
    assert.equal(tree.setText(file, TEST_A, { saved: true }), false);
    const edited = TEST_A.replace('def test_a(', 'def test_renamed(').replace('class ScenarioTest', 'class OtherTest');
    assert.equal(tree.setText(file, edited, { saved: false }), true);
    const drawn = (await draw(tree, M)).map((line) => line.trim());
    assert.ok(drawn.includes('test test_renamed test_a.py:8'));
    assert.ok(!drawn.includes('test test_a test_a.py:8'));
    assert.ok(drawn.includes('class OtherTest test_a.py:10') && !drawn.some((line) => line.includes('ScenarioTest')));
    assert.ok(drawn.includes('class MadeTest'), 'what the text never showed stays');
  });

  it('the tree keeps unsaved tests that a listing does not have', async () => {
    const { tree } = makeTree();
    const file = path.join(UNIT, 'test_a.py');
    tree.setText(file, `${TEST_A}    def test_new(self): pass\n`, { saved: false });
    await tree.merge(LISTED);
    assert.ok((await tree.childrenOf(`${M}.DdtTest`)).some((node) => node.label === 'test_new'));
  });

  it('listed ids are certain only while the text is the listed one', async () => {
    const { tree, files } = makeTree();
    await tree.merge(LISTED);
    const file = path.join(UNIT, 'test_a.py');
    const sure = async (id = M): Promise<boolean[]> => {
      const { exact, multiplies } = await tree.testsBelow(id);
      return [exact, multiplies];
    };
    assert.deepEqual(await sure(), [true, false]);
    await tree.childrenOf(M);
    tree.setText(file, TEST_A.replace("'foo'", "'spam'"), { saved: false });
    assert.deepEqual(await sure(), [false, true]);
    assert.deepEqual(
      [await sure(`${M}.ATest`), await sure(`${M}.MadeTest`)],
      [
        [false, false],
        [false, true],
      ],
    );
    assert.deepEqual(await sure('proj.tests.unit.sub'), [true, false]);
    tree.setText(file, TEST_A, { saved: false });
    assert.deepEqual(await sure(), [true, false]);
    files.set(file, TEST_A.replace('foo', 'spam'));
    tree.forgetText(file);
    assert.deepEqual(await sure(), [false, true]);
    const listed = LISTED.map((id) => id.replace('_foo', '_spam'));
    await tree.mergeModules([M], listed, new Set([file]));
    assert.deepEqual(await sure(), [false, true], 'written again since the list began');
    await tree.mergeModules([M], listed);
    assert.deepEqual(await sure(), [true, false]);
    assert.deepEqual((await tree.testsBelow(`${M}.DdtTest.test_d`)).ids, listed.slice(5, 7));
  });

  it('a listing of some modules leaves the others as they were', async () => {
    const { tree } = makeTree();
    await tree.merge(LISTED);
    await tree.mergeModules(tree.modulesIn('test_a.py'), [
      `${M}.ATest.test_a`,
      'proj.tests.unit.sub.test_b.BTest.test_x',
    ]);
    assert.deepEqual((await tree.testsBelow(M)).ids, [`${M}.ATest.test_a`]);
    assert.deepEqual((await tree.testsBelow('proj.tests.unit.sub')).ids, ['proj.tests.unit.sub.test_b.BTest.test_b']);
  });

  it('the tree returns to the text on disk when an editor with another is closed', async () => {
    const { tree } = makeTree();
    const file = path.join(UNIT, 'test_a.py');
    await tree.merge(LISTED);
    await tree.childrenOf(M);
    assert.equal(tree.forgetUnsaved(file), false);
    tree.setText(file, 'import nothing\n', { saved: false });
    assert.equal(tree.forgetUnsaved(file), true);
    assert.equal((await tree.testsBelow(M)).exact, true);
  });

  it('a class that only looks like a test case is dropped after a listing', async () => {
    const { tree } = makeTree();
    await tree.merge(LISTED.filter((id) => !id.includes('.ATest.')));
    assert.ok(!(await tree.childrenOf(M)).some((node) => node.label === 'ATest'));
  });

  it('the tree follows new, renamed and deleted files', async () => {
    const { tree, files } = makeTree();
    await tree.merge(LISTED.slice(0, -1));
    const old = path.join(UNIT, 'sub', 'test_b.py');
    const renamed = path.join(UNIT, 'sub', 'test_bb.py');
    files.set(renamed, files.get(old)!);
    tree.removeFile(old);
    tree.addFiles([renamed]);
    assert.deepEqual((await draw(tree)).slice(0, 2), ['package sub', '  module test_bb']);
    tree.removeFile(renamed);
    assert.deepEqual(
      (await tree.childrenOf()).map((node) => node.label),
      ['test_a'],
    );
    assert.equal(tree.nodeOfFile(path.join(UNIT, 'test_a.py'))?.id, M);
    assert.equal(tree.nodeOfFile(renamed), undefined);
  });

  it("the tree has coverage.py's name of each test", async () => {
    const { tree } = makeTree();
    await tree.merge(LISTED);
    const byContext = await tree.idsByContext();
    assert.deepEqual(byContext.get('proj.tests.base.Shared.test_shared'), [`${M}.ATest.test_shared`]);
    assert.deepEqual(byContext.get(`${M}.Mixin.test_mixed`), [`${M}.ATest.test_mixed`]);
    assert.deepEqual(byContext.get(`${M}.ScenarioTest.test_s`), LISTED.slice(3, 5));
  });

  it('the tree reads only the changed module, and those that use it', async () => {
    const { tree, files } = makeTree();
    await tree.merge(LISTED.slice(0, -1));
    const [a, b] = [M, 'proj.tests.unit.sub.test_b'];
    let known: unknown[] = [];
    const look = async (): Promise<void> => {
      await tree.idsByContext();
      known = [tree.stateOf(a), tree.stateOf(b)];
      assert.ok(known.every((state) => state !== undefined));
    };
    /** Which of the two are to be looked into again. */
    const forgotten = (): string[] => [a, b].filter((name, i) => tree.stateOf(name) !== known[i]);
    const fileB = path.join(UNIT, 'sub', 'test_b.py');
    await look();
    tree.setText(fileB, `\n${files.get(fileB)}`, { saved: true });
    assert.deepEqual(forgotten(), [b]);
    await look();
    tree.forgetText(path.join(ROOT, 'proj/tests/base.py'));
    assert.deepEqual(forgotten(), [a], 'its classes derive from those of base');
    await look();
    tree.addFiles([path.join(ROOT, 'ddt.py')]);
    assert.deepEqual(forgotten(), [], 'no class derives from one of ddt');
    await tree.merge(LISTED.slice(0, -1));
    assert.deepEqual(forgotten(), [b], 'the other was listed of this text before');
    await look();
    await tree.merge(LISTED.slice(0, -1));
    assert.deepEqual(forgotten(), []);
    await tree.merge(LISTED.slice(1, -1));
    assert.deepEqual(forgotten(), [a]);
  });

  it('the tree reads a module again when a module it misses appears', async () => {
    const file = path.join(UNIT, 'test_d.py');
    const texts = new Map([[file, 'from proj import late\nclass DTest(late.Base):\n    def test_d(self): pass\n']]);
    const tree = new TestTree({ root: ROOT, topDir: ROOT, testPath: UNIT }, (asked) =>
      Promise.resolve(texts.get(asked)),
    );
    tree.addFiles([file]);
    const labels = async (): Promise<string[]> =>
      (await tree.childrenOf('proj.tests.unit.test_d.DTest')).map(({ label }) => label);
    assert.deepEqual(await labels(), ['test_d']);
    texts.set(
      path.join(ROOT, 'proj/late.py'),
      'import unittest\nclass Base(unittest.TestCase):\n    def test_late(self): pass\n',
    );
    tree.addFiles([path.join(ROOT, 'proj/late.py')]);
    assert.deepEqual(await labels(), ['test_d', 'test_late']);
  });

  it('building a large tree lets other events run', async () => {
    const methods = Array.from({ length: 50 }, (_, n) => `    def test_${n}(self): pass\n`).join('');
    const text = `import unittest\nclass SomeTest(unittest.TestCase):\n${methods}`;
    const files = Array.from({ length: 400 }, (_, n) => path.join(UNIT, `test_${n}.py`));
    const tree = new TestTree({ root: ROOT, topDir: ROOT, testPath: UNIT }, () => Promise.resolve(text));
    tree.addFiles(files);
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    assert.equal((await tree.idsByContext()).size, 20_000);
    clearInterval(timer);
    assert.ok(turns >= 3, `${turns} turns`);
  });

  it('circles of imports and of base classes end', async () => {
    const file = path.join(UNIT, 'test_c.py');
    const text = 'from proj.tests.unit.test_c import A\nclass B(A, B):\n    def test_b(self): pass\nclass A(B): pass\n';
    const tree = new TestTree({ root: ROOT, topDir: ROOT, testPath: UNIT }, (asked) =>
      Promise.resolve(asked === file ? text : undefined),
    );
    tree.addFiles([file]);
    await tree.merge(['proj.tests.unit.test_c.B.test_b']);
    assert.deepEqual(await tree.testsBelow(), {
      ids: ['proj.tests.unit.test_c.B.test_b'],
      exact: true,
      multiplies: false,
      leavesOut: false,
    });
  });

  it('methods that become several tests are known, until those are listed', async () => {
    const { tree } = makeTree();
    const marked = async (id: string): Promise<string[]> =>
      (await tree.childrenOf(`${M}.${id}`)).filter(({ multiplies }) => multiplies).map(({ label }) => label);
    assert.deepEqual(
      [await marked('ATest'), await marked('ScenarioTest'), await marked('DdtTest')],
      [[], ['test_s'], ['test_d']],
    );
    assert.equal((await tree.testsBelow(`${M}.DdtTest`)).multiplies, true);
    assert.equal((await tree.testsBelow(`${M}.ATest`)).multiplies, false);
    await tree.merge(LISTED);
    assert.equal((await tree.testsBelow(`${M}.DdtTest`)).multiplies, false);
  });

  it('a generated test that no listing named leads to its method', async () => {
    const { tree } = makeTree();
    const last = async (id: string): Promise<string | undefined> => (await tree.pathTo(`${M}.DdtTest.${id}`)).at(-1);
    assert.equal(await last('test_d_2_bar'), `${M}.DdtTest.test_d`);
    assert.equal(await last('test_d_1_own'), `${M}.DdtTest.test_d_1_own`);
    assert.equal(await last('test_dd'), undefined);
  });

  it('the tree knows what a test module imports', async () => {
    const { tree } = makeTree();
    assert.deepEqual(await tree.importsOf(path.join(UNIT, 'test_a.py')), ['proj.tests.base', 'ddt']);
    assert.deepEqual(await tree.importsOf(path.join(ROOT, 'proj/tests/base.py')), []);
  });

  describe('of a package that is a module too', () => {
    const TESTS = 'import unittest\nclass OwnTest(unittest.TestCase):\n    def test_own(self): pass\n';
    const BELOW = 'import unittest\nclass BelowTest(unittest.TestCase):\n    def test_below(self): pass\n';
    const file = (...names: string[]): string => path.join(UNIT, ...names);
    const U = 'proj.tests.unit';

    function packages(texts: Record<string, string>): { tree: TestTree; files: Map<string, string> } {
      const files = new Map(Object.entries(texts).map(([name, text]) => [file(name), text]));
      const tree = new TestTree({ root: ROOT, topDir: ROOT, testPath: UNIT }, (asked) =>
        Promise.resolve(files.get(asked)),
      );
      tree.addFiles(files.keys());
      return { tree, files };
    }
    const both = (): ReturnType<typeof packages> =>
      packages({ '__init__.py': '', 'test_z.py': BELOW, 'objects/__init__.py': TESTS, 'objects/test_a.py': BELOW });
    const OBJECTS = [`${U}.objects.test_a.BelowTest.test_below`, `${U}.objects.OwnTest.test_own`];

    it("tests of a package's __init__.py are shown and counted beside its modules", async () => {
      const { tree } = both();
      const drawn = [
        'package objects',
        '  module test_a',
        '    class BelowTest test_a.py:2',
        '      test test_below test_a.py:3',
        '  class OwnTest __init__.py:2',
        '    test test_own __init__.py:3',
        'module test_z',
        '  class BelowTest test_z.py:2',
        '    test test_below test_z.py:3',
      ];
      assert.deepEqual(await draw(tree), drawn);
      assert.deepEqual((await tree.testsBelow(`${U}.objects`)).ids, OBJECTS);
      await tree.merge([...OBJECTS, `${U}.test_z.BelowTest.test_below`]);
      assert.deepEqual(await draw(tree), drawn);
      assert.deepEqual(await tree.testsBelow(`${U}.objects`), {
        ids: OBJECTS,
        exact: true,
        multiplies: false,
        leavesOut: false,
      });
      assert.deepEqual((await tree.testsBelow(`${U}.objects.OwnTest`)).ids, [OBJECTS[1]]);
    });

    it('an id leads to the package that holds it, and that of a new module to the module', async () => {
      const { tree } = both();
      assert.deepEqual(await tree.pathTo(OBJECTS[1]!), [`${U}.objects`, `${U}.objects.OwnTest`, OBJECTS[1]]);
      assert.equal(tree.moduleOfId(OBJECTS[1]!), `${U}.objects`);
      assert.equal(tree.moduleOfId(`${U}.objects.test_new.NewTest.test_x`), `${U}.objects.test_new`);
    });

    it('a package without a test module is found', async () => {
      const { tree } = packages({
        '__init__.py': '',
        'test_z.py': BELOW,
        'empty/__init__.py': '',
        'deep/__init__.py': '',
        'deep/own/__init__.py': TESTS,
      });
      assert.deepEqual((await draw(tree)).slice(0, 3), [
        'package deep',
        '  module own',
        '    class OwnTest __init__.py:2',
      ]);
      assert.equal((await tree.testsBelow()).ids.length, 2);
    });

    it('the tree does not begin below the tests of the package at its top', async () => {
      const { tree } = packages({ '__init__.py': TESTS, 'sub/__init__.py': '', 'sub/test_a.py': BELOW });
      assert.deepEqual(
        (await draw(tree)).filter((line) => !line.startsWith(' ')),
        ['package sub', 'class OwnTest __init__.py:2'],
      );
    });

    it('the tree follows the text of a package, and keeps it while either file exists', async () => {
      const { tree, files } = both();
      await tree.childrenOf();
      tree.setText(file('objects/__init__.py'), '', { saved: false });
      assert.deepEqual((await tree.testsBelow(`${U}.objects`)).ids, [OBJECTS[0]]);
      tree.setText(file('objects/__init__.py'), TESTS, { saved: true });
      assert.deepEqual((await tree.testsBelow(`${U}.objects`)).ids, OBJECTS);
      files.delete(file('objects/test_a.py'));
      tree.removeFile(file('objects/test_a.py'));
      assert.deepEqual((await tree.testsBelow()).ids, [OBJECTS[1], `${U}.test_z.BelowTest.test_below`]);
      tree.removeFile(file('objects/__init__.py'));
      assert.deepEqual((await tree.testsBelow()).ids, [`${U}.test_z.BelowTest.test_below`]);
    });

    it('relative imports start from the package itself', async () => {
      const { tree } = packages({
        '__init__.py': '',
        'objects/__init__.py': `from .base import Base\n${TESTS}class More(Base):\n    pass\n`,
        'objects/base.py': BELOW.replace('BelowTest', 'Base'),
      });
      assert.deepEqual((await tree.testsBelow(`${U}.objects.More`)).ids, [`${U}.objects.More.test_below`]);
    });
  });

  describe('where the command of the project leaves tests out', () => {
    const sql = 'class SqlTest(ATest):\n    def test_sql(self): pass\n';
    const A =
      'import unittest\nclass Mixin(object):\n    def test_mixed(self): pass\nclass ATest(unittest.TestCase):\n    def test_a(self): pass\n';
    const U = 'proj.tests.unit';

    async function filtered(): Promise<TestTree> {
      const tree = new TestTree({ root: ROOT, topDir: ROOT, testPath: UNIT }, () => Promise.resolve(A + sql));
      tree.addFiles([path.join(UNIT, 'test_a.py'), path.join(UNIT, 'test_b.py')]);
      await tree.merge([`${U}.test_a.ATest.test_a`], new Set(), true);
      return tree;
    }

    it("tests that the project's command leaves out are still shown, but no mixin", async () => {
      const tree = await filtered();
      const shown = (await tree.childrenOf(`${U}.test_a.SqlTest`)).map(({ label, leftOut }) => [label, leftOut]);
      assert.deepEqual(shown, [
        ['test_sql', true],
        ['test_a', true],
      ]);
      assert.deepEqual(
        (await tree.childrenOf(`${U}.test_a`)).map(({ label }) => label),
        ['ATest', 'SqlTest'],
      );
    });

    it("tests that the project's command leaves out run only if nothing else is requested", async () => {
      const tree = await filtered();
      const ids = async (id: string): Promise<unknown> => (await tree.testsBelow(id)).ids;
      assert.deepEqual(await ids(U), [`${U}.test_a.ATest.test_a`]);
      assert.deepEqual(await tree.testsBelow(`${U}.test_a`), {
        ids: [`${U}.test_a.ATest.test_a`],
        exact: true,
        multiplies: false,
        leavesOut: true,
      });
      assert.deepEqual(await ids(`${U}.test_a.SqlTest.test_sql`), [`${U}.test_a.SqlTest.test_sql`]);
      assert.deepEqual(await ids(`${U}.test_a.SqlTest`), [
        `${U}.test_a.SqlTest.test_sql`,
        `${U}.test_a.SqlTest.test_a`,
      ]);
      assert.equal(((await ids(`${U}.test_b`)) as string[]).length, 3);
    });
  });

  it('the tree is made of the list alone if only the runner knows the tests', async () => {
    const text =
      'import unittest\nclass ATest(unittest.TestCase):\n    class Inner(unittest.TestCase):\n        def test_a(self): pass\n';
    const tree = new TestTree({ root: ROOT, topDir: ROOT, testPath: undefined }, () => Promise.resolve(text));
    const file = path.join(UNIT, 'test_a.py');
    tree.addFiles([file, path.join(ROOT, 'other', 'test_b.py')]);
    assert.deepEqual(await draw(tree), []);
    await tree.merge([`${M}.ATest.Inner.test_a`]);
    assert.deepEqual(await draw(tree), [
      'module test_a',
      '  class ATest test_a.py:2',
      '    class Inner test_a.py:3',
      '      test test_a test_a.py:4',
    ]);
    assert.equal(tree.nodeOfFile(file)?.id, M);
    await tree.merge(['other.test_b.ATest.Inner.test_a']);
    assert.deepEqual(
      (await tree.childrenOf()).map(({ id }) => id),
      ['other.test_b'],
    );
  });
});
