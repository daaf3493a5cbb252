import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readTox } from '../../../../src/project/tox/readTox';
import { type ReadEnvironment } from '../../../../src/project/tox/tox';
import { projectFiles } from '../memoryFiles';

async function cover(texts: Record<string, string>): Promise<ReadEnvironment | undefined> {
  return (await readTox('/p', projectFiles(texts)))?.environment('cover');
}

/** What tox sets in each environment by itself. */
function exported(name: string, workDir = '/p/.tox'): Record<string, string> {
  return {
    TOX_ENV_NAME: name,
    TOX_WORK_DIR: workDir,
    TOX_ENV_DIR: `${workDir}/${name}`,
    VIRTUAL_ENV: `${workDir}/${name}`,
  };
}

async function commands(toxIni: string): Promise<string[] | undefined> {
  return (await cover({ 'tox.ini': toxIni }))?.commands.map(({ args }) => args.join(' '));
}

// The form that most projects have, after governance's reference/pti/python.rst.
const PTI = `[tox]
envlist = py3,pep8

[testenv]
setenv =
  PYTHONDONTWRITEBYTECODE=1
allowlist_externals =
  find
  rm
commands =
  find . -type f -name "*.py[c|o]" -delete
  stestr run {posargs}

[testenv:cover]
setenv =
  {[testenv]setenv}
  PYTHON=coverage run --source cloudlet --parallel-mode
commands =
  coverage erase
  {[testenv]commands}
  coverage combine
  coverage html -d cover
  coverage xml -o cover/coverage.xml  # for the editor
`;

describe("reading tox's files", () => {
  it('the cover environment of tox.ini is read', async () => {
    const environment = await cover({ 'tox.ini': PTI });
    assert.deepEqual(
      environment?.commands.map(({ args, line }) => [line, ...args]),
      [
        [19, 'coverage', 'erase'],
        [20, 'find', '.', '-type', 'f', '-name', '*.py[c|o]', '-delete'],
        [20, 'stestr', 'run'],
        [21, 'coverage', 'combine'],
        [22, 'coverage', 'html', '-d', 'cover'],
        [23, 'coverage', 'xml', '-o', 'cover/coverage.xml'],
      ],
    );
    assert.equal(environment.file, 'tox.ini');
    assert.deepEqual(environment.allowlist, ['find', 'rm']);
    assert.deepEqual(environment.setEnv, {
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHON: 'coverage run --source cloudlet --parallel-mode',
      ...exported('cover'),
    });
    assert.equal(environment.changeDir, '/p');
    assert.equal(environment.envDir, '/p/.tox/cover');
  });

  it('a tox environment that the file does not name is unknown', async () => {
    assert.equal(await cover({ 'tox.ini': '[testenv]\ncommands = stestr run\n' }), undefined);
    assert.equal(await cover({}), undefined);
  });

  it('a tox environment without commands has those of [testenv]', async () => {
    const expected = ['stestr run'];
    assert.deepEqual(await commands('[testenv]\ncommands = stestr run\n[testenv:cover]\ndeps =\n'), expected);
    assert.deepEqual(await commands('[tox]\nenvlist = py3, cover\n[testenv]\ncommands = stestr run\n'), expected);
    assert.deepEqual(await commands('[testenv:{cover,functional}{,-py3}]\ncommands = stestr run\n'), expected);
  });

  it('a tox environment has the lines that apply to it', async () => {
    const ini = `[testenv:cover]
commands =
  cover: coverage erase
  !cover: rm -rf /
  py3,cover: stestr \\
    run \\
    {posargs:--slowest}
  # coverage html
  - coverage html -d "my cover"
  python -c "print('a: b')"
`;
    assert.deepEqual(
      (await cover({ 'tox.ini': ini }))?.commands.map(({ args }) => args),
      [
        ['coverage', 'erase'],
        ['stestr', 'run', '--slowest'],
        ['coverage', 'html', '-d', 'my cover'],
        ['python', '-c', "print('a: b')"],
      ],
    );
  });

  it('a tox command stays as written if a comment cuts off a closing quote', async () => {
    const ini =
      '[testenv:cover]\ncommands =\n  pip install -q  -e "git+https://example.org/lamp#egg=lamp"\n  a "b\\"\n  "c d\n';
    assert.deepEqual(
      (await cover({ 'tox.ini': ini }))?.commands.map(({ args }) => args),
      [['pip', 'install', '-q', '-e', '"git+https://example.org/lamp'], ['a', '"b\\"'], ['"c d']],
    );
  });

  it('conditions of tox on platform and machine are known, with spaces after commas', async () => {
    const machine = { x64: 'x86_64', ia32: 'x86' }[process.arch as string] ?? process.arch;
    const ini = `[testenv:cover]
commands =
  ${process.platform}: platform
  ${machine}: machine
  !${machine}: other machine
  docs, {cover, py3}: list
  cover{0-3}: range
  python cover: no condition
`;
    assert.deepEqual(await commands(ini), ['platform', 'machine', 'list', 'python cover: no condition']);
    const named = await readTox(
      '/p',
      projectFiles({
        'tox.ini': '[tox]\nenvlist = s390x-cover\n[testenv]\ncommands =\n  s390x: a\n  x86_64,arm64: b\n',
      }),
    );
    assert.deepEqual(
      named?.environment('s390x-cover')?.commands.map(({ args }) => args.join(' ')),
      ['a'],
    );
  });

  it('ranges of tox environments are expanded, with those that only conditions name', async () => {
    const ini = `[tox]
envlist = py3{10-12},docs-{b, a}
[testenv]
description = Note: tox takes this for a condition
deps =
  docs-py310: known
  {mysql,all}: x
  !mysql-fast: y
[testenv:n{3-2}]
[other]
deps = other: z
`;
    const names = (await readTox('/p', projectFiles({ 'tox.ini': ini })))?.names().map(({ name }) => name);
    assert.deepEqual(names, [
      'py310',
      'py311',
      'py312',
      'docs-b',
      'docs-a',
      'n3',
      'n2',
      'Note',
      'mysql',
      'all',
      'mysql-fast',
    ]);
  });

  it("tox's substitutions are replaced, and unknown ones stay", async () => {
    const ini = `[tox]
toxworkdir = {toxinidir}/.work
[x]
dir = {toxinidir}{/}cover
[testenv:cover]
changedir = {toxinidir}/src
commands =
  a {[x]dir} {[x]no:{posargs:other}} {[no]key} {env:HOME:none} {env:HOME} {envname} {envtmpdir} {unknown} \\{x\\} {}
`;
    const environment = await cover({ 'tox.ini': ini });
    assert.deepEqual(environment?.commands[0]?.args, [
      'a',
      '/p/cover',
      'other',
      '{[no]key}',
      'none',
      'cover',
      '/p/.work/cover/tmp',
      '{unknown}',
      '{x}',
      '{}',
    ]);
    assert.equal(environment.changeDir, '/p/src');
    assert.equal(environment.envDir, '/p/.work/cover');
  });

  it("tox's substitutions end in circles and in texts that grow", async () => {
    const circle = await commands('[testenv:cover]\ncommands = {[testenv:cover]commands}\n');
    assert.deepEqual(circle, ['{[testenv:cover]commands}']);
    const grow = Array.from({ length: 30 }, (_, i) => `a${i} = {[x]a${i + 1}} {[x]a${i + 1}}`).join('\n');
    const grown = await commands(`[x]\n${grow}\na30 = end\n[testenv:cover]\ncommands = {[x]a0}\n`);
    assert.ok((grown?.join('').length ?? 0) < 1_000_000);
    const braces = await commands(`[testenv:cover]\ncommands = ${'{'.repeat(100_000)} ${'}'.repeat(100_000)}\n`);
    assert.equal(braces?.length, 1);
  });

  it('tox settings are read from setup.cfg', async () => {
    const text = '[metadata]\nname = x\n[tox:tox]\nenvlist = py3\n[testenv:cover]\ncommands = coverage xml\n';
    const environment = await cover({ 'setup.cfg': text });
    assert.equal(environment?.file, 'setup.cfg');
    assert.deepEqual(environment.commands, [{ args: ['coverage', 'xml'], line: 6 }]);
    assert.equal(await cover({ 'setup.cfg': '[testenv:cover]\ncommands = x\n' }), undefined);
  });

  it('tox settings are read from the INI text of pyproject.toml', async () => {
    const text = '[tool.tox]\nlegacy_tox_ini = """\n[testenv:cover]\ncommands = coverage xml\n"""\n';
    assert.deepEqual((await cover({ 'pyproject.toml': text }))?.commands[0]?.args, ['coverage', 'xml']);
  });

  const TOML = (top: string): string => `
[${top}env_run_base]
commands = [["stestr", "run", { replace = "posargs", default = ["--slowest"], extend = true }]]
set_env.LANG = "C"
[${top}env.cover]
allowlist_externals = ["find"]
set_env.PYTHON = "coverage run --source x"
commands = [
  ["coverage", "erase"],
  { replace = "ref", of = [${top === '' ? '' : '"tool", "tox", '}"env_run_base", "commands"], extend = true },
  ["-", "coverage", "xml", "-o", "{tox_root}/cover/coverage.xml"],
]
`;
  for (const [file, top] of [
    ['tox.toml', ''],
    ['pyproject.toml', 'tool.tox.'],
  ] as const) {
    it(`tox settings are read from ${file}`, async () => {
      const environment = await cover({ [file]: TOML(top) });
      assert.deepEqual(
        environment?.commands.map(({ args }) => args),
        [
          ['coverage', 'erase'],
          ['stestr', 'run', '--slowest'],
          ['coverage', 'xml', '-o', '/p/cover/coverage.xml'],
        ],
      );
      assert.deepEqual(environment.allowlist, ['find']);
      assert.deepEqual(environment.setEnv, { PYTHON: 'coverage run --source x', ...exported('cover') });
    });
  }

  it('TOML that does not parse, and circles in it, are skipped', async () => {
    assert.equal(await cover({ 'pyproject.toml': '[tool.tox', 'tox.toml': '' }), undefined);
    const circle = '[env.cover]\ncommands = [{ replace = "ref", of = ["env", "cover", "commands"], extend = true }]\n';
    assert.deepEqual((await cover({ 'tox.toml': circle }))?.commands, []);
  });

  it('the first file that configures tox is read', async () => {
    const files = { 'tox.ini': '[testenv:cover]\ncommands = a\n', 'tox.toml': '[env.cover]\ncommands = [["b"]]\n' };
    assert.deepEqual((await cover(files))?.commands[0]?.args, ['a']);
  });
});
