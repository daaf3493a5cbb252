/** Lets stestr search for the test that makes another fail. */
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { isolationArguments, programOf } from '../run/command';
import { failingTests } from '../run/stestr';
import type { ProjectTests } from './projectTests';
import { repositoryOf } from './storedRuns';
import type { TestRunner } from './testRunner';

/**
 * The search writes text for a person and takes long, so it runs as a task. It can only work on what failed in the
 * project's own repository (see isolationArguments), where the runs of the view are not.
 * @throws UserError `testr`, `no-failing-run`, or an EnvironmentProblem
 */
export async function analyzeIsolation(project: ProjectTests, runner: TestRunner): Promise<void> {
  if (project.runner === 'testr') throw new UserError('testr', 'Only stestr can search for the test that makes another fail.');
  const where = await runner.environmentOf(project);
  if ((await failingTests(where, repositoryOf(project))).length === 0) {
    throw new UserError(
      'no-failing-run',
      'stestr searches among the tests that ran before one that failed, and the last run in .stestr has no failing test. ' +
        'Run all tests with stestr first; runs of the Testing view are kept there when the setting testing.keepRuns says so.',
    );
  }
  const { binDir, env, root } = where;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root));
  const variables = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const task = new vscode.Task(
    { type: 'process' },
    folder ?? vscode.TaskScope.Workspace,
    'Analyze Test Isolation',
    'OpenStack',
    new vscode.ProcessExecution(programOf('stestr', binDir), isolationArguments(), { cwd: root, env: variables }),
    [],
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  await vscode.tasks.executeTask(task);
}
