import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { toFindings } from '../../../../src/style/findings/toFindings';
import { checkWithFlake8, flake8Arguments } from '../../../../src/style/tools/flake8';
import { failureOf } from '../../../../src/style/tools/flake8Failure';
import type { Run, RunOptions, RunResult } from '../../../../src/style/tools/run';
import { fixture, toolOutput } from '../samples';

const result = (part: Partial<RunResult>): RunResult => ({
  exitCode: 1,
  signal: null,
  stdout: '',
  stderr: '',
  ...part,
});

function recorded(answer: RunResult) {
  const calls: { file: string; args: readonly string[]; options: RunOptions }[] = [];
  const run: Run = (file, args, options) => {
    calls.push({ file, args, options });
    return Promise.resolve(answer);
  };
  return { calls, run };
}

describe('running flake8', () => {
  it('flake8 is called in the root, with relative files that cannot be options', () => {
    const output = ['--format=default', '--output-file='];
    assert.deepEqual(flake8Arguments({ kind: 'root' }, '/p'), output);
    const files = ['/p/nova/a b.py', 'nova/c.py', '/p/-d.py', '/elsewhere/e.py'];
    const relative = ['nova/a b.py', 'nova/c.py', './-d.py', '/elsewhere/e.py'];
    assert.deepEqual(flake8Arguments({ kind: 'files', files }, '/p'), [...output, '--', ...relative]);
    const text = flake8Arguments({ kind: 'text', file: '/p/nova/a.py', text: 'x' }, '/p');
    assert.deepEqual(text, [...output, '--stdin-display-name', 'nova/a.py', '-']);
  });

  it("flake8's findings of an unsaved text have the ranges of that text", async () => {
    const stdout = toolOutput('flake8-stdin.txt');
    const { calls, run } = recorded(result({ stdout }));
    const file = '/p/magnum/common/lab_bad.py';
    const command = { file: 'python', args: ['-m', 'flake8'] };
    const text = fixture('src/lab_bad.py');
    const findings = await checkWithFlake8(
      { kind: 'text', file, text },
      { root: '/p', command, run, severities: { H: 'hint' } },
    );
    assert.equal(findings.length, 39);
    assert.deepEqual(findings[0], {
      file,
      range: { start: { line: 12, character: 7 }, end: { line: 12, character: 10 } },
      code: 'F401',
      message: "'sys' imported but unused",
      tool: 'flake8',
      severity: 'error',
    });
    assert.equal(findings.find(({ code }) => code === 'H201')?.severity, 'hint');
    assert.deepEqual(
      calls.map(({ args, options }) => [args.slice(0, 2), options.cwd, options.input]),
      [[['-m', 'flake8'], '/p', text]],
    );
  });

  it("flake8's findings of a missing file stay", async () => {
    const rows = [{ tool: 'flake8', file: 'no/such.py', line: 0, column: 0, code: 'E902', message: 'gone' }];
    const [finding] = await toFindings(rows, '/p');
    assert.equal(finding?.file, '/p/no/such.py');
    assert.deepEqual(finding.range.start, { line: 0, character: 0 });
  });

  it("flake8's exit code 1 with rows, and warnings on standard error, are no failure", () => {
    const stderr = '/x/doc8/parser.py:68: DeprecationWarning: old\n  opt = frontend.OptionParser()\n';
    assert.equal(failureOf(result({ stdout: 'x.py:1:1: E501 x\n', stderr })), undefined);
    assert.equal(failureOf(result({ exitCode: 0 })), undefined);
  });

  it('a crash of hacking on an old Python is reported in its words, with the fix', () => {
    const [stderr = ''] = fixture('tox/tox4-magnum-pep8-hacking-crash.txt').split('pep8: exit 1');
    const failure = failureOf(result({ stderr }));
    assert.equal(failure?.reason, 'hacking-python');
    assert.match(failure.message, /NameError: name 'cluster' is not defined.*Python 3\.12/);
  });

  it('other failures of flake8 are reported', () => {
    const traceback = (last: string, file = '/x/a.py') =>
      `Traceback (most recent call last):\n  File "${file}", line 1, in f\n    x\n${last}\n`;
    const cases: [RunResult, string, RegExp][] = [
      [result({ exitCode: null, signal: 'SIGKILL' }), 'flake8-stopped', /SIGKILL/],
      [result({ stdout: '... stopped\n' }), 'flake8-stopped', /interrupted/],
      [result({ stdout: 'a.py:1:1: F401 x\n... stopped while processing files\n' }), 'flake8-stopped', /interrupted/],
      [result({ stderr: '/usr/bin/python3: No module named flake8\n' }), 'flake8-missing', /No module named flake8/],
      [
        result({
          stderr: traceback('flake8.exceptions.FailedToLoadPlugin: Flake8 failed to load plugin "local" due to x.'),
        }),
        'flake8-plugin',
        /^flake8 did not run: Flake8 failed to load plugin "local" due to x\.$/,
      ],
      [
        result({ stderr: traceback("ValueError: Error code '#' supplied", '/x/flake8/options/config.py') }),
        'flake8-configuration',
        /Error code '#'/,
      ],
      [result({ stderr: traceback('RecursionError: too deep') }), 'flake8-crash', /RecursionError: too deep/],
      [
        result({
          exitCode: 2,
          stderr: 'usage: flake8 [options] file file ...\nflake8: error: unrecognized arguments: --diff\n',
        }),
        'flake8-configuration',
        /unrecognized arguments: --diff/,
      ],
      [
        result({
          stdout:
            'There was a critical error during execution of Flake8:\nrequired plugins were not installed!\n- missing: zork\n',
        }),
        'flake8-plugin',
        /missing: zork/,
      ],
      [
        result({
          stdout: 'a.py: "N310" failed during execution due to TypeError(1)\nRun flake8 with greater verbosity\n',
        }),
        'flake8-plugin',
        /"N310" failed during execution/,
      ],
    ];
    for (const [run, reason, words] of cases) {
      const failure = failureOf(run);
      assert.equal(failure?.reason, reason);
      assert.match(failure.message, words);
    }
  });

  it('a missing flake8 is reported as such, and other errors are passed on', async () => {
    const command = { file: '/p/.tox/pep8/bin/flake8', args: [] };
    const notThere = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' });
    for (const error of [notThere, new UserError('no-program', 'There is no flake8.')]) {
      const run: Run = () => Promise.reject(error);
      await assert.rejects(checkWithFlake8({ kind: 'root' }, { root: '/p', command, run }), {
        reason: 'flake8-missing',
      });
    }
    const run: Run = () => Promise.reject(new Error('other'));
    await assert.rejects(checkWithFlake8({ kind: 'root' }, { root: '/p', command, run }), /other/);
  });
});
