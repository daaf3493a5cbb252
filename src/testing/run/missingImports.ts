/**
 * Test code that works only where other test modules are loaded too, for they import what it uses and does not import.
 * A run of one test or module by its name, and a list of one file, load no others.
 */
import { UserError } from '../../base/errors';
import { runProcess } from '../../base/process';
import { DOTTED_NAME, NAME } from '../../project/python/names';
import { programIn } from '../../project/virtualEnvironment';
import { isTraceback } from '../subunit/attachments';
import type { TestResult } from '../subunit/testResult';
import type { ImportProblem } from './runnerWords';
import { processOptions, type TestEnvironment } from './testEnvironment';

/** Python's words on `package.module` that nothing has imported, and on an attribute that is not there at all. */
const NO_ATTRIBUTE = new RegExp(`^\\s*AttributeError: module '(${DOTTED_NAME})' has no attribute '(${NAME})'`, 'gmu');
/** oslo.config's words on an option that the module which registers it has not been imported for. */
const NO_OPTION = /\bcfg\.NoSuch(?:Opt|Group)Error\b/;

/** Prints those names that Python finds a module for. */
const FIND = `
import importlib.util, sys
for name in sys.argv[1:]:
    try:
        found = importlib.util.find_spec(name)
    except Exception:
        found = None
    if found:
        print(name)
`;

type Place = Pick<TestEnvironment, 'binDir' | 'root' | 'env'>;

/** More names than these come of one mistake, or two. */
const MAX_NAMES = 100;

/** Whether a test failed with words that a missing import can have. */
export function mayLackImport({ state, attachments }: TestResult): boolean {
  return (
    state === 'fail' &&
    attachments.some((each) => {
      const text = each.text ?? '';
      return NO_OPTION.test(text) || (isTraceback(each) && lackedNames(text).length > 0);
    })
  );
}

/**
 * Whether one of these tests, which failed with such words, may have another outcome among all others: oslo.messaging's
 * test_logger.py uses `oslo_messaging.notify._impl_test`, and barbican's test_transport_keys_resource.py an option of
 * oslo.policy. An attribute that is no module is a mistake of any other kind, such as a function still to be written.
 */
export async function lacksImport(
  where: Place,
  results: readonly TestResult[],
  signal?: AbortSignal,
): Promise<boolean> {
  const texts = results.flatMap(({ attachments }) => attachments.map(({ text }) => text ?? ''));
  return (
    texts.some((text) => NO_OPTION.test(text)) ||
    (await modulesAmong(where, texts.flatMap(lackedNames), signal)).size > 0
  );
}

/** Whether one of the modules that cannot be imported alone may be importable with others: python-cinderclient's test_shell.py. */
export async function mayNeedOthers(
  where: Place,
  problems: readonly ImportProblem[],
  signal?: AbortSignal,
): Promise<boolean> {
  const texts = problems.map(({ text }) => text);
  if (texts.some((text) => NO_OPTION.test(text) || text.includes('partially initialized module'))) return true;
  return (await modulesAmong(where, texts.flatMap(lackedNames), signal)).size > 0;
}

function lackedNames(traceback: string): string[] {
  return [...traceback.matchAll(NO_ATTRIBUTE)].map(([, parent, name]) => `${parent}.${name}`);
}

/** Those names that are modules for the Python of the tests; it imports the packages around them. */
async function modulesAmong(where: Place, names: readonly string[], signal?: AbortSignal): Promise<Set<string>> {
  const asked = new Set(names.slice(0, MAX_NAMES));
  if (asked.size === 0) return new Set();
  try {
    const { stdout } = await runProcess(
      programIn(where.binDir, 'python'),
      ['-c', FIND, ...asked],
      processOptions(where, signal),
    );
    return new Set(stdout.split(/\r?\n/).filter((line) => asked.has(line)));
  } catch (error) {
    // A runner without a Python beside it: what was told before stands.
    if (error instanceof UserError && error.reason === 'no-program') return new Set();
    throw error;
  }
}
