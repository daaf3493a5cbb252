import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withoutOvertaken } from '../../../../src/testing/subunit/overtaken';
import { ResultCollector } from '../../../../src/testing/subunit/resultCollector';
import type { RunProblem, TestResult } from '../../../../src/testing/subunit/testResult';
import { SubunitV2Decoder } from '../../../../src/testing/subunit/v2';
import { decode, fixture } from './decoding';

describe('what is shown of a moment of a run', () => {
  it('the latest outcome of each test is shown, and nothing before it', () => {
    const all = told('parallel2.live.subunit');
    assert(
      words(all).some((word) => word.startsWith('inprogress')),
      'the stream tells of tests that run',
    );
    const shown = withoutOvertaken(all);
    assert.deepEqual(
      words(shown),
      words(all).filter((word) => !/^(exists|inprogress) /.test(word)),
    );
  });

  it('a test is shown as waiting or running if nothing follows', () => {
    const [exists, begun] = oneTest();
    assert.deepEqual(withoutOvertaken([exists]), [exists]);
    assert.deepEqual(withoutOvertaken([exists, begun]), [begun]);
  });

  it('a test that runs again shows each outcome', () => {
    const [exists, begun, outcome] = oneTest();
    assert.deepEqual(withoutOvertaken([exists, begun, outcome, begun, outcome]), [outcome, outcome]);
    assert.deepEqual(withoutOvertaken([exists, begun, outcome, begun]), [outcome, begun]);
  });
});

function told(name: string): (TestResult | RunProblem)[] {
  const all: (TestResult | RunProblem)[] = [];
  const collector = new ResultCollector({
    onTest: (test) => all.push(test),
    onProblem: (problem) => all.push(problem),
  });
  decode(new SubunitV2Decoder(), fixture(name)).forEach((event) => collector.add(event));
  return all;
}

/** That it is there, that it began, and its outcome. */
function oneTest(): [TestResult, TestResult, TestResult] {
  const { id } = told('pass.live.subunit')[0] as TestResult;
  const [exists, begun, outcome] = told('pass.live.subunit').filter(
    (each): each is TestResult => 'id' in each && each.id === id,
  );
  assert.deepEqual([exists?.state, begun?.state, outcome?.state], ['exists', 'inprogress', 'success']);
  return [exists!, begun!, outcome!];
}

function words(shown: readonly (TestResult | RunProblem)[]): string[] {
  return shown.map((each) => ('id' in each ? `${each.state} ${each.id}` : each.what));
}
