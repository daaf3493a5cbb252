import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readReport } from '../../../../src/coverage/reading/readReportFiles';
import { fitsStatements, mayBeMeasured } from '../../../../src/coverage/report/fitsText';
import { fileOf } from '../reportOf';

const TEXT = `"""Docstring."""
import os


@decorator
def f(x):
    if x:
        return g(
            x)
    else:
        pass
`;

describe('text of a report', () => {
  const measured = fileOf('a.py', { lines: [2, 5, 6, 7, 8, 11] });

  it('the text of a report has a statement at each of its lines', () => {
    assert.ok(mayBeMeasured(measured, TEXT) && fitsStatements(measured, TEXT));
    for (const moved of [`\n${TEXT}`, TEXT.replace('\n\n\n', '\n\n'), TEXT.replace('x)', 'x, 1,\n            )')]) {
      assert.ok(!mayBeMeasured(measured, moved) && !fitsStatements(measured, moved), moved);
    }
  });

  it('the text may have docstrings and clauses in the report, as in some versions of coverage.py and Python', () => {
    assert.ok(fitsStatements(fileOf('a.py', { lines: [1, 2, 5, 6, 7, 8, 10, 11] }), TEXT));
  });

  it('the text has not many more statements than the report: those of an excluded block', () => {
    assert.ok(fitsStatements(fileOf('a.py', { lines: [2, 5, 6] }), TEXT));
    assert.ok(!fitsStatements(fileOf('a.py', { lines: [2, 5] }), TEXT));
  });

  it('a text in another language is only known to be long enough', () => {
    const script = fileOf('a.js', { lines: [1, 3] });
    assert.ok(mayBeMeasured(script, 'a\n\nb') && !mayBeMeasured(script, 'a\n'));
    assert.ok(!fitsStatements(script, 'a\n\nb'));
  });

  it('the text of each file of the sample fits', () => {
    const { files } = readReport(readFileSync('samples/cloudlet/cover/coverage.xml'));
    assert.ok(files.length > 3);
    for (const file of files) {
      const text = readFileSync(join('samples/cloudlet/cloudlet', file.name), 'utf8');
      assert.ok(fitsStatements(file, text), file.name);
      if (file.lines.length > 10) assert.ok(!mayBeMeasured(file, `\n${text}`), file.name);
    }
  });
});
