/** The tests of one root: where they are, what their texts say, and what the runner listed. It makes no items. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hasCode, UserError } from '../../base/errors';
import { diskFiles } from '../../project/files';
import type { TestLayout } from '../discovery/modules';
import { readLayout } from '../discovery/readLayout';
import { TestTree } from '../discovery/tree';
import type { Runner } from '../run/command';
import type { TestSettings } from './environments/testSettings';
import { problemText, pytestError } from './layoutWords';

/** A text that is longer was generated; reading one would take the editor's memory for nothing. */
const MAX_BYTES = 4_000_000;

export interface ProjectTests {
  /** Absolute path of the root. */
  readonly root: string;
  /** Absolute path of the folder that the runner runs in, the root but for few projects. */
  readonly folder: string;
  readonly runner: Runner;
  readonly layout: TestLayout;
  /** The file that says where the tests are, relative to `folder`. */
  readonly file: string;
  /** Why the files do not say where the tests are, so that only the runner's list does; undefined where they do. */
  readonly problem: string | undefined;
  readonly tree: TestTree;
}

/**
 * Finds the test files of a root by their names; their texts are read when they are needed.
 * @param known what was found before; it stays where the configuration still says the same
 * @param settings what the project's own command says of the tests
 * @returns undefined for a folder whose tests neither stestr nor testr runs
 * @throws UserError `no-layout` when its configuration says of no tests, `pytest` when only pytest runs them
 */
export async function readProjectTests(
  root: string, known?: ProjectTests, { command, variables }: TestSettings = { command: undefined, variables: process.env },
): Promise<ProjectTests | undefined> {
  const found = await readLayout(root, diskFiles, variables, command);
  if (!found && command?.runner === 'pytest') throw pytestError(command);
  if (!found) return undefined;
  const { runner, file, folder, layout, problem } = found;
  const text = problem && problemText(problem, found);
  // Without a test_path stestr says no more than we do.
  if (problem?.reason === 'no-test-path' && runner === 'stestr') throw new UserError('no-layout', text!);
  const isSame = known?.runner === runner && known.folder === folder && isDeepStrictEqual(known.layout, layout);
  if (isSame) return known;
  const tree = new TestTree(layout, readText);
  tree.addFiles(await pythonFiles(layout.testPath ?? layout.topDir));
  return { root, folder, runner, file, layout, problem: text, tree };
}

/** What holds no Python file of a project: environments of tox, caches, the repository. */
export function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__';
}

/** Absolute paths of the Python files in a folder and below, or the file itself; hidden folders are left out. */
export async function pythonFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true });
    const folders: string[] = [];
    for (const entry of entries) {
      if (isLeftOut(entry.name)) continue;
      if (entry.isDirectory()) folders.push(join(path, entry.name));
      else if (entry.isFile() && entry.name.endsWith('.py')) found.push(join(path, entry.name));
    }
    for (const each of folders) await walk(each);
  };
  try {
    if ((await stat(folder)).isFile()) return [folder];
    await walk(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) throw error;
  }
  return found;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).size > MAX_BYTES ? undefined : await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES')) return undefined;
    throw error;
  }
}
