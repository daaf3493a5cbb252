import { programIn } from '../../project/virtualEnvironment';
import type { RunnerName } from '../runners';
import type { RunnerOptions } from '../runners/options';
import { runEnvironment } from './processVariables';

/** Where and with what tests run. */
export interface TestEnvironment {
  readonly runner: RunnerName;
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

/** Absolute path of the runner's program. */
export function runnerProgram({ runner, binDir }: Pick<TestEnvironment, 'runner' | 'binDir'>): string {
  return programIn(binDir, runner);
}

/** How a program of the environment is run. */
export function processOptions(
  { root, binDir, env }: Pick<TestEnvironment, 'root' | 'binDir' | 'env'>,
  signal?: AbortSignal,
) {
  return { cwd: root, env: runEnvironment(binDir, env), endLeftovers: true, ...(signal && { signal }) };
}
