import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type CancellableTarget,
  type CheckRequest,
  covers,
  isLong,
  mergeRequests,
} from '../../../../src/style/tools/target';

const request = (...targets: CancellableTarget[]): CheckRequest => ({ root: '/r', targets });
const files = (...names: string[]): CancellableTarget => ({ kind: 'files', files: names });
const text = (file: string): CancellableTarget => ({ kind: 'text', file, text: 'x\n' });
const root: CancellableTarget = { kind: 'root' };

describe('check requests', () => {
  it('a check request replaces a running check only if it covers all of its files', () => {
    assert.ok(covers(request(files('a', 'b')), request(files('a'))));
    assert.ok(!covers(request(files('b')), request(files('a'))));
    assert.ok(!covers(request(files('a')), request(root)), 'a saved file does not end a check of the whole project');
    assert.ok(!covers(request(root), request(files('a'))), 'a person who saved does not wait for the whole project');
    assert.ok(covers(request(files('a')), request(text('a'))));
    assert.ok(!covers(request(text('a')), request(files('a'))), 'the saved file may have been asked for by others');
    assert.ok(covers(request(text('a')), request(text('a'))));
  });

  it('a check request takes long only for the whole project', () => {
    assert.deepEqual(
      [root, files('a'), text('a')].map((target) => isLong(request(target))),
      [true, false, false],
    );
  });

  it('check requests of saved files are merged into one run', () => {
    assert.deepEqual(mergeRequests(request(files('a')), request(files('b', 'a'))), request(files('b', 'a')));
    assert.deepEqual(mergeRequests(request(files('a')), request(files('b'))), request(files('a', 'b')));
  });

  it('check requests keep what the newer one does not cover, and what can be cancelled, apart', () => {
    const cancellable: CancellableTarget = { ...root, signal: new AbortController().signal };
    assert.deepEqual(mergeRequests(request(cancellable), request(files('a'))), request(files('a'), cancellable));
    assert.deepEqual(mergeRequests(request(text('a')), request(files('a'))), request(files('a')));
  });
});
