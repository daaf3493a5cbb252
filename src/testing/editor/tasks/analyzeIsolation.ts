/** Lets stestr search for the test that makes another fail. */
import * as vscode from 'vscode';
import { ProgramTerminal } from '../../../base/editor/programTerminal';
import { UserError } from '../../../base/errors';
import { isolationArguments, programOf, runEnvironment } from '../../run/command';
import { failingTests } from '../../run/stestr';
import { repositoryOf } from '../run/storedRuns';
import type { TestRunner } from '../run/testRunner';
import type { ProjectTests } from '../tree/projectTests';
import { TOOL_TASK } from './tasksTools';

/**
 * The search writes text for a person and takes long, so it runs as a task. It can only work on what failed in the
 * project's own repository (see isolationArguments), where the runs of the view are not.
 * @throws UserError `testr`, `no-failing-run`, or an EnvironmentProblem
 */
export async function analyzeIsolation(project: ProjectTests, runner: TestRunner): Promise<void> {
  if (project.runner === 'testr') {
    throw new UserError('testr', 'Only stestr can search for the test that makes another fail.');
  }
  const where = await runner.environmentOf(project);
  if ((await failingTests(where, repositoryOf(project))).length === 0) {
    throw new UserError(
      'no-failing-run',
      'stestr searches among the tests that ran before one that failed, and the last run in .stestr has no failing test. ' +
        'Run all tests with stestr first; runs of the Testing view are kept there when the setting testing.keepRuns says so.',
    );
  }
  const { binDir, env, root } = where;
  const program = {
    file: programOf('stestr', binDir),
    args: isolationArguments(),
    cwd: root,
    env: runEnvironment(binDir, env),
  };
  const [command, ...options] = program.args;
  const task = new vscode.Task(
    { type: TOOL_TASK, tool: 'stestr', command, arguments: options },
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root)) ?? vscode.TaskScope.Workspace,
    'Analyze Test Isolation',
    'OpenStack',
    // Unlike a process of VS Code, it has no variable of the editor that tox would hold back.
    new vscode.CustomExecution(() => Promise.resolve(new ProgramTerminal(() => Promise.resolve(program)))),
    [],
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  await vscode.tasks.executeTask(task);
}
