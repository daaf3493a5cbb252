/** What python/debug_tests.py runs of what it is asked for, with the real unittest, testtools, testscenarios and ddt. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { ResultCollector } from '../../src/testing/subunit/resultCollector';
import { SubunitV2Decoder } from '../../src/testing/subunit/v2';
import { labTools, run, writeProject } from './testingLab';

const PROGRAM = path.join(__dirname, '../../python/debug_tests.py');
const UNIT = 'cloudling.tests.unit';
const FLAVOR = `${UNIT}.test_flavor`;

const SHAPES = `import unittest

import testscenarios
import testtools


class WithTest(testscenarios.WithScenarios, testtools.TestCase):
    scenarios = [('a', {}), ('b.c', {})]

    def test_one(self):
        pass

    def test_other(self):
        pass


class MarkedTest(testtools.TestCase):
    @unittest.expectedFailure
    def test_marked(self):
        self.fail('as expected')

    def test_marked_2_times(self):
        pass
`;

describe('the program that a debugger runs', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'debugged-'));
  const root = path.join(folder, 'cloudling with a space');
  let tools: string;

  before(async () => {
    tools = await labTools();
    writeProject(root);
    writeFileSync(path.join(root, 'cloudling/tests/unit/test_shapes.py'), SHAPES);
    writeFileSync(path.join(root, 'cloudling/tests/unit/test_broken.py'), 'import nothing_of_that_name\n');
  });
  after(() => removeFolder(folder));

  /** Ids of what ran, below the unit tests, and what it printed. */
  async function debug(
    modules: string[],
    names: string[],
    without: string[] = [],
  ): Promise<{ ran: string[]; stdout: string }> {
    const wanted = path.join(folder, 'wanted.json');
    const results = path.join(folder, 'results.subunit');
    writeFileSync(wanted, JSON.stringify({ modules, names, without }));
    const env = { ...process.env, OPENSTACK_CONTRIBUTOR_RESULTS: results };
    const { exitCode, stdout, stderr } = await run(path.join(tools, 'python'), [PROGRAM, wanted], { cwd: root, env });
    assert.equal(exitCode, 0, stderr);
    const collector = new ResultCollector();
    const decoder = new SubunitV2Decoder();
    for (const event of [...decoder.push(readFileSync(results)), ...decoder.end()]) collector.add(event);
    collector.finish('ended');
    const ids = [...collector.results().map(({ id }) => id), ...collector.problems.map(({ of }) => `no ${of}`)];
    return { ran: ids.map((id) => id.replace(`${UNIT}.`, '')).sort(), stdout };
  }

  it('the debugged program runs the scenarios that load_tests makes, all or one of them', async () => {
    const method = `${FLAVOR}.ScenarioTest.test_size`;
    const both = ['test_flavor.ScenarioTest.test_size(large)', 'test_flavor.ScenarioTest.test_size(small)'];
    assert.deepEqual((await debug([FLAVOR], [method])).ran, both);
    assert.deepEqual((await debug([FLAVOR], [`${FLAVOR}.ScenarioTest`])).ran, both);
    assert.deepEqual((await debug([FLAVOR], [`${method}(small)`])).ran, both.slice(1));
  });

  it('the debugged program runs what ddt made of a method, all or one of it', async () => {
    const made = ['test_flavor.DataTest.test_word_1_foo', 'test_flavor.DataTest.test_word_2_bar'];
    assert.deepEqual((await debug([FLAVOR], [`${FLAVOR}.DataTest.test_word`])).ran, made);
    assert.deepEqual((await debug([FLAVOR], [`${FLAVOR}.DataTest.test_word_2_bar`])).ran, made.slice(1));
  });

  it('the debugged program runs scenarios made at run time, a tagged test, and one that no name can load', async () => {
    const shapes = `${UNIT}.test_shapes`;
    assert.deepEqual((await debug([shapes], [`${shapes}.WithTest.test_one(b.c)`])).ran, [
      'test_shapes.WithTest.test_one(a)',
      'test_shapes.WithTest.test_one(b.c)',
    ]);
    assert.deepEqual((await debug([shapes], [`${shapes}.MarkedTest.test_marked`])).ran, [
      'test_shapes.MarkedTest.test_marked',
    ]);
    assert.deepEqual((await debug([FLAVOR], [`${FLAVOR}.TaggedTest.test_tag`])).ran, [
      'test_flavor.TaggedTest.test_tag[id-1,smoke]',
    ]);
  });

  it('the debugged program leaves out excluded tests', async () => {
    const { ran } = await debug([FLAVOR], [FLAVOR], [`${FLAVOR}.DataTest`, `${FLAVOR}.ScenarioTest.test_size(large)`]);
    assert.ok(ran.includes('test_flavor.ScenarioTest.test_size(small)'));
    assert.deepEqual(
      ran.filter((id) => /DataTest|large/.test(id)),
      [],
    );
  });

  it('the debugged program reports why a module cannot be loaded, and runs the others', async () => {
    const { ran, stdout } = await debug([`${UNIT}.test_broken`, `${UNIT}.deep.test_more`], ['']);
    assert.ok(ran.includes('no test_broken') && ran.includes('deep.test_more.AgainTest.test_own'), ran.join());
    assert.match(stdout, /No module named 'nothing_of_that_name'/);
  });

  it('the debugged program reports that there is no such test', async () => {
    const { ran, stdout } = await debug([FLAVOR], [`${FLAVOR}.GoneTest`]);
    assert.deepEqual(ran, []);
    assert.match(stdout, /There is no test cloudling.*GoneTest\./);
  });
});
