/** Offers the environments of tox, the runners of tests and flake8 as tasks: in "Run Task", and for tasks.json. */
import * as vscode from 'vscode';
import { messageOf } from '../../../base/errors';
import type { Log } from '../../../base/log';
import { plainLabel } from '../../../base/plainText';
import { readCoverEnvironment } from '../../../coverage';
import { explainDanger } from '../../../coverage/editor';
import type { ToxAnswers } from '../../../project/editor/toxAnswers';
import { TOX_TASK, type ToxTaskDefinition, toxTask } from '../../../project/editor/toxTask';
import { diskFiles } from '../../../project/files';
import type { EnvironmentChoice } from '../environments/choice';
import { projectFolders } from '../environments/folders';
import { isToolDefinition, TOOL_TASK, toolDefinitions, toolTask } from './tasksTools';

/** In Restricted Mode nothing is offered: every one of these runs code of the repository. */
export function registerTasks(choice: EnvironmentChoice, tox: ToxAnswers, log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.tasks.registerTaskProvider(TOX_TASK, {
      provideTasks: () => ofEachFolder(log, (folder) => toxTasks(folder, tox)),
      resolveTask: (task) => resolveTox(task, log),
    }),
    vscode.tasks.registerTaskProvider(TOOL_TASK, {
      provideTasks: () =>
        ofEachFolder(log, async (folder) =>
          (await toolDefinitions(folder, tox)).map((definition) => toolTask(folder, definition, { choice, tox, log })),
        ),
      resolveTask: (task) => {
        const { definition } = task;
        if (!isToolDefinition(definition)) return undefined;
        const folder = folderOf(task, log);
        return folder && toolTask(folder, definition, { choice, tox, log });
      },
    }),
  );
}

/** A folder that cannot be read does not take the tasks of the others away. */
async function ofEachFolder(
  log: Log,
  tasksOf: (folder: vscode.WorkspaceFolder) => Promise<vscode.Task[]>,
): Promise<vscode.Task[]> {
  if (!vscode.workspace.isTrusted) return [];
  const ofFolders = (await projectFolders()).map(async (folder) => {
    try {
      return await tasksOf(folder);
    } catch (error) {
      log.error(`Tasks of ${folder.name}: ${messageOf(error)}`);
      return [];
    }
  });
  return (await Promise.all(ofFolders)).flat();
}

/** All environments but those that would move the person's work aside, such as magnum's cover. */
async function toxTasks(folder: vscode.WorkspaceFolder, tox: ToxAnswers): Promise<vscode.Task[]> {
  const tasks: vscode.Task[] = [];
  for (const { name, description } of (await tox.names(folder.uri.fsPath))?.names ?? []) {
    if ((await readCoverEnvironment(folder.uri.fsPath, diskFiles, name)).kind === 'unsafe') continue;
    const task = await toxTask(folder, { type: TOX_TASK, environment: name });
    if (description) task.detail = plainLabel(description);
    tasks.push(task);
  }
  return tasks;
}

/** A task of tasks.json, just before it runs. Undefined is told by VS Code as a task that could not be resolved. */
async function resolveTox(task: vscode.Task, log: Log): Promise<vscode.Task | undefined> {
  const { definition } = task;
  if (!isToxDefinition(definition)) return undefined;
  const folder = folderOf(task, log);
  if (!folder) return undefined;
  const { environment } = definition;
  const read = await readCoverEnvironment(folder.uri.fsPath, diskFiles, environment);
  if (read.kind !== 'unsafe') return toxTask(folder, definition);
  void explainDanger(folder, environment, read.why);
  return undefined;
}

/** Where a task runs: in the folder whose tasks.json it is of; one of a .code-workspace file names its folder. */
function folderOf({ scope, definition, name }: vscode.Task, log: Log): vscode.WorkspaceFolder | undefined {
  if (typeof scope === 'object') return scope;
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [only, ...others] =
    definition.folder === undefined ? folders : folders.filter((each) => each.name === definition.folder);
  if (only && others.length === 0) return only;
  const names = folders.map((each) => `"${each.name}"`).join(', ');
  // VS Code asks for this whenever tasks are listed: no time for a message.
  log.warn(`The task ${name} does not say in which folder it runs. Give it a "folder", one of ${names}.`);
  return undefined;
}

function isToxDefinition(definition: vscode.TaskDefinition): definition is ToxTaskDefinition {
  const { environment, arguments: args } = definition as Partial<Record<string, unknown>>;
  return typeof environment === 'string' && (args === undefined || isTexts(args));
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
