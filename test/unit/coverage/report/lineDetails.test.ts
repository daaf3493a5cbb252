import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { alignLines, hashLines } from '../../../../src/base/lines';
import { detailsNow, type FileDetails } from '../../../../src/coverage/report/lineDetails';
import { fileOf } from '../reportOf';

describe('statements, branches and functions in the text as it is now', () => {
  const measured = [
    'import os', // 1
    '',
    'def untested():', // 3
    '    one()',
    '    two()',
    '',
    'def half(x):', // 7
    '    if x:',
    '        return 1',
    '    return 2',
    '',
    'def short(): return 3', // 12
    '',
  ].join('\n');
  const file = fileOf('a.py', {
    text: measured,
    missing: [4, 5, 9],
    branches: [{ line: 8, total: 3, taken: 1, missing: ['exit', 9] }],
  });
  const now = (text: string): FileDetails => detailsNow(file, text, alignLines(hashLines(measured), hashLines(text)));
  const lines = ({ statements }: FileDetails): string =>
    statements.map(({ line, hits }) => `${line}:${hits}`).join(' ');
  const functions = (details: FileDetails): unknown[] =>
    details.functions.map(({ name, hits, line }) => [name, hits, line]);

  it('line details are those of the report while nothing is edited', () => {
    const details = now(measured);
    assert.equal(lines(details), '1:1 3:1 4:0 5:0 7:1 8:1 9:0 10:1 12:1');
    assert.deepEqual(details.statements.find(({ line }) => line === 8)!.ways, [
      { taken: false, label: 'to the exit' },
      { taken: false, label: 'to line 9' },
      { taken: true, label: undefined },
    ]);
    assert.deepEqual(functions(details), [
      ['untested', 0, 3],
      ['half', 1, 7],
    ]);
  });

  it('line details move with the lines', () => {
    const details = now(`# a\n# b\n${measured}`);
    assert.equal(lines(details), '3:1 5:1 6:0 7:0 9:1 10:1 11:0 12:1 14:1');
    assert.equal(details.statements.find(({ line }) => line === 10)!.ways[1]!.label, 'to line 11');
    assert.deepEqual(functions(details), [
      ['untested', 0, 5],
      ['half', 1, 9],
    ]);
  });

  it('line details leave out edited lines, and no edited function is called untested', () => {
    const details = now(measured.replace('one()', 'one(1)').replace('return 1', 'return 11'));
    assert.equal(lines(details), '1:1 3:1 5:0 7:1 8:1 10:1 12:1');
    assert.equal(details.statements.find(({ line }) => line === 8)!.ways[1]!.label, undefined);
    assert.deepEqual(functions(details), [['half', 1, 7]]);
  });

  it('line details use the functions that the report lists', () => {
    const listed = {
      ...file,
      name: 'a.js',
      functions: [
        { name: 'half', line: 7, hits: 4 },
        { name: 'gone', line: 3, hits: 0 },
      ],
    };
    const text = `// a\n${measured.replace('def untested', 'def other')}`;
    const details = detailsNow(listed, text, alignLines(hashLines(measured), hashLines(text)));
    assert.deepEqual(functions(details), [['half', 4, 8]]);
  });
});
