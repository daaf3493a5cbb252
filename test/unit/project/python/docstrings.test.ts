import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@lezer/python';
import { describe, it } from 'mocha';
import { docstringLines } from '../../../../src/project/python/docstrings';

function linesIn(...text: string[]): number[] {
  return docstringLines(text.join('\n'));
}

describe('docstrings', () => {
  it('a docstring is the first statement of a module, below comments too', () => {
    assert.deepEqual(linesIn('#!/usr/bin/python', '', '"""The module', 'of two lines."""', 'x = 1'), [3]);
    assert.deepEqual(linesIn('\ufeff"""doc"""'), [1]);
    assert.deepEqual(linesIn('import os', '"""no docstring"""'), []);
  });

  it('a docstring is the first statement of classes and functions, of any kind and depth', () => {
    const text = [
      '@decorated',
      'class A(Base):',
      '    # why',
      '    """a class"""',
      '    x = 1',
      '    """about x"""',
      '',
      '    @property',
      '    async def f(self, a={1: ":"}) -> "x: y":',
      "        '''a method'''",
      '        def inner():',
      '            """inner"""',
      '        "no docstring"',
    ];
    assert.deepEqual(linesIn(...text), [4, 10, 12]);
  });

  it('the first statement of another block is not a docstring', () => {
    assert.deepEqual(linesIn('if x:', '    "text"', 'for y in z:', '    """text"""', 'class A: x = 1', '"text"'), []);
  });

  it('a docstring is text alone: raw, in several parts, or in brackets', () => {
    const docstrings = [
      'r"a"',
      "U'a'",
      '"a" "b"',
      '"a" \\\n  r"b"',
      '("a")',
      '("a"  # why\n  "b")',
      '"a"  # why',
      '"a"; x = 1',
      "'''a' ''b\\'''c'''",
      '""',
    ];
    for (const text of docstrings) assert.deepEqual(docstringLines(`${text}\n`), [1], text);
    const others = [
      'b"a"',
      'f"a"',
      'rb"a"',
      '"a" f"{b}"',
      '"a".b',
      '"a" % b',
      '"a", "b"',
      '("a",)',
      'a = "b"',
      '"open',
      '"""open',
      '("a"',
      '()',
      '"a" if b else c',
    ];
    for (const text of others) assert.deepEqual(docstringLines(`${text}\n`), [], text);
  });

  it('a docstring may be on the line of its header, which ends there', () => {
    assert.deepEqual(
      linesIn('class A: "doc"', 'def f(a: int = 1): """doc', 'continued"""; return a', 'def g(): return "text"'),
      [1, 2],
    );
    assert.deepEqual(
      linesIn('def f(a,', '      b): "doc"', 'def g(): \\', '  "doc"'),
      [],
      'the header has a line of its own',
    );
    assert.deepEqual(linesIn('def f(): # why', '    "doc"'), [2]);
  });

  it('docstrings of real files are those of a parser', () => {
    const folder = join(__dirname, '../../../../samples/cloudlet');
    let count = 0;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.py'),
    )) {
      const text = readFileSync(join(folder, name), 'utf8');
      const found = docstringLines(text);
      count += found.length;
      assert.deepEqual(found, parsedDocstrings(text), name);
    }
    assert.ok(count > 10, `${count} docstrings`);
  });

  it('very long docstrings and very deep brackets are read', () => {
    const much = 'a '.repeat(2_000_000);
    assert.deepEqual(docstringLines(`"""${much}"""\n`), [1]);
    assert.deepEqual(docstringLines(`"""${much}\n`), []);
    assert.deepEqual(docstringLines(`${'('.repeat(2_000_000)}\n`), []);
  });
});

/** The same from the syntax tree, for files that have only plain docstrings. */
function parsedDocstrings(text: string): number[] {
  const lines: number[] = [];
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  parser.parse(text).iterate({
    enter: ({ node }) => {
      const isBody =
        node.name === 'Body' && ['ClassDefinition', 'FunctionDefinition'].includes(node.parent?.name ?? '');
      if (!isBody && node.name !== 'Script') return;
      let first = node.firstChild;
      while (first && [':', 'Comment'].includes(first.name)) first = first.nextSibling;
      if (first?.name === 'ExpressionStatement' && first.firstChild?.name === 'String') lines.push(lineAt(first.from));
    },
  });
  return lines;
}
