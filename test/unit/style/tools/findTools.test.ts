import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { diskFiles } from '../../../../src/project/files';
import { findTools } from '../../../../src/style/tools/findTools';
import { readFlake8Config } from '../../../../src/style/tools/flake8Config';
import { toxFromFiles } from '../toxFromFiles';

/** A store of pre-commit. The fixture's paths are of this length, so that a test can put its own there. */
const PLACEHOLDER = `/${'store-'.repeat(40)}`;

describe('the tools of a project', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'with a space '));
    // flake8 would look for its settings above, where the machine may have any.
    writeFileSync(join(root, '.flake8'), '[flake8]\n');
  });
  afterEach(() => removeFolder(root));

  const give = (place: string, mode = 0o755, program = 'flake8'): string => {
    const bin = join(root, place, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, program), '#!/bin/sh\n', { mode });
    return join(bin, program);
  };
  const find = (chosenFlake8 = '') => {
    const variables = { PRE_COMMIT_HOME: join(root, 'store'), XDG_CACHE_HOME: join(root, 'cache') };
    return findTools(root, diskFiles, toxFromFiles(diskFiles), { chosenFlake8, variables, platform: 'linux' });
  };
  const place = async (): Promise<string | undefined> => (await find()).found[0]?.place;
  /** `flake8 of .tox/pep8`, `no ruff`. */
  const shown = async (): Promise<string[]> => {
    const { found, missing } = await find();
    const there = found.map((tool) => [tool.checker, ...tool.command.args, 'of', tool.place].join(' '));
    return [...there, ...missing.map(({ checker, hook }) => `no ${checker}${hook ? ` of ${hook.id}` : ''}`)];
  };

  it('tools are flake8 of pep8, then of another environment that has it, then of .venv', async () => {
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

  it('tools are those in the setting, a program or a Python', async () => {
    give('.tox/pep8');
    const chosen = async (program: string) => (await find(program)).found[0]?.command;
    assert.deepEqual(await chosen('/opt/flake8'), { file: '/opt/flake8', args: [] });
    assert.deepEqual(await chosen('/opt/bin/python3.12'), { file: '/opt/bin/python3.12', args: ['-m', 'flake8'] });
  });

  it('tools are those that the commands of the environment name', async () => {
    give('.tox/pep8');
    give('.tox/pep8', 0o755, 'ruff');
    assert.deepEqual(await shown(), ['flake8 of .tox/pep8'], 'nobody uses ruff');
    writeFileSync(join(root, 'tox.ini'), '[testenv:pep8]\ncommands =\n  ruff check\n  ruff format\n');
    assert.deepEqual(await shown(), ['ruff of .tox/pep8'], 'nobody uses flake8');
    writeFileSync(join(root, 'tox.ini'), '[testenv:pep8]\ncommands =\n  flake8 {posargs}\n  ruff format\n');
    assert.deepEqual(await shown(), ['flake8 of .tox/pep8']);
  });

  it("tools are those that pre-commit has installed for the project's hooks", async () => {
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
    const places = [
      'flake8 of pre-commit (hacking 8.1.0)',
      'ruff --force-exclude --select F of pre-commit (ruff-check v0.15.19)',
    ];
    assert.deepEqual(await shown(), places);
    const [flake8] = (await find()).found;
    assert.equal(flake8?.command.file.replace(/\/{2,}/g, '/'), file);
    const looksAt = (paths: string[]) => Promise.all(paths.map((path) => flake8.looksAt(join(root, path))));
    assert.deepEqual(await looksAt(['a.py', 'doc/a.py', 'a.txt', '../a.py']), [true, false, false, false]);
    assert.equal(flake8.gate, 'tox -e pep8');
    give('.tox/pep8');
    assert.deepEqual(await shown(), places, 'pre-commit does not run that of its own environment');
    writeFileSync(join(root, 'store/db.db'), 'damaged');
    assert.deepEqual(await shown(), ['no flake8 of hacking', 'no ruff of ruff-check']);
  });

  it('tools are those of the folder that tox names, and of no other', async () => {
    const ini = '[testenv:pep8]\nenvdir = {toxworkdir}/shared\ncommands = flake8 {posargs} .\n';
    writeFileSync(join(root, 'tox.ini'), ini);
    give('.tox/py3');
    give('.tox/pep8');
    give('.venv');
    assert.deepEqual(await shown(), ['no flake8']);
    give('.tox/shared');
    assert.deepEqual(await shown(), ['flake8 of .tox/shared']);
    writeFileSync(join(root, 'tox.ini'), `[tox]\ntoxworkdir = ${join(root, '../away')}\n${ini}`);
    assert.deepEqual(await shown(), ['no flake8']);
  });

  it('tools are each flake8 that the environment runs, with its options, folder and operands', async () => {
    const command = 'flake8 --max-line-length 100 lamp';
    writeFileSync(
      join(root, 'tox.ini'),
      `[testenv:pep8]\nset_env = A = 1\ncommands =\n  ${command}\n  flake8 --filename=* bin\n`,
    );
    give('.tox/pep8');
    assert.deepEqual(await shown(), ['flake8 --max-line-length 100 of .tox/pep8', 'flake8 --filename=* of .tox/pep8']);
    const { found } = await find();
    assert.deepEqual(
      found.map(({ operands, folder }) => [operands, folder]),
      [
        [['lamp'], root],
        [['bin'], root],
      ],
    );
    assert.equal(found[0]?.variables.A, '1');
    const looksAt = (path: string) => Promise.all(found.map((tool) => tool.looksAt(join(root, path))));
    assert.deepEqual(await looksAt('lamp/a.py'), [true, false]);
    assert.deepEqual(await looksAt('bin/lamp-run'), [false, true]);
    assert.deepEqual(await looksAt('deploy/a.py'), [false, false]);
  });

  it("tools are each hook that pre-commit runs, and its command's operands if it is given no files", async () => {
    writeFileSync(join(root, 'tox.ini'), '[testenv:pep8]\ncommands = pre-commit run -a\n');
    const hooks = [
      '{id: one, language: system, entry: flake8 --select=E, types: [python], exclude: ^doc/}',
      '{id: two, language: system, entry: python -m flake8, args: [--select, N8], pass_filenames: false}',
      '{id: three, language: system, entry: flake8 lamp, pass_filenames: false, always_run: true}',
      '{id: four, language: system, entry: flake8, stages: [manual]}',
      '{id: five, language: python, entry: flake8, additional_dependencies: [flake8==7.3.0]}',
      '{id: flake8-docs, language: system, entry: tools/check.sh}',
    ];
    writeFileSync(join(root, '.pre-commit-config.yaml'), `repos: [{repo: local, hooks: [${hooks.join(', ')}]}]\n`);
    give('.tox/pep8');
    const places = ['--select=E', '--select N8'].map((options) => `flake8 ${options} of .tox/pep8`);
    assert.deepEqual(await shown(), [...places, 'flake8 of .tox/pep8', 'no flake8 of five']);
    const { found } = await find();
    const looksAt = (path: string) => Promise.all(found.map((tool) => tool.looksAt(join(root, path))));
    assert.deepEqual(await looksAt('lamp/a.py'), [true, true, true]);
    assert.deepEqual(await looksAt('doc/a.py'), [false, true, false]);
  });

  it('tools are configured by the first file with a section for them', async () => {
    writeFileSync(join(root, 'setup.cfg'), '[metadata]\nname = x\n');
    writeFileSync(join(root, 'tox.ini'), '[tox]\n\n[flake8]\nmax-line-length = 99\n');
    writeFileSync(join(root, '.flake8'), '[flake8]\nmax-line-length = 120\n');
    assert.deepEqual(await readFlake8Config(root, diskFiles), { file: 'tox.ini', line: 2, maxLineLength: 99 });
    writeFileSync(join(root, 'tox.ini'), '[flake8]\nmax-line-length = wide\n');
    assert.deepEqual(await readFlake8Config(root, diskFiles), { file: 'tox.ini', line: 0, maxLineLength: undefined });
    const above = await readFlake8Config(join(root, 'deploy'), diskFiles);
    assert.equal(above?.file, '../tox.ini');
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
