import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lastWords } from '../../../../src/testing/run/runnerWords';
import { RUNNERS } from '../../../../src/testing/runners';

/** testr's word on the command of oslo.serialization 2.24.0. */
const ANNOUNCED = `running=OS_STDOUT_CAPTURE=\${OS_STDOUT_CAPTURE:-1} \\
OS_TEST_TIMEOUT=\${OS_TEST_TIMEOUT:-60} \\
\${PYTHON:-python} -m subunit.run discover -t ./ . --list \n`;

const { stestr, testr } = RUNNERS;

describe('the output of a runner', () => {
  it('the command that testr announces is not an error of testr', () => {
    const words = (stdout: string, stderr: string): string => lastWords(testr.withoutAnnouncement(stdout), stderr);
    assert.equal(words('running=python -m subunit.run\n', 'No repository found\n'), 'No repository found');
    assert.equal(
      words(ANNOUNCED, 'Non-zero exit code (1) from test listing.\n'),
      'Non-zero exit code (1) from test listing.',
    );
  });

  it('the command that testr announces is not a test of a list', () => {
    assert.deepEqual(testr.listedIds(`${ANNOUNCED}a.b.C.test_d\na.b.C.test_e(f=1\\)\n`), [
      'a.b.C.test_d',
      'a.b.C.test_e(f=1\\)',
    ]);
    assert.deepEqual(testr.listedIds('running=python -m subunit.run discover --list\na.b.C.test_d\n'), [
      'a.b.C.test_d',
    ]);
    assert.deepEqual(testr.listedIds(ANNOUNCED.trimEnd()), []);
  });

  it('a list that stestr filters, in another order each time, is sorted', () => {
    const filtered = { general: [], workers: [], filters: ['-E', 'x'], patterns: [] };
    assert.deepEqual(stestr.listedIds('b\r\na\n'), ['b', 'a']);
    assert.deepEqual(stestr.listedIds('b\na\n', filtered), ['a', 'b']);
    assert.deepEqual(testr.listedIds('b\na\n', filtered), ['b', 'a']);
  });
});
