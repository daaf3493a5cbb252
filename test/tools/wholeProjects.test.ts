/** All that is told of the tests, the coverage and the style of whole projects, against what the tools print there. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { before, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { runProcess } from '../../src/base/process';
import { readCoverageConfig } from '../../src/coverage/find/coverageConfig';
import { readReportFiles } from '../../src/coverage/reading/readReportFiles';
import { reportTable } from '../../src/coverage/table/table';
import { diskFiles } from '../../src/project/files';
import { CoverageData } from '../../src/testing/contexts/coverageData';
import { CoverageMeasure } from '../../src/testing/editor/run/coverageMeasure';
import { type ProjectTests, readProjectTests } from '../../src/testing/editor/tree/projectTests';
import { failingTests } from '../../src/testing/run/failingTests';
import { listTests } from '../../src/testing/run/listTests';
import { runTests } from '../../src/testing/run/runTests';
import type { TestEnvironment } from '../../src/testing/run/testEnvironment';
import { environmentWith, project } from './lab';
import { CONTEXTS_BY_LINE } from './lib/contextsByLine';
import { flake8Rows } from './lib/flake8Rows';
import { venvOnce } from './lib/made';
import { CONSTRAINTS, run } from './lib/run';

interface Project {
  readonly name: string;
  readonly version: string;
  /** What its tests need, in the versions of constraints.txt. */
  readonly packages: readonly string[];
  readonly source: string;
  readonly module: string;
  /** Its least number of tests. */
  readonly tests: number;
}

const PROJECTS: readonly Project[] = [
  {
    name: 'automaton',
    version: '3.5.0',
    source: 'automaton',
    module: 'automaton.tests.test_fsm',
    tests: 25,
    packages: ['coverage', 'oslotest', 'stestr', 'testtools', 'prettytable', 'typing-extensions'],
  },
  {
    // .stestr.conf with a variable and a group_regex, scenarios, no settings of coverage.py, and flake8 with all rules.
    name: 'ovsdbapp',
    version: '3.0.0',
    source: 'ovsdbapp',
    module: 'ovsdbapp.tests.unit.test_api',
    tests: 80,
    packages: ['coverage', 'oslotest', 'stestr', 'testscenarios', 'testtools', 'fixtures', 'netaddr', 'ovs', 'pbr'],
  },
];

/** Faults that hacking and the other rules of flake8 find. */
const FAULTS =
  "import os, sys\n\n\ndef fault(a):\n    if a == None :\n        print('%s' % locals())\n    # TODO nothing\n    x=1 \n";

for (const { name, version, packages, source, module, tests: least } of PROJECTS) {
  describe(`${name} ${version}`, function () {
    this.timeout(600_000);
    let where: TestEnvironment;
    let tests: ProjectTests;
    let ids: readonly string[];
    /** A program of the environment as in a terminal; its exit code says whether tests failed, and is left out. */
    let inTerminal: (variables: NodeJS.ProcessEnv, program: string, ...args: string[]) => Promise<string>;
    const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

    before(async () => {
      const home = realpathSync(temporaryFolder());
      const root = join(home, name);
      await cp(await project(name, version), root, {
        recursive: true,
        filter: (path) => !/\/\.(?:tox|stestr)$/.test(path),
      });
      const binDir = join(await venvOnce(`${name}-tests`, ['-c', CONSTRAINTS, ...packages]), 'bin');
      where = { runner: 'stestr', binDir, root, env: process.env, repository: join(home, 'runs') };
      tests = (await readProjectTests(root))!;
      inTerminal = async (variables, program, ...args) => {
        const env = { ...process.env, PATH: `${binDir}${delimiter}${process.env.PATH}`, ...variables };
        return (await runProcess(join(binDir, program), args, { cwd: root, env })).stdout;
      };
      await run(join(binDir, 'stestr'), ['init'], { cwd: root });
      ids = (await listTests(where)).ids;
    });

    it('a whole project has the tests that stestr lists, in its list and in the tree', async () => {
      const listed = lines(await inTerminal({}, 'stestr', 'list')).sort();
      assert.ok(listed.length >= least, `${listed.length} tests`);
      assert.deepEqual([...ids].sort(), listed);
      const early = [...(await tests.tree.testsBelow()).ids];
      assert.deepEqual(
        early.filter((id) => !listed.some((one) => one.startsWith(id))),
        [],
        'shown, but no test',
      );
      await tests.tree.merge(ids);
      assert.deepEqual([...(await tests.tree.testsBelow()).ids].sort(), listed);
      assert.equal(await run('git', ['status', '--porcelain'], { cwd: where.root }), '', 'listing left files');
    });

    it("a whole project has coverage report's table of a run, and coverage.py's contexts", async () => {
      const PYTHON = `coverage run --source ${source} --parallel-mode`;
      const measure = await CoverageMeasure.prepare(where, join(where.repository, 'coverage'), {
        contexts: true,
        testPackage: undefined,
        cover: { PYTHON },
      });
      const summary = await runTests(measure.environment, { selection: { kind: 'all' } });
      assert.deepEqual(
        [summary.outcome, summary.failed, summary.results.length],
        ['finished', 0, ids.length],
        summary.words,
      );
      const report = readReportFiles([await measure.report(new AbortController().signal)], [where.root]);
      const table = reportTable(report, await readCoverageConfig(where.root, diskFiles)).text;
      // Of the same data: threads in the tests of ovsdbapp reach other lines in another run.
      assert.equal(table, await inTerminal({ COVERAGE_FILE: measure.dataFile }, 'coverage', 'report', '-m'));

      const truth = JSON.parse(await inTerminal({}, 'python', '-c', CONTEXTS_BY_LINE, measure.dataFile)) as Record<
        string,
        Record<string, string[]>
      >;
      const data = new CoverageData(readFileSync(measure.dataFile));
      assert.deepEqual(data.paths.sort(), Object.keys(truth).sort());
      const byContext = await tests.tree.idsByContext();
      let noted = 0;
      for (const [file, expected] of Object.entries(truth)) {
        const found = Object.fromEntries(
          [...data.contextsOf(file)!.lines].map(([line, contexts]) => [line, [...contexts].sort()]),
        );
        assert.deepEqual(
          found,
          Object.fromEntries(Object.entries(expected).map(([line, contexts]) => [line, contexts.sort()])),
          file,
        );
        for (const context of new Set(Object.values(expected).flat())) {
          if (context === '') continue;
          for (const id of byContext.get(context) ?? []) assert.ok(ids.includes(id), id);
          noted += byContext.has(context) ? 1 : 0;
        }
      }
      assert.ok(noted > least / 2, `${noted} contexts lead to tests`);
    });

    it("a whole project has stestr's outcomes of a module, of one test, and of a test that fails", async () => {
      const file = join(where.root, `${module.replaceAll('.', '/')}.py`);
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(/( +def test_\w+\(self\):\n)/, "$1        self.fail('on purpose')\n"),
      );
      const last = async (): Promise<number[]> => {
        const text = await inTerminal({}, 'stestr', '--repo-url', where.repository, 'last');
        return ['Passed', 'Skipped', 'Failed'].map((what) =>
          Number(new RegExp(`^ - ${what}: (\\d+)$`, 'm').exec(text)?.[1]),
        );
      };
      const ofModule = ids.filter((id) => id.startsWith(`${module}.`));
      const all = await runTests(where, { selection: { kind: 'module', name: module } });
      assert.deepEqual(all.results.map(({ id }) => id).sort(), [...ofModule].sort(), all.words);
      assert.deepEqual([all.passed, all.skipped, all.failed], await last());
      const failing = lines(await inTerminal({}, 'stestr', '--repo-url', where.repository, 'failing', '--list')).sort();
      assert.ok(failing.length > 0 && failing.length < ofModule.length, `${failing.length} failing`);
      assert.deepEqual([...(await failingTests(where, join(where.repository, '.stestr')))].sort(), failing);
      const good = ofModule.find((id) => !failing.includes(id))!;
      const one = await runTests(where, { selection: { kind: 'ids', ids: [good] } });
      assert.deepEqual(
        [one.results.map(({ id, state }) => [id, state]), [one.passed, one.skipped, one.failed]],
        [[[good, 'success']], await last()],
      );
    });

    it("a whole project has flake8's findings, by its own rules and by all", async () => {
      appendFileSync(join(where.root, source, '__init__.py'), FAULTS);
      const flake8 = join(await environmentWith('hacking==8.1.0'), 'bin/flake8');
      const own = await flake8Rows(where.root, flake8);
      assert.deepEqual(own.ours, own.theirs);
      assert.ok(own.ours.length > 0);
      const config = join(where.root, 'tox.ini');
      writeFileSync(
        config,
        readFileSync(config, 'utf8')
          .replace(/^select *=.*$|^ignore *=.*$/gm, '')
          .replace('[flake8]\n', '[flake8]\nselect = E,W,F,H,C\n'),
      );
      const all = await flake8Rows(where.root, flake8);
      assert.deepEqual(all.ours, all.theirs);
      assert.ok(all.ours.length > own.ours.length);
    });
  });
}
