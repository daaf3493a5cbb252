/** A pep8 environment with hacking for copies of the sample, made once into the git-ignored `.lab/`. */
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../scripts/lib/processes';
import { root } from '../../scripts/lib/script';
import { BAD_MODULE } from './badModule';

const HACKING = 'hacking==8.1.0';
const LAB = join(root, '.lab');
const ENVIRONMENT = join(LAB, 'flake8-hacking-8.1.0');

/** Gives a copy of the sample its `.tox/pep8`. */
export async function addPep8Environment(folder: string): Promise<void> {
  if (!existsSync(join(ENVIRONMENT, 'bin', 'flake8'))) await make();
  await mkdir(join(folder, '.tox'), { recursive: true });
  await symlink(ENVIRONMENT, join(folder, '.tox', 'pep8'));
}

async function make(): Promise<void> {
  console.log(`    making .lab/flake8-hacking-8.1.0 with ${HACKING}`);
  await rm(ENVIRONMENT, { recursive: true, force: true });
  await mkdir(LAB, { recursive: true });
  const log = join(LAB, 'flake8-hacking-8.1.0.log');
  const python = process.env.PYTHON ?? 'python3';
  const steps: [string, string[]][] = [
    [python, ['-m', 'venv', ENVIRONMENT]],
    [join(ENVIRONMENT, 'bin', 'python'), ['-m', 'pip', 'install', '-q', HACKING]],
  ];
  for (const [file, args] of steps) {
    const exitCode = await run(file, args, { cwd: LAB, log, env: process.env });
    if (exitCode !== 0) throw new Error(`${file} ${args.join(' ')} ended with exit code ${exitCode}: see ${log}`);
  }
}

/** A copy with that module, a rule of its own, and its environment. */
export async function badProject(folder: string): Promise<void> {
  await addPep8Environment(folder);
  await writeFile(join(folder, 'cloudlet', 'audit.py'), BAD_MODULE);
}
