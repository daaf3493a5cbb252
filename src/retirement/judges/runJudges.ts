import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, UserError } from '../../base/errors';
import { keepFile } from '../../base/keeping';
import { type ProcessResult, runProcess } from '../../base/process';
import { readText } from '../../base/readFile';
import type { Judge } from './judges';

export interface Verdict {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'could-not-run';
  /** What the linter said, or why it could not run. */
  readonly output: string;
  readonly seconds: number;
}

/** The slowest of them takes three seconds. */
const LONGEST_MS = 120_000;
const MOST_OUTPUT = 64 << 10;
const MOST_BYTES = 8 << 20;

/**
 * Runs the linters one after the other in a clone. None of them changes it.
 * @param python the interpreter, a name or an absolute path
 */
export async function runJudges(
  root: string,
  judges: readonly Judge[],
  python: string,
  signal?: AbortSignal,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const judge of judges) {
    if (signal?.aborted) break;
    verdicts.push(await verdictOf(root, judge, python, signal));
  }
  return verdicts;
}

async function verdictOf(
  root: string,
  judge: Judge,
  python: string,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  try {
    if (judge.rewrites !== undefined) return await onCopies(root, judge, judge.rewrites, python, signal);
    if (judge.modules) return await withModules(root, judge, judge.modules, python, signal);
    return judged(judge, await run(root, judge, python, signal));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name: judge.name, outcome: 'could-not-run', output: messageOf(error), seconds: 0 };
  }
}

function run(
  root: string,
  judge: Judge,
  python: string,
  signal: AbortSignal | undefined,
  env: NodeJS.ProcessEnv = {},
): Promise<ProcessResult> {
  const [first = '', ...rest] = judge.args;
  const program = judge.program === 'python' ? python : join(root, first);
  return runProcess(program, judge.program === 'python' ? judge.args : rest, {
    cwd: root,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env },
    timeoutMs: LONGEST_MS,
    maxOutputBytes: MOST_OUTPUT,
    endLeftovers: true,
    ...(signal ? { signal } : {}),
  });
}

/** As an import says it, and as `python -m` does. */
const MISSING_MODULE = /(?:ModuleNotFoundError:|python[\w.]*:) No module named '?([\w.]+)'?\s*$/m;

function judged({ name, rule, packages }: Judge, result: ProcessResult): Verdict {
  const output = `${result.stdout}${result.stderr}`.trim();
  const { seconds } = result;
  if (result.ended !== 'byItself') {
    const why = result.ended === 'timeout' ? `It was ended after ${LONGEST_MS / 1000} s.` : 'It was cancelled.';
    return { name, outcome: 'could-not-run', output: `${why}\n${output}`.trim(), seconds };
  }
  const missing = MISSING_MODULE.exec(output)?.[1];
  if (missing !== undefined) {
    const what = `This Python has no ${missing}. Install what the linter needs: pip install ${packages.join(' ')}`;
    return { name, outcome: 'could-not-run', output: what, seconds };
  }
  const isFine = rule === 'silence' ? output === '' && result.exitCode === 0 : result.exitCode === 0;
  return { name, outcome: isFine ? 'passed' : 'failed', output, seconds };
}

async function withModules(
  root: string,
  judge: Judge,
  modules: Readonly<Record<string, string>>,
  python: string,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  return inFolder(async (folder) => {
    for (const [name, text] of Object.entries(modules)) await keepFile(COPY, join(folder, name), text);
    return judged(judge, await run(root, judge, python, signal, { PYTHONPATH: folder }));
  });
}

/** A program that writes a file, and is content when it writes what is there: it gets a copy of that file and its own. */
async function onCopies(
  root: string,
  judge: Judge,
  rewrites: string,
  python: string,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  return inFolder(async (folder) => {
    const [script = ''] = judge.args;
    for (const path of [script, 'tools/projectconfig_ruamellib.py', rewrites]) {
      const text = await readText(join(root, path), MOST_BYTES);
      if (text !== undefined) await keepFile(COPY, join(folder, path), text);
    }
    const verdict = judged(judge, await run(folder, judge, python, signal));
    if (verdict.outcome !== 'passed') return verdict;
    const before = (await readText(join(root, rewrites), MOST_BYTES)) ?? '';
    const after = (await readText(join(folder, rewrites), MOST_BYTES)) ?? '';
    return before === after
      ? verdict
      : {
          ...verdict,
          outcome: 'failed',
          output: `It would write ${rewrites} otherwise, ${firstDifference(before, after)}`,
        };
  });
}

const COPY = 'A copy for the linter';

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'openstack-contributor-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first line that differs, in both texts. */
function firstDifference(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const line = old.findIndex((text, i) => text !== now[i]);
  const at = line < 0 ? old.length : line;
  return `first in line ${at + 1}:\n- ${old[at] ?? ''}\n+ ${now[at] ?? ''}`;
}
