import * as vscode from 'vscode';
import { setting } from '../../base/editor/settings';
import { UserError } from '../../base/errors';
import { diskFiles } from '../../project/files';
import { type Danger, readCoverEnvironment } from '../coverEnvironment';

const TASK_TYPE = 'openstack-tox';

interface ToxTaskDefinition extends vscode.TaskDefinition {
  readonly type: typeof TASK_TYPE;
  readonly environment: string;
  readonly arguments?: string[];
}

/** Offers `tox -e cover` of each folder as a task, where running it leaves HEAD and the working tree alone. */
export function registerCoverTasks(): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    async provideTasks() {
      const tasks: vscode.Task[] = [];
      for (const folder of vscode.workspace.workspaceFolders ?? []) {
        const environment = await readCoverEnvironment(folder.uri.fsPath, diskFiles);
        if (environment.kind === 'safe') tasks.push(toxTask(folder, { type: TASK_TYPE, environment: 'cover' }));
      }
      return tasks;
    },
    resolveTask(task) {
      const definition = task.definition as Partial<ToxTaskDefinition>;
      const folder = task.scope;
      if (typeof definition.environment !== 'string' || typeof folder !== 'object') return undefined;
      return toxTask(folder, { ...definition, type: TASK_TYPE, environment: definition.environment });
    },
  });
}

/** Runs the cover environment of a folder, or explains why that is better left alone. */
export async function runCover(folder: vscode.WorkspaceFolder): Promise<void> {
  const environment = await readCoverEnvironment(folder.uri.fsPath, diskFiles);
  switch (environment.kind) {
    case 'safe':
      await vscode.tasks.executeTask(toxTask(folder, { type: TASK_TYPE, environment: 'cover' }));
      return;
    case 'missing':
      throw new UserError('no-cover', `${folder.name} has no cover environment in its tox configuration, so there is nothing to run.`);
    case 'unsafe':
      await explain(folder, environment.why);
  }
}

async function explain(folder: vscode.WorkspaceFolder, danger: Danger): Promise<void> {
  const { script, line, command, why } = danger;
  const where = line === undefined ? script : `${script}, line ${line}`;
  const open = 'Open the Script';
  const choice = await vscode.window.showWarningMessage(
    `Not run: the cover environment of ${folder.name} calls \`${command}\` (${where}), which ${why}. ` +
      'Commit your work and run it in a terminal, or in another clone.',
    open,
  );
  if (choice !== open) return;
  const at = new vscode.Range((line ?? 1) - 1, 0, (line ?? 1) - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, script), { selection: at });
}

function toxTask(folder: vscode.WorkspaceFolder, definition: ToxTaskDefinition): vscode.Task {
  const args = ['-e', definition.environment];
  if (definition.arguments?.length) args.push('--', ...definition.arguments);
  const task = new vscode.Task(
    definition,
    folder,
    `tox -e ${definition.environment}`,
    'OpenStack',
    new vscode.ProcessExecution(setting('tox.path'), args, { cwd: folder.uri.fsPath }),
    '$openstack-tox',
  );
  task.group = vscode.TaskGroup.Test;
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  return task;
}
