import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { pythonText, statementAt } from '../../../../src/project/python/text';
import { damagedModule } from '../../style/damagedModule';

describe('the text of a Python file', () => {
  it('Python text knows where strings end', () => {
    const complete = [
      'x = f"{a["b"]:>{w}} {{"\ny = 1\n',
      "x = f'''{\n a}'''\ny = 1\n",
      "x = r'\\'\\\\'\ny = 1\n",
      "x = 'a\\\nb'\ny = 1\n",
      'x = f"\\N{EM DASH} {x!r:^10}"\ny = 1\n',
      'x = """a"b""c\\""""\ny = 1\n',
    ];
    for (const text of complete) {
      const python = pythonText(text);
      assert.ok(python.isComplete, text);
      assert.equal(python.statements.length, 2, text);
    }
    for (const text of ['x = """a\n', "x = 'a\n", 'f(\n', 'x = f"{a\n', 'x = 1)\n']) {
      assert.equal(pythonText(text).isComplete, false, text);
    }
  });

  it('Python text counts empty lines as pycodestyle does, comments in between', () => {
    const python = pythonText('a\n\n\n# c\n\nb\n# d\nc\n');
    assert.deepEqual(
      python.statements.map(({ blankBefore }) => blankBefore),
      [0, 2, 0],
    );
  });

  it('Python text finds the statement of a line', () => {
    const python = pythonText('a = (\n  1)\n\n# c\nb\n');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((line) => statementAt(python, line)?.firstLine),
      [0, 0, undefined, undefined, 4, undefined],
    );
  });

  it('Python text leaves a byte order mark out of statements and indents', () => {
    assert.deepEqual(
      pythonText('\uFEFF a\nb\n').statements.map(({ from, indent }) => [from, indent]),
      [
        [2, ' '],
        [4, ''],
      ],
    );
  });

  it('Python text continues after what is unfinished', () => {
    const { statements, isComplete } = pythonText("x = 'a\ny = (\n\ndef f(): pass\nz = [\n");
    assert.deepEqual(
      statements.map(({ firstLine, lastLine }) => [firstLine, lastLine]),
      [
        [0, 0],
        [1, 2],
        [3, 3],
        [4, 4],
      ],
    );
    assert.equal(isComplete, false);
  });

  it('Python text may have every kind of line end', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const python = pythonText(['a = (', '1)', '', 'b', ''].join(end));
      assert.deepEqual(
        python.statements.map(({ firstLine, lastLine }) => [firstLine, lastLine]),
        [
          [0, 1],
          [3, 3],
        ],
        JSON.stringify(end),
      );
      assert.equal(python.lineStarts.length, 4);
    }
  });

  it('Python text has statements in order that never overlap, for modules and any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(damagedModule, fc.string({ unit: 'binary-ascii' }), fc.stringMatching(/^["'{}()#\\\nfr: a]{0,40}$/)),
        (text) => {
          const { statements, lineStarts } = pythonText(text);
          let last = -1;
          for (const { firstLine, lastLine, from, to } of statements) {
            assert.ok(firstLine > last && lastLine >= firstLine && lastLine < lineStarts.length);
            assert.ok(from < to && to <= text.length);
            last = lastLine;
          }
        },
      ),
    );
  });
});
