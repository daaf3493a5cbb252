import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { type CheckState, CheckStates } from '../../../../src/style/check/checkStates';

describe('states of checks', () => {
  const done: CheckState = { kind: 'done', by: 'flake8 of .tox/pep8', missing: undefined };
  const kinds = () => {
    const seen: (string | undefined)[] = [];
    const states = new CheckStates(() => seen.push(states.of('/r')?.kind));
    return { seen, states };
  };

  it('check states show that a root is being checked, and its result afterwards', async () => {
    const { seen, states } = kinds();
    assert.equal(await states.during('/r', () => Promise.resolve({ result: 7, state: done })), 7);
    assert.deepEqual(seen, ['checking', 'done']);
    assert.equal(states.of('/r'), done);
  });

  it('check states are as before when a check was interrupted', async () => {
    const { seen, states } = kinds();
    const brokenOff = () => Promise.resolve({ result: undefined, state: undefined });
    await states.during('/r', brokenOff);
    await states.during('/r', () => Promise.resolve({ result: 7, state: done }));
    await states.during('/r', brokenOff);
    assert.deepEqual(seen, ['checking', undefined, 'checking', 'done', 'checking', 'done']);
  });

  it('check states end with any error, even an unexpected one', async () => {
    for (const error of [new UserError('flake8-plugin', 'no plugin'), new TypeError('x is undefined')]) {
      const { seen, states } = kinds();
      await assert.rejects(
        states.during('/r', () => Promise.reject(error)),
        error,
      );
      assert.deepEqual(seen, ['checking', 'failed']);
      assert.deepEqual(states.of('/r'), { kind: 'failed', error });
    }
  });
});
