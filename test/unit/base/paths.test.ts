import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { innermost, isInside } from '../../../src/base/paths';

describe('a path inside of a folder', () => {
  for (const path of ['/p/a', '/p/a/../b', '/p/..a', '/p//a', '/p/./a']) {
    it(`a path inside of a folder is recognised: ${path}`, () => {
      assert.equal(isInside('/p', path), true);
      assert.equal(isInside('/p/', path), true);
    });
  }
  for (const path of ['/p', '/p/', '/q', '/', '/p/..', '/p/../q', '/pp/a', '/p/a/../../q']) {
    it(`a path outside of a folder is recognised: ${path}`, () => {
      assert.equal(isInside('/p', path), false);
      assert.equal(isInside('/p/', path), false);
    });
  }
});

describe('the innermost folder around a path', () => {
  const folders = ['/p', '/p/a/b', '/p/a', '/q'].map((path) => ({ path }));

  it('the innermost folder around a path is the longest that contains it, in any order', () => {
    assert.equal(innermost(folders, '/p/a/b/c')?.path, '/p/a/b');
    assert.equal(innermost(folders, '/p/a/b')?.path, '/p/a');
    assert.equal(innermost(folders, '/r/x'), undefined);
  });
});
