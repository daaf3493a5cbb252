import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { finishedTools } from '../../../../src/style/check/finishedTools';
import { readPep8Output } from '../../../../src/style/check/pep8Output';
import { fixture } from '../samples';

const asked = ['flake8', 'ruff', 'doc8', 'bandit', 'mypy', 'debug-statements', 'check-yaml', 'pre-commit'];
const looked = (output: string, exitCode: number | null = 1): string[] => {
  const { rows, steps } = readPep8Output(output);
  return asked.filter(finishedTools(rows, steps, exitCode));
};

describe('tools that finished', () => {
  it('finished tools are none if tox ran no command', () => {
    for (const name of ['missing-interpreter', 'unknown-env', 'pep8-precommit-no-network']) {
      assert.deepEqual(looked(fixture(`tox/tox4-${name}.txt`)), [], name);
    }
    assert.deepEqual(looked('  pep8: SKIP (0.02 seconds)\n  congratulations :) (0.05 seconds)', 0), []);
  });

  it('finished tools are all if tox succeeds, including scripts of the project', () => {
    assert.deepEqual(looked(fixture('tox/tox4-magnum-pep8-pass-py312.txt'), 0), asked);
  });

  it('finished tools are those up to the first command that fails', () => {
    const output = (last: string) =>
      [
        'pep8: commands[0]> bandit -r cloudlet',
        'pep8: commands[1]> doc8 doc',
        last,
        'pep8: exit 1 (0.40 seconds) /cloudlet> doc8 doc pid=7',
        '  pep8: FAIL code 1 (0.62=setup[0.02]+cmd[0.20,0.40] seconds)',
      ].join('\n');
    assert.deepEqual(looked(output('doc/a.rst:1: D001 Line too long')), ['doc8', 'bandit']);
    assert.deepEqual(looked(output("ModuleNotFoundError: No module named 'docutils'")), ['bandit']);
  });

  it('finished tools leave out those that crashed or were cut off', () => {
    const crash = looked(fixture('tox/tox4-magnum-pep8-hacking-crash.txt'));
    assert.ok(!crash.includes('flake8'), crash.join());
    assert.deepEqual(looked('pep8: commands[0]> flake8', null), []);
  });

  it('finished tools include those with findings, whatever ran them', () => {
    const output = ['pep8: commands[0]> tools/check.sh', 'a.py:1:1: F401 x', 'pep8: exit 1 (0.4 seconds) /r> x pid=7'];
    assert.deepEqual(looked(output.join('\n')), ['flake8']);
  });

  it('finished tools include hooks of pre-commit, which names only those that fail', () => {
    const hooks = ['flake8', 'ruff', 'debug-statements', 'check-yaml', 'pre-commit'];
    assert.deepEqual(looked(fixture('tox/tox4-pep8-precommit-many-failures.txt')), hooks);
    const crashed = [
      'pep8: commands[0]> pre-commit run -a',
      'check yaml......Failed',
      '- hook id: check-yaml',
      '- exit code: 1',
      '',
      'Traceback (most recent call last):',
      '',
      'mypy.....Passed',
      'pep8: exit 1 (0.40 seconds) /r> pre-commit run -a pid=7',
    ];
    assert.deepEqual(looked(crashed.join('\n')), ['mypy', 'debug-statements', 'pre-commit']);
  });
});
