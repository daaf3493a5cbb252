import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isInside } from '../../../src/base/paths';

describe('a path inside of a folder', () => {
  for (const path of ['/p/a', '/p/a/../b', '/p/..a', '/p//a', '/p/./a']) {
    it(`${path} is`, () => {
      assert.equal(isInside('/p', path), true);
      assert.equal(isInside('/p/', path), true);
    });
  }
  for (const path of ['/p', '/p/', '/q', '/', '/p/..', '/p/../q', '/pp/a', '/p/a/../../q']) {
    it(`${path} is not`, () => {
      assert.equal(isInside('/p', path), false);
      assert.equal(isInside('/p/', path), false);
    });
  }
});
