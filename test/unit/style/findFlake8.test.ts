import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { diskFiles } from '../../../src/project/files';
import { findFlake8 } from '../../../src/style/findFlake8';
import { readFlake8Config } from '../../../src/style/flake8Config';

describe('flake8 of a project', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'with a blank '))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const give = (place: string, mode = 0o755): string => {
    const bin = join(root, place, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'flake8'), '#!/bin/sh\n', { mode });
    return join(bin, 'flake8');
  };
  const place = async (): Promise<string | undefined> => (await findFlake8(root, '', 'linux'))?.place;

  it('is that of pep8, then of another environment that has it, then of .venv', async () => {
    assert.equal(await place(), undefined);
    give('.venv');
    assert.equal(await place(), '.venv');
    give('.tox/py3');
    mkdirSync(join(root, '.tox/pep8/bin'), { recursive: true });
    assert.equal(await place(), '.tox/py3', 'pep8 has pre-commit only');
    give('.tox/linters', 0o644);
    assert.equal(await place(), '.tox/py3', 'what may not be run is none');
    const file = give('.tox/pep8');
    assert.deepEqual(await findFlake8(root, '', 'linux'), { command: { file, args: [] }, place: '.tox/pep8' });
  });

  it('is what a person chose, a program or a Python', async () => {
    give('.tox/pep8');
    const chosen = async (program: string) => (await findFlake8(root, program))?.command;
    assert.deepEqual(await chosen('/opt/flake8'), { file: '/opt/flake8', args: [] });
    assert.deepEqual(await chosen('/opt/bin/python3.12'), { file: '/opt/bin/python3.12', args: ['-m', 'flake8'] });
  });

  it('is configured by the first file with a section for it', async () => {
    assert.equal(await readFlake8Config(root, diskFiles), undefined);
    writeFileSync(join(root, 'setup.cfg'), '[metadata]\nname = x\n');
    writeFileSync(join(root, 'tox.ini'), '[tox]\n\n[flake8]\nmax-line-length = 99\n');
    writeFileSync(join(root, '.flake8'), '[flake8]\nmax-line-length = 120\n');
    assert.deepEqual(await readFlake8Config(root, diskFiles), { file: 'tox.ini', line: 2, maxLineLength: 99 });
    writeFileSync(join(root, 'tox.ini'), '[flake8]\nmax-line-length = wide\n');
    assert.deepEqual(await readFlake8Config(root, diskFiles), { file: 'tox.ini', line: 0, maxLineLength: undefined });
  });
});
