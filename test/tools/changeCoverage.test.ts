import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { UserError } from '../../src/base/errors';
import { measureChange } from '../../src/coverage/measured/changeCoverage';
import { readReportFiles } from '../../src/coverage/reading/readReportFiles';
import { run } from './lib/run';

/** The truth about the coverage of a change, with a coverage.py to measure. */
const PACKAGES = ['diff-cover==11.0.1', 'coverage==7.15.4'];

async function diffCoverPrograms(): Promise<string> {
  const venv = resolve(__dirname, '../../.lab', PACKAGES.join('-').replaceAll('==', '-'));
  const isComplete = `${venv}.done`;
  if (!existsSync(isComplete)) {
    console.log(`    installing ${PACKAGES.join(' and ')}`);
    removeFolder(venv);
    mkdirSync(venv, { recursive: true });
    await run(process.env.PYTHON ?? 'python3', ['-m', 'venv', venv], { cwd: venv });
    await run(join(venv, 'bin/python'), ['-m', 'pip', 'install', '-q', ...PACKAGES], { cwd: venv });
    writeFileSync(isComplete, '');
  }
  return join(venv, 'bin');
}

/** What diff-cover writes with `--format json`. */
interface DiffCover {
  readonly src_stats: Readonly<
    Record<string, { readonly violation_lines: number[]; readonly covered_lines: number[] }>
  >;
  readonly total_num_lines: number;
  readonly total_num_violations: number;
  readonly total_percent_covered: number;
}

describe('coverage of a change', () => {
  let bin: string;
  let root: string;
  const git = (...args: string[]): Promise<string> =>
    run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: root });
  const write = (name: string, ...lines: string[]): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), `${lines.join('\n')}\n`);
  };

  /** A function whose `if` is taken for odd numbers, and whose last line is reached for even ones. */
  const half = (name: string, ...more: string[]): string[] => [
    `def ${name}(x):`,
    '    """Docstring."""',
    ...more.map((line) => `    ${line}`),
    '    if x % 2:',
    '        return (x,',
    '                1)',
    '    return 2',
    '',
    '',
  ];

  before(async () => {
    bin = await diffCoverPrograms();
  });

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'patch-')));
    write('.gitignore', 'cover/', '.coverage', '*.json', '*.diff', '__pycache__');
    write('.coveragerc', '[run]', 'branch = True', 'source = pkg');
    // Every module of the package is run by its path, so that any name of a file will do.
    write(
      'runner.py',
      'import pathlib, runpy',
      "for path in sorted(pathlib.Path('pkg').rglob('*.py')):",
      '    for name, function in runpy.run_path(str(path)).items():',
      "        if not name.startswith('_'): function(1)",
    );
    write('pkg/edited.py', ...half('one'), ...half('two'), ...half('three'));
    write('pkg/renamed.py', ...half('one'), ...half('two'));
    write('pkg/removed.py', 'removed = str', 'gone = int');
    await git('init', '-q', '-b', 'master');
    await git('add', '-A');
    await git('commit', '-q', '-m', 'base');
    await git('checkout', '-q', '-b', 'review');
    write('pkg/edited.py', ...half('zero'), ...half('one'), ...half('two', 'x += 2'), ...half('three'));
    await git('mv', 'pkg/renamed.py', 'pkg/sub dir renämed.py');
    write('pkg/sub dir renämed.py', ...half('one', 'x += 2'), ...half('two'));
    await git('rm', '-q', 'pkg/removed.py');
    write('pkg/new with spaces.py', ...half('added', 'x += 4', 'x -= 2'));
    write('pkg/neü.py', ...half('_untested'), ...half('tested'));
    write('README', 'not measured');
    await git('add', '-A');
    await git('commit', '-q', '-m', 'the change');
  });

  const made: string[] = [];
  const remember = (): void => void made.push(root);
  beforeEach(remember);
  after(() => made.forEach((folder) => removeFolder(folder)));

  async function measure(): Promise<string> {
    await run(join(bin, 'coverage'), ['run', 'runner.py'], { cwd: root });
    await run(join(bin, 'coverage'), ['xml', '-q', '-o', 'cover/coverage.xml'], { cwd: root });
    return join(root, 'cover/coverage.xml');
  }

  async function assertEqual(xml: string, ...how: string[]): Promise<DiffCover> {
    await run(join(bin, 'diff-cover'), [xml, ...how, '--format', 'json:out.json'], { cwd: root });
    const truth = JSON.parse(readFileSync(join(root, 'out.json'), 'utf8')) as DiffCover;
    const patch = await measureChange(root, readReportFiles([xml], [root]), 'master');
    const ours = patch.files
      .filter((file) => file.lines.length > 0)
      .map(({ path, lines, missing }) => [path, { missing, covered: lines.filter((line) => !missing.includes(line)) }]);
    const theirs = Object.entries(truth.src_stats).map(([name, { violation_lines, covered_lines }]) => [
      join(root, name),
      { missing: violation_lines, covered: covered_lines },
    ]);
    assert.deepEqual(Object.fromEntries(ours), Object.fromEntries(theirs));
    const total = [truth.total_num_lines, truth.total_num_violations, truth.total_percent_covered];
    assert.deepEqual([patch.lines, patch.missed, Math.floor(patch.percent)], total);
    return truth;
  }

  it("coverage of committed changes equals diff-cover's, with new, renamed and oddly named files", async () => {
    const truth = await assertEqual(await measure(), '--compare-branch', 'master');
    const missing = Object.entries(truth.src_stats).map(([name, file]) => [name, file.violation_lines.length]);
    assert.deepEqual(Object.fromEntries(missing), {
      'pkg/edited.py': 1,
      'pkg/new with spaces.py': 1,
      'pkg/neü.py': 4,
      'pkg/sub dir renämed.py': 0,
    });
  });

  it("coverage of staged and other uncommitted changes equals diff-cover's", async () => {
    const edited = readFileSync(join(root, 'pkg/edited.py'), 'utf8').trimEnd().split('\n');
    write('pkg/edited.py', ...edited, '', '', ...half('four'));
    await git('add', 'pkg/edited.py');
    write('pkg/neü.py', ...half('_untested'), ...half('tested'), ...half('_more'));
    write('pkg/staged.py', ...half('one'));
    await git('add', 'pkg/staged.py');
    write('pkg/never added.py', ...half('one'));
    const truth = await assertEqual(await measure(), '--compare-branch', 'master');
    assert.ok('pkg/staged.py' in truth.src_stats && !('pkg/never added.py' in truth.src_stats));
  });

  it("coverage equals diff-cover's for the same diff if uncommitted lines move committed ones", async () => {
    // Given branches, diff-cover adds up three diffs without moving the lines of one by the insertions of the next.
    const edited = readFileSync(join(root, 'pkg/edited.py'), 'utf8');
    writeFileSync(join(root, 'pkg/edited.py'), `\n\ndef path(x):\n    return x\n\n\n${edited}`);
    const base = (await git('merge-base', 'HEAD', 'master')).trim();
    writeFileSync(join(root, 'change.diff'), await git('diff', '-U0', base));
    await assertEqual(await measure(), '--diff-file', 'change.diff');
  });

  it("coverage equals diff-cover's when the other branch has new commits", async () => {
    const xml = await measure();
    await git('checkout', '-q', 'master');
    write('pkg/edited.py', ...half('one'), ...half('theirs'));
    await git('commit', '-q', '-a', '-m', 'theirs');
    await git('checkout', '-q', 'review');
    const { total_num_lines } = await assertEqual(xml, '--compare-branch', 'master');
    assert.ok(total_num_lines > 0);
  });

  it('coverage is complete if no measured line changed', async () => {
    const xml = await measure();
    await git('branch', '-q', '-f', 'master', 'review');
    assert.equal((await assertEqual(xml, '--compare-branch', 'master')).total_num_lines, 0);
  });

  it('coverage is against the review branch of .gitreview, on the first remote that has it', async () => {
    const report = readReportFiles([await measure()], [root]);
    const reason = await measureChange(root, report).then(
      () => 'none',
      (error: unknown) => error instanceof UserError && String(error.reason),
    );
    assert.equal(reason, 'no-base');
    await git('update-ref', 'refs/remotes/origin/master', 'master');
    assert.equal((await measureChange(root, report)).base.ref, 'origin/master');
    const gitreview = ['[gerrit]', 'host=review.opendev.org', 'project=openstack/x', 'defaultbranch=stable/2026.1'];
    write('.gitreview', ...gitreview);
    await git('update-ref', 'refs/remotes/gerrit/stable/2026.1', 'review');
    const patch = await measureChange(root, report);
    assert.deepEqual([patch.base.ref, patch.lines, patch.percent], ['gerrit/stable/2026.1', 0, 100]);
    write('.gitreview', ...gitreview, 'defaultremote=mine');
    await git('update-ref', 'refs/remotes/mine/stable/2026.1', 'master');
    const mine = await measureChange(root, report);
    assert.deepEqual(
      [mine.base.ref, mine.base.commit],
      ['mine/stable/2026.1', (await git('rev-parse', 'master')).trim()],
    );
    assert.ok(mine.lines > 0);
  });
});
