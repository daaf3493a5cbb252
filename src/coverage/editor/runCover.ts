import * as vscode from 'vscode';
import { notify } from '../../base/editor/notifications';
import { requireTrust } from '../../base/editor/trust';
import { UserError } from '../../base/errors';
import { TOX_TASK, toxTask } from '../../project/editor/toxTask';
import { diskFiles } from '../../project/files';
import { type Danger, readCoverEnvironment } from '../find/coverEnvironment';

/** Runs the cover environment of a folder, or explains why that is better left alone. */
export async function runCover(folder: vscode.WorkspaceFolder): Promise<void> {
  requireTrust('The cover environment');
  const environment = await readCoverEnvironment(folder.uri.fsPath, diskFiles);
  switch (environment.kind) {
    case 'safe':
      await vscode.tasks.executeTask(await toxTask(folder, { type: TOX_TASK, environment: 'cover' }));
      return;
    case 'missing':
      throw new UserError(
        'no-cover',
        `${folder.name} has no cover environment in its tox configuration, so there is nothing to run.`,
      );
    case 'unsafe':
      await explainDanger(folder, 'cover', environment.why);
  }
}

/** Says which line of the project would touch the person's work, so that the environment is not run. */
export async function explainDanger(folder: vscode.WorkspaceFolder, name: string, danger: Danger): Promise<void> {
  const { script, line, command, why } = danger;
  const where = line === undefined ? script : `${script}, line ${line}`;
  const open = 'Open the Script';
  const choice = await notify(
    'warning',
    `Not run: the ${name} environment of ${folder.name} calls \`${command}\` (${where}), which ${why}. ` +
      'Commit your work and run it in a terminal, or in another clone.',
    open,
  );
  if (choice !== open) return;
  const at = new vscode.Range((line ?? 1) - 1, 0, (line ?? 1) - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, script), { selection: at });
}
