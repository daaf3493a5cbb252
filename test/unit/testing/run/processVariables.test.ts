import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { describe, it } from 'mocha';
import { runEnvironment, unmeasured } from '../../../../src/testing/run/processVariables';

describe('the environment of a test run', () => {
  it('a test run finds the programs of its environment first', () => {
    assert.deepEqual(runEnvironment('/v/bin', { PATH: '/usr/bin', A: '1' }), {
      PATH: `/v/bin${delimiter}/usr/bin`,
      A: '1',
    });
    assert.deepEqual(runEnvironment('/v/bin', { Path: '/usr/bin' }), { Path: `/v/bin${delimiter}/usr/bin` });
    assert.deepEqual(runEnvironment('/v/bin', {}), { PATH: '/v/bin' });
  });

  it('an interpreter with a space in its path stays out of the shell', () => {
    assert.equal(runEnvironment('/my env/bin', {}).PYTHON, 'python');
    assert.equal(runEnvironment('/my env/bin', { PYTHON: 'coverage run' }).PYTHON, 'coverage run');
    assert.equal(runEnvironment('/my$env/bin', {}).PYTHON, 'python');
  });

  it('a test run measures nothing unless requested', () => {
    const kept = { COVERAGE_FILE: 'x', A: '1' };
    for (const PYTHON of [
      'coverage run --source a -p',
      'python -m coverage run',
      '/v/bin/coverage3 run',
      '/v/bin/coverage-3.11 run',
    ]) {
      assert.deepEqual(unmeasured({ ...kept, PYTHON, COVERAGE_PROCESS_START: '.coveragerc' }), kept, PYTHON);
    }
    assert.deepEqual(unmeasured({ PYTHON: 'python3 -W error' }), { PYTHON: 'python3 -W error' });
  });
});
