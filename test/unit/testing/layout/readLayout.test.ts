import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { type LayoutCommand, readLayout } from '../../../../src/testing/layout/readLayout';
import { memoryFiles } from '../../project/memoryFiles';

const ROOT = path.resolve('/stack/nova');

describe('the layout of a project', () => {
  async function layoutIn(
    files: Record<string, string>,
    env: Record<string, string> = {},
    command?: Partial<LayoutCommand>,
  ): Promise<unknown[] | undefined> {
    const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [path.join(ROOT, name), text]));
    const runs =
      command &&
      ({
        runner: 'stestr',
        testPath: undefined,
        topDir: undefined,
        config: undefined,
        folder: ROOT,
        ...command,
      } as const);
    const found = await readLayout(ROOT, memoryFiles(texts), env, runs);
    if (!found) return undefined;
    const { runner, file, layout, problem } = found;
    assert.equal(problem === undefined, layout.testPath !== undefined);
    return [runner, file, layout.testPath === undefined ? problem?.reason : path.relative(ROOT, layout.testPath)];
  }

  it('the layout is what the first of the files says that stestr reads', async () => {
    const all = {
      '.stestr.conf': '[DEFAULT]\ntest_path=./nova/tests/unit\ntop_dir=./\n',
      'pyproject.toml': '[tool.stestr]\ntest_path = "./toml"\n',
      'tox.ini': '[tox]\n[stestr]\ntest_path = ./ini\n',
    };
    assert.deepEqual(await layoutIn(all), ['stestr', '.stestr.conf', path.join('nova', 'tests', 'unit')]);
    assert.deepEqual(await layoutIn({ 'pyproject.toml': all['pyproject.toml'], 'tox.ini': all['tox.ini'] }), [
      'stestr',
      'pyproject.toml',
      'toml',
    ]);
    assert.deepEqual(await layoutIn({ 'tox.ini': all['tox.ini'] }), ['stestr', 'tox.ini', 'ini']);
  });

  it("the layout is testr's if nothing is for stestr", async () => {
    const command =
      'OS_STDOUT_CAPTURE=1 ${PYTHON:-python} -m subunit.run discover -t ./ ${OS_TEST_PATH:-./nova/tests} $LISTOPT $IDOPTION';
    const conf = { '.testr.conf': `[DEFAULT]\ntest_command=${command}\n` };
    assert.deepEqual(await layoutIn(conf), ['testr', '.testr.conf', path.join('nova', 'tests')]);
    assert.deepEqual(await layoutIn(conf, { OS_TEST_PATH: './nova/functional' }), [
      'testr',
      '.testr.conf',
      path.join('nova', 'functional'),
    ]);
    assert.deepEqual(await layoutIn({ ...conf, 'tox.ini': '[tox]\n', 'pyproject.toml': '[build-system]\n' }), [
      'testr',
      '.testr.conf',
      path.join('nova', 'tests'),
    ]);
  });

  it('the layout is missing in other projects, and a problem if it cannot be known', async () => {
    assert.equal(await layoutIn({ 'tox.ini': '[tox]\n', 'pyproject.toml': 'not = = toml' }), undefined);
    assert.deepEqual(await layoutIn({ '.stestr.conf': '[DEFAULT]\n' }), ['stestr', '.stestr.conf', 'no-test-path']);
    assert.deepEqual(await layoutIn({ '.stestr.conf': '[DEFAULT]\ntest_path=$(rm -r x)\n' }), [
      'stestr',
      '.stestr.conf',
      'shell-syntax',
    ]);
    assert.deepEqual(await layoutIn({ '.testr.conf': '[DEFAULT]\ntest_command=nosetests\n' }), [
      'testr',
      '.testr.conf',
      'no-test-path',
    ]);
  });

  it('the layout is that of the command that runs the tests, whatever the file says', async () => {
    const conf = {
      '.stestr.conf': '[DEFAULT]\ntest_path=./nova/discover\n',
      'conf/other.conf': '[DEFAULT]\ntest_path=./other\n',
    };
    assert.deepEqual(await layoutIn(conf, {}, { testPath: './nova/tests' }), [
      'stestr',
      '.stestr.conf',
      path.join('nova', 'tests'),
    ]);
    assert.deepEqual(await layoutIn(conf, {}, { config: 'conf/other.conf' }), ['stestr', 'conf/other.conf', 'other']);
    assert.deepEqual(await layoutIn(conf, {}, {}), ['stestr', '.stestr.conf', path.join('nova', 'discover')]);
    assert.deepEqual(await layoutIn({}, { T: 'x' }, { testPath: '$T/y' }), ['stestr', 'tox.ini', path.join('x', 'y')]);
    assert.equal(await layoutIn({}, {}, {}), undefined);
  });

  it("the layout is that of the command's runner if there are files of two", async () => {
    const files = {
      '.stestr.conf': '[DEFAULT]\ntest_path=./a\n',
      '.testr.conf': '[DEFAULT]\ntest_command=python -m subunit.run discover -t ./ ./b $LISTOPT $IDOPTION\n',
    };
    assert.deepEqual(await layoutIn(files, {}, { runner: 'testr' }), ['testr', '.testr.conf', 'b']);
    assert.deepEqual(await layoutIn({ '.testr.conf': files['.testr.conf'] }, {}, { testPath: './c' }), [
      'stestr',
      'tox.ini',
      'c',
    ]);
    assert.deepEqual(await layoutIn(files, {}, { runner: 'pytest' }), ['stestr', '.stestr.conf', 'a']);
  });

  it('the layout keeps the top folder if only the runner knows the rest', async () => {
    const files = memoryFiles({ [path.join(ROOT, '.stestr.conf')]: '[DEFAULT]\ntest_path=$(cat x)\ntop_dir=./lib\n' });
    assert.deepEqual((await readLayout(ROOT, files))?.layout, {
      root: ROOT,
      topDir: path.join(ROOT, 'lib'),
      testPath: undefined,
    });
  });
});
