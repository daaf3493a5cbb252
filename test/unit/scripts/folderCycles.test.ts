import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { folderCycles } from '../../../scripts/lib/folderCycles';

const of = (...lines: string[]): string[][] =>
  folderCycles(lines.map((line) => ({ from: line.split(' -> ')[0]!, to: line.split(' -> ')[1]! })));

describe('folder cycles', () => {
  it('folder cycles are absent if every import leads down', () => {
    assert.deepEqual(of('src/a/x.ts -> src/b/x.ts', 'src/b/y.ts -> src/c/x.ts', 'src/a/x.ts -> src/a/y.ts'), []);
  });

  it('folder cycles are found between folders side by side, though no file is in a circle', () => {
    const ties = ['src/a/x.ts -> src/b/x.ts', 'src/b/y.ts -> src/a/y.ts'];
    assert.deepEqual(of(...ties, 'src/a/x.ts -> src/c/x.ts'), [ties]);
  });

  it('folder cycles are found between a folder and one inside it', () => {
    const ties = ['src/a/b/x.ts -> src/a/y.ts', 'src/a/x.ts -> src/a/b/y.ts'];
    assert.deepEqual(of(...ties), [ties]);
  });

  it('folder cycles are found over several folders, each circle once', () => {
    const three = ['src/a/x.ts -> src/b/x.ts', 'src/b/x.ts -> src/c/x.ts', 'src/c/y.ts -> src/a/y.ts'];
    const two = ['src/d/x.ts -> src/e/x.ts', 'src/e/y.ts -> src/d/y.ts'];
    assert.deepEqual(of(...three, ...two, 'src/a/x.ts -> src/d/x.ts'), [three, two]);
  });

  it('folder cycles leave out the root of src, which passes down and holds the types of the API', () => {
    assert.deepEqual(of('src/extension.ts -> src/a/index.ts', 'src/a/index.ts -> src/api.ts'), []);
  });

  it('folder cycles leave out files outside of src', () => {
    assert.deepEqual(of('src/a/x.ts -> node_modules/b/x.js', 'node_modules/b/x.js -> src/a/x.ts'), []);
  });
});
