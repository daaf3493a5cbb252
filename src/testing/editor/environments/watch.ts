/** Notices that environments came or went, whoever made them. */
import * as vscode from 'vscode';
import { debounce } from '../../../base/coalesce';
import { DisposableStore } from '../../../base/emitter';
import { RUNNER_NAMES } from '../../runners';
import type { EnvironmentChoice } from './choice';

/** Files that come, change or go with an environment, and those that say which ones there are. */
const SIGNS = [
  '.tox/*/{pyvenv.cfg,.tox-info.json}',
  `.tox/*/{bin,Scripts}/{${['python', ...RUNNER_NAMES].join(',')}}{,.exe}`,
  '{.venv,.venv/pyvenv.cfg}',
  '{tox.ini,tox.toml,setup.cfg,pyproject.toml}',
];

/** An installation changes many files in a row. */
const QUIET_MS = 500;

export function watchEnvironments(choice: EnvironmentChoice): vscode.Disposable {
  const store = new DisposableStore();
  let watchers = store.add(new DisposableStore());
  const watch = (): void => {
    watchers.dispose();
    watchers = store.add(new DisposableStore());
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme !== 'file') continue;
      const refresh = debounce(() => choice.refresh(folder.uri.fsPath), QUIET_MS);
      watchers.add({ dispose: () => refresh.cancel() });
      for (const sign of SIGNS) {
        const watcher = watchers.add(
          vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, sign)),
        );
        watcher.onDidCreate(refresh);
        watcher.onDidChange(refresh);
        watcher.onDidDelete(refresh);
      }
    }
  };
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(watch));
  watch();
  return store;
}
