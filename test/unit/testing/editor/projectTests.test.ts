import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readProjectTests } from '../../../../src/testing/editor/projectTests';
import { removeFolder } from '../../../../scripts/lib/removeFolder';

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

  it('stay what they are while the configuration says the same of them', async () => {
    const first = await readProjectTests(root);
    assert.ok(first);
    write('.stestr.conf', '[DEFAULT]\n# a remark\ntest_path=./tests\ngroup_regex=x\n');
    assert.equal(await readProjectTests(root, first), first);
  });

  it('are found anew in another place, or for another runner', async () => {
    const first = await readProjectTests(root);
    write('.stestr.conf', '[DEFAULT]\ntest_path=./more\n');
    const second = await readProjectTests(root, first);
    assert.notEqual(second, first);
    assert.deepEqual((await second?.tree.childrenOf())?.map(({ label }) => label), ['test_b']);
    rmSync(join(root, '.stestr.conf'));
    write('.testr.conf', '[DEFAULT]\ntest_command=python -m subunit.run discover -t ./ ./more $LISTOPT $IDOPTION\n');
    assert.equal((await readProjectTests(root, second))?.runner, 'testr');
    rmSync(join(root, '.testr.conf'));
    assert.equal(await readProjectTests(root, second), undefined);
  });
});
