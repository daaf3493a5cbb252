import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseHunkHeader } from '../../../src/base/hunkHeader';

describe('the header of a hunk', () => {
  it('the header of a hunk has first lines and counts of both sides, and one line without a count', () => {
    const header = { oldStart: 4, oldCount: 0, newStart: 5, newCount: 2 };
    assert.deepEqual(parseHunkHeader('@@ -4,0 +5,2 @@ def f():'), header);
    assert.deepEqual(parseHunkHeader('@@ -4,0 +5,2 @@\r'), header);
    assert.deepEqual(parseHunkHeader('@@ -1 +1 @@'), { oldStart: 1, oldCount: 1, newStart: 1, newCount: 1 });
  });

  it('the header of a hunk is distinguished from any other line', () => {
    for (const line of ['', '@@ -1 @@', '+@@ -1 +1 @@', '@@ -1,2 +1', '--- a/x']) {
      assert.equal(parseHunkHeader(line), undefined, line);
    }
  });
});
