import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readTox } from '../../../../src/project/tox/readTox';
import { type TestCommand, testCommand } from '../../../../src/testing/layout/testCommand';
import { isFiltered } from '../../../../src/testing/runners/options';
import { projectFiles } from '../../project/memoryFiles';

describe('how an environment runs the unit tests', () => {
  const read = async (...commands: string[]): Promise<TestCommand | undefined> => {
    const ini = `[tox]\n[testenv]\nsetenv =\n  OS_TEST_PATH=./a\ncommands =\n${commands.map((each) => `  ${each}\n`).join('')}`;
    const environment = (await readTox('/p', projectFiles({ 'tox.ini': ini })))?.environment('py3');
    return environment && testCommand(environment);
  };
  const words = async (...commands: string[]): Promise<unknown[]> => {
    const found = await read(...commands);
    return [found?.runner, found?.general, found?.workers, found?.filters, found?.patterns];
  };

  it('the test command is the run of stestr, its own options before the command or after it', async () => {
    assert.deepEqual(await words('stestr --test-path ./x -p run --serial {posargs}'), [
      'stestr',
      ['--test-path', './x', '-p'],
      ['--serial'],
      [],
      [],
    ]);
    assert.deepEqual(await words('stestr run --parallel-class --test-path=./x --concurrency=2'), [
      'stestr',
      ['--parallel-class', '--test-path=./x'],
      ['--concurrency=2'],
      [],
      [],
    ]);
    const { testPath, topDir, config } = (await read('stestr -c conf/.stestr.conf -t ./x --top-dir=lib run'))!;
    assert.deepEqual([testPath, topDir, config], ['./x', 'lib', 'conf/.stestr.conf']);
  });

  it('the test command keeps what excludes tests, in old and new options, without output options', async () => {
    assert.deepEqual(
      await words(
        'stestr --repo-url r run --slowest --color --abbreviate -E MySQL --blacklist-file b.txt --include-list=i.txt --random {posargs:unit}',
      ),
      ['stestr', [], ['--random'], ['-E', 'MySQL', '--blacklist-file', 'b.txt', '--include-list=i.txt'], ['unit']],
    );
    assert.equal(isFiltered((await read('stestr run -E x'))!), true);
    assert.equal(isFiltered((await read('stestr run x'))!), true);
    assert.equal(isFiltered((await read('stestr run --serial'))!), false);
  });

  it('the test command is the run of all tests, whichever commands are around it', async () => {
    const commands = [
      'stestr init',
      'stestr run --combine --no-discover a.b',
      'env A=1 python -m stestr run --serial',
      'stestr slowest',
    ];
    assert.deepEqual(await words(...commands), ['stestr', [], ['--serial'], [], []]);
    assert.deepEqual((await read(...commands))?.variables, { A: '1' });
    assert.deepEqual((await read('env -u OS_TEST_PATH stestr run'))?.variables, { OS_TEST_PATH: undefined });
    assert.equal((await read('bash -c "cd sub && stestr run"'))?.folder, '/p/sub');
  });

  it("the test command may be testr's", async () => {
    assert.deepEqual(await words('testr init', 'testr run --parallel --concurrency 2 unit'), [
      'testr',
      [],
      ['--parallel', '--concurrency', '2'],
      [],
      ['unit'],
    ]);
  });

  it("the test command is pytest's if no stestr runs", async () => {
    assert.equal((await read('bash -ec "coverage run -m pytest -x {posargs:test/unit}"'))?.runner, 'pytest');
    assert.equal((await read('pytest test/functional', 'stestr run'))?.runner, 'stestr');
  });

  it('the test command is unknown if a script or another module runs the tests', async () => {
    assert.equal(
      await read('python -m testtools.run lamp.tests.test_suite', 'stestr last', 'tools/test.sh'),
      undefined,
    );
  });
});
