import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { newerBranches, pickedFrom } from '../../../../src/change/commits/backports';

describe('the order of backports', () => {
  const branches = [
    'master',
    'stable/2025.2',
    'stable/2024.2',
    'stable/2025.1',
    'unmaintained/2023.1',
    'unmaintained/zed',
    'unmaintained/yoga',
    'bugfix/27.0',
    'feature/x',
  ];

  it('backports go to the newest branches first', () => {
    assert.deepEqual(newerBranches('stable/2025.1', branches), ['master', 'stable/2025.2']);
    assert.deepEqual(newerBranches('unmaintained/zed', branches), [
      'master',
      'stable/2025.2',
      'stable/2025.1',
      'stable/2024.2',
      'unmaintained/2023.1',
    ]);
    assert.deepEqual(newerBranches('unmaintained/yoga', branches).at(-1), 'unmaintained/zed');
    assert.deepEqual(newerBranches('stable/2026.1', branches), ['master']);
  });

  it('branches without an order have no backport warning', () => {
    for (const target of ['master', 'bugfix/27.0', 'feature/x', 'stable/', 'stable/2025.1/x', '']) {
      assert.deepEqual(newerBranches(target, branches), []);
    }
  });

  it('backports begin with main if there is no master', () => {
    assert.deepEqual(newerBranches('stable/2025.2', ['main', 'stable/2025.2']), ['main']);
    assert.deepEqual(newerBranches('stable/2025.2', []), ['master']);
  });

  it('lines of git cherry-pick -x are read', () => {
    const [one, two] = ['a'.repeat(40), 'b'.repeat(40)];
    assert.deepEqual(
      pickedFrom(`Fix\n\nChange-Id: I1\n(cherry picked from commit ${one})\n(cherry picked from commit ${two})\n`),
      [one, two],
    );
    assert.deepEqual(pickedFrom('Fix\n\nIt says (cherry picked from commit abc1234) in the middle\n'), []);
  });
});
