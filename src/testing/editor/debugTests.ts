import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import type { EnvironmentChoice } from './environmentChoice';
import { selectionsOf, type RootSelection } from './selection';
import type { TestItems } from './testItems';

/** The extension that brings the debug type `debugpy`. */
const DEBUGGER = 'ms-python.debugpy';

/**
 * Runs tests under the installed Python debugger, in one process. Their outcome is told in the debug console: what the
 * debugger runs is `python -m testtools.run`, whose output is for people.
 * @throws UserError `no-debugger`, `untrusted`, `not-started`, or an EnvironmentProblem
 */
export async function debugTests(
  request: vscode.TestRunRequest,
  items: TestItems,
  all: readonly vscode.TestItem[],
  environments: Pick<EnvironmentChoice, 'require'>,
): Promise<void> {
  if (!vscode.extensions.getExtension(DEBUGGER)) {
    throw new UserError('no-debugger', 'Debugging tests needs the Python Debugger extension, which is not installed.');
  }
  for (const selected of await selectionsOf(request, items, all)) {
    const { root } = selected.project;
    const { python, variables } = await environments.require(root);
    const started = await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root)), {
      type: 'debugpy',
      request: 'launch',
      name: 'Debug OpenStack Tests',
      module: 'testtools.run',
      args: await namesOf(selected),
      cwd: root,
      python,
      env: variables,
      console: 'internalConsole',
      justMyCode: false,
    });
    if (!started) throw new UserError('not-started', 'The Python debugger did not start. Its own log says why.');
  }
}

/** Names that testtools.run loads: a module or class as it is, else each test; a scenario by its method. */
async function namesOf({ project, selection }: RootSelection): Promise<string[]> {
  if (selection.kind === 'module') return [selection.name];
  const ids = selection.kind === 'ids' ? selection.ids : (await project.tree.testsBelow()).ids;
  return [...new Set(ids.map((id) => id.replace(/[([].*$/s, '')))];
}
