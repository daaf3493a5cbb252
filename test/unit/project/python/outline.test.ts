import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@lezer/python';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { enclosing, pythonOutline } from '../../../../src/project/python/outline';
import { pythonStatements } from '../../../../src/project/python/statements';
import { program } from './program';

const SOURCE = `"""The module."""
import os
@dec
@dec2(1,
      2)
class Api(Base):
    """A class
    of two lines."""
    limit: int = (
        3)

    async def fetch(self, url="a:b # c"):
        '''A method.'''
        if url and \\
                self.limit:
            def inner(): return {"class": "def x"}
            return inner
        elif url: url = 1; self.limit = 2
        else:
            pass

        # a comment at the end of nothing

    @property
    def größe(self):
        return f"{self.x['a']}" "b"
last = """
class NotOne:
"""
`;

describe('the outline of a Python file', () => {
  it('the outline has classes, methods and inner functions with the names around them', () => {
    assert.deepEqual(pythonOutline(SOURCE), [
      { name: 'Api', kind: 'class', startLine: 6, endLine: 26 },
      { name: 'Api.fetch', kind: 'function', startLine: 12, endLine: 20 },
      { name: 'Api.fetch.inner', kind: 'function', startLine: 16, endLine: 16 },
      { name: 'Api.größe', kind: 'function', startLine: 25, endLine: 26 },
    ]);
  });

  it('the outline finds the innermost definition of a line', () => {
    const outline = pythonOutline(SOURCE);
    const names = [1, 5, 9, 13, 16, 17, 22, 26, 27].map((line) => enclosing(outline, line)?.name);
    const { fetch, inner } = { fetch: 'Api.fetch', inner: 'Api.fetch.inner' };
    assert.deepEqual(names, [undefined, undefined, 'Api', fetch, inner, fetch, 'Api', 'Api.größe', undefined]);
  });

  it('the outline continues after a bracket or a string that is never closed', () => {
    const broken =
      'class A:\n    def f(self:\n        x = [1,\n\n    async def g(self):\n        y = "never closed\n\nclass B(:\n';
    assert.deepEqual(
      pythonOutline(broken).map(({ name, startLine }) => [name, startLine]),
      [
        ['A', 1],
        ['A.f', 2],
        ['A.g', 5],
        ['B', 8],
      ],
    );
    assert.deepEqual(pythonOutline('def f():\n    """never closed\n    def g():\n'), [
      { name: 'f', kind: 'function', startLine: 1, endLine: 4 },
    ]);
  });

  it('the outline reads any line breaks, tabs, form feeds and a byte order mark', () => {
    const outline = pythonOutline('\uFEFFclass A:\r\n\tdef f(self):\r\tpass\n\f\ndef g(): pass');
    assert.deepEqual(
      outline.map(({ name, startLine, endLine }) => [name, startLine, endLine]),
      [
        ['A', 1, 3],
        ['f', 2, 2],
        ['g', 5, 5],
      ].map(([name, ...lines]) => [name === 'f' ? 'A.f' : name, ...lines]),
    );
  });
});

describe('the statements of a Python file', () => {
  it('statements are what coverage.py may count: no continuation lines, no comments', () => {
    const { firstLines, lastLines, uncertainLines } = pythonStatements(SOURCE);
    assert.deepEqual([...firstLines], [1, 2, 3, 4, 6, 7, 9, 12, 13, 14, 16, 17, 18, 19, 20, 24, 25, 26, 27]);
    assert.deepEqual([...lastLines], [1, 2, 3, 5, 6, 8, 10, 12, 13, 15, 16, 17, 18, 19, 20, 24, 25, 26, 29]);
    assert.deepEqual([...uncertainLines], [1, 7, 13, 19]);
  });

  it('statements that only some versions count are uncertain', () => {
    const { firstLines, uncertainLines } = pythonStatements(
      '"doc"\nx = 1\n"""About x."""\n...\ntry: pass\nfinally:  # why\n  global y\nelse: pass\nf"{x}"\n',
    );
    assert.deepEqual([...firstLines], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual([...uncertainLines], [1, 3, 4, 6, 7]);
  });

  it('statements never fail and stay inside the text, whatever the text', () => {
    const piece = fc.constantFrom(
      '"',
      "'",
      '"""',
      '\\',
      '\n',
      '\r',
      '(',
      ']',
      '#',
      'def f',
      'class ',
      ' ',
      '\t',
      'x',
      'f"',
      'ü',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split(/\r\n|\r|\n/).length;
        const { firstLines, lastLines } = pythonStatements(text);
        firstLines.forEach((line, i) => {
          assert.ok(line > (lastLines[i - 1] ?? 0) && line <= lastLines[i]! && lastLines[i]! <= lines);
        });
        for (const { startLine, endLine } of pythonOutline(text)) assert.ok(startLine <= endLine && endLine <= lines);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the reading of Python lines, against @lezer/python', () => {
  it('Python lines are those of @lezer/python in generated programs', () => {
    fc.assert(
      fc.property(program, (lines) => assertAgrees(lines.join('\n') + '\n')),
      { numRuns: 500 },
    );
  });

  it('Python lines are those of @lezer/python in the sample project', () => {
    const sources = readdirSync('samples', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.py'),
    );
    assert.ok(sources.length > 0);
    for (const name of sources) assertAgrees(readFileSync(join('samples', name), 'utf8'));
  });
});

/** Compares the first lines of statements, and the definitions with their extents. */
function assertAgrees(text: string): void {
  const starts: number[] = [0];
  for (const { 0: end, index } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset) + 1;
  const lines = new Set<number>();
  const definitions: { kind: string; name: string; startLine: number }[] = [];
  parser.parse(text).iterate({
    enter({ name, from, node }) {
      if (name === 'DecoratedStatement') return;
      if (/(Statement|Definition|Decorator|^elif|^else|^except|^finally)$/.test(name)) {
        // `else` of a conditional expression begins no clause.
        if (/^(elif|else|except|finally)$/.test(name) && !node.parent!.name.endsWith('Statement')) return;
        lines.add(lineAt(from));
      }
      if (name === 'ClassDefinition' || name === 'FunctionDefinition') {
        const named = node.getChild('VariableName')!;
        definitions.push({
          kind: name === 'ClassDefinition' ? 'class' : 'function',
          name: text.slice(named.from, named.to),
          startLine: lineAt(from),
        });
      }
    },
  });
  const { firstLines } = pythonStatements(text);
  assert.deepEqual(
    [...firstLines],
    [...lines].sort((a, b) => a - b),
    text,
  );
  assert.deepEqual(
    pythonOutline(text).map(({ kind, name, startLine }) => ({ kind, name: name.split('.').at(-1), startLine })),
    definitions,
    text,
  );
}
