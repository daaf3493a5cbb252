import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProcessResult } from '../../../../src/base/process';
import { RunState, type RunSummary } from '../../../../src/testing/run/runState';
import type { Selection } from '../../../../src/testing/runners/selection';
import type { StatusEvent, TestStatus } from '../../../../src/testing/subunit/event';
import { fixture } from '../subunit/decoding';
import { encode } from '../subunit/encoding';

const BROKEN = 'oslo_serialization.tests.labbad.test_import_error';

describe('the end of a run', () => {
  it('a run has crashed if a module with unknown tests could not be imported', () => {
    for (const name of [BROKEN, `${BROKEN}.NeverTest`]) {
      const summary = summaryOf({ kind: 'module', name }, fixture('import-error-no-discover.live.subunit'));
      assert.deepEqual([summary.outcome, summary.ran, summary.results], ['crashed', 0, []]);
      assert.equal(summary.words, `Not all tests ran: a test module could not be imported: ${BROKEN}.`);
      const [problem] = summary.importProblems;
      assert.equal(problem?.module, BROKEN);
      assert.match(problem.text, /^Traceback [^]*No module named 'no_such_module_xyz'$/);
    }
  });

  it('a run has not crashed if the tests of that module have the error', () => {
    const ids = [`${BROKEN}.NeverTest.test_never`];
    const summary = summaryOf({ kind: 'module', name: BROKEN, ids }, fixture('import-error-no-discover.live.subunit'));
    assert.deepEqual([summary.outcome, summary.errored, summary.importProblems], ['finished', 1, []]);
  });

  it('a run has crashed if no test was named at all', () => {
    for (const selection of [
      { kind: 'all' },
      { kind: 'module', name: 'm' },
      { kind: 'ids', ids: ['m.C.t'] },
    ] as const) {
      const summary = summaryOf(selection, Buffer.alloc(0));
      assert.equal(summary.outcome, 'crashed', selection.kind);
      assert.match(summary.words, /^The runner named no test: /);
    }
  });

  it('a fixture that failed is counted once', () => {
    const selection = { kind: 'module', name: 'm' } as const;
    const down = stream(['m.C.t', 'success'], ['tearDownClass (m.C)', 'fail'], ['tearDownModule (m)', 'fail']);
    const summary = summaryOf(selection, down);
    assert.deepEqual([summary.outcome, summary.ran, summary.passed, summary.errored], ['finished', 1, 1, 2]);
    const known = stream(['m.C.t', 'exists'], ['m.C.u', 'exists'], ['setUpClass (m.C)', 'fail']);
    assert.deepEqual([summaryOf(selection, known).errored, summaryOf(selection, known).notRun], [2, 0]);
    const unknown = summaryOf(selection, stream(['setUpClass (m.C)', 'fail']));
    assert.deepEqual([unknown.outcome, unknown.errored], ['finished', 1]);
  });

  it('a run until failure has not crashed if a fixture made it exit with 1', () => {
    const down = stream(['m.C.t', 'success'], ['tearDownClass (m.C)', 'fail']);
    assert.equal(summaryOf({ kind: 'all' }, down, { exitCode: 1 }).outcome, 'finished');
    assert.equal(summaryOf({ kind: 'all' }, stream(['m.C.t', 'success']), { exitCode: 1 }).outcome, 'crashed');
  });

  it('a run has crashed if a worker failed, shown at the test that it ran, else in its output', () => {
    for (const [told, words] of [
      [
        [
          ['m.C.t', 'inprogress'],
          ['process-returncode', 'fail'],
        ],
        /^A worker of the run died while m\.C\.t ran\.$/,
      ],
      [
        [
          ['m.C.t', 'success'],
          ['process-returncode', 'fail'],
        ],
        /^The runner ended with exit code 1\.$/,
      ],
      [
        [
          ['m.C.t', 'success'],
          ["broken-runner-'0'", 'fail'],
        ],
        /^The runner ended with exit code 1\.$/,
      ],
    ] as const) {
      const summary = summaryOf({ kind: 'all' }, stream(...told), { exitCode: 1 });
      assert.equal(summary.outcome, 'crashed');
      assert.match(summary.words, words);
    }
  });

  it('a run with a class that was skipped as a whole is fine', () => {
    const summary = summaryOf({ kind: 'module', name: 'm.C' }, stream(['setUpClass (m.C)', 'skip']));
    assert.deepEqual([summary.outcome, summary.errored], ['finished', 0]);
  });
});

function stream(...told: readonly (readonly [id: string, status: TestStatus])[]): Buffer {
  const rest: Omit<StatusEvent, 'kind' | 'id' | 'status'> = {
    tags: [],
    runnable: true,
    file: undefined,
    eof: false,
    mime: undefined,
    route: undefined,
    micros: undefined,
  };
  return Buffer.concat(told.map(([id, status]) => encode({ ...rest, id, status })));
}

function summaryOf(selection: Selection, stream: Buffer, ended: Partial<ProcessResult> = {}): RunSummary {
  const state = new RunState('stestr', selection);
  state.read(stream);
  const result: ProcessResult = {
    ended: 'byItself',
    exitCode: 0,
    signal: null,
    stdout: '',
    stderr: '',
    truncated: false,
    seconds: 0,
    ...ended,
  };
  return state.summary(result, undefined, undefined);
}
