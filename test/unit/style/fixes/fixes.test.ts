import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pythonText } from '../../../../src/project/python/text';
import { type FixOptions, fixesFor } from '../../../../src/style/fixes/fixes';
import { removeTrailingSpaces } from '../../../../src/style/fixes/whitespace';
import { applyEdits } from '../applyEdits';

/** A row of flake8: 1-based line and column. */
interface Found {
  readonly code: string;
  readonly line: number;
  readonly column?: number;
  readonly message?: string;
}

function fixes(text: string, { code, line, column = 1, message = '' }: Found, options?: FixOptions) {
  const start = { line: line - 1, character: column - 1 };
  return fixesFor({ code, message, range: { start, end: start }, tool: 'flake8' }, text, options);
}

function fixed(text: string, found: Found, options?: FixOptions): string | undefined {
  const fix = fixes(text, found, options).find(({ kind }) => kind === 'fix');
  return fix && applyEdits(text, fix.edits);
}

function hidden(text: string, found: Found, options?: FixOptions): string | undefined {
  const noqa = fixes(text, found, options).find(({ kind }) => kind === 'noqa');
  return noqa && applyEdits(text, noqa.edits);
}

describe('fixes of imports', () => {
  const split = (text: string, line = 1) => fixed(text, { code: 'H301', line });
  const sort = (text: string, line: number) => fixed(text, { code: 'H306', line });

  it('an import is split in the order that hacking requires', () => {
    assert.equal(split('from a import Zoo, b as x, c\n'), 'from a import b as x\nfrom a import c\nfrom a import Zoo\n');
    assert.equal(split('from a import (b,\n    c,\n)\n'), 'from a import b\nfrom a import c\n');
    assert.equal(
      split('if x:\n    from a import c, \\\n        b\n', 2),
      'if x:\n    from a import b\n    from a import c\n',
    );
    assert.equal(split('from a import b, c\r\nx\r\n'), 'from a import b\r\nfrom a import c\r\nx\r\n');
    assert.equal(fixed('import sys, os\n', { code: 'E401', line: 1 }), 'import os\nimport sys\n');
  });

  it('a split import keeps the order of its neighbours, sorting them if needed', () => {
    assert.equal(split('import z\nfrom a import b, c\n', 2), 'from a import b\nfrom a import c\nimport z\n');
    assert.equal(
      split('import a\nfrom b import c, d\nimport e\n', 2),
      'import a\nfrom b import c\nfrom b import d\nimport e\n',
    );
  });

  it('a split import keeps noqa with every name, and code that is not understood stays', () => {
    assert.equal(
      split('from a import b, c  # noqa: E402\n'),
      'from a import b  # noqa: E402\nfrom a import c  # noqa: E402\n',
    );
    for (const text of [
      'from a import b, c  # why\n',
      'from a import (b,  # why\n    c)\n',
      'from a import b as x, c as x\n',
      'from . import b, c\n',
      'from a import b, c; f()\n',
      'if x: from a import b, c\n',
      'from a import (b, c\n',
      'x = 1\n',
    ]) {
      assert.equal(split(text), undefined, text);
    }
  });

  it('imports around a finding are sorted as hacking compares them', () => {
    assert.equal(
      sort('import Zoo\nfrom os import path as p\nimport b  # stays with it\n\nimport a\n', 2),
      'import b  # stays with it\nfrom os import path as p\nimport Zoo\n\nimport a\n',
    );
    assert.equal(sort('if x:\n    import b\n    import a  # a\n', 3), 'if x:\n    import a  # a\n    import b\n');
    assert.equal(sort('\uFEFFimport b\nimport a\n', 2), '\uFEFFimport a\nimport b\n');
  });

  it("imports are not sorted across a comment, or where the order decides a name's meaning", () => {
    assert.equal(sort('import b\n# about a\nimport a\n', 3), undefined);
    assert.equal(sort('import b as x\nimport a as x\n', 2), undefined);
    assert.equal(sort('import a.c\nimport a.b\n', 2), 'import a.b\nimport a.c\n');
    assert.equal(sort('import a\nimport b\n', 2), undefined, 'nothing to do');
  });

  const unused = (text: string, name: string, line = 1, options?: FixOptions) =>
    fixed(text, { code: 'F401', line, message: `'${name}' imported but unused` }, options);

  it('an unused import is removed, or one of its names', () => {
    assert.equal(unused('import os\nimport sys\n', 'os'), 'import sys\n');
    assert.equal(unused('import a\n\nimport os\n\n\nx = 1\n', 'os', 3), 'import a\n\n\nx = 1\n');
    assert.equal(unused('from a import b, c as d, e\n', 'a.c as d'), 'from a import b, e\n');
    assert.equal(unused('from . import b, c\n', '.c'), 'from . import b\n');
    assert.equal(unused('from a import (b,\n               c)\n', 'a.b'), 'from a import (c)\n');
    assert.equal(unused('from a import (\n    b,\n    c,\n)\n', 'a.c'), 'from a import (\n    b,\n)\n');
    assert.equal(unused('import a.b, c\n', 'a.b'), 'import c\n');
    assert.equal(unused('x = 1\n\nimport os\n  \n', 'os', 3), 'x = 1\n');
  });

  it('an import with a reason to stay is not removed', () => {
    assert.equal(unused('import os\nx = 1\n', 'os', 1, { isPackageInit: true }), undefined);
    assert.equal(unused('try:\n    import os\nexcept ImportError:\n    os = None\n', 'os', 2), undefined);
    assert.equal(unused('import os  # noqa: E402\nx = 1\n', 'os'), undefined);
    assert.equal(unused('# licence\nimport os\n', 'os', 2), undefined);
    assert.equal(unused('from a import os\nimport os\n', 'os', 2), undefined);
    assert.equal(unused('import größe\nimport größe; x = 1\n', 'größe'), undefined);
    assert.equal(unused('import sys\n', 'os'), undefined, 'the text has changed');
  });
});

describe('fixes of whitespace and words', () => {
  it('whitespace of a line is fixed in one pass, however much there is', () => {
    const line = `x = 1${' '.repeat(1_000_000)}+ 1`;
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const problem = {
      finding: { code: 'W291', message: '', range },
      python: pythonText(`${line} \n`),
      maxLineLength: 79,
    };
    assert.deepEqual(removeTrailingSpaces(problem), { from: line.length, to: line.length + 1, text: '' });
    assert.equal(fixed('x = 1 \t\f\n', { code: 'W291', line: 1, column: 6 }), 'x = 1\f\n');
  });

  it('whitespace at line ends is removed, but never from a text that the program uses', () => {
    assert.equal(fixed('x = 1 \t\ny\n', { code: 'W291', line: 1, column: 6 }), 'x = 1\ny\n');
    assert.equal(fixed('x\n  \ny\n', { code: 'W293', line: 2 }), 'x\n\ny\n');
    assert.equal(fixed('x\n\n  \n', { code: 'W293', line: 3 }), 'x\n');
    assert.equal(
      fixed('def f():\n    """a \n    b"""\n', { code: 'W291', line: 2, column: 9 }),
      'def f():\n    """a\n    b"""\n',
    );
    assert.equal(fixed('x = """a \nb"""\n', { code: 'W291', line: 1, column: 9 }), undefined);
  });

  it('the end of a file is fixed', () => {
    assert.equal(fixed('x\n\n\n', { code: 'W391', line: 3 }), 'x\n');
    assert.equal(fixed('x\r\ny', { code: 'W292', line: 2, column: 2 }), 'x\r\ny\r\n');
  });

  it('whitespace is put where pycodestyle requires it, on lines that nothing is aligned with', () => {
    assert.equal(fixed('x=1\n', { code: 'E225', line: 1, column: 2 }), 'x = 1\n');
    assert.equal(fixed('x =1\n', { code: 'E225', line: 1, column: 4 }), 'x = 1\n');
    assert.equal(
      fixed('f(a,b)\n', { code: 'E231', line: 1, column: 4, message: "missing whitespace after ','" }),
      'f(a, b)\n',
    );
    assert.equal(
      fixed('f(a,g(b,\n      c))\n', { code: 'E231', line: 1, column: 4, message: "missing whitespace after ','" }),
      undefined,
    );
    assert.equal(fixed('f( a)\n', { code: 'E201', line: 1, column: 3 }), 'f(a)\n');
    assert.equal(fixed('x  = 1\n', { code: 'E221', line: 1, column: 2 }), 'x = 1\n');
    assert.equal(fixed('x = 1 # a\n', { code: 'E261', line: 1, column: 6 }), 'x = 1  # a\n');
    assert.equal(fixed('#a\n', { code: 'E265', line: 1 }), '# a\n');
    assert.equal(fixed('#!a\n', { code: 'E265', line: 1 }), undefined);
  });

  it('a bare except names the exception, unless a clause above has it already', () => {
    const text = 'try:\n    f()\nexcept:\n    pass\n';
    assert.equal(fixed(text, { code: 'H201', line: 3 }), text.replace('except:', 'except Exception:'));
    assert.equal(fixed(text, { code: 'E722', line: 3 }), text.replace('except:', 'except Exception:'));
    const both = 'try:\n    f()\nexcept (A, Exception):\n    pass\nexcept:\n    pass\n';
    assert.equal(fixed(both, { code: 'H201', line: 5 }), undefined);
  });

  it('a fix makes no line longer than the project allows', () => {
    const text = `${'x'.repeat(76)}=1\n`;
    assert.equal(fixed(text, { code: 'E225', line: 1, column: 77 }), undefined);
    assert.equal(fixed(text, { code: 'E225', line: 1, column: 77 }, { maxLineLength: 100 })?.length, text.length + 2);
  });

  it('deprecated names are replaced by the new ones', () => {
    assert.equal(fixed('LOG.warn("a")\n', { code: 'H906', line: 1 }), 'LOG.warning("a")\n');
    assert.equal(fixed('x = "LOG.warn("\n', { code: 'H906', line: 1 }), undefined);
    assert.equal(fixed('self.assertRaisesRegexp(A)\n', { code: 'H213', line: 1 }), 'self.assertRaisesRegex(A)\n');
    assert.equal(fixed('def f():\n    """ A"""\n', { code: 'H401', line: 2 }), 'def f():\n    """A"""\n');
  });
});

describe('noqa', () => {
  const code = 'H301';

  it('noqa is added where flake8 looks for it, as the last choice', () => {
    assert.equal(hidden('x = 1\n', { code, line: 1 }), 'x = 1  # noqa: H301\n');
    assert.equal(hidden('x = """a\nb"""\n', { code, line: 1 }), 'x = """a\nb"""  # noqa: H301\n');
    assert.equal(hidden('x = 1 + \\\n    2\n', { code, line: 1 }), 'x = 1 + \\\n    2  # noqa: H301\n');
    assert.equal(hidden('f(a,  # why\n  b)\n', { code, line: 1 }), 'f(a,  # why  # noqa: H301\n  b)\n');
    assert.equal(hidden('x = 1  \n', { code: 'W291', line: 1 }), 'x = 1    # noqa: W291\n');
    const all = fixes('from a import b, c\n', { code, line: 1 });
    assert.deepEqual(
      all.map(({ kind }) => kind),
      ['fix', 'noqa'],
    );
  });

  it('noqa gets the code in an existing comment, anywhere in the statement', () => {
    assert.equal(hidden('x = 1  # noqa: E501\n', { code, line: 1 }), 'x = 1  # noqa: E501,H301\n');
    assert.equal(
      hidden('x = 1  # NOQA:E501, F401  because\n', { code, line: 1 }),
      'x = 1  # NOQA:E501, F401,H301  because\n',
    );
    assert.equal(hidden('f(a,\n  b)  # noqa: E501\n', { code, line: 1 }), 'f(a,\n  b)  # noqa: E501,H301\n');
  });

  it('noqa hides the length that it causes itself', () => {
    const long = `x = "${'y'.repeat(65)}"`;
    assert.equal(hidden(`${long}\n`, { code, line: 1 }), `${long}  # noqa: H301,E501\n`);
  });

  it('noqa is not offered where it could not work', () => {
    assert.equal(hidden('x = (\n', { code: 'E999', line: 1 }), undefined);
    assert.equal(hidden('\n', { code: 'W391', line: 1 }), undefined);
    assert.equal(hidden('x = "# noqa: E501"\n', { code, line: 1 }), undefined);
    assert.equal(hidden('x = 1  # noqa\n', { code, line: 1 }), undefined);
    assert.deepEqual(
      fixesFor(
        {
          code: 'C0114',
          message: '',
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
          tool: 'pylint',
        },
        'x\n',
      ),
      [],
    );
  });
});

describe('fixes of the tool itself', () => {
  it("the tool's own fix replaces ours, and comes before noqa", () => {
    const range = { start: { line: 0, character: 7 }, end: { line: 0, character: 9 } };
    const edits = [{ range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: '' }];
    const fix = { title: 'Remove unused import: `os`', edits };
    const finding = { code: 'F401', message: "'os' imported but unused", range, tool: 'ruff', fix };
    const titles = fixesFor(finding, 'import os\n').map(({ title }) => title);
    assert.deepEqual(titles, ['Fix with ruff: Remove unused import: `os`', 'Hide with # noqa: F401']);
  });
});
