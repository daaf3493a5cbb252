/** Tells what becomes of the Python files of a project, also of those in folders that come and go as a whole. */
import { basename, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { isName } from '../../../project/python/names';
import { isLeftOut, pythonFiles } from '../../discovery/pythonFiles';

/** All paths are absolute. */
export interface PythonFileEvents {
  created(file: string): void;
  changed(file: string): void;
  deleted(file: string): void;
  /** The files that were known to lie in a folder. */
  filesIn(folder: string): Iterable<string>;
  onError(error: unknown): void;
}

/**
 * When a folder is deleted, moved or renamed, the editor tells that of the folder alone. Its events hold all that happens
 * below `top`, an environment that tox makes included: most of it is passed over by its name.
 */
export function watchPython(top: string, events: PythonFileEvents): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(top), '**'));
  const isOurs = (path: string): boolean => !relative(top, path).split(sep).some(isLeftOut);
  const look = async (folder: string): Promise<void> => {
    for (const file of await pythonFiles(top, folder)) if (isPython(file)) events.created(file);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(({ fsPath }) => {
      if (isPython(fsPath) && isOurs(fsPath)) events.created(fsPath);
      else if (canBePackage(fsPath) && isOurs(fsPath)) look(fsPath).catch((error: unknown) => events.onError(error));
    }),
    watcher.onDidChange(({ fsPath }) => {
      if (isPython(fsPath) && isOurs(fsPath)) events.changed(fsPath);
    }),
    watcher.onDidDelete(({ fsPath }) => {
      if (isPython(fsPath) && isOurs(fsPath)) events.deleted(fsPath);
      else if (canBePackage(fsPath) && isOurs(fsPath)) for (const file of events.filesIn(fsPath)) events.deleted(file);
    }),
  );
}

function isPython(path: string): boolean {
  return path.endsWith('.py');
}

/** What is deleted cannot be asked whether it was a folder; Python takes no other name for a package. */
function canBePackage(path: string): boolean {
  return isName(basename(path));
}
