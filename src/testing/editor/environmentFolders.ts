/** Which folder of the workspace a command is about. */
import * as vscode from 'vscode';
import { UserError } from '../../base/errors';
import { diskFiles } from '../../project/files';
import { describeRoot } from '../../project/root';

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

/** The folder of the active editor when it is a project's. */
export async function activeProject(): Promise<vscode.WorkspaceFolder | undefined> {
  const projects = await projectFolders();
  const uri = vscode.window.activeTextEditor?.document.uri;
  const active = uri && vscode.workspace.getWorkspaceFolder(uri);
  if (active) return projects.find((folder) => folder.uri.toString() === active.uri.toString());
  return projects.length === 1 ? projects[0] : undefined;
}

/**
 * The project that a person means: that of the active editor, the only one, or the one they pick; undefined when they
 * pick none.
 * @throws UserError `no-project` when the workspace has none
 */
export async function pickProject(title: string): Promise<vscode.WorkspaceFolder | undefined> {
  const active = await activeProject();
  if (active) return active;
  const projects = await projectFolders();
  if (projects.length === 0) throw new UserError('no-project', 'Open the folder of a project with tox.ini or .stestr.conf first.');
  const items = projects.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder }));
  return (await vscode.window.showQuickPick(items, { title }))?.folder;
}
