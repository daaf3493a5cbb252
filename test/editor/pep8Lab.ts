/** A pep8 environment with hacking for copies of the sample, made once into the git-ignored `.lab/`. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { venvOnce } from '../tools/lib/made';
import { BAD_MODULE } from './badModule';

/** A virtual environment that has flake8 with hacking, absolute. */
export function flake8WithHacking(): Promise<string> {
  return venvOnce('flake8-hacking-8.1.0', ['hacking==8.1.0']);
}

/** Gives a copy of the sample its `.tox/pep8`. */
export async function addPep8Environment(folder: string): Promise<void> {
  const environment = await flake8WithHacking();
  await mkdir(join(folder, '.tox'), { recursive: true });
  await symlink(environment, join(folder, '.tox', 'pep8'));
}

/** A copy with that module, a rule of its own, and its environment. */
export async function badProject(folder: string): Promise<void> {
  await addPep8Environment(folder);
  await writeFile(join(folder, 'cloudlet', 'audit.py'), BAD_MODULE);
}
