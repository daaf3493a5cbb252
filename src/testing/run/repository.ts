/** Where the runner stores the runs: in the project, or in a folder of ours. */
import { join } from 'node:path';
import { UserError } from '../../base/errors';
import { exists } from '../../base/exists';
import { keeping, makeFolder } from '../../base/keeping';
import { OneAtATime } from '../../base/oneAtATime';
import { runProcess } from '../../base/process';
import { RUNNERS, type RunnerName } from '../runners';
import { lastWords } from './runnerWords';
import { processOptions, runnerProgram, type TestEnvironment } from './testEnvironment';

export interface RunRepository {
  /** For the arguments of the runner; undefined for the project's own repository. */
  readonly option: string | undefined;
  /** The folder with the numbered files. */
  readonly folder: string;
}

/** Absolute path of the repository in a folder, that of a project or one of ours. */
export function repositoryIn(folder: string, runner: RunnerName): string {
  return join(folder, RUNNERS[runner].repository.folder);
}

/** @param keep whether the run goes to the project's own repository, as a run in a terminal does */
export function repositoryOf({ runner, root, repository }: TestEnvironment, keep: boolean): RunRepository {
  const option = keep || isInProject(runner) ? undefined : repository;
  return { option, folder: repositoryIn(option ?? root, runner) };
}

/** Whether all runs of the runner are stored in the project. */
export function isInProject(runner: RunnerName): boolean {
  return !RUNNERS[runner].repository.canBeElsewhere;
}

/** For runs: the repository, which exists or which the run itself makes. */
export async function prepareRepository(where: TestEnvironment, keep: boolean): Promise<RunRepository> {
  const repository = repositoryOf(where, keep);
  if (repository.option !== undefined || !RUNNERS[where.runner].repository.isMadeByRun) {
    await initialize(where, repository);
  }
  return repository;
}

/** By folder: of two that make a repository at the same time, one fails. */
const turns = new OneAtATime();

/**
 * Makes the repository when it is missing. That takes a moment and is never cancelled: one that was half made could not
 * be made again.
 * @throws UserError `no-repository` with the runner's words
 */
export function initialize(where: TestEnvironment, repository: RunRepository): Promise<void> {
  return turns.inTurn(repository.folder, () => makeIfMissing(where, repository));
}

async function makeIfMissing(where: TestEnvironment, { option, folder }: RunRepository): Promise<void> {
  if (await exists(join(folder, 'format'))) return;
  if (option !== undefined) await keeping('The results of test runs', option, () => makeFolder(option));
  const { initArguments } = RUNNERS[where.runner];
  const ended = await runProcess(runnerProgram(where), initArguments(option), processOptions(where));
  if (ended.exitCode === 0) return;
  throw new UserError('no-repository', `${folder} could not be made: ${lastWords(ended.stdout, ended.stderr)}`);
}
