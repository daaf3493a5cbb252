import { UserError } from '../../base/errors';
import { runProcess } from '../../base/process';
import { programIn } from '../../project/virtualEnvironment';
import type { TestLayout } from '../layout/modules';
import { RUNNERS } from '../runners';
import { SubunitV2Decoder } from '../subunit/v2';
import { importProblems, lastWords, type TestList } from './runnerWords';
import { MAX_WORDS_BYTES } from './runState';
import { processOptions, type TestEnvironment } from './testEnvironment';

/** `discover --list` ends with it when it told of modules that it could not import (stestr subunit_runner/run.py). */
const NOT_IMPORTED = 2;

/**
 * The ids in all test modules of one file name, such as `test_api.py`, as stestr finds them. Only these modules are
 * imported, and the packages on the way: `stestr list` imports every module of the suite, which takes nova 7 to 16 s,
 * and has no option for less.
 * @throws UserError `list-failed` with the runner's words, or a ProcessErrorReason
 */
export async function listFile(
  where: Omit<TestEnvironment, 'repository'>,
  { topDir, testPath }: TestLayout,
  name: string,
  signal?: AbortSignal,
): Promise<TestList> {
  if (testPath === undefined) throw new UserError('list-failed', 'Only the runner knows where the tests are.');
  const args = RUNNERS[where.runner].fileListArguments?.(topDir, testPath, name);
  if (!args) throw new UserError('list-failed', `${where.runner} lists only all tests.`);
  const decoder = new SubunitV2Decoder();
  const ids: string[] = [];
  let told = '';
  let damage: string | undefined;
  const read = (events: ReturnType<SubunitV2Decoder['push']>): void => {
    for (const event of events) {
      if (event.kind === 'damage') damage ??= event.message;
      else if (event.kind === 'status' && event.id !== undefined) ids.push(event.id);
      else if (event.kind === 'status' && event.file) told += Buffer.from(event.file.bytes).toString('utf8');
    }
  };
  const { exitCode, stderr } = await runProcess(programIn(where.binDir, 'python'), args, {
    ...processOptions(where, signal),
    maxOutputBytes: MAX_WORDS_BYTES,
    onStdout: (bytes) => read(decoder.push(bytes)),
  });
  read(decoder.end());
  const problems = importProblems(told);
  const isWhole = exitCode === 0 || (exitCode === NOT_IMPORTED && problems.length > 0);
  if (!isWhole || damage !== undefined) {
    throw new UserError('list-failed', `The tests could not be listed: ${damage ?? lastWords('', stderr)}`);
  }
  return { ids, importProblems: problems };
}
