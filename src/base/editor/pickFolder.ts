import * as vscode from 'vscode';
import { innermost } from '../paths';
import { showQuickPick } from './quickInput';

/** What a command can be about: a folder of the workspace, a project in one, a repository. */
export interface FolderCandidate {
  readonly name: string;
  /** Absolute path of the folder. */
  readonly path: string;
}

/**
 * The folder that a command is about, the same way for every command: the candidate that holds the file of the active
 * editor, else the only candidate, else the one that the person picks. Undefined where there is none, or none is picked.
 * @param detailOf a line below each candidate in the list
 */
export async function pickFolder<Candidate extends FolderCandidate>(
  candidates: readonly Candidate[],
  title: string,
  detailOf?: (candidate: Candidate) => Promise<string>,
): Promise<Candidate | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active?.scheme === 'file' ? innermost(candidates, active.fsPath) : undefined;
  if (own) return own;
  if (candidates.length < 2) return candidates[0];
  const itemOf = async (candidate: Candidate) => ({
    label: candidate.name,
    description: candidate.path,
    ...(detailOf && { detail: await detailOf(candidate) }),
    candidate,
  });
  return (await showQuickPick(Promise.all(candidates.map(itemOf)), { title }))?.candidate;
}

/** The folders of the workspace that are on this disk, as candidates. */
export function openFolders(): (FolderCandidate & { readonly folder: vscode.WorkspaceFolder })[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map((folder) => ({ name: folder.name, path: folder.uri.fsPath, folder }));
}
