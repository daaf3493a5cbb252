/** The whole way of tests and style in a real project of OpenStack, against what its tools print by themselves. */
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { before, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { runProcess } from '../../src/base/process';
import { diskFiles } from '../../src/project/files';
import { TestTree } from '../../src/testing/discovery/tree';
import { layoutOf, type TestLayout } from '../../src/testing/layout/modules';
import { failingTests } from '../../src/testing/run/failingTests';
import { listFile } from '../../src/testing/run/listFile';
import { listTests } from '../../src/testing/run/listTests';
import { runTests } from '../../src/testing/run/runTests';
import type { TestEnvironment } from '../../src/testing/run/testEnvironment';
import { environmentWith, project, tox } from './lab';
import { flake8Rows } from './lib/flake8Rows';
import { runPep8 } from './lib/pep8';
import { CONSTRAINTS, run } from './lib/run';

const NAME = 'oslo.serialization';
const VERSION = '5.11.0';
const BROKEN = 'oslo_serialization/tests/test_base64.py';

describe(`the tests of ${NAME} ${VERSION}`, function () {
  this.timeout(600_000);
  let where: TestEnvironment;
  let layout: TestLayout;
  let stestr: (...args: string[]) => Promise<string>;

  before(async () => {
    const checkout = await project(NAME, VERSION);
    await tox(checkout, 'cover');
    const home = temporaryFolder();
    const root = join(home, NAME);
    await cp(checkout, root, { recursive: true, filter: (path) => !/\/\.(?:tox|stestr|git)$/.test(path) });
    const binDir = join(checkout, '.tox/cover/bin');
    where = { runner: 'stestr', binDir, root, env: process.env, repository: join(home, 'runs') };
    const config = /^test_path=(.+)$/m.exec(readFileSync(join(root, '.stestr.conf'), 'utf8'));
    layout = layoutOf(root, { testPath: config![1]!, topDir: './' }) as TestLayout;
    await run(join(binDir, 'stestr'), ['init'], { cwd: root });
    stestr = async (...args) => {
      // stestr says by its exit code whether tests failed.
      const { stdout } = await runProcess(join(binDir, 'stestr'), args, {
        cwd: root,
        env: { ...process.env, PATH: `${binDir}:${process.env.PATH}` },
      });
      return stdout;
    };
  });

  it('tests of a real project are in the tree as stestr lists them, most of them before a listing', async () => {
    const { ids, importProblems } = await listTests(where);
    const listed = (await stestr('list')).split('\n').filter((line) => line !== '');
    assert.deepEqual(importProblems, []);
    assert.deepEqual([...ids].sort(), listed.sort());
    assert.ok(ids.length > 50, `${ids.length} tests`);
    const tree = new TestTree(layout, (file) => diskFiles.read(file, 1 << 20));
    const tests = readdirSync(join(where.root, 'oslo_serialization/tests'), { recursive: true, encoding: 'utf8' });
    tree.addFiles(
      tests.filter((name) => name.endsWith('.py')).map((name) => join(where.root, 'oslo_serialization/tests', name)),
    );
    const early = new Set((await tree.testsBelow()).ids);
    assert.deepEqual(
      [...early].filter((id) => !listed.some((one) => one === id || one.startsWith(id))),
      [],
      'shown, but no test',
    );
    await tree.merge(ids);
    assert.deepEqual([...(await tree.testsBelow()).ids].sort(), listed);
  });

  it('tests of a real project are listed file by file as in a full list', async () => {
    const all = (await listTests(where)).ids.filter((id) => id.includes('.test_msgpackutils.'));
    const { ids } = await listFile(where, layout, 'test_msgpackutils.py');
    assert.deepEqual([...ids].sort(), all.sort());
  });

  it('tests of a real project have the outcomes that stestr reports', async () => {
    const file = join(where.root, BROKEN);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/( +def test_\w+\(self\):\n)/, "$1        self.fail('on purpose')\n"),
    );
    const summary = await runTests(where, { selection: { kind: 'all' } });
    assert.equal(summary.outcome, 'finished', summary.words);
    const last = await stestr('--repo-url', where.repository, 'last');
    const told = (what: string): number => Number(new RegExp(`^ - ${what}: (\\d+)$`, 'm').exec(last)?.[1]);
    assert.deepEqual(
      [summary.passed, summary.skipped, summary.failed],
      [told('Passed'), told('Skipped'), told('Failed')],
      last,
    );
    assert.equal(summary.failed, 1);
    const failing = (await stestr('--repo-url', where.repository, 'failing', '--list'))
      .split('\n')
      .filter((line) => line !== '');
    assert.deepEqual([...(await failingTests(where, join(where.repository, '.stestr')))].sort(), failing.sort());
    const ours = summary.results.filter(({ state }) => state === 'fail' || state === 'errored').map(({ id }) => id);
    assert.deepEqual(ours, failing);
  });
});

describe(`the style of ${NAME} ${VERSION}`, function () {
  this.timeout(600_000);
  const home = temporaryFolder();
  const root = join(home, NAME);
  let bin: string;

  before(async () => {
    await cp(await project(NAME, VERSION), root, {
      recursive: true,
      filter: (path) => !/\/\.(?:tox|stestr|git)$/.test(path),
    });
    bin = join(await environmentWith('hacking==8.1.0'), 'bin');
  });

  for (const [what, config] of [
    ['its own', undefined],
    ['all', '[flake8]\nselect = E,W,F,H,C\nignore = H904\nenable-extensions = H106,H203,H204,H205,H210\n'],
  ] as const) {
    it(`findings in a real project are those of flake8, with ${what} rules`, async () => {
      if (config !== undefined) writeFileSync(join(root, 'tox.ini'), config);
      const { ours, theirs } = await flake8Rows(root, join(bin, 'flake8'));
      assert.deepEqual(ours, theirs);
      if (config !== undefined) assert.ok(ours.length > 10, `${ours.length} findings`);
    });
  }
});

describe('the pep8 environment of octavia-lib 3.12.0', function () {
  this.timeout(600_000);
  const home = temporaryFolder();
  const root = join(home, 'octavia-lib');
  /** In each file, a fault that one of its tools finds: the lines go to its end. */
  const faults = {
    'octavia_lib/common/constants.py': 'SIZES = [1,2]\n',
    'README.rst': '\nBlanks \n',
    'octavia_lib/common/data_models.py': '\n\ndef run(line):\n    return eval(line)\n',
    'octavia_lib/api/drivers/data_models.py': '\n\ndef run(line):\n    return undefined_name(line)  # noqa\n',
  };

  before(async () => {
    await cp(await project('octavia-lib', '3.12.0'), root, { recursive: true });
    for (const [file, fault] of Object.entries(faults)) appendFileSync(join(root, file), fault);
    // It asks for a hacking of its own.
    const others = readFileSync(CONSTRAINTS, 'utf8').replace(
      /^(?:hacking|flake8|pycodestyle|pyflakes|mccabe)=.*\n/gm,
      '',
    );
    writeFileSync(join(home, 'constraints.txt'), others);
  });

  it('the pep8 environment is read as it runs: flake8, doc8, bandit, and pylint in a script of the project', async () => {
    const env = { TOX_CONSTRAINTS_FILE: join(home, 'constraints.txt') };
    const { steps, findings } = await runPep8(root, env, ['--override', 'testenv:pep8.ignore_errors=true']);
    const shown = findings.map(({ tool, file, code }) => `${tool} ${code} ${relative(root, file)}`);
    assert.deepEqual(
      steps.map(({ title, state, rows }) => `${title.split(' ')[0]}: ${state}, ${rows}`),
      ['flake8: failed, 1', 'doc8: failed, 1', 'bandit: failed, 1', 'tools/coding-checks.sh: failed, 2'],
      shown.join('\n'),
    );
    assert.deepEqual(shown, [
      'flake8 E231 octavia_lib/common/constants.py',
      'doc8 D002 README.rst',
      'bandit B307 octavia_lib/common/data_models.py',
      'pylint E0602 octavia_lib/api/drivers/data_models.py',
      'pylint W0123 octavia_lib/common/data_models.py', // eval, again
    ]);
  });
});
