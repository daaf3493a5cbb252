import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { debounce } from '../../base/coalesce';
import { isInside } from '../../base/paths';
import { MARKERS } from '../../project/root';
import type { CoverageModel } from '../state/coverageModel';
import type { FolderCoverage } from '../state/folderCoverage';

/** Files of a folder that decide which reports there are and how they are read. */
const CONFIGURATION = [
  ...['tox.ini', 'tox.toml', 'setup.cfg', 'pyproject.toml', '.coveragerc', '.coveragerc.toml', '.gitreview'],
  ...['pytest.ini', '.pytest.ini'],
];

/** Long enough for coverage.py to write nova's report, which takes several writes; short enough to feel immediate. */
const DEBOUNCE_MS = 150;

/** How long VS Code may take until a watcher works: what is written until then is not reported. */
const UNTIL_WATCHED_MS = 3000;

/** Keeps the model fresh: one watcher for each known report path of a folder, and few for what decides them. */
export class ReportWatchers implements vscode.Disposable {
  private readonly watched = new Map<string, { key: string; disposable: vscode.Disposable }>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly model: CoverageModel) {
    this.subscription = vscode.Disposable.from(model.onDidChange(() => this.update()));
  }

  private update(): void {
    const folders = new Map(this.model.folders().map((folder) => [folder.path, folder]));
    for (const [path, { disposable }] of this.watched) {
      if (folders.has(path)) continue;
      disposable.dispose();
      this.watched.delete(path);
    }
    for (const [path, folder] of folders) {
      const key = [...folder.watchedPaths(), dataFile(folder), folder.state.survey?.config.file].join('\n');
      const present = this.watched.get(path);
      if (present?.key === key) continue;
      present?.disposable.dispose();
      this.watched.set(path, { key, disposable: watch(folder) });
    }
  }

  dispose(): void {
    this.subscription.dispose();
    for (const { disposable } of this.watched.values()) disposable.dispose();
  }
}

/** Calls `again` when a file that marks a project comes into a folder of the window, which may have been none so far. */
export function watchMarkers(again: () => void): vscode.Disposable {
  const later = debounce(again, DEBOUNCE_MS);
  const watcher = vscode.workspace.createFileSystemWatcher(`**/{${MARKERS.join(',')}}`, false, true, true);
  const isAtTop = (path: string): boolean =>
    (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.fsPath === dirname(path));
  const subscription = watcher.onDidCreate(({ fsPath }) => {
    if (isAtTop(fsPath)) later();
  });
  return vscode.Disposable.from(watcher, subscription, { dispose: () => later.cancel() });
}

/** Absolute path of the coverage data of a folder. */
function dataFile(folder: FolderCoverage): string {
  return folder.state.survey?.dataFile ?? join(folder.path, '.coverage');
}

/** The settings of coverage.py, where they are none of the usual files. */
function settingsFile(folder: FolderCoverage): vscode.RelativePattern[] {
  const file = folder.state.survey?.config.file;
  return file === undefined || CONFIGURATION.includes(file) ? [] : [patternOf(folder.path, join(folder.path, file))];
}

function watch(folder: FolderCoverage): vscode.Disposable {
  const refresh = debounce(() => void folder.refresh(), DEBOUNCE_MS);
  const patterns = [
    ...folder.watchedPaths().map((path) => patternOf(folder.path, path)),
    patternOf(folder.path, dataFile(folder)),
    // The names of unfinished data cannot be known: .coverage.HOST.pidN.random
    patternOf(folder.path, dataFile(folder), '.*'),
    new vscode.RelativePattern(vscode.Uri.file(folder.path), `{${CONFIGURATION.join(',')}}`),
    ...settingsFile(folder),
  ];
  const watchers = patterns.map((pattern) => {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(refresh),
      watcher.onDidChange(refresh),
      watcher.onDidDelete(refresh),
    );
  });
  const once = setTimeout(() => void folder.refreshIfChanged(), UNTIL_WATCHED_MS);
  return vscode.Disposable.from(
    ...watchers,
    ...[...directoriesOf(folder)].map((directory) => watchDirectory(folder, directory, refresh)),
    {
      dispose: () => {
        clearTimeout(once);
        refresh.cancel();
      },
    },
  );
}

/**
 * The directories between a folder and its reports. VS Code reports a deleted directory without its files, and may miss
 * files that are written right after a directory appears.
 */
function directoriesOf(folder: FolderCoverage): Set<string> {
  const directories = new Set<string>();
  for (const path of folder.watchedPaths()) {
    for (let at = dirname(path); isInside(folder.path, at); at = dirname(at)) directories.add(at);
  }
  return directories;
}

function watchDirectory(folder: FolderCoverage, directory: string, refresh: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(patternOf(folder.path, directory), false, true, false);
  return vscode.Disposable.from(watcher, watcher.onDidCreate(refresh), watcher.onDidDelete(refresh));
}

/** A pattern relative to the folder where that is possible: the editor's watcher of the folder serves it then. */
function patternOf(folder: string, path: string, glob = ''): vscode.RelativePattern {
  if (path.startsWith(`${folder}/`)) {
    return new vscode.RelativePattern(vscode.Uri.file(folder), escapeGlob(path.slice(folder.length + 1)) + glob);
  }
  const uri = vscode.Uri.file(path);
  return new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), escapeGlob(path.split('/').at(-1)!) + glob);
}

function escapeGlob(path: string): string {
  return path.replace(/[*?{}[\]]/g, '[$&]');
}
