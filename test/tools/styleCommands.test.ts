// What the editor checks in each file, against the very command that a project's gate runs: its options, the folders
// that it names, its settings, the environment that it is in, and each hook of pre-commit.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { diskFiles } from '../../src/project/files';
import { checkTarget, type TargetFindings } from '../../src/style/check/checkTarget';
import { readPep8Output } from '../../src/style/check/pep8Output';
import type { Finding } from '../../src/style/findings/finding';
import { toFindings } from '../../src/style/findings/toFindings';
import { findTools, type StyleTools } from '../../src/style/tools/findTools';
import { readStyleEnvironment } from '../../src/style/tools/styleEnvironment';
import type { Target } from '../../src/style/tools/target';
import { toxFromFiles } from '../unit/style/toxFromFiles';
import { preCommit } from './lab';
import { ownRun } from './lib/ownRun';
import { runPep8 } from './lib/pep8';
import { run } from './lib/run';

/** Each has a finding, so that a file which is looked at shows. */
const MODULE = `import os
value = { "a" : 1 }
wide = "${'a'.repeat(80)}"


class lowerName:
    pass
`;

const FILES = [
  ...['setup.py', 'bin/lamp-run', 'bin/lamp.sh', 'lamp/__init__.py', 'lamp/app.py', 'lamp/old/app.py', 'lamp/old.py'],
  ...['lamp/stub.pyi', 'deploy/filter.py', 'build/lib/app.py', 'ignored/app.py', '.hidden/app.py'],
];

class Project {
  readonly root = mkdtempSync(join(tmpdir(), 'style commands '));

  constructor() {
    for (const file of FILES) this.write(file, file.startsWith('bin/') ? `#!/usr/bin/env python3\n${MODULE}` : MODULE);
    chmodSync(join(this.root, 'bin/lamp-run'), 0o755);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text);
  }

  tools(variables: NodeJS.ProcessEnv = process.env): Promise<StyleTools> {
    return findTools(this.root, diskFiles, toxFromFiles(diskFiles, process.env), { variables });
  }

  async check(target: Target, { found }: StyleTools): Promise<TargetFindings> {
    const looked = await checkTarget(target, found, {
      run: ownRun,
      severities: {},
      signal: new AbortController().signal,
    });
    return looked!;
  }

  /** `lamp/app.py:1:8 F401`, sorted. */
  keysOf(findings: readonly Finding[]): string[] {
    return findings
      .filter(({ code }) => code !== undefined)
      .map(
        ({ file, range: { start }, code }) =>
          `${relative(this.root, file)}:${start.line + 1}:${start.character + 1} ${code}`,
      )
      .sort();
  }

  /** Checks one file after the other, as a person saves them. */
  async checkEach(tools: StyleTools): Promise<{ keys: string[]; unchecked: string[] }> {
    const all: Finding[] = [];
    const unchecked: string[] = [];
    for (const file of FILES) {
      const looked = await this.check({ kind: 'files', files: [join(this.root, file)] }, tools);
      all.push(...looked.findings);
      unchecked.push(...looked.unchecked.map((path) => relative(this.root, path)));
    }
    return { keys: this.keysOf(all), unchecked };
  }
}

describe("the checks of a project's own command", () => {
  let project: Project;
  before(() => {
    project = new Project();
    project.write('strict.ini', '[flake8]\nexclude = lamp/old\nmax-line-length = 60\nselect = E5,F\n');
    project.write('strict.toml', '[lint]\nselect = ["E5"]\n');
    project.write('.gitignore', 'ignored/\n');
    // Another flake8, which no command of pep8 would run.
    project.write('.tox/py3/bin/flake8', '#!/bin/sh\necho an old flake8\nexit 3\n');
    chmodSync(join(project.root, '.tox/py3/bin/flake8'), 0o755);
  });
  after(() => removeFolder(project.root));

  const pep8 = (commands: readonly string[], settings: string): string => `[tox]
no_package = true
[testenv:pep8]
envdir = {toxworkdir}/shared
skip_install = true
ignore_errors = true
allowlist_externals = bash,env
set_env = LAMP = lit
deps =
  flake8==7.3.0
  ruff==0.15.19
commands =
${commands.map((command) => `  ${command}\n`).join('')}
${settings}`;

  const NOWHERE = FILES.filter((file) => !file.startsWith('lamp/') || file.endsWith('.pyi'));
  const cases: readonly {
    commands: string[];
    settings?: string;
    pyproject?: string;
    folder?: string;
    unchecked?: string[];
  }[] = [
    { commands: ['flake8 {posargs} lamp'], unchecked: NOWHERE },
    { commands: ['flake8 --extend-ignore=E201,E202 --max-line-length 100 {posargs} lamp'], unchecked: NOWHERE },
    {
      commands: ['flake8 --filename=* bin --exclude=bin/*.sh'],
      unchecked: FILES.filter((file) => file !== 'bin/lamp-run'),
    },
    { commands: ['flake8 {posargs:.}'] },
    {
      commands: ['flake8'],
      settings: '[flake8]\nextend-exclude = build,lamp/old\nfilename = *.py,./bin/lamp-run\nignore = E5\n',
    },
    {
      commands: ['flake8 setup.py bin/lamp-run lamp build'],
      settings: '[flake8]\nexclude = build,old\nper-file-ignores = lamp/app.py:F\n',
    },
    { commands: ['bash -c "cd lamp && flake8 --config ../strict.ini ."'], folder: 'lamp' },
    {
      commands: ['env LAMP=dark python -m flake8 --isolated --extend-exclude lamp/old --select=F,N'],
      settings: '[flake8]\nselect = E\n',
    },
    { commands: ['flake8 --select=F lamp', 'flake8 --max-line-length=60 --append-config strict.ini deploy lamp'] },
    { commands: ['ruff check --select F lamp'], unchecked: NOWHERE.filter((file) => !file.endsWith('.pyi')) },
    { commands: ['ruff --config strict.toml check {posargs} --line-length 60 --output-format=concise .'] },
    {
      commands: ['ruff check', 'flake8 --select=E2 deploy'],
      pyproject:
        '[tool.ruff]\nextend-exclude = ["lamp/old"]\nextend-include = ["bin/lamp-run"]\n[tool.ruff.lint]\nselect = ["E", "F"]\n',
    },
  ];

  for (const { commands, settings = '', pyproject = '', folder = '', unchecked } of cases) {
    it(`our checks find in each file what the command does: ${commands.join('; ')}`, async () => {
      project.write('tox.ini', pep8(commands, settings));
      project.write('pyproject.toml', pyproject);
      const { findings, steps } = await runPep8(project.root, {}, [], join(project.root, folder));
      const gate = [...new Set(project.keysOf(findings))];
      assert.ok(gate.length > 0, JSON.stringify(steps));
      const tools = await project.tools();
      assert.deepEqual(tools.missing, []);
      assert.deepEqual([...new Set(tools.found.map(({ place }) => place))], ['.tox/shared']);
      const each = await project.checkEach(tools);
      assert.deepEqual(each.keys, gate);
      if (unchecked) assert.deepEqual(each.unchecked, unchecked);
      const files = new Set(findings.map(({ file }) => relative(project.root, file)));
      assert.deepEqual(
        each.unchecked.filter((file) => files.has(file)),
        [],
        'what the gate checks is not called unchecked',
      );
      assert.deepEqual(project.keysOf((await project.check({ kind: 'root' }, tools)).findings), gate);
    });
  }
});

describe('the checks of several hooks of pre-commit', function () {
  let project: Project;
  let variables: NodeJS.ProcessEnv;
  let program: string;

  const CONFIG = `repos:
  - repo: local
    hooks:
      - id: flake8
        name: flake8
        additional_dependencies: [flake8==7.3.0]
        language: python
        entry: flake8
        exclude: ^deploy/
        types: [python]
      - id: naming
        name: names of classes
        additional_dependencies: [flake8==7.3.0, pep8-naming==0.15.1]
        language: python
        entry: flake8 --select=N,F
        types: [python]
      - id: ruff
        name: ruff
        additional_dependencies: [ruff==0.15.19]
        language: python
        entry: ruff check --select=D1
        files: ^lamp/
        types_or: [python, pyi]
`;

  before(async () => {
    project = new Project();
    project.write(
      'tox.ini',
      '[testenv:pep8]\ndeps = pre-commit\ncommands = pre-commit run --all-files\n[flake8]\nexclude = build\n',
    );
    project.write('.pre-commit-config.yaml', CONFIG);
    await run('git', ['init', '-q'], { cwd: project.root });
    await run('git', ['add', '-A', '-f'], { cwd: project.root });
    variables = { ...process.env, PRE_COMMIT_HOME: join(project.root, '.git/store') };
    program = join(await preCommit(), 'pre-commit');
    await run(program, ['install-hooks'], { cwd: project.root, env: variables });
  });
  after(() => removeFolder(project.root));

  it('several hooks of pre-commit find their findings in each file, reported once if two agree', async () => {
    const { exitCode, stdout } = await ownRun(program, ['run', '--all-files'], { cwd: project.root, env: variables });
    assert.equal(exitCode, 1, stdout);
    const environment = await readStyleEnvironment(project.root, diskFiles, toxFromFiles(diskFiles));
    const { rows, steps } = readPep8Output(stdout, environment?.hookTools);
    assert.deepEqual(
      steps.map(({ state, hookId }) => `${state} ${hookId}`),
      ['failed flake8', 'failed naming', 'failed ruff'],
    );
    const gate = [...new Set(project.keysOf(await toFindings(rows, project.root)))];
    for (const code of ['F401', 'N801', 'D100']) {
      assert.ok(
        gate.some((key) => key.endsWith(code)),
        code,
      );
    }
    const tools = await project.tools(variables);
    assert.deepEqual(tools.missing, []);
    const places = ['flake8', 'naming', 'ruff'].map((id) => `pre-commit (${id})`);
    assert.deepEqual(
      tools.found.map(({ place }) => place),
      places,
    );
    const each = await project.checkEach(tools);
    assert.deepEqual(each.keys, gate);
    assert.deepEqual(each.unchecked, ['bin/lamp.sh'], readdirSync(join(project.root, 'bin')).join());
  });
});
