import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MAX_ATTACHMENT_BYTES } from '../../../../src/testing/subunit/attachments';
import type { StatusEvent, TestStatus } from '../../../../src/testing/subunit/event';
import { ResultCollector } from '../../../../src/testing/subunit/resultCollector';
import type { TestResult } from '../../../../src/testing/subunit/testResult';
import { SubunitV1Decoder } from '../../../../src/testing/subunit/v1';
import { SubunitV2Decoder } from '../../../../src/testing/subunit/v2';
import { decode, fixture } from './decoding';

const LAB = 'oslo_serialization.tests.lab.test_outcomes';

describe('results of a stream', () => {
  it('each test has its state, whether live, stored or on two workers', () => {
    const live = states(collect('parallel2.live.subunit'));
    for (const name of ['pass', 'fail', 'skip', 'xfail-uxsuccess', 'subtests', 'scenarios', 'non-ascii']) {
      const alone = states(collect(`${name}.live.subunit`));
      assert.deepEqual(states(collect(`${name}.last.subunit`)), alone, name);
      for (const [id, state] of Object.entries(alone)) {
        assert.equal(live[id] ?? state, state, id);
      }
    }
    assert.deepEqual(
      [
        `${LAB}.ExpectedFailureTest.test_xfail`,
        `${LAB}.ExpectedFailureTest.test_uxsuccess`,
        `${LAB}.SkipTest.test_skip_call`,
      ].map((id) => live[id]),
      ['xfail', 'uxsuccess', 'skip'],
    );
  });

  it('results of a stored v1 file are the same', () => {
    const collector = new ResultCollector();
    decode(new SubunitV1Decoder(), fixture('stestr-0.v1')).forEach((event) => collector.add(event));
    collector.finish('ended');
    const failed = one(collector, `${LAB}.FailTest.test_fail_assert_equal`);
    assert.equal(failed.state, 'fail');
    assert.equal(failed.worker, 0);
    assert.equal(failed.seconds, 0.001498);
    assert.match(
      failed.attachments.find(({ name }) => name === 'traceback')?.text ?? '',
      /^Traceback[^]*MismatchError/,
    );
  });

  it('attachments are joined, decoded as text, and marked if they are not text', () => {
    const { attachments, worker, seconds } = one(collect('fail.live.subunit'), `${LAB}.FailTest.test_fail_detail`);
    const about = Object.fromEntries(attachments.map(({ name, text, size }) => [name, text ?? size]));
    assert.equal(about['deploy-log'], 'line 1\nline 2\n');
    assert.equal(about.screenshot, 14); // image/png
    assert.equal(about.empty, undefined);
    assert.match(String(about.traceback), /^Traceback .*\n {2}File [^]*\nAssertionError: with details\n$/);
    assert.equal(worker, 0);
    assert.ok(seconds !== undefined && seconds > 0 && seconds < 1);
  });

  it('a test keeps its log and the reason of its skip', () => {
    const log = one(collect('pass.live.subunit'), `${LAB}.PassTest.test_pass_with_log`).attachments.find(
      ({ name }) => name === "pythonlogging:''",
    )?.text;
    assert.match(log ?? '', /WARNING \[lab.driver\] disk almost full/);
    const skip = one(collect('skip.live.subunit'), `${LAB}.SkipTest.test_skip_multiline`).attachments;
    assert.deepEqual(
      skip.map(({ name, text }) => [name, text]),
      [['reason', 'first line\nsecond line: ünïcode']],
    );
  });

  it('all tests of a class are errors when setUpClass fails', () => {
    const told: TestResult[] = [];
    const collector = collect('setupclass-error.live.subunit', [], told);
    for (const name of ['test_one', 'test_two']) {
      const result = one(collector, `${LAB}.SetUpClassErrorTest.${name}`);
      assert.equal(result.state, 'errored');
      assert.match(result.words ?? '', /^setUpClass of .*SetUpClassErrorTest: ValueError: setUpClass is broken$/);
      assert.match(result.attachments[0]?.text ?? '', /line 87, in setUpClass/);
    }
    assert.equal(collector.results().length, 2);
    assert.deepEqual(
      collector.problems.map(({ kind, of, blamed }) => [kind, of, blamed]),
      [['fixture', `${LAB}.SetUpClassErrorTest`, true]],
    );
    assert.deepEqual(
      told.map(({ state }) => state),
      ['exists', 'exists', 'errored', 'errored'],
    );
  });

  it('the requested tests are errors when setUpClass fails in a stream that does not name them', () => {
    const asked = [`${LAB}.SetUpClassErrorTest.test_one(v1.2)`, `${LAB}.SetUpClassErrorTestOther.test_one`];
    const collector = collect('setupclass-error.last.subunit', asked);
    assert.deepEqual(
      asked.map((id) => one(collector, id).state),
      ['errored', 'notRun'],
    );
  });

  it('tests of other workers stay unchanged when setUpClass fails in one', () => {
    const collector = new ResultCollector();
    collector.add(event('m.C.test_a', 'exists', '0'));
    collector.add(event('m.C.test_b', 'exists', '1'));
    collector.add(event('setUpClass (m.C)', 'fail', '0'));
    collector.add(event('m.C.test_b', 'success', '1'));
    assert.deepEqual(states(collector), { 'm.C.test_a': 'errored', 'm.C.test_b': 'success' });
  });

  it("a class's error from a second worker counts as the same", () => {
    const collector = new ResultCollector({}, ['m.C.test_a', 'm.C.test_b']);
    for (const worker of ['0', '1']) collector.add(event('setUpClass (m.C)', 'fail', worker));
    assert.deepEqual(states(collector), { 'm.C.test_a': 'errored', 'm.C.test_b': 'errored' });
    assert.deepEqual(
      collector.problems.map(({ blamed }) => blamed),
      [true, true],
    );
  });

  it('tests of a class whose setUpClass skips are skipped, and tearDownClass changes no outcome', () => {
    const collector = new ResultCollector({}, ['m.C.test_a', 'm.D.test_b']);
    collector.add(event('setUpClass (m.C)', 'skip'));
    collector.add(event('m.D.test_b', 'success'));
    collector.add(event('tearDownClass (m.D)', 'fail'));
    collector.finish('ended');
    assert.deepEqual(states(collector), { 'm.C.test_a': 'skip', 'm.D.test_b': 'success' });
    assert.deepEqual(
      collector.problems.map(({ of, what, blamed }) => [of, what, blamed]),
      [['m.D', 'tearDownClass of m.D', false]],
    );
  });

  it('a failed import belongs to the requested tests', () => {
    const asked = ['oslo_serialization.tests.labbad.test_import_error.NeverTest.test_never', 'other.test_x.C.test_y'];
    const collector = collect('import-error-no-discover.live.subunit', asked);
    const [never, other] = asked.map((id) => one(collector, id));
    assert.equal(never?.state, 'errored');
    assert.match(never.words ?? '', /^ModuleNotFoundError: No module named 'no_such_module_xyz'$/);
    assert.equal(other?.state, 'notRun');
    assert.deepEqual(
      collector.problems.map(({ kind, of }) => [kind, of]),
      [['import', 'test_import_error']],
    );
    assert.ok(collector.problems.every(({ blamed }) => blamed));
  });

  it('a failed load_tests belongs to the tests of its module, and is reported if none is known', () => {
    for (const [asked, blamed] of [
      [['m.test_x.C.test_y'], true],
      [[], false],
    ] as const) {
      const collector = new ResultCollector({}, asked);
      collector.add(event('unittest.loader._FailedTest.m.test_x', 'fail'));
      assert.deepEqual(states(collector), Object.fromEntries(asked.map((id) => [id, 'errored'])));
      assert.deepEqual(
        collector.problems.map((problem) => [problem.of, problem.blamed]),
        [['m.test_x', blamed]],
      );
      assert.ok(collector.hasNamedTests);
    }
  });

  it('no test is left running when the stream breaks off', () => {
    const collector = collect('killed.live.subunit');
    const hung = one(collector, 'oslo_serialization.tests.lab.test_hang.HangTest.test_b_hangs');
    assert.deepEqual([hung.state, hung.words], ['errored', 'The worker died while this test ran.']);
    assert.equal(one(collector, 'oslo_serialization.tests.lab.test_hang.HangTest.test_a_quick').state, 'success');
  });

  it('tests that a cancelled run did not run are known', () => {
    const collector = new ResultCollector({}, ['m.C.asked']);
    collector.add(event('m.C.waits', 'exists'));
    collector.add(event('m.C.runs', 'inprogress'));
    collector.add(event('m.C.done', 'success'));
    collector.finish('cancelled', 'The run was cancelled.');
    assert.deepEqual(states(collector), {
      'm.C.waits': 'notRun',
      'm.C.runs': 'notRun',
      'm.C.done': 'success',
      'm.C.asked': 'notRun',
    });
    assert.equal(one(collector, 'm.C.waits').words, 'The run was cancelled.');
  });

  it('scenarios of a test count for the test that was listed', () => {
    const told = new Map<string, string>();
    const collector = new ResultCollector({ onTest: ({ id, state }) => told.set(id, state) }, ['m.C.t', 'm.C.u']);
    collector.add(event('m.C.t', 'exists'));
    collector.add(event('m.C.t(a, 1.2)', 'success'));
    collector.add(event('m.C.t(b)', 'fail'));
    collector.finish('ended', 'Not found.');
    assert.deepEqual(states(collector), { 'm.C.t(a, 1.2)': 'success', 'm.C.t(b)': 'fail', 'm.C.u': 'notRun' });
    assert.equal(told.get('m.C.t'), 'fail');
  });

  it('a test with its tags counts as the one that was requested', () => {
    const collector = new ResultCollector({}, ['m.C.t']);
    collector.add(event('m.C.t[id-1.0,smoke]', 'success'));
    collector.finish('ended', 'Not found.');
    assert.deepEqual(states(collector), { 'm.C.t[id-1.0,smoke]': 'success' });
  });

  it('a repeated test never passes again after it failed', () => {
    const told: TestResult[] = [];
    const collector = new ResultCollector({ onTest: (result) => told.push(result) });
    for (const status of ['inprogress', 'fail', 'inprogress', 'success'] as const) {
      collector.add(event('m.C.t', status));
    }
    assert.deepEqual(
      told.map(({ state }) => state),
      ['inprogress', 'fail'],
    );
    assert.deepEqual(states(collector), { 'm.C.t': 'fail' });
  });

  it('a repeated test reports changes of its state, and has the times of the last round', () => {
    const told: string[] = [];
    const collector = new ResultCollector({ onTest: ({ id, state }) => told.push(`${id} ${state}`) }, [], true);
    const seconds = [1, 2, 4];
    for (const [round, start] of [10, 20, 30].entries()) {
      for (const id of ['a', 'b']) collector.add(event(id, 'exists'));
      for (const [test, id] of ['a', 'b'].entries()) {
        const micros = (start + test) * 1e6;
        collector.add({ ...event(id, 'inprogress'), micros });
        collector.add({
          ...event(id, round === 2 && id === 'b' ? 'fail' : 'success'),
          micros: micros + seconds[round]! * 1e6,
        });
      }
    }
    assert.deepEqual(told, [
      'a exists',
      'b exists',
      'a inprogress',
      'a success',
      'b inprogress',
      'b success',
      'b fail',
    ]);
    assert.deepEqual([collector.seconds, one(collector, 'a').seconds, one(collector, 'b').seconds], [5, 4, 4]);
  });

  it('a run of one round is measured whole, even if a test runs twice', () => {
    const collector = new ResultCollector();
    for (const micros of [0, 2_000_000]) {
      collector.add({ ...event('a', 'inprogress'), micros });
      collector.add({ ...event('a', 'success'), micros: micros + 1_000_000 });
    }
    assert.equal(collector.seconds, 3);
  });

  it('output printed outside of tests is passed on', () => {
    const printed: string[] = [];
    const collector = new ResultCollector({ onConsole: (bytes) => printed.push(Buffer.from(bytes).toString('utf8')) });
    decode(new SubunitV2Decoder(), fixture('stdout-noise.live.subunit')).forEach((each) => collector.add(each));
    assert.deepEqual(printed, ['plain print, no newline', 'raw: 10 m³ and 有\n', 'line 1\nline 2\n\nline 4\n']);
  });

  it('damage is reported once, and the tests around it stay', () => {
    const collector = collect('damaged-bad-crc.subunit');
    assert.deepEqual(
      collector.problems.map(({ kind, of }) => [kind, of]),
      [['stream', 'checksum']],
    );
    assert.ok(Object.values(states(collector)).filter((state) => state === 'success').length > 0);
    assert.ok(!Object.keys(states(collector)).includes('subunit.parser'));
  });

  it('the beginning of an endless attachment is kept', () => {
    const collector = new ResultCollector();
    for (let i = 0; i < 5; i++) {
      collector.add({ ...event('m.C.t', undefined), file: { name: 'log', bytes: new Uint8Array(1024 * 1024) } });
    }
    collector.add(event('m.C.t', 'success'));
    const [log] = one(collector, 'm.C.t').attachments;
    assert.deepEqual([log?.cut, log?.size, log?.bytes.length], [true, 5 * 1024 * 1024, MAX_ATTACHMENT_BYTES]);
  });

  it('an attachment is decoded by its charset, and as UTF-8 if that is unknown', () => {
    const collector = new ResultCollector();
    const pieces: [string, string][] = [
      ['a', 'text/plain; charset="iso-8859-1"'],
      ['b', 'text/plain;charset=klingon'],
    ];
    for (const [name, mime] of pieces) {
      collector.add({ ...event('m.C.t', undefined), file: { name, bytes: Buffer.from([0xe4]) }, mime });
    }
    collector.add(event('m.C.t', 'success'));
    assert.deepEqual(
      one(collector, 'm.C.t').attachments.map(({ text }) => text),
      ['ä', '\uFFFD'],
    );
  });

  it('outcomes are held until the test ends again, and reported if it does not', () => {
    const told: string[] = [];
    const collector = new ResultCollector({ onTest: ({ id, state }) => told.push(`${id} ${state}`) });
    collector.shouldHold = ({ state }) => state === 'fail';
    for (const id of ['fixed', 'same', 'dies', 'silent']) {
      collector.add(event(id, 'inprogress'));
      collector.add(event(id, 'fail'));
    }
    assert.deepEqual(
      collector.held().map(({ id }) => id),
      ['fixed', 'same', 'dies', 'silent'],
    );
    assert.deepEqual(
      told.filter((each) => each.endsWith('fail')),
      [],
    );
    collector.shouldHold = undefined;
    for (const id of ['fixed', 'same', 'dies']) collector.add(event(id, 'inprogress'));
    collector.add(event('fixed', 'success'));
    collector.add(event('same', 'fail'));
    collector.finish('ended');
    assert.deepEqual(states(collector), { fixed: 'success', same: 'fail', dies: 'errored', silent: 'fail' });
    assert.equal(told.filter((each) => each === 'same fail').length, 1);
  });

  it('a run is measured from the first start to the last end', () => {
    const collector = new ResultCollector();
    collector.add({ ...event('m.C.a', 'exists'), micros: 0 });
    collector.add({ ...event('m.C.a', 'inprogress'), micros: 2_000_000 });
    collector.add({ ...event('m.C.a', 'success'), micros: 3_500_000 });
    assert.equal(collector.seconds, 1.5);
  });
});

function collect(name: string, expected: string[] = [], told: TestResult[] = []): ResultCollector {
  const collector = new ResultCollector({ onTest: (result) => told.push(result) }, expected);
  decode(new SubunitV2Decoder(), fixture(name), 100).forEach((each) => collector.add(each));
  collector.finish('ended');
  return collector;
}

function states(collector: ResultCollector): Record<string, string> {
  return Object.fromEntries(collector.results().map(({ id, state }) => [id, state]));
}

function one(collector: ResultCollector, id: string): TestResult {
  const result = collector.results().find((each) => each.id === id);
  assert.ok(result, `no result for ${id}`);
  return result;
}

function event(id: string, status: TestStatus | undefined, route?: string): StatusEvent {
  return {
    kind: 'status',
    id,
    status,
    tags: [],
    runnable: true,
    file: undefined,
    eof: false,
    mime: undefined,
    route,
    micros: undefined,
  };
}
