/** The command by which a project runs its tests, followed in lists and runs, compared with what tox itself runs. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { runProcess } from '../../src/base/process';
import { diskFiles } from '../../src/project/files';
import { readTox } from '../../src/project/tox/readTox';
import { ToxConfig } from '../../src/project/tox/toxConfig';
import { type ProjectTests, readProjectTests } from '../../src/testing/editor/tree/projectTests';
import { runEnvironment } from '../../src/testing/environments/runEnvironment';
import { testCommand } from '../../src/testing/layout/testCommand';
import { listTests } from '../../src/testing/run/listTests';
import { unmeasured } from '../../src/testing/run/processVariables';
import { runTests } from '../../src/testing/run/runTests';
import { lastRunNumber, readStoredRun } from '../../src/testing/run/storedRun';
import type { TestEnvironment } from '../../src/testing/run/testEnvironment';
import { isFiltered } from '../../src/testing/runners/options';
import { stestrBin } from './stestrLab';
import { labTools, run, runOrFail } from './testingLab';

const TEST =
  'import unittest\n\n\nclass Sums(unittest.TestCase):\n    def test_sum(self):\n        self.assertEqual(4, 2 + 2)\n';
const PACKAGES = { 'lamp/__init__.py': '', 'lamp/tests/__init__.py': '', 'lamp/tests/unit/__init__.py': '' };
const UNIT = { ...PACKAGES, 'lamp/tests/unit/test_sums.py': TEST };
const ID = 'lamp.tests.unit.test_sums.Sums.test_sum';
/** Two of these at the same time cannot both pass. */
const BUSY = `import os
import time
import unittest


class Busy(unittest.TestCase):
    def test_alone(self):
        fd = os.open('lock', os.O_CREAT | os.O_EXCL)
        time.sleep(1)
        os.close(fd)
        os.unlink('lock')
`;

describe('the command of a project that runs its tests', function () {
  this.timeout(600_000);
  let base: string;
  afterEach(() => removeFolder(base));

  /** What our runs have, once the project stands on the disk as a repository with its environment. */
  async function write(
    files: Record<string, string>,
    bin: string,
  ): Promise<{ project: ProjectTests; where: TestEnvironment }> {
    base = await mkdtemp(join(tmpdir(), 'project-command-'));
    const root = join(base, 'lamp');
    for (const [name, text] of Object.entries({
      '.gitignore': '.tox\n.stestr\n.testrepository\n__pycache__\n',
      ...files,
    })) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    await runOrFail('git', ['init', '-q'], { cwd: root });
    const environment = (await readTox(root, diskFiles, process.env))!.environment('py3')!;
    const command = testCommand(environment);
    const variables = { ...process.env, ...environment.setEnv, ...command?.variables };
    const project = (await readProjectTests(root, undefined, { command, variables }))!;
    const env = unmeasured(runEnvironment({ programs: bin }, environment, process.env));
    const options = command?.runner === project.runner ? command : undefined;
    return {
      project,
      where: {
        runner: project.runner,
        binDir: bin,
        root: project.folder,
        env,
        repository: join(base, 'runs'),
        options,
      },
    };
  }
  const ini = (command: string, more = ''): string =>
    `[tox]\nskipsdist = true\n[testenv]\nskip_install = true\n${more}commands =\n  ${command}\n`;
  /** Ids and outcomes of the commands that tox itself says it would run. */
  async function asTox({ root, binDir }: TestEnvironment): Promise<string[]> {
    const { commands, setEnv } = await new ToxConfig(root, run, {
      file: join(await labTools(), 'tox'),
      args: [],
    }).environment('py3');
    const env = { ...process.env, ...setEnv, PATH: `${binDir}:${process.env.PATH}` };
    for (const {
      args: [program, ...args],
    } of commands) {
      await runProcess(join(binDir, program!), args, { cwd: root, env });
    }
    const stored = await readStoredRun(join(root, '.stestr'), (await lastRunNumber(join(root, '.stestr')))!);
    return stored
      .results()
      .map(({ id, state }) => `${id} ${state}`)
      .sort();
  }
  const all = async (where: TestEnvironment): Promise<string[]> => {
    const summary = await runTests(where, { selection: { kind: 'all' } });
    assert.equal(summary.outcome, 'finished', summary.words);
    return summary.results.map(({ id, state }) => `${id} ${state}`).sort();
  };
  const status = async ({ root }: TestEnvironment): Promise<string> =>
    (await runOrFail('git', ['status', '--porcelain', '-uall'], { cwd: root })).stdout;

  it("the project's command decides which tests there are, not .stestr.conf", async () => {
    const { project, where } = await write(
      {
        ...UNIT,
        'lamp/api/__init__.py': '',
        'lamp/api/test_cloud.py': TEST.replace('2 + 2', '5'),
        '.stestr.conf': '[DEFAULT]\ntest_path=./lamp/api\n',
        'tox.ini': ini('stestr --test-path ./lamp/tests run {posargs}'),
      },
      await labTools(),
    );
    assert.deepEqual((await project.tree.testsBelow()).ids, [ID]);
    assert.deepEqual((await listTests(where)).ids, [ID]);
    assert.deepEqual(await all(where), [`${ID} success`]);
    assert.deepEqual(await asTox(where), [`${ID} success`]);
  });

  it('variables that .stestr.conf names have the values of tox', async () => {
    const { project, where } = await write(
      {
        ...UNIT,
        '.stestr.conf': '[DEFAULT]\ntest_path=$OS_TEST_PATH\ntop_dir=./\n',
        'tox.ini': ini('stestr run {posargs}', 'setenv =\n  OS_TEST_PATH=lamp/tests\n'),
      },
      await labTools(),
    );
    assert.deepEqual([project.problem, (await project.tree.testsBelow()).ids], [undefined, [ID]]);
    assert.deepEqual(await all(where), [`${ID} success`]);
  });

  it('the tests of a suite are left to testr', async () => {
    const { project, where } = await write(
      {
        ...UNIT,
        'lamp/tests/__init__.py':
          "import unittest\n\n\ndef test_suite():\n    return unittest.TestLoader().loadTestsFromName('lamp.tests.unit.test_sums')\n",
        '.testr.conf':
          '[DEFAULT]\ntest_command=${PYTHON:-python} -m subunit.run $LISTOPT $IDOPTION lamp.tests.test_suite\n' +
          'test_id_option=--load-list $IDFILE\ntest_list_option=--list\n',
        'tox.ini': ini('python -m testtools.run lamp.tests.test_suite'),
      },
      await stestrBin(),
    );
    assert.match(project.problem ?? '', /names a suite/);
    assert.deepEqual(await project.tree.childrenOf(), []);
    await project.tree.merge((await listTests(where)).ids);
    assert.deepEqual((await project.tree.testsBelow()).ids, [ID]);
    assert.equal(project.tree.fileOf('lamp.tests.unit.test_sums'), join(where.root, 'lamp/tests/unit/test_sums.py'));
    assert.deepEqual(await all(where), [`${ID} success`]);
    const one = await runTests(where, { selection: { kind: 'ids', ids: [ID] } });
    assert.deepEqual([one.outcome, one.passed], ['finished', 1]);
  });

  it("the project's command decides how many workers run, and what a run of all leaves out", async () => {
    const { project, where } = await write(
      {
        ...PACKAGES,
        'lamp/tests/unit/test_one.py': BUSY,
        'lamp/tests/unit/test_two.py': BUSY,
        'lamp/tests/unit/test_sql.py': TEST.replace('Sums', 'SqlTest').replace('2 + 2', '5'),
        '.stestr.conf': '[DEFAULT]\ntest_path=./lamp/tests\n',
        'tox.ini': ini('stestr run --concurrency 1 --parallel-class --exclude-regex SqlTest {posargs}'),
      },
      await labTools(),
    );
    const busy = ['one', 'two'].map((name) => `lamp.tests.unit.test_${name}.Busy.test_alone`);
    const { ids } = await listTests(where);
    assert.deepEqual(ids, busy);
    assert.deepEqual(
      await all(where),
      busy.map((id) => `${id} success`),
    );
    assert.deepEqual(await asTox(where), await all(where));
    await project.tree.merge(ids, new Set(), isFiltered(where.options!));
    assert.deepEqual((await project.tree.testsBelow('lamp.tests.unit')).ids, busy);
    const named = await project.tree.testsBelow('lamp.tests.unit.test_sql');
    assert.deepEqual(named.ids, ['lamp.tests.unit.test_sql.SqlTest.test_sum']);
    assert.equal((await runTests(where, { selection: { kind: 'ids', ids: named.ids } })).failed, 1);
    assert.equal((await runTests(where, { selection: { kind: 'ids', ids: busy } })).passed, 2);
  });

  it('lists of excluded and included tests are honoured', async () => {
    const { where } = await write(
      {
        ...UNIT,
        'lamp/tests/unit/test_other.py': TEST,
        'lamp/tests/unit/test_third.py': TEST,
        'out.txt': 'test_other # needs a cloud\n',
        'in.txt': 'test_sums\ntest_other\n',
        '.stestr.conf': '[DEFAULT]\ntest_path=./lamp/tests\n',
        'tox.ini': ini('stestr run --exclude-list out.txt --include-list {toxinidir}/in.txt --random'),
      },
      await labTools(),
    );
    assert.deepEqual((await listTests(where)).ids, [ID]);
    assert.deepEqual(await all(where), [`${ID} success`]);
    assert.deepEqual(await asTox(where), [`${ID} success`]);
  });

  for (const measuring of [
    'PYTHON=coverage run --source lamp --parallel-mode',
    'COVERAGE_PROCESS_START={toxinidir}/.coveragerc',
  ]) {
    it(`the working tree stays as it was with ${measuring.split('=')[0]} in [testenv]`, async () => {
      const { where } = await write(
        {
          ...UNIT,
          '.coveragerc': '[run]\nparallel = True\nsource = lamp\n',
          '.stestr.conf': '[DEFAULT]\ntest_path=./lamp/tests\n',
          'tox.ini': ini('stestr run {posargs}', `setenv =\n  ${measuring}\n`),
        },
        await labTools(),
      );
      const before = await status(where);
      assert.deepEqual((await listTests(where)).ids, [ID]);
      await all(where);
      await runTests(where, { selection: { kind: 'module', name: 'lamp.tests.unit.test_sums' } });
      assert.equal(await status(where), before);
    });
  }

  it('tests of a package itself are listed and run', async () => {
    const own = TEST.replace('Sums', 'GrößeTest');
    const { project, where } = await write(
      {
        ...UNIT,
        'lamp/tests/unit/__init__.py': own,
        '.stestr.conf': '[DEFAULT]\ntest_path=./lamp/tests\n',
        'tox.ini': ini('stestr run'),
      },
      await labTools(),
    );
    const id = 'lamp.tests.unit.GrößeTest.test_sum';
    const { ids } = await listTests(where);
    assert.deepEqual([...ids].sort(), [id, ID]);
    assert.deepEqual([...(await project.tree.testsBelow()).ids].sort(), [id, ID]);
    await project.tree.merge(ids);
    assert.deepEqual([...(await project.tree.testsBelow('lamp.tests.unit')).ids].sort(), [id, ID]);
    for (const selection of [
      { kind: 'ids', ids: [id] },
      { kind: 'module', name: 'lamp.tests.unit.GrößeTest', ids: [id] },
      { kind: 'ids', ids: [id, ID] },
    ] as const) {
      const { outcome, passed } = await runTests(where, { selection });
      assert.deepEqual([outcome, passed], ['finished', selection.ids.length]);
    }
  });
});
