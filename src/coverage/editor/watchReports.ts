import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { debounce } from '../../base/coalesce';
import { isInside } from '../../base/paths';
import { MARKERS } from '../../project/root';
import type { CoverageModel } from '../state/coverageModel';
import type { RootCoverage } from '../state/rootCoverage';

/** Files of a root that decide which reports there are and how they are read. */
const CONFIGURATION = [
  ...['tox.ini', 'tox.toml', 'setup.cfg', 'pyproject.toml', '.coveragerc', '.coveragerc.toml', '.gitreview'],
  ...['pytest.ini', '.pytest.ini'],
];

/** Long enough for coverage.py to write nova's report, which takes several writes; short enough to feel immediate. */
const DEBOUNCE_MS = 150;

/** How long the editor may take until a watcher is up: what is written until then goes untold. */
const UNTIL_WATCHED_MS = 3000;

/** Keeps the model fresh: one watcher for each known report path of a root, and few for what decides them. */
export class ReportWatchers implements vscode.Disposable {
  private readonly watched = new Map<string, { key: string; disposable: vscode.Disposable }>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly model: CoverageModel) {
    this.subscription = vscode.Disposable.from(model.onDidChange(() => this.update()));
  }

  private update(): void {
    const roots = new Map(this.model.all().map((root) => [root.root, root]));
    for (const [path, { disposable }] of this.watched) {
      if (roots.has(path)) continue;
      disposable.dispose();
      this.watched.delete(path);
    }
    for (const root of roots.values()) {
      const key = [...root.watchedPaths(), dataFile(root), root.survey?.config.file].join('\n');
      const present = this.watched.get(root.root);
      if (present?.key === key) continue;
      present?.disposable.dispose();
      this.watched.set(root.root, { key, disposable: watch(root) });
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

/** Absolute path of the coverage data of a root. */
function dataFile(root: RootCoverage): string {
  return root.survey?.dataFile ?? join(root.root, '.coverage');
}

/** The settings of coverage.py, where they are none of the usual files. */
function settingsFile(root: RootCoverage): vscode.RelativePattern[] {
  const file = root.survey?.config.file;
  return file === undefined || CONFIGURATION.includes(file) ? [] : [patternOf(root.root, join(root.root, file))];
}

function watch(root: RootCoverage): vscode.Disposable {
  const refresh = debounce(() => void root.refresh(), DEBOUNCE_MS);
  const patterns = [
    ...root.watchedPaths().map((path) => patternOf(root.root, path)),
    patternOf(root.root, dataFile(root)),
    // The names of unfinished data cannot be known: .coverage.HOST.pidN.random
    patternOf(root.root, dataFile(root), '.*'),
    new vscode.RelativePattern(vscode.Uri.file(root.root), `{${CONFIGURATION.join(',')}}`),
    ...settingsFile(root),
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
  const once = setTimeout(() => void root.refreshIfChanged(), UNTIL_WATCHED_MS);
  return vscode.Disposable.from(
    ...watchers,
    ...[...foldersOf(root)].map((folder) => watchFolder(root, folder, refresh)),
    {
      dispose: () => {
        clearTimeout(once);
        refresh.cancel();
      },
    },
  );
}

/**
 * The folders between a root and its reports. When one is deleted, the editor tells that of the folder alone, and when
 * one is made, what was written into it at once may go untold.
 */
function foldersOf(root: RootCoverage): Set<string> {
  const folders = new Set<string>();
  for (const path of root.watchedPaths()) {
    for (let folder = dirname(path); isInside(root.root, folder); folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

function watchFolder(root: RootCoverage, folder: string, refresh: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(patternOf(root.root, folder), false, true, false);
  return vscode.Disposable.from(watcher, watcher.onDidCreate(refresh), watcher.onDidDelete(refresh));
}

/** A pattern relative to the root where that is possible: the editor's watcher of the folder serves it then. */
function patternOf(root: string, path: string, glob = ''): vscode.RelativePattern {
  if (path.startsWith(`${root}/`)) {
    return new vscode.RelativePattern(vscode.Uri.file(root), escapeGlob(path.slice(root.length + 1)) + glob);
  }
  const uri = vscode.Uri.file(path);
  return new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), escapeGlob(path.split('/').at(-1)!) + glob);
}

function escapeGlob(path: string): string {
  return path.replace(/[*?{}[\]]/g, '[$&]');
}
