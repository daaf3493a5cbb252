import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { importProblems, lastWords } from '../../../../src/testing/run/runnerWords';
import { fixture } from '../subunit/decoding';

describe('the output of a runner without results', () => {
  it('output without results names the module that could not be imported, with its traceback', () => {
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

  it('output without results names each of several modules', () => {
    const text =
      '--- import errors ---\nFailed to import test module: a.b\nTraceback:\nE: one\n\n' +
      'Failed to import test module: a.c\nTraceback:\nE: two\n\n\n====================\nThe above traceback was encountered during x';
    assert.deepEqual(importProblems(text), [
      { module: 'a.b', text: 'Traceback:\nE: one' },
      { module: 'a.c', text: 'Traceback:\nE: two' },
    ]);
    assert.deepEqual(importProblems(''), []);
  });

  it('output without results has its last line that is not decoration', () => {
    assert.equal(
      lastWords(fixture('empty.live.subunit').toString('utf8'), 'warning'),
      "The specified regex doesn't match with anything",
    );
    const frame =
      '\n=========================\nFailures during discovery\n=========================\n\n' +
      '='.repeat(80) +
      '\nThe above traceback was encountered during test discovery which imports all.\n';
    assert.equal(lastWords(frame, '/bin/sh: 1: /path/dir: not found\n'), '/bin/sh: 1: /path/dir: not found');
    assert.equal(lastWords('', 'No repository found\n'), 'No repository found');
    assert.equal(lastWords('', ''), '');
  });
});
