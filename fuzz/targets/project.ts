/** Files of a project, and what tox says of them. */
import assert from 'node:assert/strict';
import { parseIni } from '../../src/base/ini';
import { pushAddress } from '../../src/change/repository/refNames';
import { findTarget } from '../../src/change/repository/target';
import { readCoverageConfig } from '../../src/coverage/find/coverageConfig';
import { parseGitReview } from '../../src/project/gitreview';
import { docstringLines } from '../../src/project/python/docstrings';
import { pythonOutline } from '../../src/project/python/outline';
import { pythonStatements } from '../../src/project/python/statements';
import { programCalls } from '../../src/project/tox/programCalls';
import { parsePythonLiteral } from '../../src/project/tox/pythonLiteral';
import { readTox } from '../../src/project/tox/readTox';
import { recogniseToxFailure } from '../../src/project/tox/toxFailures';
import { parseToxJson, parseToxList, parseToxText } from '../../src/project/tox/toxOutput';
import { fixesFor } from '../../src/style/fixes/fixes';
import { scanModule } from '../../src/testing/discovery/scan';
import { readLayout } from '../../src/testing/layout/readLayout';
import { type projectFiles } from '../../test/unit/project/memoryFiles';
import { inProject, type Targets, text } from './target';
import { INI, TOML } from './words';

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

async function allOfTox(files: ReturnType<typeof projectFiles>): Promise<void> {
  const tox = await readTox('/p', files);
  for (const { name } of tox?.names().slice(0, 20) ?? []) {
    const environment = tox?.environment(name);
    if (environment) programCalls(environment);
  }
}

export const PROJECT: Targets = {
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
};
