import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { eventually } from '../../../../scripts/lib/eventually';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { listTests } from '../../../../src/testing/run/listTests';
import { runTests } from '../../../../src/testing/run/runTests';
import type { TestEnvironment } from '../../../../src/testing/run/testEnvironment';

/** Makes a repository as stestr does: slowly, and not where one is being made. */
const STESTR = `#!/bin/sh
[ "$1" = --repo-url ] && repository="$2/.stestr" && shift 2
echo "$1" >> calls
case "$1" in
  init) mkdir "$repository" && sleep 0.3 && echo 1 > "$repository/format" ;;
  list) cat "$repository/format" > /dev/null && echo pkg.test_a.SomeTest.test_it ;;
  run) cat "$repository/format" > /dev/null ;;
esac
`;

describe('the repository of our runs', () => {
  let root: string;
  let where: TestEnvironment;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'repository-'));
    writeFileSync(join(root, 'stestr'), STESTR, { mode: 0o755 });
    where = { runner: 'stestr', root, binDir: root, env: process.env, repository: join(root, 'ours') };
  });
  afterEach(() => removeFolder(root));

  const calls = (): string[] => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n').sort();

  it('the repository is created once, by whatever needs it first and at the same time', async () => {
    const [list, run, again] = await Promise.all([
      listTests(where),
      runTests(where, { selection: { kind: 'all' } }),
      listTests(where),
    ]);
    assert.deepEqual([list.ids, again.ids], [['pkg.test_a.SomeTest.test_it'], ['pkg.test_a.SomeTest.test_it']]);
    assert.doesNotMatch(run.words, /No such file/);
    assert.deepEqual(calls(), ['init', 'list', 'list', 'run']);
  });

  it('the repository is not left half created by a list that is given up', async () => {
    const given = new AbortController();
    const list = listTests(where, given.signal);
    await eventually('init', () => existsSync(join(root, 'calls')), Boolean);
    given.abort();
    await assert.rejects(list, { reason: 'list-failed' });
    assert.deepEqual((await listTests(where)).ids, ['pkg.test_a.SomeTest.test_it']);
    assert.deepEqual(calls(), ['init', 'list']);
  });
});
