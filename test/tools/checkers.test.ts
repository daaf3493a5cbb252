// The tools of a pep8 environment beside flake8 and ruff, for real: run by tox, their output read as it comes.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import type { Step } from '../../src/style/check/pep8Output';
import type { Finding } from '../../src/style/findings/finding';
import { environmentWith } from './lab';
import { runPep8 } from './lib/pep8';

const RELEASES = [
  ...['mypy==2.4.1', 'pylint==4.1.4', 'bandit==1.9.4', 'doc8==2.0.0', 'bashate==2.1.1', 'codespell==2.4.3'],
  ...['sphinx-lint==1.0.2', 'autopep8==2.3.2'],
];

/** As projects call them: mypy as nova does, bandit as magnum, autopep8 as tempest does. */
const COMMANDS = [
  'mypy --show-column-numbers --show-error-context typed.py',
  'pylint --score=n --disable=all --enable=unused-import,undefined-variable lab_bad.py',
  'bandit -n5 -ll sec.py',
  'doc8 doc.rst',
  'bashate script.sh',
  'codespell words.rst',
  'sphinx-lint doc.rst',
  'autopep8 --exit-code --max-line-length=79 --diff lab_bad.py',
];

describe('the tools of a pep8 environment', () => {
  let root: string;
  let findings: readonly Finding[];
  let steps: readonly Step[];

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'checkers with a space '));
    const bin = join(await environmentWith(...RELEASES), 'bin');
    cpSync('test/fixtures/style/src', root, { recursive: true });
    writeFileSync(join(root, 'words.rst'), 'It works untill teh end.\n');
    const allowed = `allowlist_externals = ${bin.replaceAll(' ', '\\ ')}/*\nset_env = PATH = ${bin}:{env:PATH}`;
    const commands = COMMANDS.map((command) => `  ${command}\n`).join('');
    const lines = [
      '[tox]',
      'no_package = true',
      '[testenv:pep8]',
      'skip_install = true',
      'ignore_errors = true',
      allowed,
    ];
    writeFileSync(join(root, 'tox.ini'), `${lines.join('\n')}\ncommands =\n${commands}`);
    ({ steps, findings } = await runPep8(root));
  });
  after(() => removeFolder(root));

  /** `12 D001 text` of a tool, with the words that are underlined. */
  const shown = (tool: string): string[] =>
    findings
      .filter((finding) => finding.tool === tool)
      .map(({ file, range, code, message }) => {
        const line = readFileSync(file, 'utf8').split('\n')[range.start.line] ?? '';
        const words =
          range.end.line === range.start.line ? line.slice(range.start.character, range.end.character) : '…';
        return `${range.start.line + 1} ${code ?? '-'} ${message} [${words}]`;
      });

  const expected: Record<string, string[]> = {
    mypy: [
      '2 return-value Incompatible return value type (got "str", expected "int") [str]',
      `5 arg-type Argument 1 to "add" has incompatible type "str"; expected "int" ['1']`,
    ],
    pylint: [
      "37 E0602 Undefined variable 'datetime' (undefined-variable) [datetime]",
      '15 W0611 Unused import mock (unused-import) [import]',
    ],
    bandit: ['6 B602 subprocess call with shell=True identified, security issue. [subprocess]'],
    doc8: ['4 D002 Trailing whitespace [Trailing space]'],
    bashate: ['8 E041 Arithmetic expansion using $[ is deprecated for $(( [foo $[1+1]]'],
    codespell: ['1 - untill ==> until [It works untill teh end.]', '1 - teh ==> the [It works untill teh end.]'],
    'sphinx-lint': [
      '4 trailing-whitespace trailing whitespace [Trailing space]',
      '5 horizontal-tab OMG TABS!!!1 [tab indented]',
    ],
    autopep8: ['13 - autopep8 would change this [import]', '56 - autopep8 would change this [return 1]'],
  };
  for (const [tool, rows] of Object.entries(expected)) {
    it(`findings of ${tool} are read at their lines`, () => {
      for (const row of rows) assert.ok(shown(tool).includes(row), `${row} is not in\n${shown(tool).join('\n')}`);
    });
  }

  it('rows of each pep8 tool are read, and attributed to no other', () => {
    assert.deepEqual([...new Set(findings.map(({ tool }) => tool))].sort(), Object.keys(expected).sort());
    assert.deepEqual(
      steps.map(({ title, state }) => `${state} ${title}`),
      COMMANDS.map((command) => `failed ${command}`),
    );
    assert.ok(
      steps.every(({ rows }) => rows > 0),
      JSON.stringify(steps.map(({ title, rows }) => [title, rows])),
    );
  });
});
