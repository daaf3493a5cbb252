/** Test files and their dotted names, as the settings of their runner lay them out. */
import path from 'node:path';
import { isName } from '../../project/python/names';
import { expandVariables, type ShellVariables } from '../../project/shellWords';
import type { LayoutSettings } from '../runners/runner';

/** Where the tests of a root are; absolute paths of this machine. */
export interface TestLayout {
  readonly root: string;
  /** The folder that dotted names start from: `top_dir`. */
  readonly topDir: string;
  /** The folder, or the one file, whose tests belong to the suite: `test_path`. Undefined where only the runner can tell. */
  readonly testPath: string | undefined;
}

/** Why the settings alone do not say the layout. */
export interface LayoutProblem {
  readonly reason: 'no-test-path' | 'shell-syntax' | 'outside-root';
  /** The setting as written. */
  readonly value: string;
}

/**
 * @param env variables of the process that runs the tests
 * @param folder absolute path of the folder that it runs in
 */
export function layoutOf(
  root: string,
  settings: LayoutSettings,
  env: ShellVariables = {},
  folder = root,
): TestLayout | LayoutProblem {
  const written = settings.testPath?.trim() ?? '';
  if (written === '') return { reason: 'no-test-path', value: written };
  const folders: string[] = [];
  for (const value of [orElse(settings.topDir?.trim(), './'), written]) {
    // stestr puts it into a line for /bin/sh, so it can be any command; reading a file runs nothing.
    const expanded = expandVariables(value, env);
    if (expanded === undefined || expanded === '') return { reason: 'shell-syntax', value };
    const absolute = path.resolve(folder, expanded);
    if (!isInside(path.resolve(root), absolute)) return { reason: 'outside-root', value };
    folders.push(absolute);
  }
  const [topDir, testPath] = folders as [string, string];
  if (!isInside(topDir, testPath)) return { reason: 'outside-root', value: written };
  return { root: path.resolve(root), topDir, testPath };
}

/** The layout of tests that only their runner can find. */
export function unknownLayout(
  root: string,
  settings: LayoutSettings,
  env: ShellVariables = {},
  folder = root,
): TestLayout {
  const found = layoutOf(
    root,
    { topDir: settings.topDir, testPath: orElse(settings.topDir?.trim(), './') },
    env,
    folder,
  );
  return {
    root: path.resolve(root),
    topDir: 'topDir' in found ? found.topDir : path.resolve(root),
    testPath: undefined,
  };
}

/** The dotted name of a Python file; undefined for a file outside the top folder or one that cannot be imported. */
export function moduleOf(layout: Pick<TestLayout, 'topDir'>, file: string): string | undefined {
  if (!file.endsWith('.py') || !isInside(layout.topDir, file)) return undefined;
  const parts = path.relative(layout.topDir, file).slice(0, -'.py'.length).split(path.sep);
  if (parts[parts.length - 1] === '__init__') parts.pop();
  return parts.length > 0 && parts.every(isName) ? parts.join('.') : undefined;
}

/** The files that a dotted name can stand for: the module's own, and the package's. */
export function filesOfModule(layout: Pick<TestLayout, 'topDir'>, module: string): { module: string; package: string } {
  const base = path.join(layout.topDir, ...module.split('.'));
  return { module: `${base}.py`, package: path.join(base, '__init__.py') };
}

/** Whether a file is that of a package. */
export function isPackageFile(file: string): boolean {
  return path.basename(file) === '__init__.py';
}

/**
 * Whether unittest's discovery loads the file whatever it is named: the packages that it comes through.
 * Source: unittest.TestLoader._find_test_path.
 */
export function isTestPackage(layout: TestLayout, file: string): boolean {
  return isPackageFile(file) && isInSuite(layout, file) && moduleOf(layout, file) !== undefined;
}

/** Whether unittest's discovery loads the file: `test*.py` under test_path. Source: unittest.TestLoader.discover. */
export function isTestFile(layout: TestLayout, file: string): boolean {
  return /^test.*\.py$/.test(path.basename(file)) && isInSuite(layout, file) && moduleOf(layout, file) !== undefined;
}

function isInSuite({ testPath }: TestLayout, file: string): boolean {
  return testPath !== undefined && isInside(testPath, file);
}

/** As the shell's `:-` does: what is empty counts as not set. */
function orElse(value: string | undefined, otherwise: string): string {
  return value === undefined || value === '' ? otherwise : value;
}

/** Whether `file` is `folder` or lies in it. Both are absolute and normalized. */
function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
