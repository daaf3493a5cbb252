/** The tests of one root: where they are, what their texts say, and what the runner listed. It makes no items. */
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../../base/errors';
import { readSource } from '../../../base/readFile';
import { diskFiles } from '../../../project/files';
import { pythonFiles } from '../../discovery/pythonFiles';
import { TestTree } from '../../discovery/tree';
import type { TestLayout } from '../../layout/modules';
import { readLayout } from '../../layout/readLayout';
import { hasRunner } from '../../layout/testCommand';
import { RUNNERS, type RunnerName } from '../../runners';
import type { TestSettings } from '../environments/testSettings';
import { problemText, pytestError } from './layoutWords';

export interface ProjectTests {
  /** Absolute path of the root. */
  readonly root: string;
  /** Absolute path of the folder that the runner runs in, the root but for few projects. */
  readonly folder: string;
  readonly runner: RunnerName;
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
 * @returns undefined for a folder whose tests no runner of ours runs
 * @throws UserError `no-layout` when its configuration says of no tests, `pytest` when only pytest runs them
 */
export async function readProjectTests(
  root: string,
  known?: ProjectTests,
  { command, variables }: TestSettings = { command: undefined, variables: process.env },
): Promise<ProjectTests | undefined> {
  const found = await readLayout(root, diskFiles, variables, command);
  if (!found && command && !hasRunner(command)) throw pytestError(command);
  if (!found) return undefined;
  const { runner, file, folder, layout, problem } = found;
  const text = problem && problemText(problem, found);
  const isListed = problem?.reason !== 'no-test-path' || RUNNERS[runner].listsWithoutTestPath;
  if (!isListed) throw new UserError('no-layout', text!);
  const isSame = known?.runner === runner && known.folder === folder && isDeepStrictEqual(known.layout, layout);
  if (isSame) return known;
  const tree = new TestTree(layout, readSource);
  tree.addFiles(await pythonFiles(root, layout.testPath ?? layout.topDir));
  return { root, folder, runner, file, layout, problem: text, tree };
}
