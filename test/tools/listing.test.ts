/** Listing the tests of some files alone, and runs of what was listed before its text was changed, with real stestr. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TestTree } from '../../src/testing/discovery/tree';
import { layoutOf, type TestLayout } from '../../src/testing/layout/modules';
import { failingTests } from '../../src/testing/run/failingTests';
import { listFile } from '../../src/testing/run/listFile';
import { listTests } from '../../src/testing/run/listTests';
import { mayNeedOthers } from '../../src/testing/run/missingImports';
import { runTests } from '../../src/testing/run/runTests';
import { lastRunNumber } from '../../src/testing/run/storedRun';
import type { Selection } from '../../src/testing/runners/selection';
import type { TestResult } from '../../src/testing/subunit/testResult';
import { type LabProject, labProject } from './stestrLab';

const GENERATED = `import ddt
import testscenarios
import testtools

print('noise of the import')
load_tests = testscenarios.load_tests_apply_scenarios


@ddt.ddt
class Generated(testtools.TestCase):
    @ddt.data('foo', 'bar')
    def test_data(self, value):
        pass


class Scenarios(testtools.TestCase):
    scenarios = [('one [x]', {}), ('two.3', {})]

    def test_value(self):
        pass
`;
const MODULE = 'lab.tests.test_generated';

describe('listing some of the tests', function () {
  this.timeout(300_000);

  it('listing some tests gives the ids of a full list, and imports no other test', async () => {
    const lab = await project();
    await mkdir(join(lab.root, 'lab/tests/deep'));
    await writeFile(join(lab.root, 'lab/tests/deep/__init__.py'), '');
    await writeFile(join(lab.root, 'lab/tests/deep/test_generated.py'), GENERATED);
    const all = (await listTests(lab)).ids;
    assert.equal(all.length, 8);
    await writeFile(join(lab.root, 'lab/tests/test_broken.py'), 'import no_such_module\n');
    const { ids, importProblems } = await listFile(lab, layout(lab), 'test_generated.py');
    assert.deepEqual([[...ids].sort(), importProblems], [[...all].sort(), []]);
    assert.deepEqual(await listFile(lab, layout(lab), 'test_none.py'), { ids: [], importProblems: [] });
    lab.remove();
  });

  it('listing reports why a module cannot be imported, and still lists the others of its name', async () => {
    const lab = await project();
    for (const [name, text] of [
      ['a', 'def (\n'],
      ['b', GENERATED],
      ['c', 'raise ValueError("no database")\n'],
    ] as const) {
      await mkdir(join(lab.root, 'lab/tests', name));
      await writeFile(join(lab.root, 'lab/tests', name, '__init__.py'), '');
      await writeFile(join(lab.root, 'lab/tests', name, 'test_generated.py'), text);
    }
    const { ids, importProblems } = await listFile(lab, layout(lab), 'test_generated.py');
    assert.equal(ids.length, 8);
    const told = importProblems.map(({ module, text }) => [module, text.split('\n').at(-1)]).sort();
    assert.deepEqual(told, [
      ['lab.tests.a.test_generated', 'SyntaxError: invalid syntax'],
      ['lab.tests.c.test_generated', 'ValueError: no database'],
    ]);
    lab.remove();
  });

  it("listing reports a module that may need others' imports, and the module runs with all others", async () => {
    const lab = await labProject({
      helpers: 'SIZE = 1\n',
      test_first:
        'import testtools\n\nimport lab.tests.helpers\n\n\nclass First(testtools.TestCase):\n    def test_one(self):\n        pass\n',
      test_second:
        'import testtools\n\nimport lab.tests\n\n\nclass Second(testtools.TestCase):\n' +
        '    size = lab.tests.helpers.SIZE\n\n    def test_two(self):\n        self.assertEqual(1, self.size)\n',
    });
    const second = 'lab.tests.test_second';
    const alone = await listFile(lab, layout(lab), 'test_second.py');
    assert.deepEqual([alone.ids, alone.importProblems.map(({ module }) => module)], [[], [second]]);
    assert.equal(await mayNeedOthers(lab, alone.importProblems), true);
    const all = await listTests(lab);
    assert.deepEqual([all.ids.length, all.importProblems], [2, []]);
    const ids = all.ids.filter((id) => id.startsWith(second));
    const summary = await runTests(lab, { selection: { kind: 'module', name: second, ids } });
    assert.deepEqual([summary.outcome, summary.passed, summary.problems], ['finished', 1, []], summary.words);
    // What is wrong by itself is no reason to import all others.
    await writeFile(join(lab.root, 'lab/tests/test_second.py'), 'import testtools\n\nNothing().size\n');
    const { importProblems } = await listFile(lab, layout(lab), 'test_second.py');
    assert.deepEqual([importProblems.length, await mayNeedOthers(lab, importProblems)], [1, false]);
    lab.remove();
  });

  it('listing works beside the first run, in a repository that neither has created yet', async () => {
    const lab = await project();
    const [list, run] = await Promise.all([listTests(lab), runTests(lab, { selection: { kind: 'all' } })]);
    assert.deepEqual([list.ids.length, run.outcome, run.passed], [4, 'finished', 4], run.words);
    lab.remove();
  });

  it('listing some tests is refused with a reason if the runner cannot', async () => {
    const lab = await project();
    const elsewhere = { ...layout(lab), testPath: join(lab.root, 'nowhere') };
    await assert.rejects(listFile(lab, elsewhere, 'test_a.py'), { reason: 'list-failed', message: /nowhere/ });
    await assert.rejects(listFile({ ...lab, binDir: lab.root }, layout(lab), 'test_a.py'), { reason: 'no-program' });
    lab.remove();
  });
});

describe('running what was listed of another text', function () {
  this.timeout(300_000);

  it('a run with renamed scenarios and values succeeds, and reports which tests are gone', async () => {
    const lab = await project();
    const { ids } = await listTests(lab);
    const changed = GENERATED.replace("'foo'", "'spam'").replace('one [x]', 'uno');
    await writeFile(join(lab.root, 'lab/tests/test_generated.py'), changed);
    const gone = [`${MODULE}.Generated.test_data_1_foo`, `${MODULE}.Scenarios.test_value(one [x])`];
    const selection: Selection = { kind: 'module', name: MODULE, ids };
    const summary = await runTests(lab, { selection });
    assert.deepEqual([summary.outcome, summary.passed, summary.notRun], ['finished', 4, 0], summary.words);
    assert.deepEqual([...summary.gone].sort(), gone);
    assert.equal(summary.listed, undefined, 'it costs no list of all');
    // With a list of ids the new ones do not run: nobody asked for them.
    const chosen = await runTests(lab, { selection: { kind: 'ids', ids } });
    assert.deepEqual([chosen.outcome, chosen.passed, [...chosen.gone].sort()], ['finished', 2, gone], chosen.words);
    lab.remove();
  });

  it("a run includes the tests of a package's load_tests, which unittest does not call by name", async () => {
    const lab = await labProject({});
    const module = 'lab.tests.packed.test_packed';
    const folder = join(lab.root, 'lab/tests/packed');
    const file = join(folder, 'test_packed.py');
    await mkdir(folder);
    await writeFile(file, GENERATED.replace(/^(?:print|load_tests).*\n/gm, ''));
    // As oslo.db does it: the package finds its modules itself.
    await writeFile(
      join(folder, '__init__.py'),
      `import os
import testscenarios


def load_tests(loader, found, pattern):
    inside = loader.discover(os.path.dirname(__file__), pattern=pattern or 'test*.py')
    return loader.suiteClass(testscenarios.generate_scenarios(inside))
`,
    );
    const { ids } = await listTests(lab);
    assert.equal(ids.length, 4, ids.join());
    const tree = new TestTree(layout(lab), (name) => readFile(name, 'utf8').catch(() => undefined));
    tree.addFiles([file]);
    for (const name of [module, `${module}.Scenarios`]) {
      const below = ids.filter((id) => id.startsWith(`${name}.`));
      const loadTests = await tree.needsDiscovery(name);
      const summary = await runTests(lab, { selection: { kind: 'module', name, ids: below, loadTests } });
      assert.deepEqual(
        [summary.outcome, summary.results.map(({ id }) => id).sort()],
        ['finished', [...below].sort()],
        name,
      );
    }
    lab.remove();
  });

  it("a run of a test that uses others' imports does not fail it, and reports each other outcome once", async () => {
    const test = (name: string, body: string): string => `    def test_${name}(self):\n        ${body}\n\n`;
    const lab = await labProject({
      helpers: 'SIZE = 1\n',
      test_first:
        'import wsgiref.util\n\nimport testtools\n\nimport lab.tests.helpers\n\n\nclass First(testtools.TestCase):\n    def test_one(self):\n        pass\n',
      test_second:
        'import wsgiref\n\nimport testtools\n\nimport lab.tests\n\n\nclass Second(testtools.TestCase):\n' +
        test('needs', 'self.assertEqual(1, lab.tests.helpers.SIZE)') +
        test('wrong', 'self.assertEqual(2, lab.tests.helpers.SIZE)') +
        test('library', 'self.assertTrue(wsgiref.util.guess_scheme)') +
        test('passes', 'pass') +
        test('unwritten', 'lab.tests.no_function_yet()'),
    });
    const name = 'lab.tests.test_second.Second';
    const told: string[] = [];
    const listener = { onTest: ({ id, state }: TestResult) => void told.push(`${id.split('.').at(-1)} ${state}`) };
    const summary = await runTests(lab, { selection: { kind: 'module', name }, listener });
    assert.deepEqual([summary.outcome, summary.passed, summary.failed], ['finished', 3, 2], summary.words);
    assert.deepEqual(told.filter((each) => !/ (?:exists|inprogress)$/.test(each)).sort(), [
      'test_library success',
      'test_needs success',
      'test_passes success',
      'test_unwritten fail',
      'test_wrong fail',
    ]);
    assert.match(
      summary.results
        .find(({ id }) => id.endsWith('wrong'))
        ?.attachments.map(({ text }) => text)
        .join() ?? '',
      /2 != 1/,
    );
    const failing = await failingTests(lab, join(lab.repository, '.stestr'));
    assert.deepEqual(
      failing.sort(),
      [`${name}.test_unwritten`, `${name}.test_wrong`],
      'what passed among all is not run as failing',
    );
    const runs = async (): Promise<number> => (await lastRunNumber(join(lab.repository, '.stestr')))!;
    const before = await runs();
    // A function that is still to be written is no reason to import all others.
    const one = await runTests(lab, { selection: { kind: 'ids', ids: [`${name}.test_unwritten`] } });
    assert.deepEqual([one.outcome, one.failed, await runs()], ['finished', 1, before + 1]);
    lab.remove();
  });

  it('a run passes on the list that it made because a test was not found', async () => {
    const lab = await project();
    const ids = [`${MODULE}.Scenarios.test_value(two.3)`, `${MODULE}.Gone.test_gone`];
    const summary = await runTests(lab, { selection: { kind: 'ids', ids } });
    assert.deepEqual([summary.outcome, summary.notRun], ['crashed', 1]);
    assert.equal(summary.listed?.ids.length, 4);
    lab.remove();
  });
});

function project(): Promise<LabProject> {
  return labProject({ test_generated: GENERATED });
}

function layout({ root }: LabProject): TestLayout {
  return layoutOf(root, { testPath: './lab/tests' }) as TestLayout;
}
