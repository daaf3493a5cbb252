import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { logicalLine, scanPython, statementAt } from '../../../../src/style/python/scan';
import { damagedModule } from '../damagedModule';

const logical = (text: string) => {
  const python = scanPython(text);
  return python.statements.map((statement) => logicalLine(python, statement));
};

describe('style/python/scan', () => {
  it('joins lines as pycodestyle does', () => {
    assert.deepEqual(logical('from a import (b,  # why\n    c as d,\n)\nx = [\n  1\n]\n'), [
      'from a import (b, c as d, )',
      'x = [1]',
    ]);
    assert.deepEqual(logical('from a import b, \\\n    c\ny = 1; z = 2\n'), ['from a import b, c', 'y = 1; z = 2']);
    assert.deepEqual(logical('x = f(\'# no\', """a\nb""")  # yes\n'), ['x = f(\'xxxx\', """xxx""")']);
  });

  it('knows where strings end', () => {
    const complete = [
      'x = f"{a["b"]:>{w}} {{"\ny = 1\n',
      "x = f'''{\n a}'''\ny = 1\n",
      "x = r'\\'\\\\'\ny = 1\n",
      "x = 'a\\\nb'\ny = 1\n",
      'x = f"\\N{EM DASH} {x!r:^10}"\ny = 1\n',
      'x = """a"b""c\\""""\ny = 1\n',
    ];
    for (const text of complete) {
      const python = scanPython(text);
      assert.ok(python.complete, text);
      assert.equal(python.statements.length, 2, text);
    }
    for (const text of ['x = """a\n', "x = 'a\n", 'f(\n', 'x = f"{a\n', 'x = 1)\n']) {
      assert.equal(scanPython(text).complete, false, text);
    }
  });

  it('counts blank lines as pycodestyle does, comments in between', () => {
    const python = scanPython('a\n\n\n# c\n\nb\n# d\nc\n');
    assert.deepEqual(
      python.statements.map(({ blankBefore }) => blankBefore),
      [0, 2, 0],
    );
  });

  it('finds the statement of a line', () => {
    const python = scanPython('a = (\n  1)\n\n# c\nb\n');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((line) => statementAt(python, line)?.firstLine),
      [0, 0, undefined, undefined, 4, undefined],
    );
  });

  it('takes every kind of line end', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const python = scanPython(['a = (', '1)', '', 'b', ''].join(end));
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

  it('looks once at code that never ends', () => {
    for (const text of ['f"""{\n', "f'{", 'f"{x:{', '\\\n', "'\n"]) {
      assert.ok(scanPython(text.repeat(50_000)).statements.length <= 1, text);
    }
  });

  it('has statements in order that never overlap, for modules and for anything', () => {
    fc.assert(
      fc.property(
        fc.oneof(damagedModule, fc.string({ unit: 'binary-ascii' }), fc.stringMatching(/^["'{}()#\\\nfr: a]{0,40}$/)),
        (text) => {
          const { statements, lineStarts } = scanPython(text);
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
