import assert from 'node:assert/strict';
import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { runProcess } from '../../src/base/process';
import { readCoverEnvironment } from '../../src/coverage/find/coverEnvironment';
import { diskFiles } from '../../src/project/files';
import { readTox } from '../../src/project/tox/readTox';
import { ToxConfig } from '../../src/project/tox/toxConfig';
import { copyOfSample, project, tools } from './lab';
import { run } from './lib/run';

const COMMANDS = ['commands_pre', 'commands', 'commands_post'] as const;

interface ToxAnswer {
  readonly env: Readonly<
    Record<
      string,
      Record<(typeof COMMANDS)[number], string[]> & {
        set_env: Record<string, string>;
        change_dir: string;
        env_dir: string;
      }
    >
  >;
}

interface Settings {
  readonly commands: readonly (readonly string[])[];
  readonly setEnv: Readonly<Record<string, string>>;
  readonly changeDir: string;
  readonly envDir: string;
}

/** What tox itself makes of an environment; its commands as words, however it quotes them. */
async function askTox(root: string, name = 'cover'): Promise<Settings> {
  const bin = await tools();
  const args = ['config', '-e', name, '-k', ...COMMANDS, 'set_env', 'change_dir', 'env_dir', '--format', 'json'];
  const answer = (JSON.parse(await run(join(bin, 'tox'), args, { cwd: root })) as ToxAnswer).env[name]!;
  const split =
    'import json, shlex, sys; print(json.dumps([[word for at, word in enumerate(shlex.split(line)) if at or word != "-"] for line in json.loads(sys.argv[1])]))';
  const commands = await run(join(bin, 'python'), [
    '-c',
    split,
    JSON.stringify(COMMANDS.flatMap((key) => answer[key])),
  ]);
  return {
    commands: JSON.parse(commands) as string[][],
    setEnv: withoutToxsOwn(answer.set_env),
    changeDir: answer.change_dir,
    envDir: answer.env_dir,
  };
}

async function weRead(root: string, name = 'cover'): Promise<Settings> {
  const environment = (await readTox(root, diskFiles, process.env))?.environment(name);
  assert.ok(environment);
  const { commands, setEnv, changeDir, envDir } = environment;
  return { commands: commands.map(({ args }) => args), setEnv: withoutToxsOwn(setEnv), changeDir, envDir };
}

/** tox makes a new seed each time, and sets what its versions differ in. */
function withoutToxsOwn(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables)
      .filter(([name]) => !/^(?:PYTHONHASHSEED|PYTHONIOENCODING|PIP_.*|VIRTUALENV_.*|TOX_.*)$/.test(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Settings that refer to each other in every way that projects use. */
const HARD = {
  'tox.ini': `[tox]
envlist = py3,pep8,docs-{b, a}
toxworkdir = {env:TOX_LAB_WORK:{toxinidir}{/}.work}

[base]
reports = build{/}{env:KIND:unit}
flags = --one --two

[testenv]
skip_install = true
usedevelop = false
allowlist_externals = *
setenv =
  KIND = functional
  REPORTS = {[base]reports}
  QUOTED = it's "so"
  HOMED = {env:HOME}/x
  NESTED = {env:TOX_LAB_NO_1:{env:TOX_LAB_NO_2:deep}}
  PATHS = {env:PATHS:one}:two
  cover: ONLY = cover
  {mysql,all}-fast, !cover: SERVER = mysql
  !cover: ONLY = others
  EQUALS = --a=b --c=d
commands =
  stestr --test-path {env:KIND} run {posargs:--slowest}
  cover: coverage xml -o {env:REPORTS}/unit.xml {[base]flags}
  !cover: true {envname} {env:MISSING:}

[testenv:cover]
setenv =
  PYTHON = coverage run --source {env:KIND} --parallel-mode
  KIND = own
  {[testenv]setenv}
changedir = {toxinidir}/src

[testenv:pep8]
envdir = {toxworkdir}/shared
commands_pre =
  pip install  -e "git+https://example.org/lamp#egg=lamp"
commands =
  {[testenv]commands}
  linux,darwin, win32: true platform
  x86_64, {arm64, ppc64}: true machine
  pep{0-3}, s390x: true never
  python -c "print('a: b')"
  sh -c "flake8 \\
    --filename '*.py' {env:ONLY}" # a remark
  - a \\{b\\} c\\:d {envdir} {envtmpdir} {envbindir} []
`,
  'tox.toml': `env_list = ["py3", "pep8"]
work_dir = "{tox_root}/.cache/tox"
[env_run_base]
skip_install = true
allowlist_externals = ["*"]
set_env = { KIND = "unit", OUT = "build/{env:KIND}", HOMED = "{env:HOME}" }
commands = [["stestr", "run", { replace = "posargs", default = ["--slowest"], extend = true }]]
[env.cover]
set_env = { OUT = "out", SHELLED = { replace = "env", name = "TOX_LAB_NO", default = "sh" } }
change_dir = "src"
commands = [["coverage", "xml", "-o", "{env:OUT}/all.xml"], ["echo", "{env:SHELLED}", "{env_dir}"]]
[env.pep8]
env_dir = "{work_dir}/shared"
commands = [{ replace = "ref", of = ["env_run_base", "commands"], extend = true }, ["flake8", "{env:KIND}", "{env_dir}"]]
`,
};

describe('environment as tox reads it', () => {
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach(removeFolder));
  const emptyProject = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'tox-settings-'));
    folders.push(folder);
    return folder;
  };

  it('the environment of the sample is what tox reads', async () => {
    const root = await copyOfSample();
    assert.deepEqual(await weRead(root), await askTox(root));
  });

  for (const [name, version] of [
    ['oslo.serialization', '5.11.0'],
    ['oslo.config', '10.7.0'],
    ['magnum', '23.0.0'],
  ] as const) {
    it(`the environment of ${name} is what tox reads`, async () => {
      const root = await realpath(await project(name, version));
      assert.deepEqual(await weRead(root), await askTox(root));
    });
  }

  for (const [file, text] of Object.entries(HARD)) {
    for (const name of ['py3', 'cover', 'pep8']) {
      it(`the environment of ${file} with substitutions is what tox reads: ${name}`, async () => {
        const root = await emptyProject();
        await writeFile(join(root, file), text);
        assert.deepEqual(await weRead(root, name), await askTox(root, name));
      });
    }
  }

  for (const [file, text] of Object.entries(HARD)) {
    it(`the environments of ${file} have the names that tox lists`, async () => {
      const root = await emptyProject();
      await writeFile(join(root, file), text);
      const ours = (await readTox(root, diskFiles, process.env))!.names().map(({ name }) => name);
      const theirs = await new ToxConfig(root, runProcess, {
        file: join(await tools(), 'tox'),
        args: [],
      }).environments();
      assert.deepEqual(
        ours,
        theirs.map(({ name }) => name),
      );
    });
  }

  it('an environment that checks out another commit is not run', async () => {
    const cover = await readCoverEnvironment(await project('magnum', '23.0.0'), diskFiles);
    assert.equal(cover.kind, 'unsafe');
    assert.equal(cover.why.script, 'tools/cover.sh');
    assert.match(cover.why.command, /^git checkout /);
  });
});
