import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readTox } from '../../../../src/project/tox/readTox';
import type { ProcessVariables, ReadEnvironment } from '../../../../src/project/tox/tox';
import { projectFiles } from '../memoryFiles';

async function read(
  texts: Record<string, string>,
  name: string,
  process: ProcessVariables = {},
): Promise<ReadEnvironment> {
  const environment = (await readTox('/p', projectFiles(texts), process))?.environment(name);
  assert.ok(environment, `${name} is known`);
  return environment;
}

const ini = (text: string, name: string, process?: ProcessVariables): Promise<ReadEnvironment> =>
  read({ 'tox.ini': text }, name, process);

const words = ({ commands }: ReadEnvironment): string[] => commands.map(({ args }) => args.join(' '));

describe('variables in the settings of tox', () => {
  it('tox variables come from set_env first, then from the process, then from the default', async () => {
    const text = `[testenv]
setenv =
  REPORTS = build/{env:KIND:none}
  KIND = unit
[testenv:cover]
setenv =
  {[testenv]setenv}
  EMPTY =
commands = a {env:REPORTS} {env:HOME:/nowhere} {env:MISSING:{envname}} {env:EMPTY:default}x {env:MISSING}`;
    assert.deepEqual(words(await ini(text, 'cover', { HOME: '/home/me', KIND: 'functional' })), [
      'a build/unit /home/me cover x',
    ]);
  });

  it('tox variables that refer to themselves mean those of the process, and circles end', async () => {
    const text =
      '[testenv:cover]\nset_env =\n  A = {env:A:}:more\n  B = {env:C}\n  C = {env:B:end}\ncommands = a {env:A} {env:B}\n';
    assert.deepEqual(words(await ini(text, 'cover', { A: 'mine' })), ['a mine:more end']);
  });

  it('tox variables of an environment precede those it takes in, wherever they are', async () => {
    const text =
      '[testenv]\nset_env =\n  A = 1\n  B = 1\n[testenv:cover]\nset_env =\n  A = 2\n  {[testenv]set_env}\n  C = {env:B}{env:A}\n';
    const { setEnv, isCertain } = await ini(text, 'cover');
    assert.deepEqual([setEnv.A, setEnv.B, setEnv.C, isCertain], ['2', '1', '12', true]);
  });

  it('tox variables keep text after an equals sign, and apply under their condition and marker', async () => {
    const text = `[testenv]
set_env =
  OPTS = --a=b {env:X:c=d}
  cover: ONLY = here
  !cover: OTHER = there
  SPLIT = a\\;b
  {env:KEY:NAMED} = 1
  LINUX = 1; sys_platform == "linux"
`;
    const { setEnv, isCertain } = await ini(`${text}[testenv:cover]\ncommands = a\n`, 'cover');
    assert.deepEqual(
      [setEnv.OPTS, setEnv.ONLY, setEnv.OTHER, setEnv.SPLIT, setEnv.LINUX],
      ['--a=b c=d', 'here', undefined, 'a;b', '1'],
    );
    assert.equal(isCertain, false, 'only tox knows the machine that a marker is about');
  });

  it('tox variables include those that tox sets itself', async () => {
    const { setEnv } = await ini('[tox]\ntoxworkdir = /w\n[testenv:cover]\nenvdir = {toxworkdir}/shared\n', 'cover');
    assert.deepEqual(setEnv, {
      TOX_ENV_NAME: 'cover',
      TOX_WORK_DIR: '/w',
      TOX_ENV_DIR: '/w/shared',
      VIRTUAL_ENV: '/w/shared',
    });
  });

  it('tox variables of TOML are resolved in the same way', async () => {
    const text = `work_dir = "{env:WORK:.cache}/tox"
env_list = ["py3"]
[env_run_base]
commands = [["stestr", "run"]]
set_env = { OUT = "base", DEEP = "{env:OUT}/deep" }
[env.cover]
set_env = { OUT = "out", FROM = { replace = "env", name = "SHELL", default = "sh" } }
commands = [["coverage", "xml", "-o", "{env:OUT}/all.xml"], ["echo", { replace = "env", name = "FROM" }, "{env_dir}"]]
[env.other]
set_env = [{ replace = "ref", of = ["env_run_base", "set_env"] }, { OUT = "other" }]
commands = [["a", "{env:DEEP}"]]
`;
    const cover = await read({ 'tox.toml': text }, 'cover', { SHELL: 'bash', OUT: 'process' });
    assert.deepEqual(words(cover), ['coverage xml -o out/all.xml', 'echo bash /p/.cache/tox/cover']);
    assert.deepEqual([cover.envDir, cover.isCertain], ['/p/.cache/tox/cover', true]);
    assert.deepEqual(words(await read({ 'tox.toml': text }, 'other')), ['a other/deep']);
    assert.equal((await read({ 'tox.toml': text }, 'py3', { WORK: '/w' })).envDir, '/w/tox/py3');
  });
});

describe('folders of environments of tox', () => {
  it('folders of tox environments are where the environment, or another one, says', async () => {
    const text = `[tox]
toxworkdir = {env:TOX_WORK:{toxinidir}/.work}
[testenv:pep8]
envdir = {toxworkdir}/shared
commands = a {envdir} {envbindir} {envtmpdir} {toxworkdir}
[testenv:docs]
envdir = {[testenv:pep8]envdir}
commands = b {[testenv:venv]envdir}
[testenv:venv]
[testenv:x]
envdir = {[testenv:y]envdir}
[testenv:y]
envdir = {[testenv:x]envdir}
`;
    const pep8 = await ini(text, 'pep8');
    assert.equal(pep8.envDir, '/p/.work/shared');
    assert.deepEqual(words(pep8), ['a /p/.work/shared /p/.work/shared/bin /p/.work/pep8/tmp /p/.work']);
    const docs = await ini(text, 'docs');
    assert.deepEqual([docs.envDir, ...words(docs)], ['/p/.work/shared', 'b /p/.work/venv']);
    assert.equal((await ini(text, 'venv', { TOX_WORK: '/w' })).envDir, '/w/venv');
    assert.ok((await ini(text, 'x')).envDir, 'a circle ends');
  });

  it("folders of tox environments belong to names made of Python and of the file's factors too", async () => {
    const text = '[tox]\nenvlist = functional\n[testenv]\ncommands =\n  fast: a\n  !fast: b\n';
    assert.deepEqual(words(await ini(text, 'py3')), ['b']);
    assert.deepEqual(words(await ini(text, '3.12-fast')), ['a']);
    const tox = await readTox('/p', projectFiles({ 'tox.ini': text }));
    assert.equal(tox?.environment('cover'), undefined);
  });
});

describe('what only tox can tell', () => {
  for (const [what, command] of [
    ['a reference to nothing', '{nothing}'],
    ['a setting of no section', '{[no]key}'],
    ['a pattern of files', '{glob:*.py}'],
    ['a folder of Python', '{envsitepackagesdir}'],
  ] as const) {
    it(`what only tox can know is recognised: ${what}`, async () => {
      const environment = await ini(`[testenv:cover]\ncommands = a ${command}\n`, 'cover');
      assert.deepEqual([words(environment), environment.isCertain], [[`a ${command}`], false]);
    });
  }

  it('what projects write every day is known without tox', async () => {
    const text = `[testenv:cover]
commands =
  find . -name "*.py[co]" -exec rm {} +
  a {posargs:--regex \\[slow\\]} [] {tty:yes:no} b\\:c {/}x
`;
    const environment = await ini(text, 'cover');
    assert.deepEqual(words(environment), ['find . -name *.py[co] -exec rm {} +', 'a --regex [slow] no b:c /x']);
    assert.equal(environment.isCertain, true);
  });
});
