import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeFolder } from '../../scripts/lib/removeFolder';
import type { TestEnvironment } from '../../src/testing/run/testEnvironment';
import { venvOnce } from './lib/made';

const PACKAGES = [
  'stestr==4.2.1',
  'testrepository==0.0.22',
  'python-subunit==1.4.6',
  'testtools',
  'fixtures',
  'testscenarios',
  'ddt',
  'setuptools<81', // testrepository asks it for pkg_resources
];

/** An environment with stestr, testr and python-subunit in the git-ignored `.lab`, made once. Returns its `bin`. */
export async function stestrBin(name = 'stestr'): Promise<string> {
  return join(await venvOnce(name, PACKAGES), 'bin');
}

/** A project that a test wrote, and the place for our runs of it. */
export interface LabProject extends TestEnvironment {
  remove(): void;
}

/** The same project, whose own command has no parallel workers; testr has them only where it is told so. */
export function inOneWorker(lab: LabProject): LabProject {
  const workers = lab.runner === 'testr' ? [] : ['--serial'];
  return { ...lab, options: { general: [], workers, filters: [], patterns: [] } };
}

/** Writes a project with these test modules: file name without `.py` to its text. */
export async function labProject(
  modules: Record<string, string>,
  options: { folder?: string; bin?: string; runner?: 'stestr' | 'testr' } = {},
): Promise<LabProject> {
  const bin = options.bin ?? (await stestrBin());
  const base = await mkdtemp(join(tmpdir(), 'stestr-lab-'));
  const root = join(base, options.folder ?? 'project');
  const files: Record<string, string> = {
    '.stestr.conf': '[DEFAULT]\ntest_path=./lab/tests\ntop_dir=./\n',
    '.testr.conf':
      '[DEFAULT]\ntest_command=${PYTHON:-python} -m subunit.run discover -t ./ ./lab/tests $LISTOPT $IDOPTION\n' +
      'test_id_option=--load-list $IDFILE\ntest_list_option=--list\n',
    'lab/__init__.py': '',
    'lab/tests/__init__.py': '',
    ...Object.fromEntries(Object.entries(modules).map(([name, text]) => [`lab/tests/${name}.py`, text])),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return {
    runner: options.runner ?? 'stestr',
    binDir: bin,
    root,
    env: process.env,
    repository: join(base, 'our runs'),
    remove: () => removeFolder(base),
  };
}
