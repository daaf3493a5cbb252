/** Which tests run a line, against coverage.py itself: a real run with contexts, compared with its own answers. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import { CoverageData } from '../../src/testing/contexts/coverageData';
import { contextsOfLines, type LineTests, testsOfRuns } from '../../src/testing/contexts/testsOfLine';
import { TestTree } from '../../src/testing/discovery/tree';
import { layoutOf, type TestLayout } from '../../src/testing/layout/modules';
import { CONTEXTS_BY_LINE } from './lib/contextsByLine';
import { LAB } from './lib/run';
import { labTools, runOrFail, writeProject } from './testingLab';

/** Writes data through coverage.py's own API. A row of 200,000 lines is 25 kB long, six pages. */
const MADE = `
import sys
import coverage
data = coverage.CoverageData(basename=sys.argv[1])
for n in range(300):
    data.set_context('pkg.tests.test_%d.Cl\u00e4ss.test_%d' % (n % 7, n) + 'x' * (5000 if n == 8 else 0))
    if sys.argv[2] == 'arcs':
        data.add_arcs({'/p/a.py': [(-1, n + 1), (n + 1000, -7)], '/p/b.py': [(-1, 1), (1, 70000 + n), (70000 + n, -1)]})
    else:
        data.add_lines({'/p/a.py': [n + 1, n + 1000], '/p/b.py': list(range(1, 200000, 997)) if n < 9 else [1]})
data.write()
`;

describe('contexts of a real run', function () {
  this.timeout(600_000);
  const root = path.join(LAB, 'cloudling with a space');
  let tools: string;

  before(async () => {
    tools = await labTools();
    writeProject(root);
  });

  /** Runs the tests under coverage with contexts; returns the combined data file. */
  async function measure(name: string, branch: boolean): Promise<string> {
    const dataFile = path.join(root, name);
    for (const file of readdirSync(root)) if (file.startsWith(name)) rmSync(path.join(root, file));
    const config = '[run]\nsource = cloudling\nomit = cloudling/tests/*\ndynamic_context = test_function\n';
    writeFileSync(path.join(root, 'ctx.rc'), config);
    const tests = ['-m', 'stestr.subunit_runner.run', 'discover', '-t', './', './cloudling/tests/unit'];
    const command = ['run', ...(branch ? ['--branch'] : []), '--rcfile=ctx.rc', ...tests];
    await runOrFail(path.join(tools, 'coverage'), command, { cwd: root, env: { COVERAGE_FILE: dataFile } });
    return dataFile;
  }

  for (const branch of [true, false]) {
    it(`${branch ? 'with' : 'without'} branches every line has the contexts that coverage.py gives`, async () => {
      const dataFile = await measure(branch ? 'arcs.coverage' : 'lines.coverage', branch);
      const { stdout } = await runOrFail(path.join(tools, 'python'), ['-c', CONTEXTS_BY_LINE, dataFile], { cwd: root });
      const truth = JSON.parse(stdout) as Record<string, Record<string, string[]>>;
      const data = new CoverageData(await readFile(dataFile));
      assert.equal(data.hasArcs, branch);
      assert.deepEqual(data.paths.sort(), Object.keys(truth).sort());
      let lines = 0;
      for (const [file, contexts] of Object.entries(truth)) {
        const found = data.contextsOf(file)!;
        const sorted = (entries: Iterable<[number | string, readonly string[]]>): unknown =>
          Object.fromEntries([...entries].map(([line, names]) => [String(line), [...names].sort()]));
        assert.deepEqual(sorted(found.lines), sorted(Object.entries(contexts)), file);
        lines += found.lines.size;
      }
      console.log(`      ${lines} lines`);
      assert.ok(lines >= 15);
    });
  }

  it('rare contexts are read: lines only entered, long rows on several pages, many contexts', async () => {
    for (const kind of ['arcs', 'lines']) {
      const dataFile = path.join(root, `made-${kind}.coverage`);
      rmSync(dataFile, { force: true });
      await runOrFail(path.join(tools, 'python'), ['-c', MADE, dataFile, kind], { cwd: root });
      const { stdout } = await runOrFail(path.join(tools, 'python'), ['-c', CONTEXTS_BY_LINE, dataFile], { cwd: root });
      const data = new CoverageData(await readFile(dataFile));
      for (const [file, contexts] of Object.entries(JSON.parse(stdout) as Record<string, Record<string, string[]>>)) {
        const found = [...data.contextsOf(file)!.lines].map(([line, names]) => [line, [...names].sort()]);
        assert.deepEqual(
          found,
          Object.entries(contexts).map(([line, names]) => [Number(line), names.sort()]),
          file,
        );
      }
    }
  });

  it('contexts lead from a line to the ids that stestr runs', async () => {
    const dataFile = await measure('ids.coverage', true);
    // stestr puts the path of its interpreter into a shell line without quotes: a space in it needs PYTHON.
    const env = { PYTHON: 'python', PATH: `${tools}${path.delimiter}${process.env.PATH ?? ''}` };
    await runOrFail(path.join(tools, 'stestr'), ['init'], { cwd: root, env });
    const { stdout } = await runOrFail(path.join(tools, 'stestr'), ['list'], { cwd: root, env });
    const listed = stdout.split('\n').filter((line) => line !== '');
    const layout = layoutOf(root, { testPath: './cloudling/tests/unit' }) as TestLayout;
    const tree = new TestTree(layout, (file) => readFile(file, 'utf8').catch(() => undefined));
    tree.addFiles(readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => path.join(root, file)));
    await tree.merge(listed);
    const byContext = await tree.idsByContext();

    const product = realpathSync(path.join(root, 'cloudling', 'flavor.py')); // as coverage.py names it
    const file = new CoverageData(await readFile(dataFile)).contextsOf(product)!;
    const text = readFileSync(product, 'utf8').split('\n');
    const ofLine = (line: number): LineTests =>
      testsOfRuns([{ contexts: contextsOfLines(file, [line]), ran: undefined }], byContext);
    const of = (line: string): LineTests => ofLine(text.findIndex((each) => each.trim() === line) + 1);
    const T = 'cloudling.tests.unit.test_flavor';

    assert.deepEqual([...of("return 'big'").ids].sort(), [
      'cloudling.tests.unit.deep.test_more.AgainTest.test_patched',
      `${T}.PlainTest.test_patched`,
    ]);
    assert.deepEqual([...of("return 'little'").ids], [`${T}.InheritingTest.test_mixed`]);
    assert.deepEqual([...of('return self.names[0]').ids].sort(), [
      `${T}.InheritingTest.test_shared`,
      `${T}.OtherInheritingTest.test_shared`,
    ]);
    // ddt's methods get no context from coverage.py: the line also ran outside of tests, as far as the data tells.
    assert.equal(of('return self.names[0]').outsideTests, true);
    const size = of('return SIZES[name]');
    for (const id of [
      `${T}.ScenarioTest.test_size(small)`,
      `${T}.ScenarioTest.test_size(large)`,
      `${T}.TaggedTest.test_tag[id-1,smoke]`,
    ]) {
      assert.ok(size.ids.includes(id), id);
    }
    assert.deepEqual(of('return name'), { ids: [], unknown: [], outsideTests: false, shared: false });
    for (const line of file.lines.keys()) {
      const { ids, unknown } = ofLine(line);
      assert.deepEqual(unknown, []);
      for (const id of ids) assert.ok(listed.includes(id), id);
    }
  });
});
