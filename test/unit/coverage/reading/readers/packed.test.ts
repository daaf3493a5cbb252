import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buffersOf, pack, unpack } from '../../../../../src/coverage/reading/readers/packed';
import type { CoverageReport } from '../../../../../src/coverage/report/coverageReport';
import { fileOf, reportOf } from '../../reportOf';

const plain = reportOf({
  'a.py': { lines: [1, 4, 9], missing: [4], branches: [{ line: 1, total: 2, taken: 1, missing: ['exit'] }] },
  'empty.py': {},
  'b.py': { lines: [2], branches: [{ line: 2, total: 3, taken: 1, missing: [5, 7] }] },
});

describe('packed reports', () => {
  it('packed reports are the same when unpacked', () => {
    const functions = [{ name: 'f', line: 1, hits: 1 }];
    const reports: CoverageReport[] = [
      plain,
      { ...plain, files: [] },
      {
        ...plain,
        files: [
          { ...fileOf('c.py', { lines: [1] }), path: undefined, functions, measuredAt: 1234.5 },
          fileOf('d.py', {}),
        ],
      },
    ];
    for (const report of reports) {
      const packed = pack(report);
      const sent = structuredClone(packed, { transfer: buffersOf(packed) });
      assert.equal(packed.lines.length, 0, 'handed over, not copied');
      assert.deepEqual(unpack(sent), report);
    }
  });

  it('packed reports share one buffer for each column', () => {
    const files = unpack(pack(plain)).files;
    assert.equal(new Set(files.map((file) => file.lines.buffer)).size, 1);
  });
});
