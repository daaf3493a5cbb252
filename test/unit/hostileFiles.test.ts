/** Every reader of a path that a workspace controls, with what a repository can put there in place of a file. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { UserError } from '../../src/base/errors';
import { openRepository } from '../../src/base/git';
import { lostInterpreter } from '../../src/base/programs';
import { inspectHook } from '../../src/change/repository/installHook';
import { PersonGit } from '../../src/change/repository/personGit';
import { readTarget } from '../../src/change/repository/readTarget';
import { readCoverageConfig } from '../../src/coverage/find/coverageConfig';
import { editsSince } from '../../src/coverage/measured/editsSince';
import { MeasuredTexts } from '../../src/coverage/measured/measuredTexts';
import { readReportFiles } from '../../src/coverage/reading/readReportFiles';
import { diskFiles } from '../../src/project/files';
import { readTox } from '../../src/project/tox/readTox';
import { toFindings } from '../../src/style/findings/toFindings';
import { installedProgram } from '../../src/style/tools/preCommit/installed';
import { ContextReader } from '../../src/testing/contexts/contextReader';
import { NotedRuns } from '../../src/testing/contexts/notedRuns';
import { pythonFiles } from '../../src/testing/discovery/pythonFiles';
import { readProjectTests } from '../../src/testing/editor/tree/projectTests';
import { findEnvironments } from '../../src/testing/environments/findEnvironment';
import { lastRunNumber, newestFirst, readStoredRun } from '../../src/testing/run/storedRun';
import { HOSTILE_FILES, releasePipes } from './base/hostileFiles';
import { reportOf } from './coverage/reportOf';

interface Reader {
  /** Where the hostile file is put, relative to the root. */
  readonly at: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly read: (root: string) => Promise<unknown>;
}

const measured = (root: string) => {
  const report = reportOf({ [join(root, 'a.py')]: { lines: [1, 2], missing: [1] } }, Date.now() + 1e6);
  return { ...report, files: report.files.map((file) => ({ ...file, path: join(root, 'a.py') })) };
};

const READERS: Readonly<Record<string, Reader>> = {
  'the tests of a project': {
    at: 'cloudlet/tests/base.py',
    files: {
      '.stestr.conf': '[DEFAULT]\ntest_path=./cloudlet/tests\n',
      'cloudlet/__init__.py': '',
      'cloudlet/tests/__init__.py': '',
      'cloudlet/tests/test_a.py':
        'from cloudlet.tests import base\n\n\nclass A(base.TestCase):\n    def test_a(self):\n        pass\n',
    },
    async read(root) {
      const tree = (await readProjectTests(root))!.tree;
      const walk = async (id?: string): Promise<void> => {
        for (const node of await tree.childrenOf(id)) await walk(node.id);
      };
      await walk();
    },
  },
  'the Python files of a folder': { at: 'a.py', read: (root) => pythonFiles(root, root) },
  'the number of the last run': { at: '.stestr/next-stream', read: (root) => lastRunNumber(join(root, '.stestr')) },
  'the newest of several runs': { at: '.stestr/next-stream', read: (root) => newestFirst([join(root, '.stestr')]) },
  'a stored run': { at: '.stestr/0', read: (root) => readStoredRun(join(root, '.stestr'), 0) },
  'the tests that failed last': {
    at: '.stestr/failing',
    read: (root) => readStoredRun(join(root, '.stestr'), 'failing'),
  },
  'the state of all source files': {
    at: 'x.py',
    files: { 'a.py': 'a = 1\n' },
    async read(root) {
      const git = (...args: string[]): unknown =>
        execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: root });
      git('init', '-q');
      git('add', 'a.py');
      git('commit', '-q', '-m', 'First');
      return (await openRepository(root)).treeId();
    },
  },
  'the commit-msg hook': {
    at: '.git/hooks/commit-msg',
    files: { '.git/HEAD': 'ref: refs/heads/main\n', '.git/objects/.keep': '', '.git/refs/.keep': '' },
    read: (root) => inspectHook(new PersonGit(root)),
  },
  '.gitreview': { at: '.gitreview', read: (root) => readTarget(new PersonGit(root)) },
  'tox.ini': { at: 'tox.ini', read: (root) => readTox(root, diskFiles) },
  'pyproject.toml': { at: 'pyproject.toml', read: (root) => readTox(root, diskFiles) },
  '.coveragerc': { at: '.coveragerc', read: (root) => readCoverageConfig(root, diskFiles) },
  'the text that a finding is in': {
    at: 'a.py',
    read: (root) =>
      toFindings([{ tool: 'flake8', file: 'a.py', line: 3, column: 2, code: 'E999', message: 'No' }], root),
  },
  'a file in place of .venv': { at: '.venv', read: (root) => findEnvironments({ root }) },
  'a runner of .venv': {
    at: '.venv/bin/stestr',
    files: { '.venv/bin/python': '' },
    read: (root) => findEnvironments({ root }),
  },
  'the first line of a program': { at: 'flake8', read: (root) => lostInterpreter(join(root, 'flake8')) },
  "coverage.py's data": {
    at: '.coverage',
    read: (root) => new ContextReader().ask({ dataFile: join(root, '.coverage'), file: join(root, 'a.py'), root }),
  },
  "coverage.py's data that is to be kept": {
    at: '.coverage',
    async read(root) {
      const runs = new NotedRuns(join(root, 'kept'));
      await runs.keep(root, join(root, '.coverage'), ['a'], Date.now());
      await runs.of(root);
    },
  },
  'a coverage report': {
    at: 'coverage.xml',
    read: (root) => settled(() => readReportFiles([join(root, 'coverage.xml')], [root])),
  },
  'a measured file whose docstrings are left out': {
    at: 'a.py',
    files: {
      'coverage.json': JSON.stringify({
        meta: { format: 3, version: '7.5.0', branch_coverage: false },
        files: {
          'a.py': { executed_lines: [1], missing_lines: [2], excluded_lines: [], summary: { num_statements: 2 } },
        },
        totals: {},
      }),
    },
    read: (root) => settled(() => readReportFiles([join(root, 'coverage.json')], [root])),
  },
  'the text that was measured': {
    at: 'a.py',
    read: async (root) => {
      const report = measured(root);
      assert.equal(await new MeasuredTexts(root, report, undefined, false).hashesOf(report.files[0]!), undefined);
    },
  },
  'the edits since a report': {
    at: 'a.py',
    read: (root) => editsSince(measured(root), { hashesOf: () => Promise.resolve(undefined) }, () => true),
  },
  'what pre-commit has installed': {
    at: 'cache/db.db',
    read: (root) =>
      installedProgram(
        { id: 'hacking', repo: 'local', rev: undefined, args: [], dependencies: undefined } as never,
        'flake8',
        {
          PRE_COMMIT_HOME: join(root, 'cache'),
        },
      ),
  },
};

const settled = <T>(read: () => T): Promise<T> => new Promise((resolve) => resolve(read()));

describe('a path that a workspace controls', () => {
  let root: string;
  beforeEach(() => (root = temporaryFolder()));
  afterEach(() => {
    releasePipes();
    removeFolder(root);
  });

  for (const [reader, { at, files = {}, read }] of Object.entries(READERS)) {
    for (const hostile of HOSTILE_FILES) {
      it(`a path that a workspace controls can be ${hostile.name}: ${reader}`, async () => {
        for (const [name, text] of Object.entries({ ...files, [at]: '' })) {
          mkdirSync(dirname(join(root, name)), { recursive: true });
          if (name !== at) writeFileSync(join(root, name), text);
        }
        hostile.make(join(root, dirname(at)), at.split('/').at(-1)!);
        const before = process.memoryUsage.rss();
        await read(root).catch((error: unknown) => assert.ok(error instanceof UserError, String(error)));
        assert.ok(
          process.memoryUsage.rss() - before < 150e6,
          `${Math.round((process.memoryUsage.rss() - before) / 1e6)} MB more`,
        );
        assert.ok(existsSync(root));
      });
    }
  }
});
