import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readToxLine } from '../../../../../src/style/tools/outputs/tox';

describe('the output of tox', () => {
  it('lines of tox 4 are read', () => {
    assert.deepEqual(readToxLine('pep8: commands[1]> bash tools/flake8wrap.sh'), {
      kind: 'command',
      environment: 'pep8',
      index: 1,
      command: 'bash tools/flake8wrap.sh',
    });
    assert.deepEqual(readToxLine('pep8: exit 1 (3.30 seconds) /dir> bash tools/flake8wrap.sh pid=15520'), {
      kind: 'exit',
      exitCode: 1,
    });
    const failed = readToxLine('  pep8: FAIL code 1 (33.84=setup[28.23]+cmd[2.31,3.30] seconds)');
    assert.ok(failed?.kind === 'result' && !failed.ok);
    const passed = readToxLine('  pep8: OK (14.52=setup[6.97]+cmd[2.20] seconds)');
    assert.ok(passed?.kind === 'result' && passed.ok);
    const refused = readToxLine('py314: failed with could not find python interpreter matching any of the specs py314');
    assert.ok(refused?.kind === 'refused' && refused.words.startsWith('could not find python interpreter'));
    assert.equal(readToxLine('  congratulations :) (14.88 seconds)')?.kind, 'other');
    assert.equal(readToxLine('.pkg: _optional_hooks> python x.py True pbr.build')?.kind, 'other');
  });

  it('lines of tox 3 are read', () => {
    assert.deepEqual(readToxLine('pep8 run-test: commands[0] | flake8'), {
      kind: 'command',
      environment: 'pep8',
      index: 0,
      command: 'flake8',
    });
    assert.deepEqual(readToxLine('ERROR: InvocationError for command /x/flake8 (exited with code 1)'), {
      kind: 'exit',
      exitCode: 1,
    });
    const passed = readToxLine('  pep8: commands succeeded');
    assert.ok(passed?.kind === 'result' && passed.ok);
    const failed = readToxLine('ERROR:   pep8: commands failed');
    assert.ok(failed?.kind === 'result' && !failed.ok);
  });

  it('rows of tools are not lines of tox', () => {
    for (const line of [
      'x.py:1:1: E501 line too long',
      'ruff check....Passed',
      'a.py:3: error: x  [y]',
      '',
      '   | ^^^',
    ]) {
      assert.equal(readToxLine(line), undefined, line);
    }
  });
});
