import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fixWithAutopep8, isForAutopep8 } from '../../../../src/style/tools/autopep8';
import type { Run, RunResult } from '../../../../src/style/tools/run';
import { applyEdits } from '../applyEdits';

const finding = { code: 'E302', range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } } };
const ended = (stdout: string, exitCode = 0, stderr = ''): RunResult => ({ exitCode, signal: null, stdout, stderr });

async function fix(before: string, after: RunResult, calls: (readonly string[])[] = []): Promise<string | undefined> {
  const run: Run = (_file, args) => {
    calls.push(args);
    return Promise.resolve(after);
  };
  const options = { root: '/r', command: { file: 'autopep8', args: [] }, run, maxLineLength: 100 };
  const edit = await fixWithAutopep8(finding, before, options);
  return edit && applyEdits(before, [edit]);
}

describe('autopep8', () => {
  it('autopep8 is run for one code in one line of the text', async () => {
    const calls: (readonly string[])[] = [];
    await fix('a\nb\n', ended('a\n\n\nb\n'), calls);
    const only = ['--select=E302', '--line-range', '2', '2', '--max-line-length=100', '-'];
    assert.deepEqual(calls, [['--ignore-local-config', ...only]]);
  });

  it("autopep8's changes are used, and there is no fix if it changed nothing", async () => {
    for (const [before, after] of [
      ['a\nb\n', 'a\n\n\nb\n'],
      ['a\n\n\n\nb\n', 'a\nb\n'],
      ['a\nb', 'a\nb\n'],
      ['a\nb\n\n', 'a\nb\n'],
      ['x  = 1', 'x = 1'],
      ['', '\n'],
      ['a\na\na\n', 'a\na\n'],
    ] as const) {
      assert.equal(await fix(before, ended(after)), after, JSON.stringify([before, after]));
    }
    assert.equal(await fix('a\r\nb\r\n', ended('a\nb\n')), undefined);
  });

  it("autopep8's failure has its reason", async () => {
    const failed = fix('a\n', ended('', 2, 'usage: autopep8\nerror: unrecognized arguments: --line-range\n'));
    await assert.rejects(failed, { reason: 'autopep8-failed', message: /: error: unrecognized arguments/ });
  });

  it('autopep8 is for whitespace that flake8 found', () => {
    const codes = ['E127', 'E302', 'E225', 'W391', 'E501', 'E711', 'F401', 'H301', 'E999'];
    const own = codes.filter((code) => isForAutopep8({ tool: 'flake8', code }));
    assert.deepEqual(own, ['E127', 'E302', 'E225', 'W391']);
    assert.equal(isForAutopep8({ tool: 'pylint', code: 'E302' }), false);
  });
});
