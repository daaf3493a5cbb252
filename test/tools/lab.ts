/**
 * Real tools and real OpenStack projects, from the Python package index alone.
 *
 * What is made stays in the git-ignored `.lab/` for the next run. Needs `python3` (or $PYTHON) with its venv module, `git` and `tar`.
 */
import { existsSync, mkdtempSync } from 'node:fs';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { madeOnce, venvOnce } from './lib/made';
import { CONSTRAINTS, LAB, PYTHON, run } from './lib/run';

export const SAMPLE = resolve(__dirname, '../../samples/cloudlet');

/** What a project's own .gitignore would hide, and a source distribution does not contain. */
const IGNORED = [
  ...['*.egg-info/', '*.py[co]', '__pycache__/', '.tox/', '.stestr/', '.coverage', '.coverage.*', '/cover/'],
  ...['/build/', '/dist/', '/.venv', 'AUTHORS', 'ChangeLog', '.eggs/'],
];

/** Folder with the programs `python`, `tox` and `stestr`, with what the sample's tests need beside them. */
export async function tools(): Promise<string> {
  await mkdir(LAB, { recursive: true });
  const version = (await run(PYTHON, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])).trim();
  const packages = ['tox', 'stestr', 'testtools', 'fixtures', 'pbr', 'setuptools>=77', 'wheel'];
  return join(await venvOnce(`tools-${version}`, ['-c', CONSTRAINTS, ...packages]), 'bin');
}

/** Folder with the program `pre-commit`. */
export async function preCommit(): Promise<string> {
  const bin = await tools();
  const folder = await madeOnce('pre-commit-4.7.0', async (venv) => {
    await run(PYTHON, ['-m', 'venv', venv]);
    await run(join(bin, 'python'), ['-m', 'pip', '--python', venv, 'install', '-q', 'pre-commit==4.7.0']);
  });
  return join(folder, 'bin');
}

/** Folder that, on PYTHONPATH, makes `python -m coverage` one version of coverage.py. */
export async function coverageVersion(version: string): Promise<string> {
  const bin = await tools();
  return madeOnce(`coverage-${version}`, async (folder) => {
    const args = ['-m', 'pip', 'install', '-q', '--no-deps', '--target', folder, `coverage==${version}`];
    await run(join(bin, 'python'), args);
  });
}

/** A virtual environment with packages of fixed versions in it, as tox makes them. */
export async function environmentWith(...releases: readonly string[]): Promise<string> {
  return venvOnce(`with-${releases.join('-')}`, ['-c', CONSTRAINTS, ...releases]);
}

/**
 * A real project as a git checkout: one commit for each version, tagged with it, the last one checked out.
 * Commits have fixed dates, so that their ids are the same in every lab.
 */
export async function project(name: string, ...versions: string[]): Promise<string> {
  const bin = await tools();
  return madeOnce(`${name}-${versions.join('-')}`, async (folder) => {
    const git = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> =>
      run('git', args, { cwd: folder, env });
    await git(['init', '-q', '-b', 'master']);
    await writeFile(join(folder, '.git/info/exclude'), `${IGNORED.join('\n')}\n`);
    for (const [i, version] of versions.entries()) {
      for (const old of await readdir(folder)) {
        if (old !== '.git') removeFolder(join(folder, old));
      }
      await unpack(bin, `${name}==${version}`, folder);
      const date = `2026-01-01T00:00:0${i}Z`;
      const who = { NAME: 'Lab', EMAIL: 'lab@example.org', DATE: date };
      const identity = Object.entries(who).flatMap(([key, value]) => [
        [`GIT_AUTHOR_${key}`, value],
        [`GIT_COMMITTER_${key}`, value],
      ]);
      await git(['add', '-A']);
      await git(['commit', '-q', '-m', `Import ${name} ${version}`], Object.fromEntries(identity) as NodeJS.ProcessEnv);
      // pbr takes the version of the package from the tag.
      await git(['tag', version]);
    }
  });
}

/** The source distribution of a release, without the files that only making it added. */
async function unpack(bin: string, release: string, folder: string): Promise<void> {
  const download = join(LAB, `sdist-${release}`);
  await madeOnce(`sdist-${release}`, async (target) => {
    // pip reads the metadata before it keeps the file: it builds it with the pbr of the lab.
    const how = ['--no-deps', '--no-binary', ':all:', '--no-build-isolation'];
    await run(join(bin, 'python'), ['-m', 'pip', 'download', '-q', ...how, '-d', target, release]);
  });
  const [archive] = await readdir(download);
  if (archive === undefined) throw new Error(`pip downloaded nothing for ${release}`);
  await run('tar', ['xzf', join(download, archive), '-C', folder, '--strip-components=1', '--no-same-owner']);
  for (const made of await readdir(folder)) {
    if (['PKG-INFO', 'AUTHORS', 'ChangeLog'].includes(made) || made.endsWith('.egg-info')) {
      removeFolder(join(folder, made));
    }
  }
}

/** Runs environments of a project's tox; those that ran to their end before are used as they are. */
export async function tox(folder: string, ...environments: string[]): Promise<string> {
  const bin = await tools();
  // An interrupted run leaves an environment without the project in it.
  const marks = environments.map((name) => join(folder, '.tox', name, 'complete'));
  const areMade = marks.every((mark) => existsSync(mark));
  const args = ['-e', environments.join(','), ...(areMade ? ['--skip-pkg-install'] : [])];
  console.log(`    tox ${args.join(' ')}`);
  const output = await run(join(bin, 'tox'), args, { cwd: folder });
  await Promise.all(marks.map((mark) => writeFile(mark, '')));
  return output;
}

/** A copy of the sample, outside of this repository, that is gone when the process ends. */
export async function copyOfSample(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlet-'));
  process.once('exit', () => removeFolder(folder));
  const isMade = /\/(?:\.tox|\.stestr|\.venv|\.coverage|__pycache__|[^/]+\.egg-info)(?:\/|$)/;
  await cp(SAMPLE, folder, { recursive: true, filter: (path) => !isMade.test(path.slice(SAMPLE.length)) });
  return folder;
}
