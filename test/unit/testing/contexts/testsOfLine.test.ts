import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { storedPath } from '../../../../src/testing/contexts/contextReader';
import { contextsOfLines, type RunContexts, testsOfRuns } from '../../../../src/testing/contexts/testsOfLine';

const FILE = {
  path: '/p/a.py',
  lines: new Map([
    [1, ['']],
    [2, ['', 't.A.test_a', 't.Base.test_b', 't.gone.test_c']],
    [3, ['unit|t.A.test_a', 'unit|']],
  ]),
};
const IDS = new Map([
  ['t.A.test_a', ['t.A.test_a(x)', 't.A.test_a(y)']],
  ['t.Base.test_b', ['t.A.test_b', 't.B.test_b']],
]);

const NOTED = (line: number): RunContexts => ({ contexts: contextsOfLines(FILE, [line]), ran: undefined });

describe('the tests of a line', () => {
  it('tests of a line are all scenarios and all inheriting classes of a context', () => {
    assert.deepEqual(testsOfRuns([NOTED(2)], IDS), {
      ids: ['t.A.test_a(x)', 't.A.test_a(y)', 't.A.test_b', 't.B.test_b'],
      unknown: ['t.gone.test_c'],
      outsideTests: true,
      shared: true,
    });
  });

  it('tests of a line are distinguished from a line that only ran at import, or never', () => {
    assert.deepEqual(testsOfRuns([NOTED(1)], IDS), { ids: [], unknown: [], outsideTests: true, shared: false });
    assert.deepEqual(testsOfRuns([NOTED(99)], IDS), { ids: [], unknown: [], outsideTests: false, shared: false });
  });

  it('tests of a line are found behind a static context', () => {
    assert.deepEqual(testsOfRuns([NOTED(3)], IDS).ids, ['t.A.test_a(x)', 't.A.test_a(y)']);
  });

  it('tests of all lines are named once each', () => {
    const all = { contexts: contextsOfLines(FILE), ran: undefined };
    assert.equal(testsOfRuns([all], IDS).ids.length, 4);
  });
});

describe('the tests of a line, after several runs', () => {
  const ids = new Map(['a', 'b', 'c'].map((name) => [`t.T.${name}`, [`t.T.${name}`]]));
  const run = (contexts: string[], ran?: string[]): RunContexts => ({
    contexts: new Set(contexts.map((name) => `t.T.${name}`)),
    ran: ran && new Set(ran.map((name) => `t.T.${name}`)),
  });
  const tests = (...runs: RunContexts[]): string =>
    testsOfRuns(runs, ids)
      .ids.map((id) => id.slice(-1))
      .join('');

  it('tests of a line after several runs are those of both: a partial run covers no other test', () => {
    assert.equal(tests(run(['a'], ['a']), run(['b', 'c'], ['b', 'c'])), 'abc');
  });

  it('tests of a line leave out those that ran again and did not reach it', () => {
    assert.equal(tests(run([], ['a']), run(['a', 'b'], ['a', 'b', 'c'])), 'b');
  });

  it('tests of a line are not looked up before a run of all', () => {
    assert.equal(tests(run(['a']), run(['b'], ['b'])), 'a');
  });
});

describe('storedPath', () => {
  it('a stored path finds the file itself, relative paths, and another checkout if it is the only one', () => {
    assert.equal(storedPath(['/p/pkg/a.py'], '/p/pkg/a.py', '/p'), '/p/pkg/a.py');
    assert.equal(storedPath(['pkg/a.py'], '/p/pkg/a.py', '/p'), 'pkg/a.py');
    assert.equal(storedPath(['/ci/src/pkg/a.py'], '/p/pkg/a.py', '/p'), '/ci/src/pkg/a.py');
    assert.equal(storedPath(['/ci/1/pkg/a.py', '/ci/2/pkg/a.py'], '/p/pkg/a.py', '/p'), undefined);
    assert.equal(storedPath(['/ci/src/xpkg/a.py'], '/p/pkg/a.py', '/p'), undefined);
  });
});
