/** A Python environment for the sample's tests, from the package index alone; made once in the git-ignored `.lab/`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/script';

const FOLDER = join(root, '.lab', 'sample-environment');

/** Absolute path of the environment. */
export function sampleEnvironment(): string {
  const done = join(FOLDER, 'complete');
  if (!existsSync(done)) {
    console.log('    making .lab/sample-environment');
    mkdirSync(join(root, '.lab'), { recursive: true });
    execFileSync('python3', ['-m', 'venv', '--clear', FOLDER], { stdio: 'inherit' });
    const requirements = join(root, 'samples', 'cloudlet', 'test-requirements.txt');
    const args = ['install', '-q', '--disable-pip-version-check', '-r', requirements];
    execFileSync(join(FOLDER, 'bin', 'pip'), args, { stdio: 'inherit' });
    writeFileSync(done, '');
  }
  return FOLDER;
}

/** Gives a copy of the sample the environment: `.venv` may be a file that names the folder (PEP 832). */
export function giveEnvironment(folder: string): void {
  writeFileSync(join(folder, '.venv'), `${sampleEnvironment()}\n`);
}
