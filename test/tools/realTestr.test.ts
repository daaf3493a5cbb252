/** The tests of a real project of the years of testr, run by testr, against what testr prints by itself. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { runProcess } from '../../src/base/process';
import { CoverageMeasure } from '../../src/testing/editor/run/coverageMeasure';
import { type ProjectTests, readProjectTests } from '../../src/testing/editor/tree/projectTests';
import { failingTests } from '../../src/testing/run/failingTests';
import { listTests } from '../../src/testing/run/listTests';
import { runTests } from '../../src/testing/run/runTests';
import { lastRunNumber, readStoredRun } from '../../src/testing/run/storedRun';
import type { TestEnvironment } from '../../src/testing/run/testEnvironment';
import { project } from './lab';
import { venvOnce } from './lib/made';
import { CONSTRAINTS, run } from './lib/run';

const NAME = 'oslo.serialization';
const VERSION = '2.24.0'; // its .testr.conf has a command of several lines, with variables of the shell in it
/** A third of the tests fails with a msgpack of today, as a person would find. */
const PACKAGES = [
  ...[
    'testrepository==0.0.22',
    'testresources==2.0.2',
    'setuptools<81',
    'mock==5.2.0',
    'six==1.17.0',
    'pytz',
    'coverage',
  ],
  ...[
    'python-subunit',
    'testtools',
    'fixtures',
    'testscenarios',
    'oslotest',
    'oslo.utils',
    'oslo.i18n',
    'msgpack',
    'netaddr',
  ],
];

describe(`the tests of ${NAME} ${VERSION}, by testr`, function () {
  this.timeout(600_000);
  let where: TestEnvironment;
  let tests: ProjectTests;
  let testr: (...args: string[]) => Promise<string>;
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

  before(async () => {
    const home = temporaryFolder();
    const root = join(home, NAME);
    await cp(await project(NAME, VERSION), root, { recursive: true });
    const binDir = join(await venvOnce('testr', ['-c', CONSTRAINTS, ...PACKAGES]), 'bin');
    tests = (await readProjectTests(root))!;
    where = { runner: tests.runner, binDir, root, env: process.env, repository: join(home, 'runs') };
    await run(join(binDir, 'testr'), ['init'], { cwd: root });
    testr = async (...args) => {
      // testr says by its exit code whether tests failed.
      const env = { ...process.env, PATH: `${binDir}:${process.env.PATH}` };
      return (await runProcess(join(binDir, 'testr'), args, { cwd: root, env })).stdout;
    };
  });

  it('tests of a real project are in the tree as testr lists them', async () => {
    assert.equal(tests.runner, 'testr');
    const listed = lines(await testr('list-tests'))
      .filter((line) => line.startsWith('oslo_serialization.'))
      .sort();
    const early = [...(await tests.tree.testsBelow()).ids];
    assert.deepEqual(
      early.filter((id) => !listed.some((one) => one.startsWith(id))),
      [],
      'shown, but no test',
    );
    const { ids, importProblems } = await listTests(where);
    assert.deepEqual(importProblems, []);
    assert.deepEqual([...ids].sort(), listed);
    assert.ok(ids.length > 60, `${ids.length} tests`);
    await tests.tree.merge(ids);
    assert.deepEqual([...(await tests.tree.testsBelow()).ids].sort(), listed);
  });

  it('tests of a real project have the outcomes that testr reports, and its line', async () => {
    const summary = await runTests(where, { selection: { kind: 'all' } });
    assert.equal(summary.outcome, 'finished', summary.words);
    const failing = lines(await testr('failing', '--list')).sort();
    assert.ok(failing.length > 0 && failing.length < summary.results.length / 2, `${failing.length} failing`);
    const ours = summary.results.filter(({ state }) => state === 'fail' || state === 'errored').map(({ id }) => id);
    assert.deepEqual(ours.sort(), failing);
    assert.deepEqual([...(await failingTests(where, join(where.root, '.testrepository')))].sort(), failing);
    const last = await testr('last');
    assert.match(
      last,
      new RegExp(`Ran ${summary.passed + summary.failed + summary.skipped} tests in [^]*failures=${failing.length}\\b`),
    );
    assert.match(summary.line, new RegExp(`^Ran ${summary.results.length} tests in `));
  });

  it("tests run with testr by module and by name, and the next run reports testr's change", async () => {
    const module = 'oslo_serialization.tests.test_base64';
    const all = (await listTests(where)).ids.filter((id) => id.startsWith(`${module}.`));
    const ofModule = await runTests(where, { selection: { kind: 'module', name: module } });
    assert.deepEqual(ofModule.results.map(({ id }) => id).sort(), [...all].sort());
    const two = all.slice(0, 2);
    const ofTwo = await runTests(where, { selection: { kind: 'ids', ids: two } });
    assert.deepEqual(ofTwo.results.map(({ id, state }) => [id, state]).sort(), two.map((id) => [id, 'success']).sort());
    const theirs = lines(await testr('last')).find((line) => line.startsWith('Ran '))!;
    const withoutTimes = (line: string): string => line.replaceAll(/-?[+\d.]+s\b/g, 'TIME');
    assert.equal(withoutTimes(ofTwo.line), withoutTimes(theirs));
    const repository = join(where.root, '.testrepository');
    const stored = await readStoredRun(repository, (await lastRunNumber(repository))!);
    assert.deepEqual(
      stored
        .results()
        .map(({ id }) => id)
        .sort(),
      [...two].sort(),
    );
  });

  it("tests run with testr cover the same as in a terminal, and the project's coverage data stays", async () => {
    const measure = await CoverageMeasure.prepare(where, join(where.repository, 'coverage'), {
      contexts: false,
      testPackage: undefined,
      cover: {},
    });
    await runTests(measure.environment, { selection: { kind: 'all' } });
    const ours = readFileSync(await measure.report(new AbortController().signal), 'utf8');
    assert.deepEqual(
      readdirSync(where.root).filter((name) => name.startsWith('.coverage')),
      ['.coveragerc'],
    );
    // What `python setup.py testr --coverage` did.
    const env = { ...process.env, PATH: `${where.binDir}:${process.env.PATH}`, PYTHON: 'coverage run --parallel-mode' };
    const steps = [
      ['testr', 'run', '--parallel'],
      ['coverage', 'combine'],
      ['coverage', 'xml', '-o', 'theirs.xml'],
    ] as const;
    for (const [program, ...args] of steps) {
      await runProcess(join(where.binDir, program), args, { cwd: where.root, env });
    }
    const linesOf = (xml: string): string[] => xml.match(/<class [^>]*filename="[^"]+"|<line [^>]*>/g)!;
    assert.deepEqual(linesOf(ours), linesOf(readFileSync(join(where.root, 'theirs.xml'), 'utf8')));
    assert.ok(
      linesOf(ours).some((line) => line.includes('hits="1"')) &&
        linesOf(ours).some((line) => line.includes('hits="0"')),
    );
  });

  it('tests with a module that cannot be imported are not listed by testr, and their run is no success', async () => {
    const module = 'oslo_serialization.tests.test_broken';
    const file = join(where.root, `${module.replaceAll('.', '/')}.py`);
    writeFileSync(file, 'import nothing_there\n');
    const { ids, importProblems } = await listTests(where);
    assert.deepEqual([ids, importProblems.map((problem) => problem.module)], [[], [module]]);
    const summary = await runTests(where, { selection: { kind: 'all' } });
    assert.equal(summary.outcome, 'crashed');
    assert.match(summary.words, /could not be imported: oslo_serialization\.tests\.test_broken/);
    assert.equal(summary.passed, 0);
    rmSync(file);
  });
});
