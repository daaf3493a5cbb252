import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Pep8Output, readPep8Output, type Step } from '../../../../src/style/check/pep8Output';
import { fixture } from '../samples';

describe('the output of the pep8 environment', () => {
  it('pep8 output of pre-commit is read with many hooks that fail', () => {
    const { rows, steps } = readPep8Output(fixture('tox/tox4-pep8-precommit-many-failures.txt'));
    const counted = new Map<string, number>();
    for (const { tool } of rows) counted.set(tool, (counted.get(tool) ?? 0) + 1);
    assert.deepEqual(
      [...counted],
      [
        ['debug-statements', 1],
        ['ruff', 9],
        ['flake8', 12],
      ],
    );
    assert.deepEqual(
      rows.filter(({ code }) => code === 'E501').map(({ file, line, column }) => [file, line, column]),
      [['oslo_serialization/lab_bad.py', 35, 79]],
    );
    assert.deepEqual(failed(steps), [
      ['trim trailing whitespace', 1, 'changed files', 0],
      ['debug statements (python)', 1, '', 1],
      ['ruff check', 1, 'changed files', 9],
      ['ruff format', 2, 'changed files', 0],
      ['hacking', 1, '', 12],
      ['pre-commit run -a', 1, '', 0],
    ]);
    assert.equal(steps.filter(({ state }) => state === 'passed').length, 4);
    assert.equal(steps.filter(({ state }) => state === 'skipped').length, 1);
  });

  it('pep8 output names the hook that changed files without a finding', () => {
    const { rows, steps } = readPep8Output(fixture('tox/tox4-pep8-precommit-first-run-fails.txt'));
    assert.deepEqual(rows, []);
    const [trim] = steps.filter(({ changedFiles }) => changedFiles);
    assert.deepEqual([trim?.hookId, trim?.state, trim?.words], ['trailing-whitespace', 'failed', ['Fixing setup.cfg']]);
  });

  it('pep8 output of a hook may only report that files were modified', () => {
    const lines = [
      'autopep8.....Failed',
      '- hook id: autopep8',
      '- duration: 0.3s',
      '- files were modified by this hook',
    ];
    const { steps } = readPep8Output(lines.join('\n'));
    assert.deepEqual(
      steps.map(({ hookId, state, changedFiles }) => [hookId, state, changedFiles]),
      [['autopep8', 'failed', true]],
    );
  });

  it('pep8 output keeps the message of a command that failed without a finding', () => {
    const network = readPep8Output(fixture('tox/tox4-pep8-precommit-no-network.txt'));
    assert.deepEqual(failed(network.steps), [['pre-commit run -a', 3, '', 0]]);
    assert.ok(network.steps[0]?.words.some((word) => word.includes('Could not resolve host: github.com')));
    const crash = readPep8Output(fixture('tox/tox4-magnum-pep8-hacking-crash.txt'));
    assert.deepEqual(failed(crash.steps), [['bash tools/flake8wrap.sh', 1, '', 0]]);
    assert.equal(crash.steps[1]?.words.at(-1), "NameError: name 'cluster' is not defined");
    const interpreter = readPep8Output(fixture('tox/tox4-missing-interpreter.txt'));
    assert.deepEqual(interpreter.steps[0]?.words, [
      'could not find python interpreter matching any of the specs py314',
    ]);
    assert.deepEqual(readPep8Output(fixture('tox/tox4-unknown-env.txt')).steps[0]?.words.at(-1), 'nope');
  });

  it('pep8 output of a run that passes has no findings', () => {
    for (const name of ['tox4-pep8-precommit-pass', 'tox4-magnum-pep8-pass-py312']) {
      const { rows, steps } = readPep8Output(fixture(`tox/${name}.txt`));
      assert.deepEqual(rows, []);
      assert.deepEqual(
        steps.filter(({ state }) => state !== 'passed' && state !== 'skipped'),
        [],
      );
      assert.ok(steps.length >= 4);
    }
  });

  it('pep8 output of tox 3 is read, and each command by the tool that it names', () => {
    const output = [
      'pep8 run-test: commands[0] | flake8',
      './x.sh:1:1: E999 SyntaxError: invalid syntax',
      'pep8 run-test: commands[1] | bashate x.sh',
      'x.sh:3:1: E003 Indent not multiple of 4',
      'ERROR: InvocationError for command /x/bashate x.sh (exited with code 1)',
      '___________________________________ summary ____________________________________',
      'ERROR:   pep8: commands failed',
    ];
    const { rows, steps } = readPep8Output(output.join('\r\n'));
    assert.deepEqual(
      rows.map(({ tool, file, code }) => [tool, file, code]),
      [
        ['flake8', 'x.sh', 'E999'],
        ['bashate', 'x.sh', 'E003'],
      ],
    );
    assert.deepEqual(
      steps.map(({ title, state }) => [title, state]),
      [
        ['flake8', 'passed'],
        ['bashate x.sh', 'failed'],
      ],
    );
  });

  it('pep8 output shows changes by hooks as the diff that pre-commit appends', () => {
    const diff = ['--- a/x.py', '+++ b/x.py', '@@ -1,2 +1,2 @@', '-a', '+b', ' c'];
    const { rows } = readPep8Output(['All changes made by hooks:', 'diff --git a/x.py b/x.py', ...diff].join('\n'));
    assert.deepEqual(
      rows.map(({ tool, file, line }) => [tool, file, line]),
      [['pre-commit', 'x.py', 1]],
    );
  });

  it('pep8 output gives rows as their lines arrive', () => {
    const reader = new Pep8Output();
    assert.deepEqual(reader.push('pep8: commands[0]> flake8'), []);
    assert.equal(reader.push('\u001b[1mx.py\u001b[m:1:80: E501 line too long').length, 1);
    assert.equal(reader.end().steps[0]?.state, 'running');
  });

  it('pep8 output is read from any lines, in time proportional to their length', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary-ascii' }), { maxLength: 20 }), (lines) => {
        const { steps } = readPep8Output(lines.join('\n'));
        assert.ok(steps.every(({ words }) => words.length <= 40));
      }),
    );
    const hostile = [
      'a'.repeat(100_000),
      '.'.repeat(100_000),
      ':1'.repeat(50_000),
      ' '.repeat(100_000),
      '\u001b['.repeat(50_000),
    ];
    assert.deepEqual(readPep8Output(hostile.join('\n')).rows, []);
  });

  it('pep8 output of a hook whose id names no tool is read by the tools of its command', () => {
    const output = [
      'names....Failed',
      '- hook id: naming',
      '- exit code: 1',
      '',
      "a.py:4:7: N801 class name 'x'",
      '',
    ].join('\n');
    const shown = (hookTools?: ReadonlyMap<string, readonly string[]>): unknown =>
      readPep8Output(output, hookTools).rows.map(({ tool, code, column }) => [tool, code, column]);
    assert.deepEqual(shown(new Map([['naming', ['flake8']]])), [['flake8', 'N801', 6]]);
    assert.deepEqual(shown(), [['naming', undefined, 6]]);
    assert.deepEqual(
      readPep8Output(output, new Map([['naming', ['flake8']]])).steps.map(({ tools }) => tools),
      [['flake8']],
    );
  });
});

function failed(steps: readonly Step[]) {
  return steps
    .filter(({ state }) => state === 'failed')
    .map(({ title, exitCode, changedFiles, rows }) => [title, exitCode, changedFiles ? 'changed files' : '', rows]);
}
