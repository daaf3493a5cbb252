import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Row } from '../../../../../src/style/findings/finding';
import { parseBanditJson } from '../../../../../src/style/tools/outputs/bandit';
import { parseAll, plainLine } from '../../../../../src/style/tools/outputs/lineParser';
import { parseRuffJson } from '../../../../../src/style/tools/outputs/ruff';
import { sphinxOutput } from '../../../../../src/style/tools/outputs/text';
import { readerFor, toolsOf } from '../../../../../src/style/tools/outputs/tools';
import { toolOutput } from '../../samples';

/** `tool path:line:column CODE message`, the column from 0, with its end where the tool gives one. */
function shown(row: Row | undefined): string {
  if (!row) return 'none';
  const end = row.end ? `-${row.end.line}:${row.end.column}` : '';
  const severity = row.severity ? ` ${row.severity}` : '';
  return `${row.tool} ${row.file}:${row.line}:${row.column ?? ''}${end} ${row.code ?? ''}${severity} ${row.message}`;
}

const at = (line: number, column = 0) => ({ line, column });

interface Sample {
  readonly file: string;
  readonly tool: string;
  readonly rows: number;
  readonly first: string;
  /** How it starts. */
  readonly last: string;
}

const samples: readonly Sample[] = [
  {
    file: 'flake8-default.txt',
    tool: 'flake8',
    rows: 42,
    first: "flake8 magnum/common/lab_bad.py:13:0 F401 'sys' imported but unused",
    last: 'flake8 magnum/common/lab_syntax.py:1:7 E999 SyntaxError: invalid syntax',
  },
  {
    file: 'flake8-pylint.txt',
    tool: 'flake8',
    rows: 39,
    first: "flake8 magnum/common/lab_bad.py:13: F401 'sys' imported but unused",
    last: 'flake8 magnum/common/lab_bad.py:57: E302 expected 2 blank lines, found 0',
  },
  {
    file: 'flake8-show-source.txt',
    tool: 'flake8',
    rows: 25,
    first:
      'flake8 magnum/common/lab_bad.py:15:0 H216 The unittest.mock module should be used rather than the third party ' +
      'mock package unless actually needed. If so, disable the H216 check in hacking config and ensure mock is ' +
      "declared in the project's requirements.",
    last: 'flake8 magnum/common/lab_bad.py:52:14 H702 Use bare string concatenation instead of +',
  },
  {
    file: 'flake8-missing.txt',
    tool: 'flake8',
    rows: 1,
    first:
      'flake8 magnum/common/nope.py:0:0 E902 FileNotFoundError: [Errno 2] No such file or directory: ' +
      "'magnum/common/nope.py'",
    last:
      'flake8 magnum/common/nope.py:0:0 E902 FileNotFoundError: [Errno 2] No such file or directory: ' +
      "'magnum/common/nope.py'",
  },
  {
    file: 'ruff-full.txt',
    tool: 'ruff',
    rows: 19,
    first: 'ruff bad.py:13:0 E401 Multiple imports on one line',
    last: 'ruff bad.py:45:25 UP003 Use `int` instead of `type(...)`',
  },
  {
    file: 'ruff-concise.txt',
    tool: 'ruff',
    rows: 19,
    first: 'ruff bad.py:13:0 E401 Multiple imports on one line',
    last: 'ruff bad.py:45:25 UP003 Use `int` instead of `type(...)`',
  },
  {
    file: 'ruff-syntax.txt',
    tool: 'ruff',
    rows: 2,
    first:
      'ruff /home/stack/bad/lab_syntax.py:1:6 invalid-syntax Expected a parameter or the end of the parameter list',
    last: 'ruff /home/stack/bad/lab_syntax.py:1:7 invalid-syntax Expected `)`, found newline',
  },
  {
    file: 'ruff-format-check.txt',
    tool: 'ruff',
    rows: 2,
    first: 'ruff bad.py:0: format ruff format would change this file',
    last: 'ruff typed.py:0: format ruff format would change this file',
  },
  {
    file: 'mypy.txt',
    tool: 'mypy',
    rows: 2,
    first: 'mypy typed.py:2:11 return-value error Incompatible return value type (got "str", expected "int")',
    last: 'mypy typed.py:5:4 arg-type error Argument 1 to "add" has incompatible type "str"; expected "int"',
  },
  {
    file: 'mypy-json.txt',
    tool: 'mypy',
    rows: 2,
    first: 'mypy typed.py:2:11-2:21 return-value error Incompatible return value type (got "str", expected "int")',
    last: 'mypy typed.py:5:4-5:7 arg-type error Argument 1 to "add" has incompatible type "str"; expected "int"',
  },
  {
    file: 'pylint.txt',
    tool: 'pylint',
    rows: 26,
    first: 'pylint bad.py:56:0 W0311 Bad indentation. Found 6 spaces, expected 4 (bad-indentation)',
    last: 'pylint bad.py:16:0 W0614 Unused import(s) curdir, pardir, extsep',
  },
  {
    file: 'bandit.txt',
    tool: 'bandit',
    rows: 2,
    first: 'bandit sec.py:6:4 B602 error subprocess call with shell=True identified, security issue.',
    last:
      'bandit sec.py:8:11 B301 warning Pickle and modules that wrap it can be unsafe when used to deserialize ' +
      'untrusted data, possible security issue.',
  },
  {
    file: 'bandit-custom.txt',
    tool: 'bandit',
    rows: 5,
    first: 'bandit sec.py:1:0 B403 information Consider possible security implications associated with pickle module.',
    last:
      'bandit sec.py:8:11 B301 warning Pickle and modules that wrap it can be unsafe when used to deserialize ' +
      'untrusted data, possible security issue.',
  },
  {
    file: 'doc8.txt',
    tool: 'doc8',
    rows: 8,
    first: 'doc8 doc.rst:5: D000 Unexpected indentation.',
    last: 'doc8 doc.rst:9: D005 No newline at end of file',
  },
  {
    file: 'doc8-quiet.txt',
    tool: 'doc8',
    rows: 8,
    first: 'doc8 doc.rst:5: D000 Unexpected indentation.',
    last: 'doc8 doc.rst:9: D005 No newline at end of file',
  },
  {
    file: 'bashate.txt',
    tool: 'bashate',
    rows: 11,
    first: 'bashate script.sh:3: E002 Tab indents',
    last: 'bashate script.sh:8: E041 Arithmetic expansion using $[ is deprecated for $((',
  },
  {
    file: 'bashate-magnum.txt',
    tool: 'bashate',
    rows: 10,
    first: 'bashate script.sh:3: E002 Tab indents',
    last: 'bashate script.sh:8: E041 Arithmetic expansion using $[ is deprecated for $((',
  },
  {
    file: 'codespell.txt',
    tool: 'codespell',
    rows: 2,
    first: 'codespell doc.rst:8:  Teh ==> The',
    last: 'codespell doc.rst:8:  recieve ==> receive',
  },
  {
    file: 'sphinx-lint.txt',
    tool: 'sphinx-lint',
    rows: 4,
    first: 'sphinx-lint doc.rst:4: trailing-whitespace trailing whitespace',
    last: 'sphinx-lint doc.rst:5: horizontal-tab OMG TABS!!!1',
  },
];

describe('the output of the tools of pep8', () => {
  for (const { file, tool, rows, first, last } of samples) {
    it(`output is read: ${file}`, () => {
      const read = parseAll(readerFor([tool]), toolOutput(file));
      assert.equal(read.length, rows);
      assert.equal(shown(read[0]), first);
      assert.ok(shown(read.at(-1)).startsWith(last), shown(read.at(-1)));
    });

    it(`rows of output are recognised without the command: ${file}`, () => {
      const asked = parseAll(readerFor([tool]), toolOutput(file));
      const guessed = parseAll(readerFor([]), toolOutput(file));
      assert.deepEqual(
        guessed.map(({ file, line, code }) => [file, line, code]),
        asked.map(({ file, line, code }) => [file, line, code]),
      );
      // Of ruff's short rows, only those with a mark differ from flake8's.
      if (file !== 'ruff-concise.txt') assert.deepEqual(guessed, asked);
    });
  }

  it('JSON of ruff and bandit gives the same rows as their text', () => {
    const ruff = parseRuffJson(toolOutput('ruff-json.txt')) ?? [];
    assert.equal(shown(ruff[0]), 'ruff bad.py:13:7-13:10 F401 `sys` imported but unused');
    const text = parseAll(readerFor(['ruff']), toolOutput('ruff-full.txt')).filter(({ code }) => code?.startsWith('F'));
    assert.deepEqual(
      ruff.map(({ end: _end, fix: _fix, ...row }) => row),
      text,
    );
    const safe = { title: 'Remove unused import: `mock`', edits: [{ start: at(15), end: at(16), text: '' }] };
    assert.deepEqual(ruff.find(({ line }) => line === 15)?.fix, safe);
    const fix = { applicability: 'unsafe', message: 'x', edits: [] };
    const point = { row: 1, column: 1 };
    const row = { code: 'F841', filename: 'a.py', message: 'x', location: point, end_location: point, fix };
    assert.equal(parseRuffJson(JSON.stringify([row]))?.[0]?.fix, undefined, 'what is not safe is not offered');
    const bandit = parseBanditJson(toolOutput('bandit-json.txt')) ?? [];
    const custom = parseAll(readerFor(['bandit']), toolOutput('bandit-custom.txt'));
    assert.deepEqual(
      bandit.map(({ end: _end, ...row }) => row),
      custom,
    );
    assert.equal(parseRuffJson('{}'), undefined);
    assert.equal(parseBanditJson('[1'), undefined);
  });

  it('output of Sphinx is read', () => {
    const lines = [
      '/p/doc/a.rst:12: WARNING: Title underline too short.',
      '/p/doc/b.rst: ERROR: document is empty',
      'done',
    ];
    const rows = lines.flatMap((line) => sphinxOutput().push(line) ?? []);
    assert.deepEqual(rows.map(shown), [
      'sphinx /p/doc/a.rst:12:  warning Title underline too short.',
      'sphinx /p/doc/b.rst:0:  error document is empty',
    ]);
  });

  it('colours and progress bars are removed from output', () => {
    assert.equal(plainLine('\u001b[31mx.py\u001b[39m:1:1: E1 a\r'), 'x.py:1:1: E1 a');
    assert.equal(plainLine('Working 10%\rWorking 100%'), 'Working 100%');
    assert.equal(plainLine('\u001b]8;;https://x\u001b\\F401\u001b]8;;\u001b\\ text'), 'F401 text');
  });

  it('the tools of a command line are recognised', () => {
    assert.deepEqual(toolsOf('bash tools/flake8wrap.sh -HEAD'), ['flake8']);
    assert.deepEqual(toolsOf("bash -c 'find . -name *.sh -print0 | xargs -0 bashate -v'"), ['bashate']);
    assert.deepEqual(toolsOf('bash tools/mypywrap.sh'), ['mypy']);
    assert.deepEqual(toolsOf('sh tools/check.sh'), []);
  });

  it('reading output never throws, and never makes a row of nonsense', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 60 }),
      fc.stringMatching(/^[>\-+@:. 0-9a-zA-Z[\]()]{0,60}$/),
      fc.constantFrom(
        '--- a/x',
        '+++ b/x',
        '@@ -1,2 +3 @@',
        'F401 x',
        ' --> a.py:1:1',
        '>> Issue: [B1:x] y',
        '{"file":1}',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        for (const row of parseAll(readerFor([]), lines.join('\n'))) {
          assert.ok(row.file !== '' && Number.isInteger(row.line) && row.line >= 0);
          assert.ok(row.column === undefined || row.column >= 0);
        }
      }),
    );
  });
});
