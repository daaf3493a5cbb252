import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { without } from '../../../src/base/without';

describe('without', () => {
  it('copies an object without one of its fields, and leaves the object alone', () => {
    const object = { topic: 't', hashtags: ['a'] };
    assert.deepEqual(without(object, 'topic'), { hashtags: ['a'] });
    assert.deepEqual(object, { topic: 't', hashtags: ['a'] });
  });
});
