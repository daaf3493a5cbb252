import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { storedPath } from '../../../../src/testing/contexts/contextReader';
import { testsOfLine, testsOfLines } from '../../../../src/testing/contexts/testsOfLine';

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

describe('testsOfLine', () => {
  it('gives all scenarios and all inheriting classes of a context', () => {
    assert.deepEqual(testsOfLine(FILE, 2, IDS), {
      ids: ['t.A.test_a(x)', 't.A.test_a(y)', 't.A.test_b', 't.B.test_b'],
      unknown: ['t.gone.test_c'],
      outsideTests: true,
    });
  });

  it('tells a line that only ran at import from one that never ran', () => {
    assert.deepEqual(testsOfLine(FILE, 1, IDS), { ids: [], unknown: [], outsideTests: true });
    assert.deepEqual(testsOfLine(FILE, 99, IDS), { ids: [], unknown: [], outsideTests: false });
  });

  it('looks behind a static context', () => {
    assert.deepEqual(testsOfLine(FILE, 3, IDS).ids, ['t.A.test_a(x)', 't.A.test_a(y)']);
  });

  it('joins lines without naming a test twice', () => {
    assert.equal(testsOfLines(FILE, [1, 2, 3], IDS).ids.length, 4);
  });
});

describe('storedPath', () => {
  it('finds the file itself, relative paths, and another checkout when it is the only one', () => {
    assert.equal(storedPath(['/p/pkg/a.py'], '/p/pkg/a.py', '/p'), '/p/pkg/a.py');
    assert.equal(storedPath(['pkg/a.py'], '/p/pkg/a.py', '/p'), 'pkg/a.py');
    assert.equal(storedPath(['/ci/src/pkg/a.py'], '/p/pkg/a.py', '/p'), '/ci/src/pkg/a.py');
    assert.equal(storedPath(['/ci/1/pkg/a.py', '/ci/2/pkg/a.py'], '/p/pkg/a.py', '/p'), undefined);
    assert.equal(storedPath(['/ci/src/xpkg/a.py'], '/p/pkg/a.py', '/p'), undefined);
  });
});
