import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkTarget } from '../../../../src/style/check/checkTarget';
import type { Checker } from '../../../../src/style/tools/checkerCalls';
import type { FoundTool } from '../../../../src/style/tools/findTools';
import { ruffArguments } from '../../../../src/style/tools/ruff';
import type { Run, RunResult } from '../../../../src/style/tools/run';

const text = 'import os\ns = "😀"; import re\n';
const ruffRow = (code: string, row: number, column: number, fix: unknown = null) => {
  const at = { row, column };
  return { code, filename: '/p/a.py', message: code, location: at, end_location: { row, column: column + 2 }, fix };
};
const answers: Record<Checker, Partial<RunResult>> = {
  flake8: { stdout: "a.py:1:8: F401 'os' imported but unused\na.py:1:1: H306: imports\n" },
  ruff: { stdout: JSON.stringify([ruffRow('F401', 1, 8), ruffRow('UP1', 2, 10)]) },
};

function world(results: Partial<Record<Checker, Partial<RunResult>>> = answers) {
  const ran: string[] = [];
  let running = 0;
  const run: Run = async (file, args) => {
    ran.push(`${file} ${args.at(-1)}`);
    assert.equal((running += 1), 1, 'one process at a time');
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return { exitCode: 1, signal: null, stdout: '', stderr: '', ...results[file as Checker] };
  };
  return { ran, run };
}
const tool = (checker: Checker, more: Partial<FoundTool> = {}): FoundTool => ({
  ...{ checker, command: { file: checker, args: [] }, place: 'x', folder: '/p', variables: {}, operands: [] },
  ...{ looksAt: () => Promise.resolve(true), decidesItself: false, gate: 'tox -e pep8' },
  ...more,
});
const isNone = (): Promise<boolean> => Promise.resolve(false);
const check = (tools: FoundTool[], { run } = world(), { signal } = new AbortController()) =>
  checkTarget({ kind: 'text', file: '/p/a.py', text }, tools, { run, severities: {}, signal });

describe("checking files with the project's tools", () => {
  it('tools run one after the other, and what two report is reported once', async () => {
    const { ran, run } = world();
    const { findings } = (await check([tool('flake8'), tool('ruff')], { ran, run }))!;
    assert.deepEqual(
      findings.map((found) => `${found.tool} ${found.code}`),
      ['flake8 H306', 'ruff F401', 'ruff UP1'],
    );
    assert.deepEqual(ran, ['flake8 -', 'ruff -']);
    const { start, end } = findings[2]!.range;
    assert.deepEqual([start.character, end.character], [10, 12], 'UTF-16 columns');
  });

  it('files that the project excludes from a tool are left out, and those without any tool named', async () => {
    const { ran, run } = world();
    const none = await check([tool('flake8', { looksAt: isNone })], { ran, run });
    assert.deepEqual(none, { findings: [], unchecked: ['/p/a.py'] });
    assert.deepEqual(ran, []);
    const one = await check([tool('flake8', { looksAt: isNone }), tool('ruff')], { ran, run });
    assert.deepEqual([one?.unchecked, one?.findings.length, ran], [[], 2, ['ruff -']]);
  });

  it('several flake8 run each in its folder with its variables, and report duplicates once', async () => {
    const calls: unknown[] = [];
    const run: Run = (file, args, { cwd, env }) => {
      calls.push([file, args[0], cwd, env]);
      const stdout = `a.py:1:8: F401 'os' imported but unused\na.py:1:1: ${args[0] === '--one' ? 'E1 x' : 'N801 y'}\n`;
      return Promise.resolve({ exitCode: 1, signal: null, stdout, stderr: '' });
    };
    const [one, two] = ['--one', '--two'].map((option) => {
      return tool('flake8', {
        command: { file: 'flake8', args: [option] },
        folder: '/p/sub',
        variables: { A: option },
      });
    });
    const target = { kind: 'files' as const, files: ['/p/sub/a.py'] };
    const found = await checkTarget(target, [one!, two!], {
      run,
      severities: {},
      signal: new AbortController().signal,
    });
    assert.deepEqual(
      found?.findings.map(({ code, file }) => `${file} ${code}`),
      ['F401', 'E1', 'N801'].map((code) => `/p/sub/a.py ${code}`),
    );
    assert.deepEqual(
      calls,
      ['--one', '--two'].map((option) => ['flake8', option, '/p/sub', { A: option }]),
    );
  });

  it('the operands of the command are checked in a check of the whole project', async () => {
    const { ran, run } = world();
    const all = checkTarget(
      { kind: 'root' },
      [tool('flake8', { operands: ['lamp'] }), tool('ruff', { looksAt: isNone })],
      {
        run,
        severities: {},
        signal: new AbortController().signal,
      },
    );
    assert.deepEqual(
      (await all)?.findings.map(({ code }) => code),
      ['F401', 'H306'],
    );
    assert.deepEqual(ran, ['flake8 lamp', 'ruff .']);
  });

  it('ruff decides which files it checks', async () => {
    const ran: string[] = [];
    const run: Run = (_, args) => {
      ran.push(args.join(' '));
      const stdout = args.includes('--show-files') ? '/p/lamp/b.py\n' : JSON.stringify([ruffRow('F401', 1, 8)]);
      return Promise.resolve({ exitCode: 0, signal: null, stdout, stderr: '' });
    };
    const ruff = tool('ruff', {
      decidesItself: true,
      operands: ['lamp'],
      command: { file: 'ruff', args: ['--select', 'F'] },
    });
    const files = ['/p/lamp/a.py', '/p/lamp/b.py'];
    const found = await checkTarget({ kind: 'files', files }, [ruff], {
      run,
      severities: {},
      signal: new AbortController().signal,
    });
    assert.deepEqual(found?.unchecked, ['/p/lamp/a.py']);
    assert.deepEqual(ran, [
      'check --select F --no-cache --show-files -- lamp',
      'check --select F --no-fix --no-cache --output-format=json -- lamp/b.py',
    ]);
  });

  it("ruff's failure is shown in its words, and a crash is never an empty result", async () => {
    const stderr = 'ruff failed\n  Cause: Failed to parse /p/pyproject.toml\n  Cause: TOML parse error\n';
    const broken = world({ ruff: { exitCode: 2, stderr } });
    await assert.rejects(check([tool('ruff')], broken), { reason: 'ruff-configuration', message: /Failed to parse/ });
    await assert.rejects(check([tool('ruff')], world({ ruff: { exitCode: 0 } })), { reason: 'ruff-configuration' });
    const killed = world({ ruff: { exitCode: null, signal: 'SIGKILL' } });
    await assert.rejects(check([tool('ruff')], killed), { reason: 'ruff-stopped', message: /SIGKILL/ });
  });

  it('an interrupted check reports nothing, whatever the tools made of that', async () => {
    const outcomes: Partial<RunResult>[] = [
      { stdout: 'a.py:1:1: H306: imports\n' },
      { stdout: '... stopped\n' },
      { stderr: 'Traceback (most recent call last):\nKeyboardInterrupt\n' },
      { exitCode: null, signal: 'SIGINT' },
    ];
    for (const flake8 of outcomes) {
      const broken = new AbortController();
      const { ran, run } = world({ flake8 });
      const breakOff: Run = (...call) => run(...call).finally(() => broken.abort());
      assert.equal(await check([tool('flake8'), tool('ruff')], { ran, run: breakOff }, broken), undefined);
      assert.deepEqual(ran, ['flake8 -'], 'no other tool is begun');
    }
    const late = new AbortController();
    late.abort();
    const { ran, run } = world();
    assert.equal(await check([tool('flake8')], { ran, run }, late), undefined);
    assert.deepEqual(ran, []);
  });

  it('ruff is called without changing files', () => {
    const args = ruffArguments({ kind: 'files', files: ['/p/-a.py'] }, '/p', ['--select', 'F']);
    assert.equal(args.join(' '), 'check --select F --no-fix --no-cache --output-format=json -- ./-a.py');
    assert.equal(ruffArguments({ kind: 'root' }, '/p').at(-1), '.');
  });
});
