import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diffOutput } from '../../../../../src/style/tools/outputs/diff';
import { parseAll } from '../../../../../src/style/tools/outputs/lineParser';
import { toolOutput } from '../../samples';

describe('the output of formatters', () => {
  it('each hunk of autopep8 is a row, at the lines of the file as it is', () => {
    const rows = parseAll(diffOutput('autopep8'), toolOutput('autopep8-diff.txt'));
    assert.deepEqual(
      rows.map(({ file, line, end }) => [file, line, end?.line]),
      [
        ['bad.py', 13, undefined],
        ['bad.py', 23, 26],
        ['bad.py', 39, 40],
        ['bad.py', 56, undefined],
      ],
    );
    assert.match(rows[0]?.diff ?? '', /^@@ -10,7 \+10,8 @@\n[^]*-import sys, os\n\+import sys\n\+import os\n/);
    assert.equal(rows[0]?.message, 'autopep8 would change this');
  });

  it('each hunk of ruff format is a row', () => {
    const rows = parseAll(diffOutput('ruff'), toolOutput('ruff-format-diff.txt'));
    assert.deepEqual(
      rows.map(({ file, line }) => [file, line]),
      [
        ['bad.py', 23],
        ['bad.py', 39],
        ['bad.py', 56],
      ],
    );
  });

  it('hunks count on the new side if the change is made already', () => {
    const diff =
      'diff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n@@ -1,3 +5,4 @@\n a\n+b\n+c\n-d\n e\n';
    const rows = parseAll(diffOutput('pre-commit', 'new'), diff);
    assert.deepEqual(
      rows.map(({ file, line, end, message }) => [file, line, end?.line, message]),
      [['x.py', 6, 7, 'pre-commit changed this']],
    );
  });

  it('a hunk that was cut off is kept', () => {
    const rows = parseAll(diffOutput('ruff'), '--- x.py\n+++ x.py\n@@ -1,9 +1,9 @@\n a\n-b\n');
    assert.deepEqual(
      rows.map(({ line, diff }) => [line, diff]),
      [[2, '@@ -1,9 +1,9 @@\n a\n-b']],
    );
  });
});
