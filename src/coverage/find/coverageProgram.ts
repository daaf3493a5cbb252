import { dirname, join } from 'node:path';
import { isExecutable, namesIn } from '../../base/programs';
import type { ToxEnvironment } from '../../project/tox/tox';
import { programOf } from '../../project/virtualEnvironment';

/**
 * The coverage program of the environment that most likely made a root's data: the cover environment, then any `py3…`
 * environment of tox, then a `.venv`. Absolute path; undefined when none has it. It belongs to the folder: trusted ones
 * only.
 */
export async function findCoverageProgram(
  root: string,
  cover: ToxEnvironment | undefined,
): Promise<string | undefined> {
  const workDir = workDirOf(root, cover);
  const others = (await namesIn(workDir))
    .filter((name) => /^py3\d*$/.test(name))
    .sort()
    .reverse();
  const environments = [
    cover?.envDir ?? join(workDir, 'cover'),
    ...others.map((name) => join(workDir, name)),
    join(root, '.venv'),
  ];
  for (const environment of environments) {
    const program = programOf(environment, 'coverage');
    if (await isExecutable(program)) return program;
  }
  return undefined;
}

/** Absolute path of the folder that tox keeps its environments in; older versions of tox do not say it. */
export function workDirOf(root: string, environment: ToxEnvironment | undefined): string {
  if (!environment) return join(root, '.tox');
  return environment.setEnv.TOX_WORK_DIR ?? dirname(environment.envDir);
}
