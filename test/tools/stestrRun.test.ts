import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runProcess } from '../../src/base/process';
import { failingTests } from '../../src/testing/run/failingTests';
import { listTests } from '../../src/testing/run/listTests';
import { runEnvironment } from '../../src/testing/run/processVariables';
import type { RunSummary } from '../../src/testing/run/runState';
import { runTests } from '../../src/testing/run/runTests';
import { readStoredRun } from '../../src/testing/run/storedRun';
import { failingFrame, parseTraceback } from '../../src/testing/run/traceback';
import type { Selection } from '../../src/testing/runners/selection';
import { withoutScenario } from '../../src/testing/subunit/pseudoTests';
import type { TestResult } from '../../src/testing/subunit/testResult';
import { inOneWorker, type LabProject, labProject, stestrBin } from './stestrLab';

const OUTCOMES = `import unittest
import ddt
import testscenarios
import testtools


class Plain(testtools.TestCase):
    def test_passes(self):
        pass

    def test_fails(self):
        self.assertEqual({'a': 1}, {'a': 2})

    def test_errors(self):
        raise RuntimeError('broken')

    def test_skips(self):
        self.skipTest('needs qemu')

    @unittest.expectedFailure
    def test_fails_as_known(self):
        self.assertEqual(1, 2)

    @unittest.expectedFailure
    def test_passes_unexpectedly(self):
        pass


class Scenarios(testscenarios.WithScenarios, testtools.TestCase):
    scenarios = [('v1.2, with space', {'value': 1}), ('[odd]', {'value': 2})]

    def test_value(self):
        self.assertEqual(1, self.value)


@ddt.ddt
class Generated(testtools.TestCase):
    @ddt.data(1, 2)
    def test_data(self, value):
        self.assertEqual(1, value)


class SetUp(testtools.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        raise ValueError('no database')

    def test_one(self):
        pass

    def test_two(self):
        pass
`;

const SKIPS = `import testtools


class Skips(testtools.TestCase):
    def test_a(self):
        self.skipTest('why a')

    def test_b(self):
        self.skipTest('why b')
`;

const GOOD = `import testtools


class Good(testtools.TestCase):
    def test_good(self):
        pass
`;

const BAD = `import testtools
import no_such_module


class Bad(testtools.TestCase):
    def test_bad(self):
        pass
`;

const LOADED = `import testscenarios
import testtools

load_tests = testscenarios.load_tests_apply_scenarios


class Sized(testtools.TestCase):
    scenarios = [('small', {'size': 1}), ('big', {'size': 2})]

    def test_size(self):
        self.assertEqual(1, self.size)
`;

const TAGGED = `import testtools
from testtools.testcase import WithAttributes, attr


class Tagged(WithAttributes, testtools.TestCase):
    @attr('id-1.0', 'smoke')
    def test_tag(self):
        pass
`;

const TEAR_DOWN = `import testtools


def tearDownModule():
    raise ValueError('not empty')


class Down(testtools.TestCase):
    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        raise ValueError('still locked')

    def test_passes(self):
        pass
`;

const EXITS = `import os
os._exit(0)
`;

const LOAD_FAILS = `${GOOD}

def load_tests(loader, tests, pattern):
    raise ValueError('no scenarios')
`;

const DIES = `import os
import testtools


class Dies(testtools.TestCase):
    def test_a_passes(self):
        pass

    def test_b_dies(self):
        os._exit(7)

    def test_c_waits(self):
        pass
`;

/** A line on the real stdout that begins like a packet of subunit. */
const RUINS = DIES.replace('os._exit(7)', "os.write(1, b'\\n\\xb3 cm\\n')");

/** An attachment longer than a packet of subunit can be: python-subunit raises an error in the worker. */
const ATTACHES = DIES.replace('os._exit(7)', "self.addDetail('log', text_content('x' * 5 * 1024 * 1024))").replace(
  'import testtools',
  'import testtools\nfrom testtools.content import text_content',
);

/** Captures what is printed as OpenStack's base classes do. */
const PRINTS = `import os
import fixtures
import testtools


class Prints(testtools.TestCase):
    def setUp(self):
        super().setUp()
        if os.environ.get('OS_STDOUT_CAPTURE') == '1':
            stdout = self.useFixture(fixtures.StringStream('stdout')).stream
            self.useFixture(fixtures.MonkeyPatch('sys.stdout', stdout))

    def test_prints(self):
        print('hello')
`;

/** Tells its process id in a file, then sleeps and does not mind SIGINT. */
const HANGS = `import os
import signal
import time
import testtools


class Hangs(testtools.TestCase):
    def test_a_passes(self):
        pass

    def test_b_hangs(self):
        STUBBORN
        with open('pid', 'w') as f:
            f.write(str(os.getpid()))
        print('hanging', flush=True)
        while True:
            time.sleep(0.1)

    def test_c_waits(self):
        pass
`;

describe('running stestr', function () {
  this.timeout(300_000);
  const projects: LabProject[] = [];
  const project = async (...args: Parameters<typeof labProject>) => {
    const made = await labProject(...args);
    projects.push(made);
    return made;
  };
  before(() => stestrBin());
  after(() => projects.forEach((each) => each.remove()));

  it('a stestr run gives every test its state, and the ids of stestr list', async () => {
    const lab = await project({ test_outcomes: OUTCOMES });
    const { ids } = await listTests(lab);
    const summary = await runTests(lab, { selection: { kind: 'all' } });
    const id = (name: string) => `lab.tests.test_outcomes.${name}`;
    assert.deepEqual(states(summary), {
      [id('Plain.test_passes')]: 'success',
      [id('Plain.test_fails')]: 'fail',
      [id('Plain.test_errors')]: 'fail',
      [id('Plain.test_skips')]: 'skip',
      [id('Plain.test_fails_as_known')]: 'xfail',
      [id('Plain.test_passes_unexpectedly')]: 'uxsuccess',
      [id('Scenarios.test_value(v1.2, with space)')]: 'success',
      [id('Scenarios.test_value([odd])')]: 'fail',
      [id('Generated.test_data_1_1')]: 'success',
      [id('Generated.test_data_2_2')]: 'fail',
      [id('SetUp.test_one')]: 'errored',
      [id('SetUp.test_two')]: 'errored',
    });
    // WithScenarios lists one test where it runs two.
    assert.deepEqual([...ids].sort(), [...new Set(Object.keys(states(summary)).map(withoutScenario))].sort());
    assert.equal(summary.outcome, 'finished');
    assert.match(summary.line, /^Ran 10 tests in \d\.\d{3}s$/);
    assert.match(result(summary, 'SetUp.test_one').words ?? '', /ValueError: no database/);
    assert.equal(result(summary, 'Plain.test_skips').attachments[0]?.text, 'needs qemu');

    const failed = parseTraceback(result(summary, 'Plain.test_fails').attachments[0]?.text ?? '');
    assert.deepEqual([failed.expected, failed.actual], ["{'a': 1}", "{'a': 2}"]);
    assert.equal(failingFrame(failed, { module: 'lab.tests.test_outcomes' })?.line, 12);

    assert.ok(!existsSync(join(lab.root, '.stestr')), 'the project keeps its own runs only');
    await sameAsPython(lab, summary);

    const failing = await failingTests(lab, join(lab.repository, '.stestr'));
    assert.deepEqual(
      failing.sort(),
      [
        'Generated.test_data_2_2',
        'Plain.test_errors',
        'Plain.test_fails',
        'Scenarios.test_value([odd])',
        'SetUp.test_one',
        'SetUp.test_two',
      ].map(id),
    );
    const again = await runTests(lab, { selection: { kind: 'ids', ids: failing } });
    assert.match(again.line, /^Ran 5 \(-5\) tests in \d\.\d{3}s \([+-]\d\.\d{3}s\)$/); // the other scenario as well
    assert.deepEqual([again.failed, again.errored, again.passed, again.outcome], [4, 2, 1, 'finished']);
    const third = await runTests(lab, { selection: { kind: 'matching', patterns: ['Plain', 'SetUp'] } });
    assert.equal(third.ran, 6);
    assert.deepEqual(
      readdirSync(join(lab.repository, '.stestr'))
        .filter((name) => /^\d+$/.test(name))
        .sort(),
      ['1', '2'],
    );
  });

  it('a stestr run includes exactly the selected ids', async () => {
    const lab = await project({ test_outcomes: OUTCOMES, test_good: GOOD });
    const chosen = async (selection: Selection) => states(await runTests(lab, { selection }));
    const good = 'lab.tests.test_good.Good.test_good';
    const value = 'lab.tests.test_outcomes.Scenarios.test_value';
    const scenarios = { [`${value}(v1.2, with space)`]: 'success', [`${value}([odd])`]: 'fail' };
    assert.deepEqual(await chosen({ kind: 'ids', ids: [good] }), { [good]: 'success' });
    assert.deepEqual(await chosen({ kind: 'module', name: 'lab.tests.test_good' }), { [good]: 'success' });
    // One scenario of WithScenarios cannot be chosen: testscenarios makes them when their test runs.
    assert.deepEqual(await chosen({ kind: 'ids', ids: [`${value}([odd])`] }), scenarios);
    assert.deepEqual(await chosen({ kind: 'ids', ids: [good, value] }), { [good]: 'success', ...scenarios });
    const gone = await runTests(lab, { selection: { kind: 'ids', ids: [`${good}_gone`] } });
    assert.deepEqual(states(gone), { [`${good}_gone`]: 'errored' });
    assert.match(gone.results[0]?.words ?? '', /has no attribute 'test_good_gone'/);
  });

  it('a stestr run of a class includes the tests that load_tests of its module makes', async () => {
    const lab = await project({ test_loaded: LOADED });
    const name = 'lab.tests.test_loaded.Sized';
    const expected = { [`${name}.test_size(small)`]: 'success', [`${name}.test_size(big)`]: 'fail' };
    for (const ids of [undefined, Object.keys(expected)]) {
      const selection: Selection = { kind: 'module', name, loadTests: true, ...(ids && { ids }) };
      const summary = await runTests(lab, { selection });
      assert.deepEqual([summary.outcome, states(summary)], ['finished', expected]);
    }
  });

  it('a test that reports its tags is matched to the one requested', async () => {
    const lab = await project({ test_tagged: TAGGED });
    const id = 'lab.tests.test_tagged.Tagged.test_tag';
    for (const asked of [id, `${id}[id-1.0,smoke]`]) {
      const summary = await runTests(lab, { selection: { kind: 'ids', ids: [asked] } });
      assert.deepEqual([summary.outcome, states(summary)], ['finished', { [`${id}[id-1.0,smoke]`]: 'success' }]);
    }
  });

  it('a stestr run includes a test that unittest cannot load by its name', async () => {
    const lab = await project({ test_outcomes: OUTCOMES });
    const id = 'lab.tests.test_outcomes.Plain.test_fails_as_known';
    const summary = await runTests(lab, { selection: { kind: 'ids', ids: [id] } });
    assert.deepEqual([summary.outcome, states(summary)], ['finished', { [id]: 'xfail' }]);
  });

  it('a stestr run is stored with the project only on request', async () => {
    const lab = await project({ test_outcomes: OUTCOMES });
    const summary = await runTests(lab, { selection: { kind: 'all' }, keep: true });
    const stored = await readStoredRun(join(lab.root, '.stestr'), 0);
    const ended = Object.entries(states(summary))
      .filter(([id]) => !id.includes('.SetUp.'))
      .sort();
    assert.deepEqual(
      stored
        .results()
        .map(({ id, state }) => [id, state])
        .sort(),
      ended,
    );
    assert.deepEqual(new Set(stored.problems.map(({ kind }) => kind)), new Set(['fixture'])); // one of each worker
    assert.ok(!existsSync(join(lab.repository, '.stestr')));
  });

  it('a stestr run ends with the line of testr and stestr', async () => {
    const lab = await project({ test_good: GOOD, test_skips: SKIPS });
    await runTests(lab, { selection: { kind: 'module', name: 'lab.tests.test_good' }, keep: true });
    const { line } = await runTests(lab, { selection: { kind: 'all' }, keep: true });
    const { stdout } = await runProcess(join(lab.binDir, 'stestr'), ['last', '--no-subunit-trace'], { cwd: lab.root });
    assert.equal(line, stdout.split('\n')[0]);
  });

  it('a stestr run of skips only is no failure, though stestr exits with 1', async () => {
    const lab = await project({ test_skips: SKIPS });
    const summary = await runTests(lab, { selection: { kind: 'all' } });
    assert.deepEqual([summary.outcome, summary.ran, summary.skipped], ['finished', 2, 2]);
  });

  it("a stestr run that matches nothing has stestr's words", async () => {
    const lab = await project({ test_good: GOOD });
    const summary = await runTests(lab, { selection: { kind: 'matching', patterns: ['nothing_like_it'] } });
    assert.deepEqual([summary.outcome, summary.ran], ['crashed', 0]);
    assert.match(summary.words, /^The specified regex doesn't match with anything$/);
  });

  it('an import error belongs to the tests of its module, and the others are reported as not run', async () => {
    const lab = await project({ test_good: GOOD, test_bad: BAD });
    const ids = ['lab.tests.test_bad.Bad.test_bad', 'lab.tests.test_good.Good.test_good'];
    const summary = await runTests(lab, { selection: { kind: 'ids', ids } });
    assert.deepEqual(states(summary), { [ids[0] ?? '']: 'errored', [ids[1] ?? '']: 'success' });
    const all = await runTests(lab, { selection: { kind: 'all' } });
    assert.deepEqual([all.outcome, all.ran], ['crashed', 0]);
    assert.equal(all.words, 'Not all tests ran: a test module could not be imported: lab.tests.test_bad.');
    const traceback = parseTraceback(summary.importProblems[0]?.text ?? '');
    assert.equal(traceback.message, "No module named 'no_such_module'");
    assert.equal(failingFrame(traceback, { module: 'lab.tests.test_bad' })?.line, 2);

    const listed = await listTests(lab);
    assert.deepEqual([listed.ids, listed.importProblems.map(({ module }) => module)], [[], ['lab.tests.test_bad']]);

    const alone = await runTests(lab, {
      selection: { kind: 'module', name: 'lab.tests.test_bad', ids: [ids[0] ?? ''] },
    });
    assert.deepEqual(states(alone), { [ids[0] ?? '']: 'errored' });
    const other = await runTests(lab, { selection: { kind: 'module', name: 'lab.tests.test_good' } });
    assert.deepEqual(states(other), { [ids[1] ?? '']: 'success' });
  });

  it('a run whose module could not be loaded is not finished, even if its tests are unknown', async () => {
    const lab = await project({ test_good: GOOD, test_bad: BAD, test_exits: EXITS, test_load: LOAD_FAILS });
    for (const [name, words] of [
      ['test_bad.Bad', /^Not all tests ran: a test module could not be imported: lab\.tests\.test_bad\.$/],
      ['test_exits', /^The runner named no test: /],
      ['test_load', /^Not all tests ran: lab\.tests\.test_load could not be loaded: ValueError: no scenarios$/],
      ['test_good.Gone', /^Not all tests ran: Gone could not be loaded: AttributeError: .*has no attribute 'Gone'$/],
    ] as const) {
      const summary = await runTests(lab, { selection: { kind: 'module', name: `lab.tests.${name}` } });
      assert.deepEqual([summary.outcome, summary.results], ['crashed', []], name);
      assert.match(summary.words, words);
      for (const { module, text } of summary.importProblems) {
        assert.equal(failingFrame(parseTraceback(text), { module })?.line, 2);
      }
    }
    const selection = {
      kind: 'module',
      name: 'lab.tests.test_load',
      ids: ['lab.tests.test_load.Good.test_good'],
    } as const;
    assert.deepEqual(Object.values(states(await runTests(lab, { selection }))), ['errored']);
  });

  it('fixtures that failed after their tests are counted as stestr does', async () => {
    const lab = await project({ test_down: TEAR_DOWN });
    const summary = await runTests(lab, { selection: { kind: 'module', name: 'lab.tests.test_down' }, keep: true });
    assert.deepEqual([summary.outcome, summary.passed, summary.failed, summary.errored], ['finished', 1, 0, 2]);
    assert.deepEqual(
      summary.problems.map(({ what, of, blamed }) => [what, of, blamed]),
      [
        ['tearDownClass of lab.tests.test_down.Down', 'lab.tests.test_down.Down', false],
        ['tearDownModule of lab.tests.test_down', 'lab.tests.test_down', false],
      ],
    );
    const { stdout } = await runProcess(join(lab.binDir, 'stestr'), ['last'], { cwd: lab.root });
    assert.match(stdout, /Passed: 1\n[^]*Failed: 2\n/);
    const stored = await readStoredRun(join(lab.root, '.stestr'), 0);
    assert.deepEqual(stored.problems, summary.problems);
  });

  it('a test of a dead worker is neither passed nor running', async () => {
    const lab = await project({ test_dies: DIES });
    for (const selection of [{ kind: 'all' }, { kind: 'module', name: 'lab.tests.test_dies' }] as const) {
      const summary = await runTests(inOneWorker(lab), { selection });
      assert.equal(summary.outcome, 'crashed');
      assert.equal(result(summary, 'Dies.test_a_passes').state, 'success');
      assert.equal(result(summary, 'Dies.test_b_dies').state, 'errored');
      assert.equal(result(summary, 'Dies.test_c_waits').state, 'notRun');
      assert.equal(summary.words, 'A worker of the run died while lab.tests.test_dies.Dies.test_b_dies ran.');
    }
  });

  for (const [what, text, words, test] of [
    [
      'a line like a packet',
      RUINS,
      /^What a worker of the run sent could not be read: Short read/,
      /could not be read any more while/,
    ],
    [
      'a huge attachment',
      ATTACHES,
      /^A worker of the run died while .*Dies\.test_b_dies ran\.$/,
      /^The worker died while/,
    ],
  ] as const) {
    it(`output after ${what} changes no outcome`, async () => {
      const lab = await project({ test_dies: text });
      const summary = await runTests(lab, { selection: { kind: 'module', name: 'lab.tests.test_dies' } });
      assert.deepEqual([summary.outcome, summary.passed, summary.errored, summary.notRun], ['crashed', 1, 1, 1]);
      assert.match(summary.words, words);
      assert.match(result(summary, 'Dies.test_b_dies').words ?? '', test);
      assert.deepEqual(
        summary.problems.map(({ kind, of }) => [kind, of]),
        text === RUINS ? [['stream', 'subunit.parser']] : [],
      );
    });
  }

  it('printed output belongs to its test only if the project captures it', async () => {
    const lab = await project({ test_prints: PRINTS });
    const run = async (capture: string): Promise<[console: string, attached: (string | undefined)[]]> => {
      let console = '';
      const { results } = await runTests(
        { ...lab, env: { ...lab.env, OS_STDOUT_CAPTURE: capture } },
        {
          selection: { kind: 'module', name: 'lab.tests.test_prints' },
          listener: { onConsole: (bytes) => void (console += Buffer.from(bytes).toString('utf8')) },
        },
      );
      return [console, results.flatMap(({ attachments }) => attachments.map(({ text }) => text))];
    };
    assert.deepEqual(await run('0'), ['hello\n', []]);
    assert.deepEqual(await run('1'), ['', ['hello\n']]);
  });

  for (const stubborn of ['pass', 'signal.signal(signal.SIGINT, signal.SIG_IGN)']) {
    it(`cancelling ends a run and all its processes, also of a test with ${stubborn}`, async () => {
      const lab = await project({ test_hangs: HANGS.replace('STUBBORN', stubborn) });
      const cancel = new AbortController();
      const seen: TestResult[] = [];
      const summary = await runTests(inOneWorker(lab), {
        selection: { kind: 'all' },
        signal: cancel.signal,
        listener: {
          onTest: (each) => seen.push(each),
          onConsole: (bytes) => Buffer.from(bytes).includes('hanging') && cancel.abort(),
        },
      });
      assert.equal(summary.outcome, 'cancelled');
      assert.equal(result(summary, 'Hangs.test_a_passes').state, 'success');
      assert.equal(result(summary, 'Hangs.test_b_hangs').state, 'notRun');
      assert.ok(
        seen.some(({ id, state }) => id.endsWith('test_b_hangs') && state === 'inprogress'),
        'told live',
      );
      await assertGone(lab);
    });
  }

  it('a killed runner has no outcome, and leaves no worker', async () => {
    const lab = await project({ test_hangs: HANGS.replace('STUBBORN', 'os.kill(os.getppid(), 0)') });
    const summary = await runTests(inOneWorker(lab), {
      selection: { kind: 'all' },
      listener: {
        onConsole: (bytes) => {
          if (Buffer.from(bytes).includes('hanging')) {
            killStestr(lab.root);
          }
        },
      },
    });
    assert.equal(summary.outcome, 'crashed');
    assert.equal(summary.words, 'The runner was ended by SIGKILL.');
    assert.equal(result(summary, 'Hangs.test_b_hangs').state, 'errored');
    await assertGone(lab);
  });

  it('a run until failure repeats until a test fails', async () => {
    const lab = await project({
      test_third: GOOD.replace(
        '        pass',
        `        import os
        n = len(os.listdir('.'))
        open('try%d' % n, 'w').close()
        self.assertLess(len([f for f in os.listdir('.') if f.startswith('try')]), 3)`,
      ),
    });
    const told: string[] = [];
    const listener = { onTest: ({ state }: TestResult) => told.push(state) };
    const summary = await runTests(inOneWorker(lab), { selection: { kind: 'all' }, untilFailure: true, listener });
    assert.deepEqual([summary.outcome, summary.failed, summary.ran], ['finished', 1, 1]);
    assert.deepEqual(told, ['exists', 'inprogress', 'success', 'fail']);
    assert.equal(summary.seconds, summary.results[0]?.seconds);
  });

  it('tests run in an environment and a checkout whose paths have a space', async () => {
    const bin = await stestrBin('with space');
    const lab = await project({ test_good: GOOD }, { folder: 'a checkout', bin });
    assert.deepEqual((await listTests(lab)).ids, ['lab.tests.test_good.Good.test_good']);
    assert.equal((await runTests(lab, { selection: { kind: 'all' } })).passed, 1);
    const ids = ['lab.tests.test_good.Good.test_good'];
    assert.equal((await runTests(lab, { selection: { kind: 'ids', ids } })).passed, 1);
  });

  it('a run reads only what a copy of the repository holds', async () => {
    const lab = await project({ test_outcomes: OUTCOMES });
    await runTests(lab, { selection: { kind: 'all' }, keep: true });
    const copy = join(dirname(lab.root), 'copy');
    await cp(join(lab.root, '.stestr'), copy, { recursive: true });
    const failing = (await readStoredRun(copy, 'failing')).results().map(({ state }) => state);
    assert.deepEqual(failing, ['fail', 'fail', 'fail', 'fail']);
    assert.deepEqual((await readStoredRun(copy, 99)).results(), []);
  });
});

describe('running testr', function () {
  this.timeout(300_000);

  let lab: LabProject;
  before(async () => {
    lab = await labProject({ test_outcomes: OUTCOMES, test_good: GOOD }, { runner: 'testr' });
  });
  after(() => lab.remove());

  it('testr gives the same states, lists and creates its repository', async () => {
    const { ids } = await listTests(lab);
    const summary = await runTests(lab, { selection: { kind: 'all' } });
    assert.deepEqual([...new Set(Object.keys(states(summary)).map(withoutScenario))].sort(), [...ids].sort());
    assert.equal(result(summary, 'Plain.test_fails').state, 'fail');
    assert.equal(result(summary, 'SetUp.test_two').state, 'errored');
    assert.equal(summary.outcome, 'finished');
    const two = ['lab.tests.test_good.Good.test_good', 'lab.tests.test_outcomes.Plain.test_passes'];
    const chosen = await runTests(lab, { selection: { kind: 'ids', ids: two } });
    assert.deepEqual(Object.keys(states(chosen)).sort(), two);
  });

  it('testr reports how a worker ended, which stestr does not', async () => {
    const dying = await labProject({ test_dies: DIES }, { runner: 'testr' });
    try {
      const summary = await runTests(inOneWorker(dying), { selection: { kind: 'all' } });
      assert.deepEqual(
        summary.problems.map(({ kind, of, words }) => [kind, of, words]),
        [['worker', 'process-returncode', 'returncode 7']],
      );
      assert.deepEqual([summary.outcome, summary.passed, summary.errored, summary.notRun], ['crashed', 1, 1, 1]);
      assert.equal(summary.words, 'A worker of the run died while lab.tests.test_dies.Dies.test_b_dies ran.');
    } finally {
      dying.remove();
    }
  });
});

function states(summary: RunSummary): Record<string, string> {
  return Object.fromEntries(summary.results.map(({ id, state }) => [id, state]));
}

function result(summary: RunSummary, name: string): TestResult {
  const found = summary.results.find(({ id }) => id.endsWith(`.${name}`));
  assert.ok(found, `no result for ${name}: ${JSON.stringify(states(summary))}`);
  return found;
}

/** Compares with what python-subunit and testtools say of the stored run. */
async function sameAsPython(lab: LabProject, summary: RunSummary): Promise<void> {
  const script = `import json, sys, testtools, subunit
rows = {}
r = testtools.StreamToDict(lambda d: rows.update({d['id']: d['status']}))
r.startTestRun()
subunit.ByteStreamToStreamResult(sys.stdin.buffer, non_subunit_name='stdout').run(r)
r.stopTestRun()
print(json.dumps(rows))`;
  const options = { cwd: lab.root, env: runEnvironment(lab.binDir, lab.env) };
  const chunks: Buffer[] = [];
  await runProcess(join(lab.binDir, 'stestr'), ['--repo-url', lab.repository, 'last', '--subunit'], {
    ...options,
    onStdout: (bytes) => chunks.push(Buffer.from(bytes)),
  });
  const { stdout } = await runProcess(join(lab.binDir, 'python'), ['-c', script], {
    ...options,
    input: Buffer.concat(chunks),
  });
  const python = JSON.parse(stdout) as Record<string, string>;
  const ours = Object.fromEntries(Object.entries(states(summary)).filter(([id]) => !id.includes('.SetUp.')));
  assert.deepEqual(ours, Object.fromEntries(Object.entries(python).filter(([id]) => !id.startsWith('setUpClass'))));
}

/** Ends the runner of this project, found by its working folder, as the kernel does when memory runs out. */
function killStestr(root: string): void {
  for (const id of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    if (parentOf(id) === process.pid && workingFolder(id) === root) {
      process.kill(id, 'SIGKILL');
    }
  }
}

async function assertGone(lab: LabProject): Promise<void> {
  const worker = Number(await readFile(join(lab.root, 'pid'), 'utf8'));
  assert.ok(worker > 0);
  while (workingFolder(worker) === lab.root) {
    await new Promise((resolve) => setTimeout(resolve, 20)); // the kernel buries it; the test's time limit ends this
  }
}

function parentOf(id: number): number | undefined {
  return readProc(() => Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]));
}

/** Undefined when the process is gone. */
function workingFolder(id: number): string | undefined {
  return readProc(() => readlinkSync(`/proc/${id}/cwd`));
}

function readProc<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined; // gone, or somebody else's
  }
}
