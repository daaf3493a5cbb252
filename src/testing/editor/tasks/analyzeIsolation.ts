/** Lets stestr search for the test that makes another fail. */
import * as vscode from 'vscode';
import { ProgramTerminal } from '../../../base/editor/programTerminal';
import { UserError } from '../../../base/errors';
import { failingTests } from '../../run/failingTests';
import { runEnvironment } from '../../run/processVariables';
import { runnerProgram } from '../../run/testEnvironment';
import { RUNNERS } from '../../runners';
import type { RunEnvironments } from '../run/runEnvironments';
import { repositoryOf } from '../run/storedRuns';
import type { ProjectTests } from '../tree/projectTests';
import { TOOL_TASK } from './tasksTools';

/**
 * The search writes text for a person and takes long, so it runs as a task. It can only work on what failed in the
 * project's own repository (see `isolationArguments` of stestr), where the runs of the view are not.
 * @throws UserError `no-isolation`, `no-failing-run`, or an EnvironmentProblem
 */
export async function analyzeIsolation(project: ProjectTests, environments: RunEnvironments): Promise<void> {
  const { isolationArguments } = RUNNERS[project.runner];
  if (!isolationArguments) {
    throw new UserError('no-isolation', `${project.runner} cannot search for the test that makes another fail.`);
  }
  const where = await environments.of(project);
  if ((await failingTests(where, repositoryOf(project))).length === 0) {
    throw new UserError(
      'no-failing-run',
      'stestr searches among the tests that ran before one that failed, and the last run in .stestr has no failing test. ' +
        'Run all tests with stestr first; runs of the Testing view are kept there when the setting testing.keepRuns says so.',
    );
  }
  const { binDir, env, root } = where;
  const program = {
    file: runnerProgram(where),
    args: isolationArguments,
    cwd: root,
    env: runEnvironment(binDir, env),
  };
  const [command, ...options] = program.args;
  const task = new vscode.Task(
    { type: TOOL_TASK, tool: project.runner, command, arguments: options },
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
