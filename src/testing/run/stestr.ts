import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCode, UserError } from '../../base/errors';
import { keepFile, keeping, makeFolder } from '../../base/keeping';
import { type ProcessResult, runProcess } from '../../base/process';
import { isFiltered, type RunnerOptions } from '../layout/testCommand';
import { mentions } from '../subunit/pseudoTests';
import type { ResultListener } from '../subunit/results';
import {
  expectedIds,
  initArguments,
  listArguments,
  loadListLines,
  needsLoadList,
  programOf,
  type RunChoice,
  type Runner,
  runArguments,
  runEnvironment,
  runsByName,
  type Selection,
} from './command';
import { Execution, MAX_WORDS_BYTES, type RunSummary } from './execution';
import { lacksImport, mayLackImport } from './missingImports';
import { importProblems, lastWords, listedIds, type TestList } from './runnerWords';
import { forgetOldRuns, lastRunNumber, readStoredRun } from './storedRun';
import { type RunMeasure, totalsOf } from './summary';

/** Where and with what tests run. */
export interface TestEnvironment {
  readonly runner: Runner;
  /** Folder of the environment's programs: `.tox/py3/bin`. */
  readonly binDir: string;
  /** The folder with `.stestr.conf`, `.testr.conf` or `tox.ini`. */
  readonly root: string;
  /** The whole environment, PATH included. */
  readonly env: NodeJS.ProcessEnv;
  /** A folder of ours, outside of the project, for the runs that the person did not ask to keep. */
  readonly repository: string;
  /** Those of the project's own command, where it has one. */
  readonly options?: RunnerOptions | undefined;
}

/**
 * Ids of the tests that failed last in a repository: `.stestr`, `.testrepository`, or ours (`repository`/.stestr).
 * Better than the runners' own `--failing`, which forgets scenarios of WithScenarios and all of setUpClass.
 */
export async function failingTests(
  where: TestEnvironment,
  repositoryFolder: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const failing = await readStoredRun(repositoryFolder, 'failing');
  const ids = failing
    .results()
    .filter(({ ran }) => ran)
    .map(({ id }) => id);
  const owners = failing.problems.flatMap(({ kind, of }) => (kind === 'fixture' || kind === 'import' ? [of] : []));
  const all = owners.length > 0 ? (await listTests(where, signal)).ids : [];
  return [...ids, ...all.filter((id) => owners.some((owner) => mentions(id, owner)))];
}

export interface TestRun extends Pick<RunChoice, 'untilFailure'> {
  readonly selection: Selection;
  /** Store the run in the project's `.stestr`, as a run in a terminal does. testr always does. */
  readonly keep?: boolean;
  readonly signal?: AbortSignal;
  readonly listener?: ResultListener;
}

/**
 * Runs tests and tells each result as it comes. The exit code of `--subunit` says nothing of the tests (0 with
 * failures): results come from the stream alone.
 * @throws UserError with a ProcessErrorReason when the runner cannot be started
 */
export async function runTests(where: TestEnvironment, run: TestRun): Promise<RunSummary> {
  const scratch = await keeping('The list of tests to run', tmpdir(), () => mkdtemp(join(tmpdir(), 'testrun-')));
  try {
    const repository = await prepareRepository(where, run);
    const reading = measureOfLastRun(repository.folder); // while the runner starts, which takes longer
    reading.catch(() => undefined); // its failure is met below
    const execution = new Execution(run.listener ?? {}, run.selection, run.untilFailure);
    if (runsByName(where.runner, run.selection)) execution.putAside(mayLackImport);
    const list = needsLoadList(where.runner, run.selection) ? expectedIds(run.selection) : undefined;
    let ended = await execute(execution, where, run, await commandOf(where, run, scratch, repository.option, list));
    const again = list === undefined && ended.ended === 'byItself' ? await toRunAgain(execution, where, run) : [];
    if (again.length > 0) {
      execution.beginAgain();
      ended = await execute(execution, where, run, await commandOf(where, run, scratch, repository.option, again));
    }
    const before = await reading;
    if (repository.option !== undefined) {
      await forgetOldRuns(repository.folder);
    }
    const passedOver = ended.ended === 'byItself' && ended.exitCode === 0 && execution.passedOver().length > 0;
    return execution.summary(ended, before, passedOver ? await listTests(where, run.signal) : undefined);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * All ids of the project, as its runner finds them. This imports the project's test modules.
 * @throws UserError `list-failed` with the runner's words, or a ProcessErrorReason
 */
export async function listTests(where: TestEnvironment, signal?: AbortSignal): Promise<TestList> {
  const repository = where.runner === 'stestr' ? where.repository : undefined;
  await initialized(where, repository);
  const { exitCode, stdout, stderr } = await runProcess(
    programOf(where.runner, where.binDir),
    listArguments(where.runner, repository, where.options),
    callOptions(where, signal),
  );
  const problems = exitCode === 0 ? [] : importProblems(stdout);
  if (exitCode !== 0 && problems.length === 0) {
    throw new UserError('list-failed', `The tests could not be listed: ${lastWords(stdout, stderr)}`);
  }
  const ids = exitCode === 0 ? listedIds(stdout) : [];
  // What stestr filters comes in another order each time.
  const isSet = where.runner === 'stestr' && where.options !== undefined && isFiltered(where.options);
  return { ids: isSet ? ids.sort() : ids, importProblems: problems };
}

/**
 * Tests that a load list finds where they could not run by their name, at the price of importing all test modules: an
 * expectedFailure of testtools (unittest takes the method for a static one; stestr 4.2.1 prints the traceback and exits
 * with 0), and what works only with what other modules import. All that failed goes along: stestr takes its last run for
 * all that there is to fail.
 */
async function toRunAgain(
  execution: Execution,
  where: TestEnvironment,
  { selection, signal }: TestRun,
): Promise<readonly string[]> {
  if (!execution.toldAnything()) return expectedIds(selection);
  return (await lacksImport(where, execution.aside(), signal)) ? execution.failing() : [];
}

/** Runs the command to its end. */
async function execute(
  execution: Execution,
  where: TestEnvironment,
  run: TestRun,
  command: readonly string[],
): Promise<ProcessResult> {
  return runProcess(programOf(where.runner, where.binDir), command, {
    cwd: where.root,
    env: runEnvironment(where.binDir, where.env),
    endLeftovers: true,
    maxOutputBytes: MAX_WORDS_BYTES,
    onStdout: (bytes) => execution.read(bytes),
    ...(run.signal && { signal: run.signal }),
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
  return runArguments({ runner: where.runner, selection, repository, loadList, untilFailure, options: where.options });
}

/** Where the run is stored: the option for the runner, and the folder with the numbered files. */
async function prepareRepository(
  where: TestEnvironment,
  run: TestRun,
): Promise<{ option: string | undefined; folder: string }> {
  if (where.runner === 'testr') {
    await initialized(where, undefined);
    return { option: undefined, folder: join(where.root, '.testrepository') };
  }
  if (run.keep) {
    return { option: undefined, folder: join(where.root, '.stestr') };
  }
  await initialized(where, where.repository);
  return { option: where.repository, folder: join(where.repository, '.stestr') };
}

/** By folder, what looks for a repository now, or makes it: of two that make one at the same time, one fails. */
const looking = new Map<string, Promise<void>>();

/** `testr run` and `stestr list` fail without a repository: makes it when it is missing. */
async function initialized(where: TestEnvironment, repository: string | undefined): Promise<void> {
  const folder =
    where.runner === 'testr' ? join(where.root, '.testrepository') : join(repository ?? where.root, '.stestr');
  const done = (looking.get(folder) ?? Promise.resolve()).then(() => makeIfMissing(where, repository, folder));
  looking.set(
    folder,
    done.catch(() => undefined),
  ); // the failure belongs to who asked
  return done;
}

/** Takes a moment, and is never cancelled: a repository that was half made cannot be made again. */
async function makeIfMissing(where: TestEnvironment, repository: string | undefined, folder: string): Promise<void> {
  if (await exists(join(folder, 'format'))) {
    return;
  }
  if (repository !== undefined) {
    await keeping('The results of test runs', repository, () => makeFolder(repository));
  }
  const { exitCode, stdout, stderr } = await runProcess(
    programOf(where.runner, where.binDir),
    initArguments(where.runner, repository),
    callOptions(where, undefined),
  );
  if (exitCode !== 0) {
    throw new UserError('no-repository', `${folder} could not be made: ${lastWords(stdout, stderr)}`);
  }
}

function callOptions(where: TestEnvironment, signal: AbortSignal | undefined) {
  return {
    cwd: where.root,
    env: runEnvironment(where.binDir, where.env),
    endLeftovers: true,
    ...(signal && { signal }),
  };
}

async function measureOfLastRun(folder: string): Promise<RunMeasure | undefined> {
  const last = await lastRunNumber(folder);
  if (last === undefined) {
    return undefined;
  }
  const run = await readStoredRun(folder, last);
  return { ran: totalsOf(run.results()).ran, seconds: run.seconds };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) {
      return false;
    }
    throw error;
  }
}
