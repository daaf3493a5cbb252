import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { NOT_COMPARED } from '../../../../src/coverage/baseline/baselineComparison';
import type { Comparison } from '../../../../src/coverage/baseline/comparison';
import { changeCoverage } from '../../../../src/coverage/measured/changeCoverage';
import {
  editedText,
  emptyState,
  fileNodes,
  headline,
  type ShownFolder,
  type TreeOptions,
} from '../../../../src/coverage/view/untestedTree';
import { reportOf } from '../reportOf';

describe('the view Untested Lines', () => {
  const report = reportOf({
    'b/few.py': { lines: [1, 2], missing: [2] },
    'a/many.py': { lines: [1, 2, 3, 4, 5, 6], missing: [2, 3, 4] },
    'partial.py': { lines: [1, 2], branches: [{ line: 1, total: 2, taken: 1, missing: [2] }] },
    'tested.py': { lines: [1] },
  });
  const options: TreeOptions = { sort: 'worst', onlyMyChange: false, filter: '' };
  const mine = changeCoverage(
    report,
    new Map([
      ['/project/a/many.py', [1, 3, 9]],
      ['/project/tested.py', [1]],
    ]),
    {
      ref: 'gerrit/master',
      commit: 'c0ffee',
    },
  );

  const folder: ShownFolder = { report, comparison: NOT_COMPARED, changeCoverage: mine, changeProblem: undefined };
  const comparedBy = (change: Comparison | undefined): ShownFolder => ({
    ...folder,
    comparison: { ...NOT_COMPARED, change },
  });

  const names = (changed: Partial<TreeOptions>, change?: Comparison): string[] =>
    fileNodes(comparedBy(change), { ...options, ...changed }).map((node) => node.file.name);

  it('the view leaves out what is tested, and sorts', () => {
    assert.deepEqual(names({}), ['a/many.py', 'b/few.py', 'partial.py']);
    assert.deepEqual(names({ sort: 'path' }), ['a/many.py', 'b/few.py', 'partial.py']);
    assert.deepEqual(names({ sort: 'percent' }), ['a/many.py', 'b/few.py', 'partial.py']);
  });

  it('the view sorts by how far the coverage of a file changed', () => {
    const counts = { statements: 2, missed: 2, branches: 0, partialBranches: 0, missedBranches: 0, percent: 0 };
    const moved = {
      name: 'b/few.py',
      before: counts,
      after: { ...counts, missed: 1, percent: 50 },
      newlyTested: [1],
      newlyUntested: [],
      noise: [],
    };
    const change = {
      baseline: 'x',
      before: counts,
      after: counts,
      files: [moved],
      text: '1 more line tested: 0% to 50%',
    };
    assert.equal(names({ sort: 'change' }, change)[0], 'b/few.py');
    const [node] = fileNodes(comparedBy(change), { ...options, filter: 'few' });
    assert.equal(node?.description, '50% (+50%) · 1 untested');
    assert.equal(
      headline(comparedBy(change), false),
      '61.5% tested, 4 of 11 statements untested. 1 more line tested: 0% to 50%',
    );
  });

  it('the view filters by path, ignoring case', () => {
    assert.deepEqual(names({ filter: 'FEW' }), ['b/few.py']);
  });

  it('the view shows only what my change left untested', () => {
    assert.deepEqual(names({ onlyMyChange: true }), ['a/many.py']);
    const [node] = fileNodes(folder, { ...options, onlyMyChange: true });
    assert.equal(node?.description, '1 of 2 changed untested');
    assert.equal(headline(folder, true), 'My change since gerrit/master: 66.7% tested, 1 of 3 changed lines untested.');
  });

  it('the view marks an edited file', () => {
    const edited = { ...mine, edited: ['a/many.py'] };
    const [node] = fileNodes({ ...folder, changeCoverage: edited }, { ...options, onlyMyChange: true });
    assert.equal(node?.description, '1 of 2 changed untested · edited since');
    assert.equal(editedText([]), undefined);
    assert.equal(editedText(edited.edited), 'many.py edited since the report');
    assert.equal(editedText(['a.py', 'b.py']), '2 files edited since the report');
    const unknown = { ...edited, files: [], lines: 0, missed: 0 };
    assert.equal(
      headline({ ...folder, changeCoverage: unknown }, true),
      'My change since gerrit/master: all changed lines were edited after the report.',
    );
  });

  it('the view explains why it is empty', () => {
    const mineOf = (lines: number, missed: number): typeof mine => ({ ...mine, lines, missed });
    const state = (changeCoverage: typeof mine | undefined, changed: Partial<TreeOptions> = {}): string =>
      emptyState({ changeCoverage, changeProblem: undefined }, { ...options, onlyMyChange: true, ...changed });
    assert.equal(state(undefined, { onlyMyChange: false }), 'allTested');
    assert.equal(state(undefined, { onlyMyChange: false, filter: 'x' }), 'noMatch');
    assert.equal(state(undefined), 'readingChange');
    assert.equal(
      headline({ ...folder, changeCoverage: undefined }, true),
      'Asking git which lines your change touches…',
    );
    assert.equal(state(mineOf(0, 0)), 'nothingChanged');
    assert.equal(
      headline({ ...folder, changeCoverage: mineOf(0, 0) }, true),
      'No measured line changed since gerrit/master.',
    );
    assert.equal(state(mineOf(3, 0)), 'changeTested');
    assert.equal(state(mineOf(3, 1), { filter: 'x' }), 'noMatch');
  });
});
