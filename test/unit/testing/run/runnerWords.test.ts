import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { importProblems, lastWords, listedIds } from '../../../../src/testing/run/runnerWords';
import { fixture } from '../subunit/decoding';

/** testr's word on the command of oslo.serialization 2.24.0. */
const ANNOUNCED = `running=OS_STDOUT_CAPTURE=\${OS_STDOUT_CAPTURE:-1} \\
OS_TEST_TIMEOUT=\${OS_TEST_TIMEOUT:-60} \\
\${PYTHON:-python} -m subunit.run discover -t ./ . --list \n`;

describe('what a runner says instead of results', () => {
  it('names the module that could not be imported, with its traceback', () => {
    const problems = importProblems(fixture('import-error.live.subunit').toString('utf8'));
    assert.deepEqual(
      problems.map(({ module }) => module),
      ['oslo_serialization.tests.labbad.test_import_error'],
    );
    assert.match(
      problems.map(({ text }) => text).join(),
      /^Traceback [^]*\nModuleNotFoundError: No module named 'no_such_module_xyz'$/,
    );
  });

  it('names each of several', () => {
    const text =
      '--- import errors ---\nFailed to import test module: a.b\nTraceback:\nE: one\n\n' +
      'Failed to import test module: a.c\nTraceback:\nE: two\n\n\n====================\nThe above traceback was encountered during x';
    assert.deepEqual(importProblems(text), [
      { module: 'a.b', text: 'Traceback:\nE: one' },
      { module: 'a.c', text: 'Traceback:\nE: two' },
    ]);
    assert.deepEqual(importProblems(''), []);
  });

  it('is its last line that is no decoration', () => {
    assert.equal(
      lastWords(fixture('empty.live.subunit').toString('utf8'), 'warning'),
      "The specified regex doesn't match with anything",
    );
    const frame =
      '\n=========================\nFailures during discovery\n=========================\n\n' +
      '='.repeat(80) +
      '\nThe above traceback was encountered during test discovery which imports all.\n';
    assert.equal(lastWords(frame, '/bin/sh: 1: /path/dir: not found\n'), '/bin/sh: 1: /path/dir: not found');
    assert.equal(lastWords('running=python -m subunit.run\n', 'No repository found\n'), 'No repository found');
    assert.equal(
      lastWords(ANNOUNCED, 'Non-zero exit code (1) from test listing.\n'),
      'Non-zero exit code (1) from test listing.',
    );
    assert.equal(lastWords('', ''), '');
  });

  it('is no list of tests where testr announces its command', () => {
    assert.deepEqual(listedIds(`${ANNOUNCED}a.b.C.test_d\na.b.C.test_e(f=1\\)\n`), [
      'a.b.C.test_d',
      'a.b.C.test_e(f=1\\)',
    ]);
    assert.deepEqual(listedIds('running=python -m subunit.run discover --list\na.b.C.test_d\n'), ['a.b.C.test_d']);
    assert.deepEqual(listedIds(ANNOUNCED.trimEnd()), []);
  });
});
