import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { faults, nameless } from '../../../scripts/package';

describe('the package', () => {
  it('the package is valid if it holds what the list names', () => {
    assert.deepEqual(faults(['a', 'b'], ['b', 'a'], 1000), []);
  });

  it('the package may hold nothing more, and nothing less', () => {
    assert.deepEqual(faults(['a', 'dist/extension.js.map'], ['a', 'readme.md'], 1000), [
      'dist/extension.js.map is in the package and not in the list',
      'readme.md is in the list and not in the package',
    ]);
  });

  it('the package has pieces of any name and number', () => {
    assert.deepEqual(nameless(['dist/piece-0AB3DEFG.js', 'dist/piece-ZZZZZZZZ.js', 'dist/piece-other.js']), [
      'dist/piece-*.js',
      'dist/piece-other.js',
    ]);
  });

  it('the package has at most 600 KB', () => {
    assert.deepEqual(faults([], [], 614_400), []);
    assert.deepEqual(faults([], [], 614_401), ['the package has 614401 bytes, more than 614400']);
  });
});
