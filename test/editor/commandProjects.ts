/** Projects whose tox environment says more of their tests than the file of the runner does. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { labTools } from '../tools/testingLab';
import { linkEnvironment } from './host/toxProject';

const TEST =
  'import unittest\n\n\nclass Sums(unittest.TestCase):\n    def test_sum(self):\n        self.assertEqual(4, 2 + 2)\n';
const PACKAGE = {
  'lamp/__init__.py': '',
  'lamp/maths.py': 'ONE = 1\n',
  'lamp/tests/__init__.py': '',
  'lamp/tests/unit/__init__.py': '',
};

/** stestr finds the tests by a variable that tox sets, and leaves one of them out. */
export async function giveVariable(folder: string): Promise<void> {
  await labTools();
  write(folder, {
    ...PACKAGE,
    'lamp/tests/unit/test_maths.py': TEST,
    'lamp/tests/unit/test_sql.py': TEST.replace('Sums', 'SqlTest').replace('2 + 2', '5'),
    '.stestr.conf': '[DEFAULT]\ntest_path=$OS_TEST_PATH\ntop_dir=./\n',
    'tox.ini':
      '[tox]\nenvlist = py3\n[testenv]\nsetenv =\n  OS_TEST_PATH=lamp/tests\ncommands = stestr run --serial --exclude-regex SqlTest {posargs}\n',
  });
  linkEnvironment(folder, 'py3');
}

/** pytest runs the tests; with `conf` stestr runs others. */
export function givePytest(folder: string, { conf = false } = {}): void {
  write(folder, {
    ...PACKAGE,
    'lamp/tests/unit/test_maths.py': TEST,
    'tox.ini': '[tox]\nenvlist = py3\n[testenv]\ncommands = coverage run -m pytest {posargs}\n',
    ...(conf && { '.stestr.conf': '[DEFAULT]\ntest_path=./lamp/tests\n' }),
  });
}

function write(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
