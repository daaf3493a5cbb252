import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseAddedLines } from '../../../src/base/addedLines';

describe('added lines of a diff', () => {
  const read = (...lines: string[]): [string, number[]][] => [...parseAddedLines(`${lines.join('\n')}\n`)];

  it('added lines are those of each hunk, counted in the new file', () => {
    const diff = [
      '--- a/x.py',
      '+++ b/x.py',
      '@@ -3 +3 @@ def f():',
      '-old',
      '+new',
      '@@ -9,0 +10,2 @@',
      '+one',
      '+two',
    ];
    assert.deepEqual(read(...diff), [['x.py', [3, 10, 11]]]);
  });

  it('added lines are none where lines were only removed', () => {
    assert.deepEqual(read('--- a/x.py', '+++ b/x.py', '@@ -4,2 +3,0 @@', '-a', '-b'), [['x.py', []]]);
  });

  it('added lines exclude those of a deleted file', () => {
    assert.deepEqual(read('--- a/x.py', '+++ /dev/null', '@@ -1 +0,0 @@', '-a'), []);
  });

  it('added lines are distinguished from content that looks like a header', () => {
    const diff = [
      '--- a/x.py',
      '+++ b/x.py',
      '@@ -1 +1,2 @@',
      '--- a/evil.py',
      '+++ b/evil.py',
      '+@@ -0,0 +1,9 @@',
      '@@ -7 +8 @@',
      '-a',
      '+b',
    ];
    assert.deepEqual(read(...diff), [['x.py', [1, 2, 8]]]);
  });

  it('added lines belong to names with spaces, quotes, and bytes in octal', () => {
    assert.deepEqual(read('+++ b/a b.py\t', '@@ -0,0 +1 @@', '+x'), [['a b.py', [1]]]);
    assert.deepEqual(read('+++ "b/\\303\\274\\t\\"\\\\.py"', '@@ -0,0 +1 @@', '+x'), [['ü\t"\\.py', [1]]]);
  });
});

describe('a diff that names more lines than memory has', () => {
  it('a diff with more lines than fit into memory gives the first of a hunk, and of all together', () => {
    const hunk = '@@ -0,0 +1,999999999 @@\n';
    const files = parseAddedLines(`+++ b/a.py\n${hunk}${hunk}`);
    const lines = [...files.values()].map((all) => all.length);
    assert.deepEqual(lines, [5_000_000]);
  });
});
