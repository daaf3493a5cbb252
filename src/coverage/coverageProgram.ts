import { join } from 'node:path';
import { isExecutable, namesIn } from '../base/programs';

/**
 * The coverage program of the environment that most likely made a root's data: `cover`, then any `py3…` environment
 * of tox, then a `.venv`. Absolute path; undefined when none has it. It belongs to the folder: trusted ones only.
 */
export async function findCoverageProgram(root: string): Promise<string | undefined> {
  const tox = join(root, '.tox');
  const others = (await namesIn(tox)).filter((name) => /^py3\d*$/.test(name)).sort().reverse();
  const environments = [...['cover', ...others].map((name) => join(tox, name)), join(root, '.venv')];
  const relative = process.platform === 'win32' ? ['Scripts', 'coverage.exe'] : ['bin', 'coverage'];
  for (const environment of environments) {
    const program = join(environment, ...relative);
    if (await isExecutable(program)) return program;
  }
  return undefined;
}
