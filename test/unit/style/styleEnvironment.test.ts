import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../src/base/errors';
import { readStyleEnvironment } from '../../../src/style/fileChangers';
import type { ProjectFiles } from '../../../src/project/files';

const filesOf = (texts: Record<string, string>): ProjectFiles => ({
  read: (path) => Promise.resolve(texts[path.replace('/r/', '')]),
  modified: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
});
const changers = async (...commands: string[]): Promise<readonly string[] | undefined> => {
  const tox = `[testenv:pep8]\ncommands =\n${commands.map((command) => `  ${command}\n`).join('')}`;
  return (await readStyleEnvironment('/r', filesOf({ 'tox.ini': tox })))?.changers;
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
  it('are formatters that are not told to compare, and linters that are told to fix', async () => {
    const looking = ['flake8 {posargs}', 'mypy nova', 'ruff check nova', 'black --check .', 'ruff format --diff'];
    assert.deepEqual(await changers(...looking), []);
    const writing = ['ruff check --fix nova', 'ruff format nova', 'black .', 'autopep8 -i -r nova', 'python -m isort .'];
    assert.deepEqual(await changers(...writing), ['ruff --fix', 'ruff format', 'black', 'autopep8', 'isort']);
  });

  it('are hooks of pre-commit that write', async () => {
    const tox = '[testenv:linters]\ncommands = pre-commit run --all-files --show-diff-on-failure\n';
    const found = await readStyleEnvironment('/r', filesOf({ 'tox.ini': tox, '.pre-commit-config.yaml': preCommit }));
    const changers = ['trailing-whitespace', 'ruff-check', 'codespell', 'own'];
    assert.deepEqual(found, { name: 'linters', changers, tools: [], runsPreCommit: true });
  });

  it('are not guessed where the hooks cannot be read', async () => {
    const tox = '[testenv:pep8]\ncommands = pre-commit run -a\n';
    const files = filesOf({ 'tox.ini': tox, '.pre-commit-config.yaml': 'repos:\n\t- repo: local\n' });
    const refused = (error: unknown): boolean => error instanceof UserError && error.reason === 'bad-yaml';
    await assert.rejects(readStyleEnvironment('/r', files), refused);
  });

  it('are none where there is no environment of checks', async () => {
    const files = filesOf({ 'tox.ini': '[testenv:docs]\ncommands = sphinx-build\n' });
    assert.equal(await readStyleEnvironment('/r', files), undefined);
  });
});
