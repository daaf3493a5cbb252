import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type PushProgress, progressReader } from '../../../../src/change/push/pushProgress';

describe('the progress of a push', () => {
  it('the progress of a push is read from pieces of any length', () => {
    const said = [
      'Enumerating objects: 5, done.\nCounting objects:  20% (1/5)\rCounting objects: 100% (5/5), done.\n',
      'Writing objects:  33% (1/3)\rWriting objects:  33% (1/3)\rWriting objects: 100% (3/3), 280 bytes | 280.00 KiB/s, done.\n',
      'remote: Processing changes: refs: 1        \rremote: Processing changes: refs: 1, new: 1, done            \nsome other line\n',
    ].join('');
    const expected = [
      'Counting objects',
      'Counting objects 20',
      'Counting objects 100',
      'Sending 33',
      'Sending 100',
      'Gerrit checks the changes',
    ];
    for (const size of [1, 7, 10_000]) {
      const heard: PushProgress[] = [];
      const read = progressReader((progress) => heard.push(progress));
      for (let at = 0; at < said.length; at += size) read(said.slice(at, at + size));
      assert.deepEqual(
        heard.map(({ phase, percent }) => [phase, percent].filter((part) => part !== undefined).join(' ')),
        expected,
      );
    }
  });
});
