import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { coverOptions, measurePlan, withContexts } from '../../../../src/testing/run/measure';
import { memoryFiles } from '../../project/memoryFiles';

const ROOT = path.resolve('/stack/nova');
const FOLDER = path.resolve('/storage/with space');

describe('how a run is measured', () => {
  const plan = (
    files: Record<string, string>,
    { contexts = false, cover = {} }: { contexts?: boolean; cover?: Record<string, string> } = {},
  ): ReturnType<typeof measurePlan> => {
    const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [path.join(ROOT, name), text]));
    return measurePlan(ROOT, memoryFiles(texts), { contexts, testPackage: 'nova', cover, folder: FOLDER });
  };

  it('a run measures what the cover environment measures, in parallel', async () => {
    const { runOptions, fileOptions, settings } = await plan(
      {},
      { cover: { PYTHON: 'coverage run --source nova --parallel-mode' } },
    );
    assert.deepEqual([runOptions, fileOptions, settings], [['--parallel-mode', '--source=nova'], [], undefined]);
  });

  it("a run measures what coverage.py's settings name, else the package", async () => {
    assert.deepEqual((await plan({ '.coveragerc': '[run]\nsource = nova\n' })).runOptions, ['--parallel-mode']);
    assert.deepEqual((await plan({ '.coveragerc': '[run]\nbranch = True\n' })).runOptions, [
      '--parallel-mode',
      '--source=nova',
    ]);
    for (const option of ['include = nova/*', 'source_pkgs = nova', 'source_dirs = nova']) {
      assert.deepEqual((await plan({ '.coveragerc': `[run]\n${option}\n` })).runOptions, ['--parallel-mode'], option);
    }
  });

  it('a run takes only options about what is measured, and only words that are safe in a shell', () => {
    assert.deepEqual(
      coverOptions('coverage run --branch --source=a,b --data-file /x --omit tests/* --rcfile=c.rc -p'),
      ['--branch', '--source=a,b', '--rcfile=c.rc'],
    );
    assert.deepEqual(coverOptions('coverage run --source $(id) --include a;b'), []);
    assert.deepEqual(coverOptions('python3 -m nothing run --source x'), []);
    assert.deepEqual(coverOptions(''), []);
  });

  it('contexts are recorded with a copy of the settings', async () => {
    const files = { '.coveragerc': '[run]\nsource = nova\nomit = nova/tests/*\n' };
    const { settings, fileOptions, runOptions } = await plan(files, {
      contexts: true,
      cover: { PYTHON: 'coverage run --rcfile .coveragerc' },
    });
    assert.deepEqual([fileOptions, runOptions], [[], ['--parallel-mode']]);
    assert.deepEqual(settings, {
      path: path.join(FOLDER, 'settings.ini'),
      text: '[run]\ndynamic_context = test_function\nsource = nova\nomit = nova/tests/*\n',
    });
    const toml = await plan({ 'pyproject.toml': '[tool.coverage.run]\nsource = ["nova"]\n' }, { contexts: true });
    assert.deepEqual(toml.settings, {
      path: path.join(FOLDER, 'settings.toml'),
      text: '[tool.coverage.run]\ndynamic_context = "test_function"\nsource = ["nova"]\n',
    });
  });

  it('a missing section is added to the settings, and a context of the project stays', () => {
    assert.equal(withContexts('', false, undefined), '[run]\ndynamic_context = test_function\n');
    assert.equal(
      withContexts('[coverage:run]\nbranch = 1', false, 'setup.cfg'),
      '[coverage:run]\ndynamic_context = test_function\nbranch = 1',
    );
    assert.equal(
      withContexts('[run]\ndynamic_context: none\n', false, '.coveragerc'),
      '[run]\ndynamic_context: none\n',
    );
    assert.equal(
      withContexts('[run]\ndynamic_context = none\n', false, '.coveragerc'),
      '[run]\ndynamic_context = none\n',
    );
  });
});
