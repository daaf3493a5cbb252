import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { UserError } from '../../../../src/base/errors';
import { hashLines } from '../../../../src/base/lines';
import { decodeSnapshot, encodeSnapshot, type Snapshot, snapshotOf } from '../../../../src/coverage/report/snapshot';
import { reportOf } from '../reportOf';

describe('snapshot of a report', () => {
  const report = reportOf({
    'a.py': { text: 'x = 1\ny = 2\n', missing: [2] },
    'ä b.py': { text: 'z = 3\n' },
  });
  const snapshot = snapshotOf(
    report,
    (file) => (file.name === 'a.py' ? hashLines('x = 1\ny = 2\n') : undefined),
    'tree',
  );

  function plain(value: Snapshot): unknown {
    return { ...value, files: [...value.files] };
  }

  it('a snapshot is the same when read from its bytes', () => {
    const back = decodeSnapshot(Buffer.concat(encodeSnapshot(snapshot)));
    assert.deepEqual(plain(back), plain(snapshot));
  });

  it('a snapshot that is cut anywhere is refused', () => {
    const bytes = Buffer.concat(encodeSnapshot(snapshot));
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(
        () => decodeSnapshot(bytes.subarray(0, length)),
        (error) => error instanceof UserError && error.reason === 'damaged',
        `${length}`,
      );
    }
  });

  it('a snapshot of any bytes is read or refused', () => {
    const bytes = Buffer.concat(encodeSnapshot(snapshot));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = value;
        try {
          decodeSnapshot(damaged);
        } catch (error) {
          assert.ok(error instanceof UserError && error.reason === 'damaged', String(error));
        }
      }),
    );
  });

  it('a snapshot belongs to its report only until the file is written again', () => {
    const again = snapshotOf({ ...report, writtenAt: report.writtenAt + 1 }, () => undefined, undefined);
    assert.notEqual(again.identity, snapshot.identity);
  });
});
