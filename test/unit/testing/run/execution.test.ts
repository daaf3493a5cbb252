import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProcessResult } from '../../../../src/base/process';
import type { Selection } from '../../../../src/testing/run/command';
import { Execution, type RunSummary } from '../../../../src/testing/run/execution';
import { fixture } from '../subunit/decoding';

const BROKEN = 'oslo_serialization.tests.labbad.test_import_error';

describe('the end of a run', () => {
  it('is a crash when a module could not be imported whose tests nobody knows', () => {
    for (const name of [BROKEN, `${BROKEN}.NeverTest`]) {
      const summary = summaryOf({ kind: 'module', name }, fixture('import-error-no-discover.live.subunit'));
      assert.deepEqual([summary.outcome, summary.ran, summary.results], ['crashed', 0, []]);
      assert.equal(summary.words, `Not all tests ran: a test module could not be imported: ${BROKEN}.`);
      const [problem] = summary.importProblems;
      assert.equal(problem?.module, BROKEN);
      assert.match(problem.text, /^Traceback [^]*No module named 'no_such_module_xyz'$/);
    }
  });

  it('is none when the tests of that module have the error', () => {
    const ids = [`${BROKEN}.NeverTest.test_never`];
    const summary = summaryOf({ kind: 'module', name: BROKEN, ids }, fixture('import-error-no-discover.live.subunit'));
    assert.deepEqual([summary.outcome, summary.errored, summary.importProblems], ['finished', 1, []]);
  });

  it('is a crash when no test was named at all', () => {
    for (const selection of [{ kind: 'all' }, { kind: 'module', name: 'm' }, { kind: 'ids', ids: ['m.C.t'] }] as const) {
      const summary = summaryOf(selection, Buffer.alloc(0));
      assert.equal(summary.outcome, 'crashed', selection.kind);
      assert.match(summary.words, /^The runner named no test: /);
    }
  });
});

function summaryOf(selection: Selection, stream: Buffer, ended: Partial<ProcessResult> = {}): RunSummary {
  const execution = new Execution({}, selection);
  execution.read(stream);
  const result: ProcessResult = {
    ended: 'byItself', exitCode: 0, signal: null, stdout: '', stderr: '', truncated: false, seconds: 0, ...ended,
  };
  return execution.summary(result, undefined, undefined);
}
