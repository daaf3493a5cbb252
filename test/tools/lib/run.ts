import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** What is made for tests, git-ignored, and kept for the next run. */
export const LAB = resolve(__dirname, '../../../.lab');
export const PYTHON = process.env.PYTHON ?? 'python3';
export const CONSTRAINTS = join(__dirname, '../constraints.txt');

/** Our own environment without what would change what the tools do; an index that is configured stays. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const changes = /^(?:TOX_|COVERAGE_|PYTHON|VIRTUAL_ENV|GIT_|OS_)/;
  const kept = Object.entries(process.env).filter(([name]) => !changes.test(name));
  return {
    ...Object.fromEntries(kept),
    TOX_CONSTRAINTS_FILE: CONSTRAINTS,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C.UTF-8',
    ...more,
  };
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end and gives its standard output; throws with what it printed when it fails. */
export async function run(file: string, args: readonly string[], { cwd = LAB, env }: RunOptions = {}): Promise<string> {
  try {
    const options = { cwd, env: environment(env), maxBuffer: 64 << 20 };
    return (await promisify(execFile)(file, args, options)).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-40).join('\n');
    throw new Error(`${[file, ...args].join(' ')} failed in ${cwd}:\n${said}`, { cause: error });
  }
}
