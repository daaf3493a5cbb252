/** A Python environment for the sample's tests, from the package index alone; made once in the git-ignored `.lab/`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/script';
import { venvOnce } from '../tools/lib/made';

/** Absolute path of the environment. */
export function sampleEnvironment(): Promise<string> {
  return venvOnce('sample-environment', ['-r', join(root, 'samples', 'cloudlet', 'test-requirements.txt')]);
}

/** Gives a copy of the sample the environment: `.venv` may be a file that names the folder (PEP 832). */
export async function giveEnvironment(folder: string): Promise<void> {
  writeFileSync(join(folder, '.venv'), `${await sampleEnvironment()}\n`);
}
