import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { diskFiles } from '../../../src/project/files';
import { findTools } from '../../../src/style/findTools';
import { readFlake8Config } from '../../../src/style/flake8Config';
import { removeFolder } from '../../../scripts/lib/removeFolder';

/** A store of pre-commit. The fixture's paths are of this length, so that a test can put its own there. */
const PLACEHOLDER = `/${'store-'.repeat(40)}`;

describe('the tools of a project', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'with a blank '))));
  afterEach(() => removeFolder(root));

  const give = (place: string, mode = 0o755, program = 'flake8'): string => {
    const bin = join(root, place, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, program), '#!/bin/sh\n', { mode });
    return join(bin, program);
  };
  const find = (chosenFlake8 = '') => {
    const variables = { PRE_COMMIT_HOME: join(root, 'store'), XDG_CACHE_HOME: join(root, 'cache') };
    return findTools(root, diskFiles, { chosenFlake8, variables, platform: 'linux' });
  };
  const place = async (): Promise<string | undefined> => (await find()).found[0]?.place;
  /** `flake8 of .tox/pep8`, `no ruff`. */
  const shown = async (): Promise<string[]> => {
    const { found, missing } = await find();
    const there = found.map((tool) => [tool.checker, ...tool.command.args, 'of', tool.place].join(' '));
    return [...there, ...missing.map(({ checker, hook }) => `no ${checker}${hook ? ` of ${hook.id}` : ''}`)];
  };

  it('are flake8 of pep8, then of another environment that has it, then of .venv', async () => {
    assert.equal(await place(), undefined);
    give('.venv');
    assert.equal(await place(), '.venv');
    give('.tox/py3');
    mkdirSync(join(root, '.tox/pep8/bin'), { recursive: true });
    assert.equal(await place(), '.tox/py3', 'pep8 has pre-commit only');
    give('.tox/linters', 0o644);
    assert.equal(await place(), '.tox/py3', 'what may not be run is none');
    const file = give('.tox/pep8');
    const [found] = (await find()).found;
    assert.deepEqual([found?.command, found?.place], [{ file, args: [] }, '.tox/pep8']);
  });

  it('are what a person chose, a program or a Python', async () => {
    give('.tox/pep8');
    const chosen = async (program: string) => (await find(program)).found[0]?.command;
    assert.deepEqual(await chosen('/opt/flake8'), { file: '/opt/flake8', args: [] });
    assert.deepEqual(await chosen('/opt/bin/python3.12'), { file: '/opt/bin/python3.12', args: ['-m', 'flake8'] });
  });

  it('are those that the commands of the environment name', async () => {
    give('.tox/pep8');
    give('.tox/pep8', 0o755, 'ruff');
    assert.deepEqual(await shown(), ['flake8 of .tox/pep8'], 'nobody uses ruff');
    writeFileSync(join(root, 'tox.ini'), '[testenv:pep8]\ncommands =\n  ruff check\n  ruff format\n');
    assert.deepEqual(await shown(), ['ruff of .tox/pep8'], 'nobody uses flake8');
    writeFileSync(join(root, 'tox.ini'), '[testenv:pep8]\ncommands =\n  flake8 {posargs}\n  ruff format\n');
    assert.deepEqual(await shown(), ['flake8 of .tox/pep8']);
  });

  it('are what pre-commit has installed for the hooks of the project', async () => {
    writeFileSync(join(root, 'tox.ini'), '[testenv:pep8]\ncommands = pre-commit run -a\n');
    writeFileSync(join(root, '.pre-commit-config.yaml'), HOOKS);
    give('.tox/pep8', 0o755, 'pre-commit');
    assert.deepEqual(await shown(), ['no flake8 of hacking', 'no ruff of ruff-check'], 'there is no store');
    mkdirSync(join(root, 'store'));
    const store = readFileSync('test/fixtures/style/pre-commit-db.sqlite').toString('latin1');
    const own = join(root, 'store').padEnd(PLACEHOLDER.length, '/');
    assert.ok(store.includes(PLACEHOLDER));
    writeFileSync(join(root, 'store/db.db'), store.replaceAll(PLACEHOLDER, own), 'latin1');
    assert.deepEqual(await shown(), ['no flake8 of hacking', 'no ruff of ruff-check'], 'nothing is in it');
    give('store/repo-of-7.0.0/py_env-python3.11');
    assert.deepEqual(await shown(), ['no flake8 of hacking', 'no ruff of ruff-check'], 'it is another version');
    const file = give('store/repo-of-8.1.0/py_env-python3.11');
    give('store/repo-of-ruff/py_env-python3.11', 0o755, 'ruff');
    const places = ['flake8 of pre-commit (hacking 8.1.0)', 'ruff --select F of pre-commit (ruff-check v0.15.19)'];
    assert.deepEqual(await shown(), places);
    const [flake8] = (await find()).found;
    assert.equal(flake8?.command.file.replace(/\/{2,}/g, '/'), file);
    assert.deepEqual(['a.py', 'doc/a.py'].map((path) => flake8.looksAt(join(root, path))), [true, false]);
    give('.tox/pep8');
    assert.match((await shown())[0]!, /^flake8 of \.tox\/pep8$/);
    writeFileSync(join(root, 'store/db.db'), 'damaged');
    assert.deepEqual(await shown(), ['flake8 of .tox/pep8', 'no ruff of ruff-check']);
  });

  it('are configured by the first file with a section for it', async () => {
    assert.equal(await readFlake8Config(root, diskFiles), undefined);
    writeFileSync(join(root, 'setup.cfg'), '[metadata]\nname = x\n');
    writeFileSync(join(root, 'tox.ini'), '[tox]\n\n[flake8]\nmax-line-length = 99\n');
    writeFileSync(join(root, '.flake8'), '[flake8]\nmax-line-length = 120\n');
    assert.deepEqual(await readFlake8Config(root, diskFiles), { file: 'tox.ini', line: 2, maxLineLength: 99 });
    writeFileSync(join(root, 'tox.ini'), '[flake8]\nmax-line-length = wide\n');
    assert.deepEqual(await readFlake8Config(root, diskFiles), { file: 'tox.ini', line: 0, maxLineLength: undefined });
  });
});

const HOOKS = `repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.15.19
    hooks:
      - id: ruff-check
        args: ['--fix', '--unsafe-fixes', --select, F]
      - id: ruff-format
  - repo: https://opendev.org/openstack/hacking
    rev: 8.1.0
    hooks:
      - id: hacking
        additional_dependencies: []
        exclude: '^(doc|releasenotes|tools)/.*$'
`;
