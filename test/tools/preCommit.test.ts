// pre-commit for real: where it puts the checks of a project that has no others, and what they find there.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { runProcess } from '../../src/base/process';
import { diskFiles } from '../../src/project/files';
import { checkTarget } from '../../src/style/check/checkTarget';
import { findTools } from '../../src/style/tools/findTools';
import { preCommitFailure } from '../../src/style/tools/preCommit/failure';
import { toxFromFiles } from '../unit/style/toxFromFiles';
import { preCommit, project } from './lab';
import { ownRun } from './lib/ownRun';
import { run } from './lib/run';

const HACKING = '8.1.0';

/** As oslo.serialization has it, with ruff from the package index: its own repository of hooks is not there. */
const CONFIG = `repos:
  - repo: https://opendev.org/openstack/hacking
    rev: ${HACKING}
    hooks:
      - id: hacking
        additional_dependencies: []
        exclude: '^(doc|releasenotes|tools)/.*$'
  - repo: local
    hooks:
      - id: ruff-check
        name: ruff
        entry: ruff check
        args: ['--fix', '--unsafe-fixes']
        language: python
        additional_dependencies: ['ruff==0.15.19']
`;

describe('a project whose checks come with pre-commit', function () {
  let folder: string;
  let root: string;
  let variables: NodeJS.ProcessEnv;
  let program: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pre-commit with a space '));
    root = join(folder, 'project');
    mkdirSync(join(root, 'doc'), { recursive: true });
    writeFileSync(join(root, 'tox.ini'), '[testenv:pep8]\ndeps = pre-commit\ncommands = pre-commit run -a\n');
    writeFileSync(join(root, '.pre-commit-config.yaml'), CONFIG);
    writeFileSync(join(root, 'bad.py'), 'from os import path, sep\nprint(f"x")\n');
    writeFileSync(join(root, 'doc/bad.py'), 'from os import path, sep\n');
    await run('git', ['init', '-q'], { cwd: root });
    const hacking = await project('hacking', HACKING);
    // git fetches from the checkout that stands for the server.
    variables = {
      PRE_COMMIT_HOME: join(folder, 'store'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.file://${hacking}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://opendev.org/openstack/hacking',
    };
    program = join(await preCommit(), 'pre-commit');
  });
  after(() => removeFolder(folder));

  const find = () => findTools(root, diskFiles, toxFromFiles(diskFiles), { variables });

  it("pre-commit's tools that are not installed are reported by name", async () => {
    const { found, missing } = await find();
    assert.deepEqual(found, []);
    assert.deepEqual(
      missing.map(({ checker, hook }) => `${checker} ${hook?.id}`),
      ['flake8 hacking', 'ruff ruff-check'],
    );
  });

  it("pre-commit's failure to reach a server is reported in git's words", async () => {
    const env = { ...process.env, ...variables, GIT_CONFIG_KEY_0: `url.file://${join(folder, 'gone')}.insteadOf` };
    const { exitCode, stdout, stderr } = await runProcess(program, ['install-hooks'], { cwd: root, env });
    assert.notEqual(exitCode, 0);
    assert.match(preCommitFailure(stdout + stderr).message, /of this project: fatal: .*does not/);
  });

  it('a project is checked with the tools that pre-commit installed, by the settings of its hooks', async () => {
    await run(program, ['install-hooks'], { cwd: root, env: variables });
    const { found, missing } = await find();
    assert.deepEqual(missing, []);
    assert.deepEqual(
      found.map(({ checker, place }) => `${checker} of ${place}`),
      [`flake8 of pre-commit (hacking ${HACKING})`, 'ruff of pre-commit (ruff-check)'],
    );
    const { signal } = new AbortController();
    const check = async (file: string) => {
      const target = { kind: 'files' as const, files: [join(root, file)] };
      const looked = await checkTarget(target, found, { run: ownRun, severities: {}, signal });
      return looked!.findings.map(({ tool, code, fix }) => `${tool} ${code}${fix ? `: ${fix.title}` : ''}`);
    };
    assert.deepEqual(await check('bad.py'), [
      'flake8 H301',
      'ruff F401: Remove unused import',
      'ruff F401: Remove unused import',
      'ruff F541: Remove extraneous `f` prefix',
    ]);
    const byRuffAlone = (await check('doc/bad.py')).every((one) => one.startsWith('ruff '));
    assert.ok(byRuffAlone, 'the hook of hacking leaves doc/ out');
  });
});
