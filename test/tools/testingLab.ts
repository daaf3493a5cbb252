/** A small project of ours and the real tools, in the git-ignored folder `.lab`. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeFolder } from '../../scripts/lib/removeFolder';
import type { Run, RunResult } from '../../src/project/tox/run';
import { venvOnce } from './lib/made';

export const run: Run = (file, args, { cwd, env, timeoutMs = 300_000 }) =>
  new Promise((resolve, reject) => {
    const options = { cwd, env, timeout: timeoutMs, maxBuffer: 1 << 28 };
    execFile(file, [...args], options, (error, stdout, stderr) => {
      const code: unknown = error ? error.code : 0;
      const exitCode = typeof code === 'number' ? code : null;
      if (error instanceof Error && typeof code === 'string') reject(error);
      else resolve({ exitCode, signal: error?.signal ?? null, stdout, stderr });
    });
  });

/** Runs it with the variables of `env` added to ours; anything but exit code 0 is an error with its output. */
export async function runOrFail(...[file, args, options]: Parameters<Run>): Promise<RunResult> {
  const result = await run(file, args, { ...options, env: { ...process.env, ...options.env } });
  if (result.exitCode === 0) return result;
  throw new Error(`${file} ${args.join(' ')} ended with ${result.exitCode}:\n${result.stdout}${result.stderr}`);
}

const TOOLS = [
  'tox==4.67.15',
  'stestr==4.2.1',
  'testtools==2.9.1',
  'testscenarios==0.7.0',
  'ddt==1.7.2',
  'coverage==7.15.4',
];

/** The folder with the programs of a virtual environment that has these packages; made once. */
export async function labTools(name = 'testing-tools', packages: readonly string[] = TOOLS): Promise<string> {
  return path.join(await venvOnce(name, packages), 'bin');
}

/** Writes the project again. Its tests have every kind of id that stestr lists. */
export function writeProject(root: string): void {
  removeFolder(root);
  for (const [name, text] of Object.entries(FILES)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const FILES: Record<string, string> = {
  '.stestr.conf': '[DEFAULT]\ntest_path=${OS_TEST_PATH:-./cloudling/tests/unit}\ntop_dir=./\n',
  '.coveragerc': '[run]\nbranch = True\nsource = cloudling\nomit = cloudling/tests/*\n',
  'setup.py': '',
  'tox.ini': `[tox]
envlist = py3,{a,b}-cover
skipsdist = true
[testenv]
description = unit tests
setenv =
  OS_STDOUT_CAPTURE=1
  DATA_DIR={toxinidir}/data
  QUOTED=it's "so"
passenv = OS_*
commands =
  stestr run {posargs}
  python -c 'print("done")'
[testenv:pep8]
commands = flake8
`,
  'cloudling/__init__.py': '',
  'cloudling/flavor.py': `SIZES = {'small': 1, 'large': 8}


def size(name):
    if name not in SIZES:
        raise KeyError(name)
    return SIZES[name]


def describe(name):
    cores = size(name)
    if cores > 4:
        return 'big'
    return 'little'


def never(name):
    return name


class Registry:
    def __init__(self):
        self.names = []

    def add(self, name):
        self.names.append(name)
        return self

    def first(self):
        return self.names[0]
`,
  'cloudling/tests/__init__.py': '',
  'cloudling/tests/base.py': `import testtools

from cloudling import flavor


class TestCase(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.registry = flavor.Registry()


class SharedTests(TestCase):
    name = 'small'

    def test_shared(self):
        self.assertEqual(self.name, self.registry.add(self.name).first())


class NameMixin:
    def test_mixed(self):
        self.assertEqual('little', flavor.describe('small'))
`,
  'cloudling/tests/unit/__init__.py': '',
  'cloudling/tests/unit/test_flavor.py': `from unittest import mock

import ddt
import testscenarios
import testtools
from testtools.testcase import WithAttributes, attr

from cloudling import flavor
from cloudling.tests import base

load_tests = testscenarios.load_tests_apply_scenarios


class LocalMixin(object):
    def test_local_mixed(self):
        self.assertRaises(KeyError, flavor.size, 'none')


class PlainTest(base.TestCase):
    def test_size(self):
        self.assertEqual(1, flavor.size('small'))

    @mock.patch.object(
        flavor, 'SIZES', {'huge': 64})
    def test_patched(self):
        self.assertEqual('big', flavor.describe('huge'))


class ScenarioTest(base.TestCase):
    scenarios = [
        ('small', {'name': 'small', 'cores': 1}),
        ('large', {'name': 'large', 'cores': 8}),
    ]

    def test_size(self):
        self.assertEqual(self.cores, flavor.size(self.name))


class InheritingTest(base.SharedTests, base.NameMixin, LocalMixin):
    name = 'large'


class OtherInheritingTest(base.SharedTests):
    pass


@ddt.ddt
class DataTest(base.TestCase):
    @ddt.data('foo', 'bar')
    def test_word(self, value):
        self.assertRaises(KeyError, flavor.size, value)

    @ddt.data((1, 'a'), (2, 'b'))
    @ddt.unpack
    def test_pair(self, number, word):
        self.assertEqual(word, self.registry.add(word).first())


class TaggedTest(WithAttributes, base.TestCase):
    @attr('id-1', 'smoke')
    def test_tag(self):
        self.assertEqual(8, flavor.size('large'))


def _make(number):
    def method(self):
        self.assertEqual(number, number)
    return method


class MadeTest(testtools.TestCase):
    """Its methods are made below: no text shows them."""


for _number in (1, 2):
    setattr(MadeTest, 'test_made_%d' % _number, _make(_number))
`,
  'cloudling/tests/unit/deep/__init__.py': '',
  'cloudling/tests/unit/deep/test_more.py': `import unittest

from cloudling.tests.unit import test_flavor


class MoreTest(unittest.IsolatedAsyncioTestCase):
    async def test_async(self):
        self.assertTrue(True)


class AgainTest(test_flavor.PlainTest):
    def test_own(self):
        self.assertEqual([], self.registry.names)
`,
};
