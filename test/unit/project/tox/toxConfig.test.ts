import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { UserError } from '../../../../src/base/errors';
import type { Run, RunResult } from '../../../../src/project/tox/run';
import { ToxConfig } from '../../../../src/project/tox/toxConfig';

const fixture = (name: string): string =>
  readFileSync(path.join(__dirname, '../../../fixtures/testing/tox', name), 'utf8');
const result = (stdout: string, exitCode = 0): RunResult => ({ exitCode, signal: null, stdout, stderr: '' });

/** A tox that answers from a table; `asked` keeps what it was asked. */
function fakeTox(answer: (args: string) => RunResult): { run: Run; asked: string[] } {
  const asked: string[] = [];
  const run: Run = (file, args) => {
    asked.push([file, ...args].join(' '));
    return Promise.resolve(answer(args.join(' ')));
  };
  return { run, asked };
}

const tox4 = (args: string): RunResult => {
  if (args === '--version') return result('4.67.15 from /home/stack/x');
  if (args === 'list') return result(fixture('tox4-list.txt'));
  if (args.includes('-e nope')) return result(fixture('tox4-unknown-env.txt'), 254);
  return result(fixture('tox4-config-probe.json'));
};

describe("tox's own answer", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'tox-'))));
  afterEach(() => removeFolder(root));

  const reasonOf = async (asked: Promise<unknown>): Promise<string> => {
    const error: unknown = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof UserError ? String(error.reason) : String(error);
  };

  it('tox 4 is asked once, until a file of the configuration changes', async () => {
    writeFileSync(path.join(root, 'tox.ini'), '[tox]');
    const { run, asked } = fakeTox(tox4);
    const config = new ToxConfig(root, run);
    const [first, second] = await Promise.all([config.environment('py3'), config.environment('py3')]);
    assert.deepEqual(first, second);
    assert.equal(first.setEnv.A, '1');
    const query =
      'tox config -e py3 -k commands_pre commands commands_post set_env env_dir pass_env change_dir --format json';
    assert.deepEqual(asked, ['tox --version', query]);
    writeFileSync(path.join(root, 'tox.ini'), '[tox]\n# changed');
    await config.environment('py3');
    assert.equal(asked.filter((each) => each === query).length, 2);
    writeFileSync(path.join(root, 'pyproject.toml'), '');
    await config.environment('py3');
    assert.equal(asked.filter((each) => each === query).length, 3);
  });

  it('the text of a tox 4 without JSON is read', async () => {
    const { run } = fakeTox((args) => {
      if (args === '--version') return result('4.11.0 from x');
      if (args.includes('--format')) return result('ROOT: HandledError| unrecognized arguments: --format json', 254);
      return result(fixture('tox4-config.txt'));
    });
    assert.deepEqual((await new ToxConfig(root, run).environment('py3')).commands[1], { args: ['stestr', 'run'] });
  });

  it('tox 3 is never asked for `config`, which would run the tests', async () => {
    const { run, asked } = fakeTox((args) => {
      if (args.endsWith('--version')) return result('3.28.0 imported from x');
      return result(fixture(args.includes('-a') ? 'tox3-list.txt' : 'tox3-showconfig.txt'));
    });
    const config = new ToxConfig(root, run, { file: '/usr/bin/python3', args: ['-m', 'tox'] });
    assert.deepEqual((await config.environment('py3')).commands[1], { args: ['stestr', 'run'] });
    assert.equal((await config.environments()).length, 4);
    assert.deepEqual(asked, [
      '/usr/bin/python3 -m tox --version',
      '/usr/bin/python3 -m tox --showconfig -e py3',
      '/usr/bin/python3 -m tox -a -v',
    ]);
  });

  it('a missing tox is distinguished from one that fails, and asked again after an error', async () => {
    let installed = false;
    let missing: Error = Object.assign(new Error('spawn tox ENOENT'), { code: 'ENOENT' });
    const run: Run = (_file, args) => (installed ? Promise.resolve(tox4(args.join(' '))) : Promise.reject(missing));
    const config = new ToxConfig(root, run);
    assert.equal(await reasonOf(config.environments()), 'no-tox');
    missing = new UserError('no-program', 'The program tox was not found.');
    assert.equal(await reasonOf(config.environments()), 'no-tox');
    installed = true;
    assert.equal((await config.environments()).length, 17);
    assert.equal(await reasonOf(config.environment('nope')), 'unknown-environment');
    const strange = fakeTox(() => result('no version'));
    assert.equal(await reasonOf(new ToxConfig(root, strange.run).environments()), 'tox-failed');
    assert.deepEqual(strange.asked, ['tox --version']);
    const broken = new ToxConfig(root, fakeTox(() => result('boom', 1)).run);
    assert.equal(await reasonOf(broken.environments()), 'tox-failed');
  });
});
