/** Which folder of the workspace a command, or the status bar, is about. */
import * as vscode from 'vscode';
import { showQuickPick } from '../../../base/editor/quickInput';
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
  const active = folderOfActiveEditor();
  return active ? projects.filter((each) => each.uri.toString() === active.uri.toString()) : projects;
}

/**
 * The project that a person means: the only one, or the one they pick, that of the active editor first; undefined when
 * they pick none.
 * @param detailOf what is said below each
 * @throws UserError `no-project` when the workspace has none
 */
export async function pickProject(
  title: string,
  detailOf: (folder: vscode.WorkspaceFolder) => Promise<string>,
): Promise<vscode.WorkspaceFolder | undefined> {
  const projects = await projectFolders();
  if (projects.length === 0) {
    throw new UserError('no-project', 'Open the folder of a project with tox.ini or .stestr.conf first.');
  }
  if (projects.length === 1) return projects[0];
  const active = folderOfActiveEditor()?.uri.toString();
  const sorted = [...projects].sort(
    (a, b) => Number(b.uri.toString() === active) - Number(a.uri.toString() === active),
  );
  const itemOf = async (folder: vscode.WorkspaceFolder) => {
    return { label: folder.name, description: folder.uri.fsPath, detail: await detailOf(folder), folder };
  };
  return (await showQuickPick(Promise.all(sorted.map(itemOf)), { title }))?.folder;
}

function folderOfActiveEditor(): vscode.WorkspaceFolder | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && vscode.workspace.getWorkspaceFolder(uri);
}
