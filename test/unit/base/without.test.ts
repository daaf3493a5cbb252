import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { without } from '../../../src/base/without';

describe('an object without a field', () => {
  it('an object is copied without one of its fields, and stays unchanged', () => {
    const object = { topic: 't', hashtags: ['a'] };
    assert.deepEqual(without(object, 'topic'), { hashtags: ['a'] });
    assert.deepEqual(object, { topic: 't', hashtags: ['a'] });
  });
});
