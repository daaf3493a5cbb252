import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@lezer/python';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type LogicalLine, logicalLines, type Span } from '../../../../src/project/python/lexer';
import { damagedModule } from '../../style/damagedModule';
import { program } from './program';

/** Each logical line as written, without the spaces around it. */
function written(text: string): string[] {
  return Array.from(logicalLines(text), ({ from, to }) => text.slice(from, to).trim());
}

/** First and last line of each. */
function extents(text: string): string[] {
  return Array.from(logicalLines(text), ({ firstLine, lastLine }) => `${firstLine}-${lastLine}`);
}

function read(text: string): { lines: LogicalLine[]; strings: string[]; comments: string[] } {
  const spans = { strings: [] as Span[], comments: [] as Span[] };
  const lines = [...logicalLines(text, spans)];
  const cut = ({ from, to }: Span): string => text.slice(from, to);
  return { lines, strings: spans.strings.map(cut), comments: spans.comments.map(cut) };
}

describe('the logical lines of a Python file', () => {
  it('logical lines join physical lines by brackets, strings and backslashes', () => {
    assert.deepEqual(extents('a = (1,\n  # )\n  2)\n\nb = """\n"""\nc = 1 + \\\n  2\n# d\ne'), [
      '1-3',
      '5-6',
      '7-8',
      '10-10',
    ]);
  });

  it('logical lines end at any line break, also inside brackets, strings and after backslashes', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['a = (', '1)', '', '# b', "c = 'd\\", "e'", 'f = """', '', '"""', 'g = \\', 'h', ''].join(end);
      assert.deepEqual(extents(text), ['1-2', '5-6', '7-9', '10-11'], JSON.stringify(end));
    }
  });

  it('logical lines count the columns of spaces, tabs and form feeds, even after a byte order mark', () => {
    const indents = Array.from(logicalLines('\uFEFF  a\n\tb\n  \tc\n\t d\n   \f e\n'), ({ indent }) => indent);
    assert.deepEqual(indents, [2, 8, 8, 9, 1]);
    assert.deepEqual(written('\uFEFFa\n'), ['a']);
  });

  it('logical lines have their strings with the prefixes, and their comments', () => {
    const text = 'x = rb"a" Rf\'{b}\' if"c" tR"""\n"""  # d\n# e\ncall("#", \'\\\'\')  # f\n';
    const { strings, comments } = read(text);
    assert.deepEqual(strings, ['rb"a"', "Rf'{b}'", '"c"', 'tR"""\n"""', '"#"', "'\\''"]);
    assert.deepEqual(comments, ['# d', '# f']);
  });

  it('logical lines that are nothing but strings are known', () => {
    const alone = ['"a"', 'r"a" b\'c\'', '"""a\nb"""  # c', '"a" \\\n "b"', "'(' # :;"];
    for (const text of alone) assert.ok([...logicalLines(text)][0]?.isString, text);
    for (const text of ['f"a"', 't"a"', '"a" f"b"', '("a")', '"a".b', '"a"; b', 'a "b"', 'bar"a"', 'a']) {
      assert.equal([...logicalLines(text)][0]?.isString, false, text);
    }
  });

  it('logical lines know colons and semicolons outside of brackets and strings', () => {
    const marks = Array.from(
      logicalLines('def f(a: int = {";": 1}) -> ":": pass; x\nx[1:2]  # ; :\n'),
      ({ afterColon, hasSemicolon }) => [afterColon, hasSemicolon],
    );
    assert.deepEqual(marks, [
      [32, true],
      [undefined, false],
    ]);
  });

  it('logical lines may have formatted strings of Python 3.12: nested quotes, line breaks, comments', () => {
    const whole = [
      'f"{a["b"]:>{w["x"]}} {{"',
      "f'{a['}']}'",
      "t'{a['}']!r:{b}}'",
      'f"{\n  a  # "\n}"',
      'f"\\N{EM DASH} {x!r:^10}"',
      'f"\\{a["b"]}"',
      "f'{f'{f'{1}'}'}'",
      "f'''{a:\n}'''",
      "f'{ {'a': 1}[':'] }'",
      'rf"{a:\\d}"',
    ];
    for (const string of whole) {
      const { lines, strings } = read(`x = ${string}\ny\n`);
      assert.deepEqual([strings, lines.length, lines[0]?.isComplete], [[string], 2, true], string);
    }
  });
});

describe('logical lines of text that is being typed', () => {
  it('unfinished lines end at a definition, in the middle of brackets', () => {
    for (const definition of ['def größe', 'async  def f(a):', 'class Größe(B):', '\tclass C:', '\fdef f():']) {
      assert.deepEqual(written(`x = foo(1,\n\n${definition}\n  y\n`), ['x = foo(1,', definition.trim(), 'y']);
    }
    assert.deepEqual(extents('x = [\r\rclass A:\r  y'), ['1-2', '3-3', '4-4']);
  });

  it('unfinished lines end at the decorators above a definition, not at a matrix product', () => {
    assert.deepEqual(written('x = (\n@ddt.data(1)\n@b\ndef f(): pass\n'), [
      'x = (',
      '@ddt.data(1)',
      '@b',
      'def f(): pass',
    ]);
    assert.deepEqual(written('x = (a\n@b\n@c)\ny\n'), ['x = (a\n@b\n@c)', 'y']);
  });

  it('unfinished lines keep words in brackets that only begin like a definition', () => {
    for (const line of ['default(a)', 'classes(a)', 'async for b in c', 'define = 1', '"""\ndef f(): pass\n"""']) {
      assert.equal(written(`x = (\n${line}\n)\n`).length, 1, line);
    }
  });

  it('an unclosed string ends with its line', () => {
    assert.deepEqual(written('x = \'a\ny = "b\nz\n'), ["x = 'a", 'y = "b', 'z']);
    assert.deepEqual(written("x = 'a\\\nb\nz\n"), ["x = 'a\\\nb", 'z']);
    assert.deepEqual(written("call('a)\ndef f(): pass\n"), ["call('a)", 'def f(): pass']);
    assert.deepEqual(written('x = """a\ndef f(): pass\n'), ['x = """a\ndef f(): pass']);
  });

  it('an unclosed formatted string ends with its line, and the next ones are read', () => {
    assert.deepEqual(written('x = f"{a\ny = 1\n'), ['x = f"{a', 'y = 1']);
    assert.deepEqual(written('x = f"{a"\ny = f"{b["c"]}"\n'), ['x = f"{a"', 'y = f"{b["c"]}"']);
    assert.deepEqual(written('x = f"{a:"\ny = 1\n'), ['x = f"{a:"', 'y = 1']);
    assert.deepEqual(written('x = f"""{a"""\ny = 1\n'), ['x = f"""{a"""', 'y = 1']);
    assert.deepEqual(written('x = f"{a(\ndef f(): pass\n'), ['x = f"{a(', 'def f(): pass']);
  });

  it('a bracket that was closed once too often is skipped', () => {
    assert.deepEqual(written('x = a)\ny = (b\n  )\nz\n'), ['x = a)', 'y = (b\n  )', 'z']);
  });

  it('logical lines are complete if everything that was opened is closed', () => {
    const complete = (text: string) => Array.from(logicalLines(text), ({ isComplete }) => isComplete);
    for (const text of ["'a", '"""a', 'f"{a"', 'f(', 'a)', 'x = [\ndef f(): pass']) {
      assert.equal(complete(text)[0], false, text);
    }
    assert.deepEqual(complete("x = 'a\ny = (1)\n"), [false, true]);
  });

  it('logical lines of unfinished text are found in one pass', () => {
    for (const piece of [
      'f"""{\n',
      "f'{",
      'f"{x:{',
      'f"{\n',
      '\\\n',
      "'\n",
      '(\n@a\n',
      '(@\n',
      'f"{(\n',
      '"a"f',
      'rb',
    ]) {
      assert.ok([...logicalLines(piece.repeat(20_000))].length <= 20_000, piece);
    }
  });

  it('unfinished lines are found at the edited line, and soon below it again', () => {
    fc.assert(
      fc.property(program, fc.constantFrom('(', '[', '{', ')', "'", 'f"{', "f'{a['b"), (lines, broken) => {
        const text = lines.join('\n');
        const above = extents(text);
        const rest = 'def größe():\n    pass\n';
        const found = Array.from(logicalLines(`${text}\nx = ${broken}\n${rest}`));
        assert.deepEqual(
          found.slice(0, above.length).map(({ firstLine, lastLine }) => `${firstLine}-${lastLine}`),
          above,
        );
        assert.deepEqual(
          found.slice(above.length).map(({ firstLine }) => firstLine - lines.length),
          [1, 2, 3],
          text,
        );
      }),
    );
  });

  it('logical lines are in order, with only whitespace or comments between, whatever the text', () => {
    const piece = fc.constantFrom(
      ...['"', "'", '"""', "'''", '\\', '\n', '\r', '\r\n', '(', ']', '{', '}', '#', ':', ';', '@d'],
      ...['def f', 'class A:', ' ', '\t', '\f', 'x', 'f"', "t'", 'rb"', 'ü', '\uFEFF', '\u2028'],
    );
    const anything = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      damagedModule,
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const spans = { strings: [] as Span[], comments: [] as Span[] };
        const count = text.split(/\r\n|\r|\n/).length;
        const isIn = (outer: Span) => (span: Span) => outer.from <= span.from && span.to <= outer.to;
        let behind = text.startsWith('\uFEFF') ? 1 : 0;
        let last = 0;
        for (const line of logicalLines(text, spans)) {
          const { from, to, firstLine, lastLine } = line;
          assert.match(text.slice(behind, from), /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))*[ \t\f]*$/);
          assert.ok(from < to && to <= text.length);
          assert.ok(last < firstLine && firstLine <= lastLine && lastLine <= count);
          assert.equal(text.slice(0, from).split(/\r\n?|\n/).length, firstLine);
          assert.ok(spans.strings.splice(0).every(isIn(line)) && spans.comments.splice(0).every(isIn(line)));
          behind = to;
          last = lastLine;
        }
        assert.match(text.slice(behind), /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n|$))*$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('strings and comments of logical lines, against @lezer/python', () => {
  it('strings and comments are those of @lezer/python in generated programs', () => {
    fc.assert(
      fc.property(program, (lines) => assertAgrees(lines.join('\n') + '\n')),
      { numRuns: 500 },
    );
  });

  it('strings and comments are those of @lezer/python in the sample project', () => {
    const sources = readdirSync('samples', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.py'),
    );
    assert.ok(sources.length > 0);
    for (const path of sources) assertAgrees(readFileSync(join('samples', path), 'utf8'));
  });
});

function assertAgrees(text: string): void {
  const { lines, strings, comments } = read(text);
  const parsed = { strings: [] as string[], comments: [] as string[], semicolons: new Set<LogicalLine | undefined>() };
  const around = (offset: number) => lines.find(({ from, to }) => from <= offset && offset < to);
  parser.parse(text).iterate({
    enter({ name, from, to }) {
      if (name === 'Comment' && around(from)) parsed.comments.push(text.slice(from, to));
      if (name === ';') parsed.semicolons.add(around(from));
      if (name !== 'String' && name !== 'FormatString') return true;
      parsed.strings.push(text.slice(from, to));
      return false; // strings inside of fields belong to the string around them
    },
  });
  assert.deepEqual(strings, parsed.strings, text);
  assert.deepEqual(comments, parsed.comments, text);
  assert.deepEqual(
    lines.filter(({ hasSemicolon }) => hasSemicolon),
    [...parsed.semicolons],
    text,
  );
  assert.ok(
    lines.every(({ isComplete }) => isComplete),
    text,
  );
}
