import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DisposableStore, Emitter } from '../../../src/base/emitter';

describe('Emitter', () => {
  it('an emitter calls every listener, even after one that throws', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<number>((error) => errors.push(error));
    const heard: number[] = [];
    emitter.event(() => {
      throw new Error('bad listener');
    });
    emitter.event((value) => heard.push(value));
    emitter.fire(7);
    assert.deepEqual(heard, [7]);
    assert.equal(errors.length, 1);
  });

  it('a listener can be removed while it is called', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const subscription = emitter.event((value) => {
      heard.push(value);
      subscription.dispose();
    });
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, [1]);
  });
});

describe('DisposableStore', () => {
  it('a disposable store disposes of its content once, and of later additions at once', () => {
    const ended: string[] = [];
    const item = (name: string): { dispose(): void } => ({ dispose: () => ended.push(name) });
    const store = new DisposableStore();
    store.addAll(item('early'), item('second'));
    store.dispose();
    store.add(item('late'));
    store.dispose();
    assert.deepEqual(ended, ['early', 'second', 'late']);
  });
});
