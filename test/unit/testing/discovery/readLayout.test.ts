import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { readLayout } from '../../../../src/testing/discovery/readLayout';
import { memoryFiles } from '../../project/memoryFiles';

const ROOT = path.resolve('/stack/nova');

describe('the layout of a project', () => {
  async function layoutIn(files: Record<string, string>, env: Record<string, string> = {}): Promise<unknown[] | undefined> {
    const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [path.join(ROOT, name), text]));
    const found = await readLayout(ROOT, memoryFiles(texts), env);
    if (!found) return undefined;
    const { runner, file, layout } = found;
    return [runner, file, 'reason' in layout ? layout.reason : path.relative(ROOT, layout.testPath)];
  }

  it('is what the first of the files says that stestr reads', async () => {
    const all = {
      '.stestr.conf': '[DEFAULT]\ntest_path=./nova/tests/unit\ntop_dir=./\n',
      'pyproject.toml': '[tool.stestr]\ntest_path = "./toml"\n',
      'tox.ini': '[tox]\n[stestr]\ntest_path = ./ini\n',
    };
    assert.deepEqual(await layoutIn(all), ['stestr', '.stestr.conf', path.join('nova', 'tests', 'unit')]);
    assert.deepEqual(await layoutIn({ 'pyproject.toml': all['pyproject.toml'], 'tox.ini': all['tox.ini'] }), ['stestr', 'pyproject.toml', 'toml']);
    assert.deepEqual(await layoutIn({ 'tox.ini': all['tox.ini'] }), ['stestr', 'tox.ini', 'ini']);
  });

  it('is that of testr where nothing is for stestr', async () => {
    const command = 'OS_STDOUT_CAPTURE=1 ${PYTHON:-python} -m subunit.run discover -t ./ ${OS_TEST_PATH:-./nova/tests} $LISTOPT $IDOPTION';
    const conf = { '.testr.conf': `[DEFAULT]\ntest_command=${command}\n` };
    assert.deepEqual(await layoutIn(conf), ['testr', '.testr.conf', path.join('nova', 'tests')]);
    assert.deepEqual(await layoutIn(conf, { OS_TEST_PATH: './nova/functional' }), ['testr', '.testr.conf', path.join('nova', 'functional')]);
    assert.deepEqual(await layoutIn({ ...conf, 'tox.ini': '[tox]\n', 'pyproject.toml': '[build-system]\n' }), [
      'testr', '.testr.conf', path.join('nova', 'tests'),
    ]);
  });

  it('is none for other projects, and a problem where it cannot be told', async () => {
    assert.equal(await layoutIn({ 'tox.ini': '[tox]\n', 'pyproject.toml': 'not = = toml' }), undefined);
    assert.deepEqual(await layoutIn({ '.stestr.conf': '[DEFAULT]\n' }), ['stestr', '.stestr.conf', 'no-test-path']);
    assert.deepEqual(await layoutIn({ '.stestr.conf': '[DEFAULT]\ntest_path=$(rm -r x)\n' }), ['stestr', '.stestr.conf', 'shell-syntax']);
    assert.deepEqual(await layoutIn({ '.testr.conf': '[DEFAULT]\ntest_command=nosetests\n' }), ['testr', '.testr.conf', 'no-test-path']);
  });
});
