/** Which folder of the workspace a command, or the status bar, is about. */
import * as vscode from 'vscode';
import { pickFolder } from '../../../base/editor/pickFolder';
import { UserError } from '../../../base/errors';
import { diskFiles } from '../../../project/files';
import { describeRoot } from '../../../project/root';

/** The folders on this disk that look like a project of OpenStack, or one with tox. */
export async function projectFolders(): Promise<vscode.WorkspaceFolder[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const roots = await Promise.all(folders.map(({ uri }) => describeRoot(uri.fsPath, diskFiles)));
  return folders.filter((_, i) => roots[i]!.kind !== 'other');
}

/** The folder at an absolute path; undefined when it is none of the workspace. */
export function folderAt(root: string): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === root);
}

/** The project of the active editor; all of them while what is active belongs to no folder, such as settings. */
export function projectsInSight(projects: readonly vscode.WorkspaceFolder[]): readonly vscode.WorkspaceFolder[] {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const active = uri && vscode.workspace.getWorkspaceFolder(uri);
  return active ? projects.filter((each) => each.uri.toString() === active.uri.toString()) : projects;
}

/**
 * The project that a command is about, as `pickFolder` finds it.
 * @throws UserError `no-project` when the workspace has none
 */
export async function pickProject(
  title: string,
  detailOf: (root: string) => Promise<string>,
): Promise<vscode.WorkspaceFolder | undefined> {
  const projects = await projectFolders();
  if (projects.length === 0) {
    throw new UserError('no-project', 'Open the folder of a project with tox.ini or .stestr.conf first.');
  }
  const candidates = projects.map((folder) => ({ name: folder.name, path: folder.uri.fsPath, folder }));
  return (await pickFolder(candidates, title, ({ path }) => detailOf(path)))?.folder;
}
