import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { type EnvironmentQuestion, findEnvironments } from '../../../../src/testing/environments/findEnvironment';
import { runEnvironment } from '../../../../src/testing/environments/runEnvironment';

describe('finding environments of tests', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'environments-'))));
  afterEach(() => removeFolder(root));

  const make = (folder: string, ...programs: string[]): string => {
    const bin = path.join(root, folder, 'bin');
    mkdirSync(bin, { recursive: true });
    for (const program of ['python', ...programs]) writeFileSync(path.join(bin, program), '');
    return path.join(bin, 'python');
  };
  /** @param commands by the name of the environment; all others have none */
  const tox = (
    names: string[],
    envDir?: string,
    commands: Record<string, string[]> = {},
  ): NonNullable<EnvironmentQuestion['tox']> => ({
    names: names.map((name) => ({ name, description: '', isDefault: names.indexOf(name) < 2 })),
    environment: (name) =>
      Promise.resolve({
        name,
        commands: (commands[name] ?? []).map((line) => ({ args: line.split(' ') })),
        setEnv: {},
        passEnv: [],
        envDir: envDir ?? path.join(root, '.tox', name),
        changeDir: root,
      }),
  });
  const ask = async (question: Partial<EnvironmentQuestion> = {}): Promise<string[]> => {
    const { found, missing } = await findEnvironments({ root, platform: 'linux', ...question });
    return [
      ...found.map((each) =>
        `${each.source} ${path.relative(root, each.python)} ${each.tox ?? ''} ${each.runners.join()}`.trim(),
      ),
      ...missing.map((each) => `${each.reason} ${each.tox ?? ''}`.trim()),
    ];
  };

  it('environments come from the setting first, then tox, the Python extension and .venv, each once', async () => {
    make('.tox/py3', 'stestr');
    const chosen = make('chosen');
    make('.venv', 'testr');
    const setting = make('mine', 'stestr', 'testr');
    assert.deepEqual(await ask({ setting: 'mine/bin/python', pythonExtension: chosen, tox: tox(['py3', 'pep8']) }), [
      'setting mine/bin/python  stestr,testr',
      'tox .tox/py3/bin/python py3 stestr',
      'python-extension chosen/bin/python',
      '.venv .venv/bin/python  testr',
    ]);
    assert.equal((await ask({ setting, pythonExtension: setting })).length, 3);
  });

  it('environments are looked for where the project puts them, and nowhere else', async () => {
    make('.tox/py3', 'stestr');
    make('work/shared', 'stestr');
    make('work/py312', 'stestr');
    const read = (name: string): ReturnType<NonNullable<NonNullable<EnvironmentQuestion['tox']>['read']>> => ({
      name,
      commands: [],
      passEnv: [],
      changeDir: root,
      setEnv: { TOX_WORK_DIR: path.join(root, 'work') },
      envDir: path.join(root, 'work', name === 'py3' ? 'shared' : name),
    });
    const found = ['tox work/shared/bin/python py3 stestr', 'tox work/py312/bin/python py312 stestr'];
    assert.deepEqual(await ask({ tox: { ...tox(['py3']), read } }), found);
  });

  it('a setting that leads nowhere is not replaced by another Python', async () => {
    make('.venv');
    assert.deepEqual(await ask({ setting: '/none/python' }), ['setting-missing']);
  });

  it('the preferred environment is what a bare tox runs, then py3, then the newest', async () => {
    for (const name of ['py39', 'py311', 'py312', 'py3', 'py3-eventlet', 'pep8', 'cover', 'pypy3']) {
      make(`.tox/${name}`);
    }
    const names = ['pep8', 'py39', 'py311', 'py312', 'py3-eventlet', 'py3', 'cover', 'pypy3'];
    assert.deepEqual(
      (await ask({ tox: tox(names) })).map((each) => each.split(' ')[2]),
      ['py39', 'py3', 'py312', 'py311', 'py3-eventlet'],
    );
  });

  it('the environment to create is named', async () => {
    assert.deepEqual(await ask({ tox: tox(['pep8', 'py3']) }), ['no-environment py3']);
    assert.deepEqual(await ask({ tox: tox(['pep8', 'docs']) }), []);
    assert.deepEqual(await ask({ toxIsMissing: true }), ['no-tox']);
  });

  it('environments that tox created without listing come after the listed ones', async () => {
    make('.tox/py312', 'stestr');
    make('.tox/3.13', 'stestr');
    make('.tox/pep8', 'stestr');
    mkdirSync(path.join(root, '.tox/py39/bin'), { recursive: true });
    const made = ['tox .tox/3.13/bin/python 3.13 stestr', 'tox .tox/py312/bin/python py312 stestr'];
    assert.deepEqual(await ask({ tox: tox(['py3', 'pep8']) }), made);
    assert.deepEqual(await ask({ toxIsMissing: true }), [...made, 'no-tox', 'broken-environment py39']);
    make('.tox/py3', 'stestr');
    assert.deepEqual(await ask({ tox: tox(['pep8', 'py3']) }), ['tox .tox/py3/bin/python py3 stestr', ...made]);
  });

  it('the first environment that runs tests is used if no name stands for Python 3, else py3', async () => {
    const ofUnit = {
      docs: ['sphinx-build'],
      unit: ["find . -name '*.pyc' -delete", 'stestr run'],
      py3: ['stestr run'],
    };
    assert.deepEqual(await ask({ tox: tox(['docs', 'unit'], undefined, ofUnit) }), ['no-environment unit']);
    assert.deepEqual(await ask({ tox: tox(['docs', 'pep8', 'unit'], undefined, ofUnit) }), ['no-environment py3']);
    make('.tox/unit', 'stestr');
    assert.deepEqual(await ask({ tox: tox(['docs', 'unit'], undefined, ofUnit) }), [
      'tox .tox/unit/bin/python unit stestr',
    ]);
    const quoted = { unit: ['python -m stestr run'], docs: ["bash -c 'echo mystestr stestrs'"] };
    removeFolder(path.join(root, '.tox'));
    assert.deepEqual(await ask({ tox: tox(['docs', 'unit'], undefined, quoted) }), ['no-environment unit']);
    const failing = { ...tox(['docs']), environment: () => Promise.reject(new Error('no section')) };
    assert.deepEqual(await ask({ tox: failing }), ['tox-failed']);
  });

  it('tox is asked for its folder if the usual one is empty', async () => {
    make('elsewhere/py3');
    assert.deepEqual(await ask({ tox: tox(['py3'], path.join(root, 'elsewhere', 'py3')) }), [
      'tox elsewhere/py3/bin/python py3',
    ]);
    const failing = { ...tox(['py3']), environment: () => Promise.reject(new Error('no section')) };
    make('.venv');
    assert.deepEqual(await ask({ tox: failing }), ['.venv .venv/bin/python', 'tox-failed py3']);
  });

  it('an environment whose Python is gone is noticed', async () => {
    mkdirSync(path.join(root, '.tox/py3/bin'), { recursive: true });
    symlinkSync('/none/python3.9', path.join(root, '.tox/py3/bin/python'));
    assert.deepEqual(await ask({ tox: tox(['py3']) }), ['broken-environment py3', 'no-environment py3']);
  });

  it('an environment that was created in another place is noticed', async () => {
    make('.tox/py3', 'stestr');
    make('.venv', 'stestr');
    const script = (place: string, text: string): void => writeFileSync(path.join(root, place, 'bin/stestr'), text);
    script('.tox/py3', '#!/none/.tox/py3/bin/python\nimport sys\n');
    script('.venv', `#!/bin/sh\n'''exec' "/none/a checkout/.venv/bin/python" "$0" "$@"\n' '''\n`);
    const { found, missing } = await findEnvironments({ root, tox: tox(['py3'], path.join(root, '.tox/py3')) });
    assert.deepEqual(found, []);
    assert.deepEqual(
      missing.map(({ reason, tox: name, words }) => [reason, name, words]),
      [
        ['moved-environment', 'py3', '/none/.tox/py3/bin/python'],
        ['no-environment', 'py3', undefined],
        ['moved-environment', undefined, '/none/a checkout/.venv/bin/python'],
      ],
    );
    assert.deepEqual(await ask({ tox: tox(['py39'], path.join(root, '.tox/py39')) }), [
      'no-environment py39',
      'moved-environment',
    ]);
    script('.tox/py3', `#!${path.join(root, '.tox/py3/bin/python')}\n`);
    script('.venv', '#!/usr/bin/env python3\n');
    assert.equal((await findEnvironments({ root })).missing.length, 0);
  });

  it('a .venv that is a file is followed', async () => {
    make('.tox/cover', 'stestr');
    writeFileSync(path.join(root, '.venv'), '.tox/cover\n');
    assert.deepEqual(await ask(), ['.venv .tox/cover/bin/python  stestr']);
    writeFileSync(path.join(root, '.venv'), '.tox/gone');
    assert.deepEqual(await ask(), ['broken-redirect']);
    writeFileSync(path.join(root, '.venv'), 'x'.repeat(5000));
    assert.deepEqual(await ask(), ['broken-redirect']);
    writeFileSync(path.join(root, '.venv'), 'a\0b');
    assert.deepEqual(await ask(), ['broken-redirect']);
  });

  it('programs are looked for where Windows has them', async () => {
    const scripts = path.join(root, '.tox', 'py3', 'Scripts');
    mkdirSync(scripts, { recursive: true });
    for (const program of ['python.exe', 'stestr.exe']) writeFileSync(path.join(scripts, program), '');
    assert.deepEqual(await ask({ platform: 'win32' }), ['tox .tox/py3/Scripts/python.exe py3 stestr']);
  });
});

describe('runEnvironment', () => {
  const own = {
    PATH: '/usr/bin',
    HOME: '/home/stack',
    OS_TEST_TIMEOUT: '60',
    SECRET: 'x',
    os_debug: '1',
    NONE: undefined,
  };
  const tox = { setEnv: { OS_STDOUT_CAPTURE: '1', HOME: '/other' }, passEnv: ['HOME', 'OS_*'], envDir: '/p/.tox/py3' };

  it('variables of a run are passed and set as tox would', () => {
    assert.deepEqual(runEnvironment({ programs: '/p/.tox/py3/bin' }, tox, own, 'linux'), {
      HOME: '/other',
      OS_TEST_TIMEOUT: '60',
      os_debug: '1',
      OS_STDOUT_CAPTURE: '1',
      PATH: '/p/.tox/py3/bin:/usr/bin',
      VIRTUAL_ENV: '/p/.tox/py3',
    });
  });

  it('variables of a run are all kept without tox', () => {
    const found = runEnvironment({ programs: '/p/.venv/bin' }, undefined, own, 'linux');
    assert.equal(found.SECRET, 'x');
    assert.equal(found.VIRTUAL_ENV, '/p/.venv');
    assert.equal('NONE' in found, false);
  });

  it('patterns of variables are not regular expressions, and an invalid one is not for all', () => {
    const passes = (...passEnv: string[]): string[] =>
      Object.keys(runEnvironment({ programs: '/b' }, { ...tox, setEnv: {}, passEnv }, own, 'linux')).sort();
    assert.deepEqual(passes(), ['PATH', 'VIRTUAL_ENV']);
    assert.deepEqual(passes('S.CRET', '(.*)'), ['PATH', 'VIRTUAL_ENV']);
    assert.deepEqual(passes('S?CRET'), ['PATH', 'SECRET', 'VIRTUAL_ENV']);
  });

  it('the Path of Windows is found', () => {
    const found = runEnvironment(
      { programs: 'C:\\p\\Scripts' },
      tox,
      { Path: 'C:\\Windows', SystemRoot: 'C:\\Windows' },
      'win32',
    );
    assert.equal(found.Path, 'C:\\p\\Scripts;C:\\Windows');
    assert.equal(found.SystemRoot, 'C:\\Windows');
  });
});
