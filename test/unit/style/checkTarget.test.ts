import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkTarget } from '../../../src/style/checkTarget';
import type { Checker, FoundTool } from '../../../src/style/findTools';
import { ruffArguments } from '../../../src/style/ruff';
import type { Run, RunResult } from '../../../src/style/run';

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
const tool = (checker: Checker, looksAt = (_: string) => true): FoundTool => ({
  checker, command: { file: checker, args: [] }, place: 'x', looksAt,
});
const check = (tools: FoundTool[], { run } = world(), { signal } = new AbortController()) =>
  checkTarget({ kind: 'text', file: '/p/a.py', text }, tools, { root: '/p', run, severities: {}, signal });

describe('style/checkTarget', () => {
  it('runs one tool after the other, and says once what both say', async () => {
    const { ran, run } = world();
    const findings = await check([tool('flake8'), tool('ruff')], { ran, run });
    assert.deepEqual(findings?.map((found) => `${found.tool} ${found.code}`), ['flake8 H306', 'ruff F401', 'ruff UP1']);
    assert.deepEqual(ran, ['flake8 -', 'ruff -']);
    const { start, end } = findings[2]!.range;
    assert.deepEqual([start.character, end.character], [10, 12], 'UTF-16 columns');
  });

  it('leaves out files that the project keeps from a tool', async () => {
    const { ran, run } = world();
    assert.deepEqual(await check([tool('flake8', () => false)], { ran, run }), []);
    assert.deepEqual(ran, []);
  });

  it("gives ruff's words when it could not look, and never an empty list for a crash", async () => {
    const stderr = 'ruff failed\n  Cause: Failed to parse /p/pyproject.toml\n  Cause: TOML parse error\n';
    const broken = world({ ruff: { exitCode: 2, stderr } });
    await assert.rejects(check([tool('ruff')], broken), { reason: 'ruff-configuration', message: /Failed to parse/ });
    await assert.rejects(check([tool('ruff')], world({ ruff: { exitCode: 0 } })), { reason: 'ruff-configuration' });
    const killed = world({ ruff: { exitCode: null, signal: 'SIGKILL' } });
    await assert.rejects(check([tool('ruff')], killed), { reason: 'ruff-stopped', message: /SIGKILL/ });
  });

  it('says nothing when it is broken off, whatever the tools made of that', async () => {
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

  it('calls ruff so that it only looks', () => {
    const args = ruffArguments({ kind: 'files', files: ['/p/-a.py'] }, '/p', ['--select', 'F']);
    assert.equal(
      args.join(' '),
      'check --select F --no-fix --no-cache --force-exclude --output-format=json -- ./-a.py',
    );
    assert.equal(ruffArguments({ kind: 'root' }, '/p').at(-1), '.');
  });
});
