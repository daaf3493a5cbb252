import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import type { ProjectFiles } from '../../../../src/project/files';
import { fileChangersOf } from '../../../../src/style/tools/fileChangers';
import { parseHooks } from '../../../../src/style/tools/preCommit/hooks';
import { readStyleEnvironment, type StyleEnvironment } from '../../../../src/style/tools/styleEnvironment';
import { toxFromFiles } from '../toxFromFiles';

const filesOf = (texts: Record<string, string>): ProjectFiles => ({
  read: (path) => Promise.resolve(texts[path.replace('/r/', '')]),
  modified: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
});
const read = (texts: Record<string, string>): Promise<StyleEnvironment | undefined> =>
  readStyleEnvironment('/r', filesOf(texts), toxFromFiles(filesOf(texts)));
const changers = async (...commands: string[]): Promise<readonly string[] | undefined> => {
  const tox = `[testenv:pep8]\ncommands =\n${commands.map((command) => `  ${command}\n`).join('')}`;
  const environment = await read({ 'tox.ini': tox });
  return environment && fileChangersOf(environment);
};

const preCommit = `
repos:
  - repo: https://github.com/pre-commit/pre-commit-hooks
    hooks:
      - id: trailing-whitespace
      - id: mixed-line-ending
        args: ['--fix', 'no']
        exclude: '.*\\.(svg)$'
      - id: check-yaml
  - repo: https://github.com/astral-sh/ruff-pre-commit
    hooks:
      - id: ruff-check
        args: ['--fix', '--unsafe-fixes']
      - id: ruff-format
        args: [--check]
  - repo: https://opendev.org/openstack/hacking
    hooks:
      - id: hacking
        additional_dependencies: []
  - repo: https://github.com/codespell-project/codespell
    hooks:
      - id: codespell
        args: [-w]
  - repo: local
    hooks:
      - id: own
        entry: tools/own --in-place
      - id: quiet
        entry: tools/own  # --in-place
`;

describe('tools that change files', () => {
  it('tools that change files are formatters without a check mode, and linters with fixing on', async () => {
    const looking = ['flake8 {posargs}', 'mypy nova', 'ruff check nova', 'black --check .', 'ruff format --diff'];
    assert.deepEqual(await changers(...looking), []);
    const writing = [
      'ruff check --fix nova',
      'ruff format nova',
      'black .',
      'autopep8 -i -r nova',
      'python -m isort .',
    ];
    assert.deepEqual(await changers(...writing), ['ruff --fix', 'ruff format', 'black', 'autopep8', 'isort']);
  });

  it('tools that change files include hooks of pre-commit that write', async () => {
    const tox = '[testenv:linters]\ncommands = pre-commit run --all-files --show-diff-on-failure\n';
    const found = await read({ 'tox.ini': tox, '.pre-commit-config.yaml': preCommit });
    const changers = ['trailing-whitespace', 'ruff-check', 'codespell', 'own'];
    assert.deepEqual(
      [found?.name, found && fileChangersOf(found), found?.tools, found?.checkers],
      ['linters', changers, [], []],
    );
  });

  it('tools that change files are not guessed if the hooks cannot be read', async () => {
    const tox = '[testenv:pep8]\ncommands = pre-commit run -a\n';
    const texts = { 'tox.ini': tox, '.pre-commit-config.yaml': 'repos:\n\t- repo: local\n' };
    const refused = (error: unknown): boolean => error instanceof UserError && error.reason === 'bad-yaml';
    await assert.rejects(read(texts), refused);
  });

  it('tools that change files are none without an environment of checks', async () => {
    assert.equal(await read({ 'tox.ini': '[testenv:docs]\ncommands = sphinx-build\n' }), undefined);
  });
});

describe('the style environment', () => {
  const commands = async (...lines: string[]) => {
    const tox = `[tox]\ntoxworkdir = /away\n[testenv:pep8]\nenvdir = {toxworkdir}/shared\nsetenv =\n  A = 1\n  COVERAGE_PROCESS_START = x\n`;
    return read({ 'tox.ini': `${tox}commands =\n${lines.map((line) => `  ${line}\n`).join('')}` });
  };

  it('the style environment has the options, operands, folder and variables of each flake8', async () => {
    const found = await commands(
      'flake8 --extend-ignore=E201,E202 --max-line-length 100 -j 2 --format pylint -qv --statistics {posargs:lamp bin}',
      'env B=2 python -m flake8 --filename=* bin --exclude=bin/*.sh',
      'bash -ec "cd sub && flake8 --import-order-style google ."',
    );
    assert.equal(found?.envDir, '/away/shared');
    assert.deepEqual(
      found.checkers,
      [
        {
          checker: 'flake8',
          options: ['--extend-ignore=E201,E202', '--max-line-length', '100', '-j', '2'],
          operands: ['lamp', 'bin'],
          folder: '/r',
          variables: { A: '1' },
        },
        {
          checker: 'flake8',
          options: ['--filename=*', '--exclude=bin/*.sh'],
          operands: ['bin'],
          folder: '/r',
          variables: { A: '1', B: '2' },
        },
        {
          checker: 'flake8',
          options: ['--import-order-style', 'google'],
          operands: ['.'],
          folder: '/r/sub',
          variables: { A: '1' },
        },
      ].map((call) => ({ ...call, variables: { ...found.checkers[0]?.variables, ...call.variables } })),
    );
    assert.equal(found.checkers[0]?.variables.COVERAGE_PROCESS_START, undefined);
  });

  it('the style environment has each ruff check, and no ruff format', async () => {
    const found = await commands(
      'ruff --config a.toml check --fix -o out.txt --select F lamp',
      'ruff format lamp',
      'ruff check',
    );
    const shown = found?.checkers.map(({ checker, options, operands }) => [checker, options, operands]);
    assert.deepEqual(shown, [
      ['ruff', ['--config', 'a.toml', '--select', 'F'], ['lamp']],
      ['ruff', [], []],
    ]);
  });

  it('the style environment has a tool that only a script calls by its name alone', async () => {
    const found = await commands('bash tools/flake8wrap.sh -HEAD', "bash -c '! git ls-files | xargs ruff check'");
    assert.deepEqual([found?.tools, found?.checkers], [['flake8', 'ruff'], []]);
  });

  it("the style environment has its pre-commit's hooks: by id, by stage, without those of SKIP", async () => {
    const hooks = await parseHooks(
      'default_stages: [commit]\nrepos: [{repo: local, hooks: [{id: a}, {id: b, stages: [manual]}, {id: c, stages: [pre-commit, manual]}]}]\n',
    );
    const runs = async (...lines: string[]) => {
      const found = await commands(...lines);
      return found?.hookRuns.map((run) =>
        hooks
          .filter((hook) => run.runs(hook))
          .map(({ id }) => id)
          .join(''),
      );
    };
    assert.deepEqual(await runs('pre-commit run -a'), ['ac']);
    assert.deepEqual(await runs('pre-commit run --all-files --hook-stage manual', 'pre-commit run a --all-files'), [
      'bc',
      'a',
    ]);
    assert.deepEqual(await runs('env SKIP=a,x pre-commit run --show-diff-on-failure', 'pre-commit install'), ['c']);
    assert.deepEqual(await runs('pre-commit run --files one two'), ['ac']);
  });
});
