import { UserError } from '../../base/errors';
import { runProcess } from '../../base/process';
import { RUNNERS } from '../runners';
import { initialize, repositoryOf } from './repository';
import { importProblems, lastWords, type TestList } from './runnerWords';
import { processOptions, runnerProgram, type TestEnvironment } from './testEnvironment';

/**
 * All ids of the project, as its runner finds them. This imports the project's test modules.
 * @throws UserError `list-failed` with the runner's words, or a ProcessErrorReason
 */
export async function listTests(where: TestEnvironment, signal?: AbortSignal): Promise<TestList> {
  const runner = RUNNERS[where.runner];
  const repository = repositoryOf(where, false);
  await initialize(where, repository);
  const { exitCode, stdout, stderr } = await runProcess(
    runnerProgram(where),
    runner.listArguments(repository.option, where.options),
    processOptions(where, signal),
  );
  if (exitCode === 0) return { ids: runner.listedIds(stdout, where.options), importProblems: [] };
  const problems = importProblems(stdout);
  if (problems.length > 0) return { ids: [], importProblems: problems };
  const words = lastWords(runner.withoutAnnouncement(stdout), stderr);
  throw new UserError('list-failed', `The tests could not be listed: ${words}`);
}
