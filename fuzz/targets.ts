/** Every parser of text from outside, with samples of its format and what must hold of what it gives. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../scripts/lib/script';
import { parseAddedLines } from '../src/base/addedLines';
import { messageOf } from '../src/base/errors';
import { parseIni } from '../src/base/ini';
import { alignLines, hashLines } from '../src/base/lines';
import { isInside } from '../src/base/paths';
import { SqliteFile } from '../src/base/sqlite/table';
import { parseToml } from '../src/base/toml';
import { MAX_YAML_BYTES, topLevelKeys } from '../src/base/yaml';
import type { ChangeLookup } from '../src/change/message/changeLookup';
import { complete } from '../src/change/message/complete';
import { explainAt } from '../src/change/message/explain';
import { committedText, parseMessage } from '../src/change/message/message';
import { checkMessage } from '../src/change/message/rules/checkMessage';
import { applyEdits } from '../src/change/message/textEdit';
import { readPushAnswer } from '../src/change/push/pushAnswer';
import { readPushOutput } from '../src/change/rejections/pushOutput';
import { recogniseRejections } from '../src/change/rejections/recogniseRejections';
import { pushAddress } from '../src/change/repository/refNames';
import { findTarget } from '../src/change/repository/target';
import { readCoverageConfig } from '../src/coverage/find/coverageConfig';
import { readCoberturaByReference } from '../src/coverage/reading/readers/coberturaReference';
import { readReport } from '../src/coverage/reading/readReportFiles';
import { resolveNames } from '../src/coverage/reading/resolve';
import { decodeSnapshot, encodeSnapshot, snapshotOf } from '../src/coverage/report/snapshot';
import { AccountInfo, ChangeInfo } from '../src/gerrit/payloads';
import { parseGitReview } from '../src/project/gitreview';
import { docstringLines } from '../src/project/python/docstrings';
import { pythonOutline } from '../src/project/python/outline';
import { pythonStatements } from '../src/project/python/statements';
import { programCalls } from '../src/project/tox/programCalls';
import { parsePythonLiteral } from '../src/project/tox/pythonLiteral';
import { readTox } from '../src/project/tox/readTox';
import { recogniseToxFailure } from '../src/project/tox/toxFailures';
import { parseToxJson, parseToxList, parseToxText } from '../src/project/tox/toxOutput';
import { readPep8Output } from '../src/style/check/pep8Output';
import { fixesFor } from '../src/style/fixes/fixes';
import { readHackingRst } from '../src/style/rules/hackingRst';
import { parseBanditJson } from '../src/style/tools/outputs/bandit';
import { parseAll } from '../src/style/tools/outputs/lineParser';
import { parseRuffJson } from '../src/style/tools/outputs/ruff';
import { isReadTool, readerFor } from '../src/style/tools/outputs/tools';
import { parseHooks } from '../src/style/tools/preCommit/hooks';
import { CoverageData } from '../src/testing/contexts/coverageData';
import { scanModule } from '../src/testing/discovery/scan';
import { readLayout } from '../src/testing/layout/readLayout';
import { importProblems, lastWords } from '../src/testing/run/runnerWords';
import { parseTraceback } from '../src/testing/run/traceback';
import { RUNNERS } from '../src/testing/runners';
import { ResultCollector } from '../src/testing/subunit/resultCollector';
import { SubunitV1Decoder } from '../src/testing/subunit/v1';
import { SubunitV2Decoder } from '../src/testing/subunit/v2';
import { reportOf } from '../test/unit/coverage/reportOf';
import { projectFiles } from '../test/unit/project/memoryFiles';
import type { Random } from './random';

export interface Target {
  /** Files with samples: below test/fixtures or samples/, by a part of their path. */
  readonly files?: RegExp;
  readonly samples?: readonly string[];
  /** Words of the format, for inputs that no sample has. */
  readonly words?: readonly string[];
  /** Reads an input. It may throw a UserError and nothing else; what it gives is checked here. */
  read(input: Buffer, random: Random): unknown;
}

const text =
  (read: (text: string, random: Random) => unknown) =>
  (input: Buffer, random: Random): unknown =>
    read(input.toString('utf8'), random);

/** A file of a project, alone in it. */
const inProject = (name: string, read: (files: ReturnType<typeof projectFiles>) => Promise<unknown>) =>
  text((content) => read(projectFiles({ [name]: content })));

const XML = [
  '<?xml version="1.0" ?>',
  '<coverage version="7.5" branches-valid="0" branch-rate="0">',
  '<sources><source>',
  '/p/src',
  '</source></sources>',
  '<packages>',
  '<package name="a">',
  '<classes>',
  '<class filename="a.py" name="a.py">',
  '<methods/>',
  '<lines>',
  '<line number="1" hits="1"/>',
  '<line number="2" hits="0" branch="true" condition-coverage="50% (1/2)" missing-branches="exit"/>',
  '</lines>',
  '</class>',
  '</classes>',
  '</package>',
  '</packages>',
  '</coverage>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '&#0;',
  '<!DOCTYPE a>',
  '/>',
  ' a="1"',
  '<?',
  '?>',
];
const INI = [
  '[tox]\n',
  '[testenv]\n',
  '[testenv:py3]\n',
  '[testenv:cover]\n',
  '[flake8]\n',
  '[tool.tox]\n',
  '[run]\n',
  '[gerrit]\n',
  '[DEFAULT]\n',
  'envlist = py3,pep8\n',
  'commands =\n',
  '    stestr run {posargs}\n',
  '    coverage xml -o cover/coverage.xml\n',
  'setenv =\n',
  '    A={env:B:c}\n',
  '{[testenv]commands}\n',
  '{toxinidir}',
  '{env:X:{env:Y:z}}',
  '{py3,cover}',
  '!',
  'py3: ',
  'test_path=./a\n',
  'top_dir=./\n',
  '${A:-b}',
  'host=review.opendev.org\n',
  'port=29418\n',
  'project=openstack/nova.git\n',
  'defaultbranch=main\n',
  'scheme=ssh\n',
  '#',
  ';',
  ' \\\n',
  'allowlist_externals = sh\n',
  'base = a, b\n',
  'basepython = python3\n',
];
const TOML = [
  '[tool.tox]\n',
  '[tool.stestr]\n',
  '[tool.coverage.run]\n',
  '[env.py3]\n',
  '[[a]]\n',
  'env_list = ["py3"]\n',
  'commands = [["stestr", "run"]]\n',
  'test_path = "./a"\n',
  'a.b.c = 1\n',
  '{ replace = "ref", of = ["tool", "tox"] }',
  '{ a = 1 }',
  '"""',
  "'''",
  '"a"',
  '1979-05-27T07:32:00Z',
  '0x',
  'inf',
  '[',
  ']',
  ',',
  ' = ',
  '\n',
  '#',
  '\\u0000',
  'true',
];
const PYTHON = [
  'class A(base.TestCase):\n',
  '    def test_a(self):\n',
  '        pass\n',
  'import os\n',
  'from a import (b,\n',
  '    c)\n',
  'async def f():\n',
  '@decorator(\n',
  '"""',
  "'''",
  'f"',
  "rb'",
  '{',
  '}',
  '{{',
  '(',
  ')',
  '[',
  ']',
  '\\\n',
  '#',
  ': ',
  'lambda',
  'if x:\n',
  'match x:\n',
  'else:\n',
  '    ',
  '\t',
  '\n',
  'x = 1  \n',
  'größe',
  '# noqa\n',
  '    scenarios = [("a", {})]\n',
  'load_tests = None\n',
  ';',
  ' := ',
];
const MESSAGE = [
  'Fix the thing\n',
  '\n',
  'Closes-Bug: #1234567\n',
  'Depends-On: https://review.opendev.org/c/openstack/nova/+/1\n',
  'Change-Id: I0123456789012345678901234567890123456789\n',
  'Signed-off-by: A <a@example.org>\n',
  'Sgined-off by: A\n',
  'Implements: blueprint a-b\n',
  'Needed-By: 1\n',
  'DocImpact\n',
  '# a comment\n',
  '# ------------------------ >8 ------------------------\n',
  ' continued\n',
  '- a list\n',
  '```\n',
  'a long line '.repeat(12),
  'Conflicts:\n\ta\n',
  'fixup! x\n',
  '(cherry picked from commit 0123)\n',
  'https://example.org/',
];
const PUSH = [
  'remote: \n',
  'remote: SUCCESS\n',
  'remote:   https://review.opendev.org/c/openstack/nova/+/1 A [NEW]\n',
  'remote: ERROR: commit 0123456: missing Change-Id in message footer\n',
  ' ! \tHEAD:refs/for/master\t[remote rejected] (no new changes)\n',
  '*\tHEAD:refs/for/main\t[new reference]\n',
  'To ssh://review.opendev.org:29418/openstack/nova\n',
  'Done\n',
  'error: failed to push some refs\n',
  'fatal: Authentication failed\n',
  'remote: Processing changes: refs: 1, new: 1\r',
  '\x1b[K',
  '\x1b[31m',
  'remote: Hint: ',
  'Permission denied (publickey).\n',
  'error: ',
  'hook declined',
];
const LINT = [
  'a.py:1:2: E501 line too long\n',
  './a.py:10:1: ',
  'H301 one import per line\n',
  'a.py:3: error: Name "x" [name-defined]\n',
  'pep8: commands[0]> flake8\n',
  '[WARNING] ',
  'hacking.....Failed\n',
  '- hook id: hacking\n',
  '- exit code: 1\n',
  '--- a/a.py\n',
  '+++ b/a.py\n',
  '@@ -1,2 +1,3 @@\n',
  '-x\n',
  '+y\n',
  ' z\n',
  '>> Issue: [B101:assert] Use\n',
  '   Severity: Low   Confidence: High\n',
  '   Location: ./a.py:1:0\n',
  'a.py:1:1: F401 [*] `os` imported but unused\n',
  '  --> a.py:1:1\n',
  'Found 1 error.\n',
  '[{"code":"F401","filename":"a.py","location":{"row":1,"column":1},"message":"x"}]',
  '\x1b[1m',
  '+ bash tools/x.sh\n',
  'E: ',
  '***** Module a\n',
  '\r',
];
const TOX = [
  '[testenv:py3]\n',
  'commands = \n',
  '  stestr run\n',
  'set_env = \n',
  '  A=b\n',
  'env_dir = /p/.tox/py3\n',
  'change_dir = /p\n',
  'default environments:\n',
  'py3 -> run tests\n',
  'additional environments:\n',
  '{"env":{"py3":{"commands":[["stestr","run"]],"env_dir":"/p/.tox/py3"}}}',
  'ROOT: ',
  'py3: FAIL code 1\n',
  'ERROR: Could not find a version that satisfies the requirement x\n',
  "[['stestr', 'run']]",
  '# !!! [tox.tox_env.errors.Fail] ',
  'py3: skipped because could not find python interpreter matching any of the specs py39\n',
  'exit 1 (0.1 seconds) /p> a b pid=1\n',
];

/** The invariants of names in a report: no file outside of the project gets a path. */
function checkNames(input: Buffer): void {
  const { sources, files } = readReport(input);
  const disk = { roots: ['/p'], exists: () => true, realPath: (path: string) => path };
  for (const { path } of resolveNames({ directory: '/p/cover', sources, names: files.map(({ name }) => name) }, disk)) {
    assert.ok(path === undefined || isInside('/p', path), `${path} is outside of the project`);
    assert.ok(!path?.split('/').includes('..'), `${path} goes up`);
  }
}

/** Through a decoder in pieces of any size, and into results. */
function decoded(decoder: SubunitV1Decoder | SubunitV2Decoder, input: Buffer, random: Random): unknown {
  const collector = new ResultCollector({});
  for (let at = 0; at < input.length; ) {
    const size = 1 + random.below(random.once(2) ? 16 : 65_536);
    decoder.push(input.subarray(at, at + size)).forEach((event) => collector.add(event));
    at += size;
  }
  decoder.end().forEach((event) => collector.add(event));
  collector.finish('ended');
  return collector.results();
}

const person = { name: 'A', email: 'a@example.org' };

const unknownChanges: ChangeLookup = {
  knownChange: () => undefined,
  isMissing: () => false,
  knownChangesById: () => undefined,
  knownSignOffRequired: () => undefined,
  knownAccountEmails: () => undefined,
  people: () => Promise.resolve([]),
  onDidLearn: () => ({ dispose: () => undefined }),
  askFor: () => undefined,
  search: () => Promise.resolve([]),
};

export const TARGETS: Readonly<Record<string, Target>> = {
  report: { files: /coverage.*\.(?:xml|json)$/, words: XML, read: checkNames },
  'report of Cobertura by the reference': {
    files: /coverage.*\.xml$/,
    words: XML,
    read: text((content) => readCoberturaByReference(content, 1000)),
  },
  'report in JSON': {
    files: /coverage.*\.json$/,
    words: [
      '{',
      '}',
      '"files":',
      '"a.py":',
      '"executed_lines":',
      '[1,2]',
      '"missing_lines":',
      '"summary":',
      '"meta":{"version":"7.5"}',
      '"statementMap":',
      '"s":',
      '"0":',
      '"start":{"line":1,"column":0}',
      ',',
      ':',
      '[',
      ']',
      '-1',
      '"path":"/p/a.js"',
      '"totals":{}',
    ],
    read: checkNames,
  },
  snapshot: {
    samples: [snapshotSample()],
    read: (input) => {
      const snapshot = decodeSnapshot(input);
      assert.deepEqual(decodeSnapshot(Buffer.concat(encodeSnapshot(snapshot))), snapshot);
    },
  },
  'subunit v2': { files: /\.subunit$/, read: (input, random) => decoded(new SubunitV2Decoder(), input, random) },
  'subunit v1': {
    files: /\.v1$/,
    words: [
      'test: a.b\n',
      'success: a.b\n',
      'failure: a.b [ multipart\n',
      'Content-Type: text/plain;charset=utf8\n',
      'traceback\n',
      '5\r\n',
      '0\r\n',
      ']\n',
      'time: 2024-01-01 00:00:00Z\n',
      'tags: worker-0\n',
      'skip: a [\n',
      'progress: +1\n',
      'error: ',
    ],
    read: (input, random) => decoded(new SubunitV1Decoder(), input, random),
  },
  '.gitreview and the place of a push': {
    files: /\.gitreview$/,
    words: INI,
    read: text((content) => {
      const ini = parseIni(content, '.gitreview');
      const file = Object.fromEntries(ini.options('gerrit').map((key) => [key, ini.get('gerrit', key) ?? '']));
      const { remote, branch, url } = findTarget({ file, remotes: [] });
      for (const argument of [remote, branch, pushAddress(url)]) {
        assert.ok(!argument.startsWith('-'), `${argument} is an option`);
      }
      parseGitReview(content);
    }),
  },
  'tox.ini': { files: /tox\.ini$/, words: INI, read: inProject('tox.ini', (files) => allOfTox(files)) },
  'tox in TOML': { files: /\.toml$/, words: TOML, read: inProject('tox.toml', (files) => allOfTox(files)) },
  'pyproject.toml': {
    files: /\.toml$/,
    words: TOML,
    read: inProject('pyproject.toml', async (files) => [
      await allOfTox(files),
      await readLayout('/p', files),
      await readCoverageConfig('/p', files),
    ]),
  },
  TOML: { files: /\.toml$/, words: TOML, read: text((content) => parseToml(content)) },
  '.stestr.conf': {
    files: /stestr\.conf$/,
    words: INI,
    read: inProject('.stestr.conf', (files) => readLayout('/p', files)),
  },
  '.testr.conf': {
    samples: [
      '[DEFAULT]\ntest_command=OS_STDOUT=1 ${PYTHON:-python} -m subunit.run discover -t ./ ./nova/tests $LISTOPT $IDOPTION\n',
    ],
    words: INI,
    read: inProject('.testr.conf', (files) => readLayout('/p', files)),
  },
  '.coveragerc': {
    files: /coveragerc$/,
    words: INI,
    read: inProject('.coveragerc', (files) => readCoverageConfig('/p', files)),
  },
  SQLite: {
    files: /\.coverage$/,
    read: (input) => {
      const file = new SqliteFile(input);
      for (const table of ['file', 'context', 'arc', 'line_bits', 'meta']) {
        if (file.hasTable(table)) for (const row of file.rows(table)) assert.ok(row.values);
      }
      const data = new CoverageData(input);
      data.contextsByFile();
      for (const path of data.paths) data.contextsOf(path);
    },
  },
  Python: {
    files: /\.py$/,
    words: PYTHON,
    read: text((content, random) => {
      pythonOutline(content);
      pythonStatements(content);
      docstringLines(content);
      scanModule(content);
      const lines = content.split(/\r\n|\r|\n/);
      const line = random.below(lines.length);
      const character = random.below((lines[line]?.length ?? 0) + 1);
      const range = { start: { line, character }, end: { line, character } };
      for (const code of ['W291', 'W293', 'W391', 'E225', 'E231', 'E261', 'E265', 'H301', 'H306', 'F401']) {
        fixesFor({ code, message: "'os' imported but unused ','", range, tool: 'flake8' }, content);
      }
    }),
  },
  'commit message': {
    files: /fixtures\/change\//,
    words: MESSAGE,
    read: text((content, random) => {
      content = content.replaceAll('\0', ''); // git refuses a message with one
      const message = parseMessage(content);
      assert.equal(committedText(parseMessage(committedText(message), { comment: false })), committedText(message));
      const findings = checkMessage(content, { stage: 'push', signOffRequired: true, person });
      for (const { fixes } of findings.slice(0, 20)) fixes.forEach(({ edits }) => applyEdits(content, edits));
      complete(content, person);
      explainAt(content, random.below(10), random.below(40), unknownChanges);
    }),
  },
  'answer to a push': {
    files: /fixtures\/change\//,
    words: PUSH,
    read: text((content) => {
      readPushAnswer({ stdout: '', stderr: content, exitCode: 1 });
      readPushAnswer({ stdout: content, stderr: content, exitCode: 0 });
      recogniseRejections(readPushOutput(content, content));
    }),
  },
  'JSON of Gerrit': {
    samples: [
      JSON.stringify({
        id: 'a~1',
        _number: 1,
        project: 'openstack/nova',
        branch: 'master',
        change_id: `I${'0'.repeat(40)}`,
        subject: 'A',
        status: 'NEW',
        owner: { _account_id: 1 },
        current_revision: 'a',
        revisions: { a: { _number: 1, commit: { parents: [] } } },
        labels: {},
        submit_requirements: [],
      }),
    ],
    words: [
      '{',
      '}',
      '"id":',
      '"_number":1',
      '"labels":',
      '"revisions":',
      '"owner":{"_account_id":1}',
      '[',
      ']',
      ',',
      'null',
      '"status":"NEW"',
    ],
    read: text((content) => {
      const value = v.safeParse(v.pipe(v.string(), v.parseJson()), content);
      for (const shape of value.success ? [ChangeInfo, AccountInfo] : []) v.safeParse(shape, value.output);
    }),
  },
  'output of pep8': { files: /fixtures\/style\//, words: LINT, read: text((content) => readPep8Output(content)) },
  'output of a tool': {
    files: /fixtures\/style\//,
    words: LINT,
    read: text((content) => {
      for (const tool of ['flake8', 'ruff', 'bandit', 'pylint', 'mypy', 'doc8', 'codespell', 'bashate', 'autopep8']) {
        if (isReadTool(tool)) parseAll(readerFor([tool]), content);
      }
      parseRuffJson(content);
      parseBanditJson(content);
    }),
  },
  'HACKING.rst': {
    files: /HACKING\.rst$/,
    words: [
      '- [N301] A rule\n',
      '- N302: Another\n',
      '  more of it\n',
      '=====\n',
      '``code``',
      '.. code-block:: python\n',
      '\n',
      '* [',
      ']',
      'N310',
      '|',
      '+---+\n',
      '    ',
    ],
    read: text((content) => readHackingRst(content)),
  },
  traceback: {
    samples: [
      'Traceback (most recent call last):\n  File "/p/a.py", line 3, in test_a\n    self.assertEqual(1, 2)\n    ^^^^^\nAssertionError: 1 != 2\n',
    ],
    words: [
      'Traceback (most recent call last):\n',
      '  File "/p/a.py", line 3, in f\n',
      '    code\n',
      '    ^^^^\n',
      'ValueError: x\n',
      '\nDuring handling of the above exception, another exception occurred:\n\n',
      '  [Previous line repeated 9 more times]\n',
      '  + Exception Group Traceback (most recent call last):\n',
      '  | ',
      '!=',
      'testtools.matchers._impl.MismatchError: ',
      'reference = ',
      'actual    = ',
    ],
    read: text((content) => parseTraceback(content)),
  },
  "a runner's words": {
    files: /fixtures\/(?:subunit|testing)\/.*(?:txt|list|log)$/,
    words: [
      'a.b.TestC.test_d\n',
      'Non-zero exit code (2) from test listing.\n',
      'Failed to import test module: a.b\n',
      'ImportError: No module named x\n',
      'import errors:\n',
      '=====\n',
      'error: testr failed (3)\n',
      "The test run didn't actually run any tests\n",
      '[',
      ']',
      '(',
      ')',
      '-'.repeat(40),
    ],
    read: text((content) => [RUNNERS.testr.listedIds(content), importProblems(content), lastWords(content, content)]),
  },
  'output of tox': {
    files: /fixtures\/(?:testing|style)\/tox\//,
    words: TOX,
    read: text((content) => [
      parseToxJson(content, '/p'),
      parseToxText(content, '/p'),
      parseToxList(content),
      recogniseToxFailure(content),
    ]),
  },
  'Python literal': {
    samples: ["[['stestr', 'run', '{posargs}'], ['a', \"b\\n\"]]", "{'A': 'b', 'C': ['d']}", "ToxArgs(['a'], [])"],
    words: ['[', ']', '(', ')', '{', '}', ',', ':', "'a'", '"b"', "'\\x41'", 'None', 'True', '1', "r'a'", "'''", ' '],
    read: text((content) => parsePythonLiteral(content)),
  },
  diff: {
    samples: [
      'diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,3 @@ def f():\n-a\n+b\n+c\n@@ -9 +10 @@\n-x\n+y\n',
      '+++ "b/\\303\\244.py"\n@@ -0,0 +1 @@\n+a\n',
    ],
    words: [
      '+++ b/a.py\n',
      '--- a/a.py\n',
      '@@ -1,2 +1,3 @@\n',
      '@@ -0,0 +1,999999999 @@\n',
      '+x\n',
      '-y\n',
      '+++ "b/\\303"\t\n',
      '+++ /dev/null\n',
      'rename to b\n',
    ],
    read: text((content) => parseAddedLines(content)),
  },
  alignment: {
    files: /\.py$/,
    words: ['a\n', 'b\n', 'c\n', '\n', 'd = 1\n', '\r\n', 'a\r'],
    read: text((content, random) => {
      const cut = random.below(content.length + 1);
      const [before, after] = [
        hashLines(content),
        hashLines(content.slice(cut) + content.slice(0, random.below(cut + 1))),
      ];
      const aligned = alignLines(before, after);
      assert.equal(aligned.length, after.length);
      aligned.forEach((line, i) => assert.ok(line < 0 || before[line] === after[i], 'lines that are not the same'));
    }),
  },
  YAML: {
    samples: [
      '---\nfeatures:\n  - |\n    A thing.\nfixes:\n  - b\n',
      'repos:\n  - repo: local\n    hooks:\n      - id: a\n        entry: b\n        files: ^a\n',
      'a: &a [1]\nb: *a\nc: {<<: *a}\n',
    ],
    words: [
      '---\n',
      'repos:\n',
      '- repo: local\n',
      '  hooks:\n',
      '    - id: a\n',
      '&a',
      '*a',
      '<<: ',
      '[',
      ']',
      '{',
      '}',
      ': ',
      '- ',
      '|\n',
      '>-\n',
      '!!python/object',
      '"',
      "'",
      '# x\n',
      '? ',
      '%YAML 1.2\n',
      '...\n',
      'y',
      '0o7',
      '  ',
      '\t',
    ],
    read: text(async (content) => {
      const allowed = content.slice(0, MAX_YAML_BYTES);
      return [await ended(topLevelKeys(allowed, 'a.yaml')), await parseHooks(allowed)];
    }),
  },
};

/** An error that may be thrown is no reason to leave out what comes after it. */
async function ended(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if ((error as { reason?: string }).reason !== 'bad-yaml') throw error;
  });
}

async function allOfTox(files: ReturnType<typeof projectFiles>): Promise<void> {
  const tox = await readTox('/p', files);
  for (const { name } of tox?.names().slice(0, 20) ?? []) {
    const environment = tox?.environment(name);
    if (environment) programCalls(environment);
  }
}

function snapshotSample(): string {
  const report = reportOf({
    'a.py': { lines: [1, 2, 9], missing: [2] },
    'b/ä.py': { lines: [1], branches: [{ line: 1, total: 2, taken: 1, missing: ['exit'] }] },
  });
  return Buffer.concat(encodeSnapshot(snapshotOf(report, () => Uint32Array.of(1, 2, 3), 'tree'))).toString('latin1');
}

/** The samples of a target; those that are text in this file are in Latin-1 only for the snapshot. */
export function samplesOf(name: string): Buffer[] {
  const { files, samples = [] } = TARGETS[name]!;
  const found = files ? SAMPLE_FILES.filter((path) => files.test(path)).map((path) => readFileSync(path)) : [];
  const all = [...found, ...samples.map((sample) => Buffer.from(sample, name === 'snapshot' ? 'latin1' : 'utf8'))];
  if (all.length === 0) throw new Error(`There is no sample of ${name}: ${messageOf(files?.source)}`);
  return all;
}

const SAMPLE_FILES = ['test/fixtures', 'samples', '.'].flatMap((folder) => filesIn(join(root, folder), folder !== '.'));

function filesIn(folder: string, isDeep: boolean): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === '.git') return [];
    if (!statSync(path).isDirectory()) return [path];
    return isDeep ? filesIn(path, true) : [];
  });
}
