import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { place } from '../../../../src/style/findings/place';
import { parseAll } from '../../../../src/style/tools/outputs/lineParser';
import { readerFor } from '../../../../src/style/tools/outputs/tools';
import { fixture, toolOutput } from '../samples';

function underlined(tool: string, output: string, text: string): string[] {
  const lines = text.split('\n');
  return parseAll(readerFor([tool]), output).map((row) => {
    const { start, end } = place(row, lines);
    const part = (lines[start.line] ?? '').slice(start.character, start.line === end.line ? end.character : undefined);
    return `${start.line + 1} ${row.code} ${part}`;
  });
}

describe('the place of a finding', () => {
  const bad = fixture('src/lab_bad.py');

  it("flake8's findings underline what they refer to", () => {
    const rows = toolOutput('flake8-default.txt')
      .split('\n')
      .filter((line) => line.includes('lab_bad'))
      .join('\n');
    assert.deepEqual(underlined('flake8', rows, bad), [
      '13 F401 sys',
      '13 F401 os',
      '13 E401 import sys, os',
      '15 F401 mock',
      '15 H216 import mock',
      '15 H306 import mock',
      '16 F403 from os.path import *',
      '17 F401 utils',
      '22 H101 TODO',
      '23 E225 =',
      '26 E251  ',
      '26 E251  ',
      '27 H401 """ Leading space docstring',
      '27 H405 """ Leading space docstring',
      '27 H403 """ Leading space docstring',
      '28 H401 second line"""',
      '28 H405 second line"""',
      '28 H403 second line"""',
      '32 E722 except',
      '32 H201 except:',
      '34 H904 LOG',
      '34 H906 LOG',
      '34 M352 LOG',
      '35 H904 LOG',
      '36 E711 ==',
      '37 F405 datetime',
      '37 M310 datetime',
      '38 E501 se nobody wrapped it"',
      '39 W291 \t',
      '40 W293    ',
      '44 H211 self',
      '45 H211 self',
      '46 H214 self',
      '47 H202 self.assertRaises(Exception, f)',
      '48 H203 assertEqual',
      '49 H203 assertIs',
      '56 E111       ',
      '56 E117       ',
      '57 E302 def',
    ]);
  });

  it("other tools' findings underline what they refer to", () => {
    const mypy = underlined('mypy', toolOutput('mypy.txt'), fixture('src/typed.py'));
    assert.deepEqual(mypy, ['2 return-value str', "5 arg-type '1'"]);
    const ended = underlined('mypy', toolOutput('mypy-json.txt'), fixture('src/typed.py'));
    assert.deepEqual(ended, ['2 return-value str(a + b)', "5 arg-type '1'"]);
    const bandit = underlined('bandit', toolOutput('bandit.txt'), fixture('src/sec.py'));
    assert.deepEqual(bandit, ['6 B602 subprocess', '8 B301 pickle']);
    const doc8 = underlined('doc8', toolOutput('doc8.txt'), fixture('src/doc.rst'));
    assert.equal(doc8[4], '4 D002 Trailing space');
  });

  it('a finding about a string of a syntax tree underlines the whole string', () => {
    const words = (text: string, column: number): string => {
      const row = { tool: 'mypy', file: 'x', line: 1, column, unit: 'bytes' as const, code: 'arg-type', message: '' };
      const { start, end } = place(row, [text]);
      return text.slice(start.character, end.character);
    };
    assert.equal(words(`f('a', "b")`, 2), `'a'`);
    assert.equal(words(String.raw`f(rb'a\'b', 'c')`, 2), String.raw`rb'a\'b'`);
    assert.equal(words(`f("""a"b`, 2), `"""a"b`);
    assert.equal(words(`f('', x)`, 2), `''`);
    assert.equal(words(`f(x, '')`, 2), 'x');
    assert.equal(words("'\\", 0), "'\\");
  });

  it('columns are characters in text checks and bytes in checks of the syntax tree', () => {
    const text = 's = "äöü😀"; print(nope); x=1';
    const output = ["x.py:1:26: F821 undefined name 'nope'", 'x.py:1:27: E225 missing whitespace around operator'].join(
      '\n',
    );
    assert.deepEqual(underlined('flake8', output, text), ['1 F821 nope', '1 E225 =']);
  });

  it('a finding without a known text has an empty range, and for a whole file the first line', () => {
    const row = { tool: 'flake8', file: 'x.py', line: 3, column: 4, code: 'E1', message: '' };
    assert.deepEqual(place(row, undefined), { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } });
    assert.deepEqual(place(row, ['one line']).start, { line: 2, character: 4 });
    const whole = place({ ...row, line: 0 }, ['first', 'second']);
    assert.equal(whole.start.line, 0);
  });
});
