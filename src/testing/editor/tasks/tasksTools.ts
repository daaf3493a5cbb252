/** stestr, testr and flake8 of a project's own environments, as tasks. */
import { dirname, join } from 'node:path';
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
import { runEnvironment } from '../../run/command';
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

type Tool = keyof typeof TOOLS;

/** The commands that are offered; tasks.json may name others. */
const TOOLS = {
  stestr: ['run', 'last', 'failing', 'slowest'],
  testr: ['run', 'last', 'failing'],
  flake8: [],
} as const satisfies Record<string, readonly string[]>;

export function isToolDefinition(definition: vscode.TaskDefinition): definition is ToolTaskDefinition {
  const { tool, command, arguments: args } = definition as Partial<Record<string, unknown>>;
  return (
    typeof tool === 'string' &&
    Object.hasOwn(TOOLS, tool) &&
    (command === undefined || typeof command === 'string') &&
    (args === undefined || (Array.isArray(args) && args.every((each) => typeof each === 'string')))
  );
}

/** The tasks of a project: stestr's, but testr's where it has only that one's configuration; and flake8, where it is used. */
export async function toolDefinitions(project: vscode.WorkspaceFolder, tox: ToxAnswers): Promise<ToolTaskDefinition[]> {
  const { markers } = await describeRoot(project.uri.fsPath, diskFiles);
  const folder = (vscode.workspace.workspaceFolders ?? []).length > 1 ? { folder: project.name } : {};
  const { usesFlake8 } = await style();
  const tools: Tool[] = markers.has('.testr.conf') ? ['testr'] : [];
  if (markers.has('.stestr.conf') || !markers.has('.testr.conf')) tools.unshift('stestr');
  return [
    ...tools.flatMap((tool) => TOOLS[tool].map((command) => ({ type: TOOL_TASK, tool, command, ...folder }) as const)),
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
  const file = await programIn(environment.binDir, tool);
  if (file === undefined) {
    const words = `${tool} is not installed in ${environment.binDir}, the environment of the tests.`;
    throw new UserError('no-python', words, { actionArgs: [root] });
  }
  const repository = tool === 'stestr' ? '.stestr' : '.testrepository';
  if (command !== 'run' && command !== 'init' && (await namesIn(join(root, repository))).length === 0) {
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

async function programIn(folder: string, name: string): Promise<string | undefined> {
  const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  return (await isExecutable(file)) ? file : undefined;
}
