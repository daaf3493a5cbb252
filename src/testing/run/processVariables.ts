/** The programs of an environment, and the variables that they run with. */
import { delimiter } from 'node:path';
import { isPlainWord } from '../../project/shellWords';

/**
 * Variables for what is not measured. A project may let each Python of its tests measure, by PYTHON or by the hook that
 * COVERAGE_PROCESS_START is for; their data would lie in the working tree, and go into the next report of the person.
 */
export function unmeasured(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PYTHON, ...rest } = env;
  delete rest.COVERAGE_PROCESS_START;
  const measures = PYTHON !== undefined && /(?:^|[\s/\\])coverage-?[\d.]*(?:\.exe)?\s+run\b/.test(PYTHON);
  return PYTHON === undefined || measures ? rest : { ...rest, PYTHON };
}

/** The environment for a run of `binDir`'s programs, with the way around a path that a shell would split (isPlainWord). */
export function runEnvironment(binDir: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [binDir, env[pathName]].filter((part) => part !== undefined && part !== '').join(delimiter);
  const changed: NodeJS.ProcessEnv = { ...env, [pathName]: path };
  if (!env.PYTHON && !isPlainWord(binDir)) {
    changed.PYTHON = 'python';
  }
  return changed;
}
