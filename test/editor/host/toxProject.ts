/** The sample as a project whose environments are made from the package index alone, with the tox of the lab. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { labTools } from '../../tools/testingLab';

const ROOT = resolve(__dirname, '../../..');

/** Where `labTools()` puts its programs. */
const LAB_PROGRAMS = join(ROOT, '.lab/testing-tools/bin');

/** Settings of a machine whose tox is that of the lab. */
export const LAB_SETTINGS = { 'openstackContributor.tox.path': join(LAB_PROGRAMS, 'tox') };

/** Lets the constraints come from a file of the folder, which is there or not; it is always there beside the folder. */
export async function prepareToxProject(folder: string, { constraints = true } = {}): Promise<void> {
  await labTools();
  const file = join(folder, 'tox.ini');
  const text = readFileSync(file, 'utf8').replace(/-c\{env:[^}]*\}/, '-c{toxinidir}/constraints.txt');
  writeFileSync(file, text);
  for (const place of constraints ? [join(folder, '..'), folder] : [join(folder, '..')]) {
    copyFileSync(join(ROOT, 'test/tools/constraints.txt'), join(place, 'constraints.txt'));
  }
}

/** An environment that looks as if tox had made it: enough to run tests in, not for tox itself. */
export function linkEnvironment(folder: string, name: string, programs = LAB_PROGRAMS): void {
  mkdirSync(join(folder, '.tox', name), { recursive: true });
  const link = join(folder, '.tox', name, 'bin');
  if (!existsSync(link)) symlinkSync(programs, link);
}
