import assert from 'node:assert/strict';
import type { Metafile } from 'esbuild';
import { describe, it } from 'mocha';
import { loadedWithoutNames } from '../../../../scripts/lib/inPieces';

describe('an extension in pieces', () => {
  const metafile = (format: 'cjs' | 'esm', kind: 'dynamic-import' | 'import-statement'): Metafile => ({
    inputs: {
      'src/a.ts': { bytes: 1, imports: [{ path: 'library.js', kind }], format: 'esm' },
      'library.js': { bytes: 1, imports: [], format },
    },
    outputs: {},
  });

  it('an extension in pieces loads nothing later that would come without its names', () => {
    assert.match(
      loadedWithoutNames(metafile('cjs', 'dynamic-import'))[0] ?? '',
      /^src\/a\.ts loads library\.js later, which is CommonJS/,
    );
    assert.deepEqual(loadedWithoutNames(metafile('esm', 'dynamic-import')), []);
    assert.deepEqual(loadedWithoutNames(metafile('cjs', 'import-statement')), []);
  });
});
