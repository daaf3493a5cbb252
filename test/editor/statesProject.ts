/** A project whose tests end in every way that a test can end, with an environment that has stestr, testr and ddt. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stestrBin } from '../tools/stestrLab';

export const STATES = `import subprocess
import unittest

import ddt
import testscenarios
import testtools

load_tests = testscenarios.load_tests_apply_scenarios


class StateTestCase(testtools.TestCase):
    def test_passes(self):
        self.assertEqual(1, 1)

    def test_fails(self):
        self.assertEqual('expected', 'actual')

    def test_raises(self):
        raise ValueError('out of range')

    def test_skipped(self):
        self.skipTest('needs a newer libvirt')

    @unittest.expectedFailure
    def test_expected_failure(self):
        self.assertEqual(1, 2)

    @unittest.expectedFailure
    def test_unexpected_success(self):
        self.assertEqual(1, 1)


class SetUpClassTestCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError('no database')

    def test_one(self):
        pass

    def test_two(self):
        pass


class TearDownClassTestCase(unittest.TestCase):
    @classmethod
    def tearDownClass(cls):
        raise RuntimeError('still locked')

    def test_held(self):
        pass


class SubTestCase(unittest.TestCase):
    def test_parts(self):
        for i in range(3):
            with self.subTest('part', i=i):
                self.assertNotEqual(1, i)


class MadeTestCase(testtools.TestCase):
    pass


def _method(number):
    def method(self):
        self.assertEqual(1, number)
    return method


for _number in (1, 2):
    setattr(MadeTestCase, 'test_made_%d' % _number, _method(_number))


class ScenarioTestCase(testtools.TestCase):
    scenarios = [('small', {'size': 1}), ('big', {'size': 2})]

    def test_size(self):
        self.assertEqual(1, self.size)


@ddt.ddt
class DdtTestCase(testtools.TestCase):
    @ddt.data('foo', 'bar')
    def test_data(self, value):
        self.assertEqual('foo', value)
`;

/** A module whose tests nobody can list. */
export const UNIMPORTABLE = `import no_such_module
import testtools


class UnseenTestCase(testtools.TestCase):
    def test_unseen(self):
        self.assertTrue(no_such_module)
`;

const LEGACY = `import unittest


class LegacyTestCase(unittest.TestCase):
    def test_old(self):
        pass

    def test_wrong(self):
        self.assertEqual(1, 2)
`;

/** Absolute path of the programs that \`.venv\` of both projects leads to. */
export async function giveStates(folder: string): Promise<void> {
  await writeProject(folder, {
    '.stestr.conf': '[DEFAULT]\ntest_path=./modern/tests\ntop_dir=./\n',
    'modern/__init__.py': '',
    'modern/tests/__init__.py': '',
    'modern/tests/test_states.py': STATES,
  });
}

/** A project that only testr runs. */
export async function giveLegacy(folder: string): Promise<void> {
  await writeProject(folder, {
    '.testr.conf':
      '[DEFAULT]\ntest_command=${PYTHON:-python} -m subunit.run discover -t ./ ./legacy/tests $LISTOPT $IDOPTION\n' +
      'test_id_option=--load-list $IDFILE\ntest_list_option=--list\n',
    'legacy/__init__.py': '',
    'legacy/tests/__init__.py': '',
    'legacy/tests/test_old.py': LEGACY,
  });
}

async function writeProject(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const environment = dirname(await stestrBin());
  for (const [name, text] of Object.entries({ ...files, '.venv': `${environment}\n` })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
