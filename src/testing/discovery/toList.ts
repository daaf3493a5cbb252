/** What is to be listed again after files were written. */
import { basename } from 'node:path';
import { isInside } from '../../base/paths';
import { isPackageFile, isTestFile, type TestLayout } from '../layout/modules';
import type { TestTree } from './tree';

/** Each name costs a start of Python and the import of its modules; with more of them one list of all is cheaper. */
const MOST_NAMES = 4;

export interface ListedTests {
  readonly layout: TestLayout;
  readonly tree: Pick<TestTree, 'fileOf' | 'nodeOfFile'>;
  /** Dotted names of the modules and packages that could not be imported. */
  readonly broken: Iterable<string>;
}

/**
 * The names of the test files that are to be listed, or `all`. A test module that could not be imported is tried again
 * whatever was written: what it lacks may be in any file.
 * @param files absolute paths of Python files; those that are gone as well
 */
export function toList(files: Iterable<string>, { layout, tree, broken }: ListedTests): 'all' | ReadonlySet<string> {
  if (layout.testPath === undefined) return 'all';
  const names = new Set<string>();
  for (const module of broken) {
    const file = tree.fileOf(module);
    if (file === undefined || isPackageFile(file)) return 'all';
    names.add(basename(file));
  }
  for (const file of files) {
    // A package comes into each list, and with its file as a pattern under two names.
    if (tree.nodeOfFile(file) && !isPackageFile(file)) {
      names.add(basename(file));
    } else if (isTestFile(layout, file)) {
      continue;
    } // it is gone, and its tests with it
    // Any test module may inherit from it, or be multiplied by it.
    else if (isInside(layout.testPath, file)) {
      return 'all';
    }
  }
  return names.size > MOST_NAMES ? 'all' : names;
}
