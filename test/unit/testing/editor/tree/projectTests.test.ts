import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../../scripts/lib/removeFolder';
import { readProjectTests } from '../../../../../src/testing/editor/tree/projectTests';
import type { TestCommand } from '../../../../../src/testing/layout/testCommand';

const RUN: Omit<TestCommand, 'folder'> = {
  environment: 'py3',
  runner: 'stestr',
  testPath: undefined,
  topDir: undefined,
  config: undefined,
  variables: {},
  general: [],
  workers: [],
  filters: [],
  patterns: [],
};

describe('the tests of a root', () => {
  let root: string;
  const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'project-tests-'));
    mkdirSync(join(root, 'tests'));
    mkdirSync(join(root, 'more'));
    write('tests/test_a.py', '');
    write('more/test_b.py', '');
    write('.stestr.conf', '[DEFAULT]\ntest_path=./tests\n');
  });
  afterEach(() => removeFolder(root));

  it('tests of a root stay the same while the configuration has the same for them', async () => {
    const first = await readProjectTests(root);
    assert.ok(first);
    write('.stestr.conf', '[DEFAULT]\n# a remark\ntest_path=./tests\ngroup_regex=x\n');
    assert.equal(await readProjectTests(root, first), first);
  });

  it('tests of a root are found again in another place, or for another runner', async () => {
    const first = await readProjectTests(root);
    write('.stestr.conf', '[DEFAULT]\ntest_path=./more\n');
    const second = await readProjectTests(root, first);
    assert.notEqual(second, first);
    assert.deepEqual(
      (await second?.tree.childrenOf())?.map(({ label }) => label),
      ['test_b'],
    );
    rmSync(join(root, '.stestr.conf'));
    write('.testr.conf', '[DEFAULT]\ntest_command=python -m subunit.run discover -t ./ ./more $LISTOPT $IDOPTION\n');
    assert.equal((await readProjectTests(root, second))?.runner, 'testr');
    rmSync(join(root, '.testr.conf'));
    assert.equal(await readProjectTests(root, second), undefined);
  });

  it('tests of a root are those of the command that runs them, with its variables', async () => {
    write('.stestr.conf', '[DEFAULT]\ntest_path=$WHERE\n');
    const names = async (
      command: Partial<TestCommand>,
      variables: Record<string, string>,
    ): Promise<string[] | undefined> =>
      (
        await (
          await readProjectTests(root, undefined, { command: { ...RUN, folder: root, ...command }, variables })
        )?.tree.childrenOf()
      )?.map(({ label }) => label);
    assert.deepEqual(await names({}, { WHERE: './more' }), ['test_b']);
    assert.deepEqual(await names({ testPath: './tests' }, {}), ['test_a']);
  });

  it('tests of a root are left to the runner if the files do not name them, with the reason', async () => {
    write('.stestr.conf', '[DEFAULT]\ntest_path=$(cat where)\n');
    const found = await readProjectTests(root);
    assert.match(found?.problem ?? '', /^\.stestr\.conf says .* only a shell can tell\.$/);
    rmSync(join(root, '.stestr.conf'));
    write('.testr.conf', '[DEFAULT]\ntest_command=python -m subunit.run $LISTOPT $IDOPTION tests.test_suite\n');
    assert.match((await readProjectTests(root))?.problem ?? '', /names a suite/);
    rmSync(join(root, '.testr.conf'));
    write('.stestr.conf', '[DEFAULT]\n');
    await assert.rejects(readProjectTests(root), { reason: 'no-layout' });
  });

  it("tests of a root are pytest's if nothing is for stestr", async () => {
    const settings = { command: { ...RUN, folder: root, runner: 'pytest' }, variables: {} } as const;
    assert.equal((await readProjectTests(root, undefined, settings))?.runner, 'stestr');
    rmSync(join(root, '.stestr.conf'));
    await assert.rejects(readProjectTests(root, undefined, settings), {
      reason: 'pytest',
      message: /^tox -e py3 runs the unit tests with pytest/,
    });
  });
});
