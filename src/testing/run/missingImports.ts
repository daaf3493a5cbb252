/** Test code that works only where other test modules are loaded too, for they import what it uses and does not import. */
import { existsSync } from 'node:fs';
import { isTraceback } from '../subunit/attachments';
import { filesOfModule } from '../discovery/modules';
import type { TestResult } from '../subunit/results';
import type { ImportProblem } from './runnerWords';

const NO_ATTRIBUTE = /^\s*AttributeError: module '([\w.]+)' has no attribute '(\w+)'/gm;

/**
 * Whether a test that ran by its name failed because nothing had imported a module of the project: oslo.messaging's
 * notify/test_logger.py uses `oslo_messaging.notify._impl_test`, which only some other test imports.
 * @param root absolute path of the folder that dotted names start from
 */
export function lacksImport({ state, attachments }: TestResult, root: string): boolean {
  return state === 'fail' && attachments.some((each) => isTraceback(each) && usesModule(each.text ?? '', root));
}

/** Whether a module that cannot be imported alone may be importable with others: python-cinderclient's test_shell.py. */
export function mayNeedOthers({ text }: ImportProblem, root: string): boolean {
  return usesModule(text, root) || text.includes('partially initialized module');
}

/** An attribute that is no module of the project is a mistake of any other kind, such as a function still to be written. */
function usesModule(traceback: string, root: string): boolean {
  return [...traceback.matchAll(NO_ATTRIBUTE)].some(([, parent, name]) => {
    const files = filesOfModule({ topDir: root }, `${parent}.${name}`);
    return existsSync(files.module) || existsSync(files.package);
  });
}
