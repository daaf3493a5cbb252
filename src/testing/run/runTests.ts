import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFile, keeping } from '../../base/keeping';
import { type ProcessResult, runProcess } from '../../base/process';
import { RUNNERS } from '../runners';
import type { RunRequest } from '../runners/runner';
import { expectedIds } from '../runners/selection';
import type { ResultListener } from '../subunit/testResult';
import { listTests } from './listTests';
import { loadListLines, needsLoadList } from './loadList';
import { lacksImport, mayLackImport } from './missingImports';
import { prepareRepository } from './repository';
import { MAX_WORDS_BYTES, RunState, type RunSummary } from './runState';
import { forgetOldRuns, lastRunNumber, readStoredRun } from './storedRun';
import { type RunMeasure, totalsOf } from './summary';
import { processOptions, runnerProgram, type TestEnvironment } from './testEnvironment';

export interface TestRun extends Pick<RunRequest, 'selection' | 'untilFailure'> {
  /** Store the run in the project's `.stestr`, as a run in a terminal does. testr always does. */
  readonly keep?: boolean;
  readonly signal?: AbortSignal;
  readonly listener?: ResultListener;
}

/**
 * Runs tests and reports each result as it comes. The exit code of `--subunit` says nothing of the tests (0 with
 * failures): results come from the stream alone.
 * @throws UserError with a ProcessErrorReason when the runner cannot be started
 */
export async function runTests(where: TestEnvironment, run: TestRun): Promise<RunSummary> {
  const scratch = await keeping('The list of tests to run', tmpdir(), () => mkdtemp(join(tmpdir(), 'testrun-')));
  try {
    const repository = await prepareRepository(where, run.keep ?? false);
    const reading = measureOfLastRun(repository.folder); // while the runner starts, which takes longer
    reading.catch(() => undefined); // its failure is met below
    const state = new RunState(where.runner, run.selection, run.listener, run.untilFailure);
    if (RUNNERS[where.runner].nameToLoad(run.selection) !== undefined) state.hold(mayLackImport);
    const list = needsLoadList(where.runner, run.selection) ? expectedIds(run.selection) : undefined;
    let ended = await execute(state, where, run, await commandOf(where, run, scratch, repository.option, list));
    const again = list === undefined && ended.ended === 'byItself' ? await toRunAgain(state, where, run) : [];
    if (again.length > 0) {
      state.beginAgain();
      ended = await execute(state, where, run, await commandOf(where, run, scratch, repository.option, again));
    }
    const before = await reading;
    if (repository.option !== undefined) {
      await forgetOldRuns(repository.folder);
    }
    const passedOver = ended.ended === 'byItself' && ended.exitCode === 0 && state.passedOver().length > 0;
    return state.summary(ended, before, passedOver ? await listTests(where, run.signal) : undefined);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Tests that a load list finds where they could not run by their name, at the price of importing all test modules: an
 * expectedFailure of testtools (unittest takes the method for a static one; stestr 4.2.1 prints the traceback and exits
 * with 0), and what works only with what other modules import. All that failed goes along: stestr takes its last run for
 * all that there is to fail.
 */
async function toRunAgain(
  state: RunState,
  where: TestEnvironment,
  { selection, signal }: TestRun,
): Promise<readonly string[]> {
  if (!state.hasNamedTests()) return expectedIds(selection);
  return (await lacksImport(where, state.held(), signal)) ? state.failing() : [];
}

/** Runs the command to its end. */
async function execute(
  state: RunState,
  where: TestEnvironment,
  run: TestRun,
  command: readonly string[],
): Promise<ProcessResult> {
  return runProcess(runnerProgram(where), command, {
    ...processOptions(where, run.signal),
    maxOutputBytes: MAX_WORDS_BYTES,
    onStdout: (bytes) => state.read(bytes),
  });
}

async function commandOf(
  where: TestEnvironment,
  run: TestRun,
  scratch: string,
  repository: string | undefined,
  ids: readonly string[] | undefined,
): Promise<string[]> {
  const { selection, untilFailure } = run;
  const loadList = ids && join(scratch, 'tests');
  if (loadList) {
    await keepFile(
      'The list of tests to run',
      loadList,
      loadListLines(ids)
        .map((id) => `${id}\n`)
        .join(''),
    );
  }
  const { runner, options } = where;
  return RUNNERS[runner].runArguments({ selection, repository, loadList, untilFailure, options });
}

async function measureOfLastRun(folder: string): Promise<RunMeasure | undefined> {
  const last = await lastRunNumber(folder);
  if (last === undefined) {
    return undefined;
  }
  const run = await readStoredRun(folder, last);
  return { ran: totalsOf(run.results()).ran, seconds: run.seconds };
}
