import assert from 'node:assert/strict';
import type { Metafile } from 'esbuild';
import { describe, it } from 'mocha';
import { libraryBytes } from '../../../../scripts/lib/libraries';

/** What esbuild reports of a file in dist/ that holds so many bytes of each of these inputs. */
function metafile(bytes: Readonly<Record<string, number>>): Metafile {
  const inputs = Object.entries(bytes).map(([file, bytesInOutput]) => [file, { bytesInOutput }]);
  const output = { bytes: 0, imports: [], exports: [], inputs: Object.fromEntries(inputs) as object };
  return { inputs: {}, outputs: { 'dist/a.js': output as Metafile['outputs'][string] } };
}

describe('the libraries of a bundle', () => {
  it('bundled libraries are weighed over all files of dist/, heaviest first', () => {
    const inputs = { 'src/a.ts': 900, 'node_modules/small/index.js': 1, 'node_modules/@scope/large/lib/b.js': 20 };
    const more = { 'node_modules/@scope/large/lib/c.js': 300 };
    assert.deepEqual(
      [...libraryBytes([metafile(inputs), metafile(more)])],
      [
        ['@scope/large', 320],
        ['small', 1],
      ],
    );
  });

  it('bundled libraries are distinguished from a library that brings a copy of them', () => {
    const inputs = { 'node_modules/outer/node_modules/inner/index.js': 5 };
    assert.deepEqual([...libraryBytes([metafile(inputs)])], [['inner', 5]]);
  });

  it('libraries of which nothing is bundled are left out', () => {
    assert.deepEqual([...libraryBytes([metafile({ 'node_modules/types-only/index.js': 0 })])], []);
  });
});
