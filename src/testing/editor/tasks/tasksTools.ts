/** stestr, testr and flake8 of a project's own environments, as tasks. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { showError } from '../../../base/editor/commands';
import { type Program, ProgramTerminal } from '../../../base/editor/programTerminal';
import { UserError } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { isExecutable, namesIn } from '../../../base/programs';
import type { ToxAnswers } from '../../../project/editor/toxAnswers';
import { FLAKE8_MATCHERS, PRESENTATION, TRACEBACK_MATCHERS } from '../../../project/editor/toxTask';
import { diskFiles } from '../../../project/files';
import { describeRoot } from '../../../project/root';
import { programIn } from '../../../project/virtualEnvironment';
import { runEnvironment } from '../../run/processVariables';
import { repositoryIn } from '../../run/repository';
import { isRunnerName, RUNNER_NAMES, RUNNERS, type RunnerName } from '../../runners';
import type { ChosenEnvironment, EnvironmentChoice } from '../environments/choice';
import { ENVIRONMENT_ACTIONS } from '../environments/commands';

export const TOOL_TASK = 'openstack-tool';

/** As `taskDefinitions` of package.json describes it for tasks.json. */
export interface ToolTaskDefinition extends vscode.TaskDefinition {
  readonly type: typeof TOOL_TASK;
  readonly tool: Tool;
  /** A command of the runner, `run` when it is left out; flake8 has none. */
  readonly command?: string;
  readonly arguments?: readonly string[];
  /**
   * Name of the folder, where several are open: VS Code keeps one execution for each definition, so that equal ones of
   * two folders would both run in the one that was offered last. A task of a .code-workspace file needs it.
   */
  readonly folder?: string;
}

/** What a task needs when it runs. */
export interface TaskServices {
  readonly choice: EnvironmentChoice;
  readonly tox: ToxAnswers;
  readonly log: Log;
}

type Tool = RunnerName | 'flake8';

export function isToolDefinition(definition: vscode.TaskDefinition): definition is ToolTaskDefinition {
  const { tool, command, arguments: args } = definition as Partial<Record<string, unknown>>;
  return (
    typeof tool === 'string' &&
    (tool === 'flake8' || isRunnerName(tool)) &&
    (command === undefined || typeof command === 'string') &&
    (args === undefined || (Array.isArray(args) && args.every((each) => typeof each === 'string')))
  );
}

/**
 * The tasks of a project: those of the runners whose files it has, else of the first one, with the commands that are
 * offered, for tasks.json may name others; and flake8, where it is used.
 */
export async function toolDefinitions(project: vscode.WorkspaceFolder, tox: ToxAnswers): Promise<ToolTaskDefinition[]> {
  const markers: ReadonlySet<string> = (await describeRoot(project.uri.fsPath, diskFiles)).markers;
  const folder = (vscode.workspace.workspaceFolders ?? []).length > 1 ? { folder: project.name } : {};
  const { usesFlake8 } = await style();
  const marked = RUNNER_NAMES.filter((name) => markers.has(RUNNERS[name].marker));
  const tools = marked.length > 0 ? marked : RUNNER_NAMES.slice(0, 1);
  const commandsOf = (tool: RunnerName): ToolTaskDefinition[] =>
    RUNNERS[tool].taskCommands.map((command) => ({ type: TOOL_TASK, tool, command, ...folder }));
  return [
    ...tools.flatMap(commandsOf),
    ...((await usesFlake8(project, tox)) ? [{ type: TOOL_TASK, tool: 'flake8', ...folder } as const] : []),
  ];
}

/** @param definition stays the task's own: VS Code refuses a task that was resolved to another definition */
export function toolTask(
  folder: vscode.WorkspaceFolder,
  definition: ToolTaskDefinition,
  services: TaskServices,
): vscode.Task {
  const { tool, command } = definition;
  const name = tool === 'flake8' ? tool : `${tool} ${command ?? 'run'}`;
  const program = async (): Promise<Program | undefined> => {
    try {
      return await programOf(folder, definition, services);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      services.log.warn(`${name}: ${error.message}`);
      void showError(error, tool === 'flake8' ? (await style()).STYLE_ACTIONS : ENVIRONMENT_ACTIONS);
      throw error; // its sentence goes to the terminal too
    }
  };
  // Without a terminal of its own a runner cannot be cut off from variables that tox would hold back.
  const execution = new vscode.CustomExecution(() => Promise.resolve(new ProgramTerminal(program)));
  const matchers = tool === 'flake8' ? FLAKE8_MATCHERS : TRACEBACK_MATCHERS;
  const task = new vscode.Task(definition, folder, name, 'OpenStack', execution, matchers);
  if (tool === 'flake8' || (command ?? 'run') === 'run') task.group = vscode.TaskGroup.Test;
  task.presentationOptions = PRESENTATION;
  return task;
}

async function programOf(
  folder: vscode.WorkspaceFolder,
  definition: ToolTaskDefinition,
  { choice, tox }: TaskServices,
): Promise<Program> {
  const root = folder.uri.fsPath;
  const { tool, command = 'run', arguments: more = [] } = definition;
  if (tool === 'flake8') {
    const {
      command: { file, args },
      operands,
      folder: cwd,
      variables,
    } = await (await style()).flake8Program(folder, tox);
    // Files of the task take the place of the project's, as positional arguments of tox do.
    const namesFiles = more.some((word) => !word.startsWith('-'));
    const env = runEnvironment(dirname(file), { ...process.env, ...variables });
    return { file, args: [...args, ...more, ...(namesFiles ? [] : operands)], cwd, env };
  }
  const environment = await choice.require(root);
  const file = programIn(environment.binDir, tool);
  if (!(await isExecutable(file))) {
    const words = `${tool} is not installed in ${environment.binDir}, the environment of the tests.`;
    throw new UserError('no-python', words, { actionArgs: [root] });
  }
  const repository = RUNNERS[tool].repository.folder;
  if (command !== 'run' && command !== 'init' && (await namesIn(repositoryIn(root, tool))).length === 0) {
    // The tool itself answers with a traceback of Python.
    throw new UserError('no-run', `No run is stored in ${repository} yet. Run the task "${tool} run" first.`);
  }
  return { file, args: [command, ...more], cwd: root, env: variablesOf(environment) };
}

/** The feature that knows where a project's flake8 is; loaded when somebody asks for tasks. */
const style = () => import('../../../style/editor');

/** The variables that tox would give, and what lets it use a path with a space. */
function variablesOf({ binDir, variables }: ChosenEnvironment): NodeJS.ProcessEnv {
  return runEnvironment(binDir, variables);
}
