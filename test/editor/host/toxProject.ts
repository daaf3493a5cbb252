/** The sample as a project whose environments are made from the package index alone, with the tox of the lab. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
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

/**
 * Lets tox install stestr's program alone, in seconds, because packages are what takes long; what runs finds the
 * packages of the lab.
 */
export function givePackagesOfLab(folder: string): void {
  const lib = join(LAB_PROGRAMS, '../lib');
  const packages = join(lib, readdirSync(lib)[0]!, 'site-packages'); // the only Python there
  const text = `[tox]
envlist = py3
[testenv]
skip_install = true
setenv = PYTHONPATH=${packages}
install_command = python -I -m pip install --no-deps {opts} {packages}
deps =
  -c{toxinidir}/constraints.txt
  stestr
`;
  writeFileSync(join(folder, 'tox.ini'), text);
}

/** An environment that looks as if tox had made it: enough to run tests in, not for tox itself. */
export function linkEnvironment(folder: string, name: string, programs = LAB_PROGRAMS): void {
  mkdirSync(join(folder, '.tox', name), { recursive: true });
  const link = join(folder, '.tox', name, 'bin');
  if (!existsSync(link)) symlinkSync(programs, link);
}
